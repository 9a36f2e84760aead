import { tagKeys, tagValue } from '../../source/resource-tags.ts'
import { limits } from '../model/constraints.ts'
import type { DeploymentSpec } from '../model/deployment.ts'
import type { Deployment, Service } from '../model/service.ts'
import { diffDeployment } from '../plan/deployment-diff.ts'

/** The longest value of a tag (docs/lightsail-facts.md §4). */
const MAX_CHARACTERS = 256

/** Written in place of an empty list: a tag cannot be taken away by the call that writes tags. */
const NONE = 'none'

/** Versions that became active and failed their URL check, as the service's tags remember them; highest first. */
export function failedVersions({ tags }: Pick<Service, 'tags'>): number[] {
  const versions = (tagValue(tags, tagKeys.bad) ?? '')
    .split(' ')
    .filter((word) => /^[1-9]\d{0,14}$/.test(word))
  return [...new Set(versions.map(Number))].sort((one, other) => other - one)
}

/**
 * The tag that remembers them: numbers with spaces between, the highest first. What Lightsail no longer keeps beside
 * the version `newest` is left out, and so is what a tag cannot hold.
 */
export function failedVersionsTag(
  versions: readonly number[],
  newest: number,
): Readonly<Record<string, string>> {
  const kept = [...new Set(versions)]
    .filter((version) => version > newest - limits.versions)
    .sort((one, other) => other - one)
  let text = ''
  for (const version of kept) {
    const longer = text === '' ? String(version) : `${text} ${version}`
    if (longer.length > MAX_CHARACTERS) break
    text = longer
  }
  return { [tagKeys.bad]: text === '' ? NONE : text }
}

/** Whether two deployments run the same: images, commands, environment, ports and public endpoint. */
export function isSameContent(one: DeploymentSpec, other: DeploymentSpec): boolean {
  return diffDeployment(one, other).length === 0
}

/** The marked version whose content a version has, itself first; `undefined` if it has none of theirs. */
export function failedTwin(
  { version, spec }: Pick<Deployment, 'version' | 'spec'>,
  bad: readonly number[],
  history: readonly Deployment[],
): number | undefined {
  return bad.includes(version)
    ? version
    : history.find((other) => bad.includes(other.version) && isSameContent(other.spec, spec))?.version
}
