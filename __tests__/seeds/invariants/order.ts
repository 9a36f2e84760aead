import { isDeepStrictEqual } from 'node:util'
import { tagsAt } from '../../../simulator/lightsail/lifecycle.ts'
import type { DeploymentRecord, ServiceRecord } from '../../../simulator/lightsail/records.ts'
import { failedVersions } from '../../../src/lightsail/order/failed-versions.ts'
import { isFailure } from '../../../src/rollout/contract/verdict.ts'
import { tagKeys } from '../../../src/source/resource-tags.ts'
import { madeBy, servingAt } from '../oracle.ts'
import type { SeededRun } from '../run-seed.ts'
import { ourCommit } from '../triggers.ts'

/** What may follow what: no way back leads to what failed before, and no older commit stays over a newer one. */
export const keepsTheOrder = (run: SeededRun): string[] => [
  ...goesBackToGoodOnes(run),
  ...neverGreenOverNewer(run),
]

const tagAt = (service: ServiceRecord, key: string, at: number): string | undefined =>
  tagsAt(service.tagChanges, at).find((tag) => tag.key === key)?.value

const badAt = (service: ServiceRecord, at: number): readonly number[] =>
  failedVersions({ tags: { [tagKeys.bad]: tagAt(service, tagKeys.bad, at) ?? '' } })

const isSame = (one: DeploymentRecord, other: DeploymentRecord): boolean =>
  isDeepStrictEqual([one.containers, one.publicEndpoint], [other.containers, other.publicEndpoint])

/** Replies may lack the tags, or a service may seem not to be there: then nobody can know of them. */
export const tagsAreHidden = ({ situation: { weather } }: SeededRun): boolean =>
  weather.sentences.some((text) => /altered to (?!.*"tags")|not-found/.test(text))

/** By `last-good` and by `rollback-on-failure`: never marked content, never what serves; a number is a person's choice. */
const goesBackToGoodOnes = (run: SeededRun): string[] => {
  const { situation, done } = run
  const { inputs, others } = situation
  const isRollback = inputs['mode'] === 'rollback' && inputs['rollback-to'] === 'last-good'
  const made = madeBy(run)
  return done.flatMap(({ service, deployment, at }) => {
    const isCopy = isRollback || (deployment !== undefined && made.indexOf(deployment) > 0)
    if (service === undefined || deployment === undefined || !isCopy || tagsAreHidden(run)) return []
    const kept = situation.switches.deploymentsKept ?? 50
    const known = service.deployments.filter((one) => one.version > deployment.version - kept)
    // What was marked so late that no read can show it yet is not known to anybody.
    const readable = badAt(service, at - 1_000 * (situation.switches.readLagSeconds ?? 0))
    const bad = badAt(service, at).filter((version) => readable.includes(version))
    const twin = known.find(
      (one) => one !== deployment && bad.includes(one.version) && isSame(one, deployment),
    )
    const serving = others.sentences.length === 0 ? servingAt(run, at) : undefined
    return [
      ...(twin ? [`version ${deployment.version} has the content of ${twin.version}, which is marked`] : []),
      ...(serving && isSame(serving, deployment)
        ? [`version ${deployment.version} has the content of ${serving.version}, which served`]
        : []),
    ]
  })
}

/** Known to be older than what it went over, a deployment of ours never makes the run green. */
const neverGreenOverNewer = (run: SeededRun): string[] => {
  const { situation, done, outcome } = run
  const { origin, inputs } = situation
  const isKnown = origin.relation === 'behind' && origin.trouble === 0 && inputs['track-commit'] !== 'false'
  const isOwn = (inputs['mode'] ?? 'deploy') === 'deploy' && hasContent(inputs)
  if (!isKnown || !isOwn || origin.provenance === undefined || tagsAreHidden(run)) return []
  if (isFailure(outcome.verdict)) return []
  return done.flatMap(({ service, deployment, at }) => {
    if (service === undefined || deployment === undefined) return []
    const serving = servingAt(run, at)
    const commit = tagAt(service, tagKeys.commit, at)
    const isOfServing = serving && tagAt(service, tagKeys.version, at) === String(serving.version)
    return isOfServing && commit !== undefined && commit !== ourCommit && !isSame(serving, deployment)
      ? [`${outcome.verdict.result}, but version ${deployment.version} went over a newer commit`]
      : []
  })
}

/** Something is said of what shall run: otherwise it is a restart. */
export const hasContent = (inputs: SeededRun['situation']['inputs']): boolean =>
  ['image', 'images', 'deployment-file'].some((name) => inputs[name] !== undefined)
