import type { Displaced } from '../rollout/contract/target.ts'
import { type RetryPolicy, retry, transientErrors } from '../runtime/retry.ts'
import { ServiceError } from '../runtime/service-error.ts'
import { checkCommitOrder, orderNotices } from './commit-order.ts'
import { deployedCommit, type TaggedDeployment } from './resource-tags.ts'
import type { RepositoryIdentity, RunSource } from './run-source.ts'
import type { SourceControl } from './source-control.ts'

/** Somebody else's deployment that came between our look and our write, and ours that goes over it. */
export interface Collision {
  /** The other one, in words: `version 18 of shop`. */
  readonly displaced: string
  /** Ours, in words: `version 19`. */
  readonly ours: string
  /** The earlier one whose content ours has once more, in words; `undefined` if ours has its own. */
  readonly copyOf: string | undefined
  /** A person goes back on purpose: what came since is to go, too. */
  readonly isMeant: boolean
}

/**
 * What our deployment went over although our plan did not know of it. A copy of what ran before must not replace what came
 * since, except where a person goes back on purpose; other content must not if its commit is older.
 */
export const judgeCollision = async (
  { displaced, ours, copyOf, isMeant }: Collision,
  {
    provenance,
    reporting,
    knowsOrder,
    host,
    pullRequest: number,
    commitOfDisplaced,
  }: {
    readonly provenance: RunSource | undefined
    readonly reporting: { readonly token: string | undefined }
    /** Whether the commit of this run counts. */
    readonly knowsOrder: boolean
    readonly host: SourceControl | undefined
    /** The one that this run deploys a preview of. */
    readonly pullRequest: number | undefined
    /** Of this repository; `undefined` if it is not known. */
    commitOfDisplaced(source: RunSource): Promise<string | undefined>
  },
): Promise<Displaced> => {
  const came = `${displaced} by somebody else came between our look and our write`
  const told = `${came}: ${ours} goes over it, without what it changed`
  if (copyOf !== undefined) {
    if (isMeant) return { message: told }
    return {
      message: told,
      cause: {
        reasonCode: 'newer-version',
        reason: `${came}, and ${ours} has only the content of the earlier ${copyOf}`,
        fix: 'somebody else deployed meanwhile: give the workflow a concurrency group, and run it again if it is still wanted',
      },
    }
  }
  if (!provenance || !knowsOrder) return { message: told }
  const deployed = await commitOfDisplaced(provenance)
  if (deployed === undefined) return { message: `${told}; its commit is not known` }
  if (deployed === provenance.sha) return { message: told }
  const [relation, pullRequest] = await Promise.all([
    host?.relation(deployed, provenance.sha),
    number === undefined ? undefined : host?.pullRequest(number),
  ])
  const order = { deployed, relation }
  const fault = checkCommitOrder({ provenance, deployed: displaced }, { order, pullRequest })
  if (!fault) return { message: [told, ...orderNotices({ provenance, reporting }, order)].join('; ') }
  const { reasonCode, message, fix } = fault
  return { message: `${told}; ${message}`, cause: { reasonCode, reason: message, fix } }
}

/**
 * The commit that something was deployed from which came between. Its run writes that after its deployment was accepted:
 * what our reply does not show yet may be there now.
 */
export const commitOfDisplaced = async (
  repository: RepositoryIdentity,
  {
    inReply,
    look,
    retries,
  }: {
    readonly inReply: TaggedDeployment
    /** The same, as it is now; throws only `ServiceError`. */
    look(): Promise<TaggedDeployment | undefined>
    readonly retries: RetryPolicy
  },
): Promise<string | undefined> => {
  const known = deployedCommit(inReply, repository)
  if (known !== undefined) return known
  try {
    const now = await retry(look, transientErrors, retries)
    return now && deployedCommit(now, repository)
  } catch (failure) {
    if (failure instanceof ServiceError) return undefined
    throw failure
  }
}
