import { commitTags, tagKeys, tagValue } from '../../source/resource-tags.ts'
import type { TagMemory } from '../../source/tag-memory.ts'
import type { Request } from '../inputs/request-types.ts'
import { expiryTag } from '../preview/preview.ts'
import type { StartedDeployment } from '../rollout/started.ts'
import { failedVersionsTag } from './failed-versions.ts'

type Tags = Readonly<Record<string, string>>

/** All that is written to the service's tags about a deployment that Lightsail accepted, in one call; may be empty. */
export function deploymentTags(
  request: Request,
  started: StartedDeployment,
  { memory, now }: { memory: TagMemory<number>; now: number },
): Tags {
  return {
    ...ownCommitTags(request, started, memory),
    ...ownExpiryTag(request, started, now),
    ...failedTag(started, memory),
  }
}

/** Only the list of failed versions. */
export function failedTag({ version }: StartedDeployment, memory: TagMemory<number>): Tags {
  return memory.hasNews() ? failedVersionsTag(memory.bad(), version) : {}
}

/** A copy of an earlier version keeps that version's commit, whichever commit this run is for. */
function ownCommitTags(request: Request, started: StartedDeployment, memory: TagMemory<number>): Tags {
  const { runSource, trackCommit, allowOlderCommit, mode, preview } = request
  const { version, copyOf, created, service } = started
  if (!trackCommit) return {}
  if (copyOf !== undefined) {
    const known = memory.commitOf(copyOf)
    return known ? { ...known, [tagKeys.version]: String(version) } : {}
  }
  if (!runSource || mode !== 'deploy') return {}
  // A preview is tagged when it is created.
  if (preview) return created ? {} : commitTags(runSource, version)
  // With allow-older-commit a service without tags gets none.
  const isMarked = tagValue(service.tags, tagKeys.commit) !== undefined
  return allowOlderCommit && !isMarked ? {} : commitTags(runSource, version)
}

function ownExpiryTag({ preview, mode }: Request, { created }: StartedDeployment, now: number): Tags {
  return preview && mode === 'deploy' && !created ? expiryTag(preview, now) : {}
}
