import { isDeepStrictEqual } from 'node:util'
import { tagsAt } from '../../../../simulator/lightsail/lifecycle.ts'
import type { DeploymentRecord, ServiceRecord } from '../../../../simulator/lightsail/records.ts'
import { failedVersions } from '../../../../src/lightsail/order/failed-versions.ts'
import { isFailure } from '../../../../src/rollout/contract/verdict.ts'
import { tagKeys } from '../../../../src/source/resource-tags.ts'
import { ourCommit } from '../../machinery/around/source-control.ts'
import { type Invariant, invariant } from '../../machinery/invariant.ts'
import { madeBy, servingAt } from '../oracle.ts'
import type { LightsailRun } from '../run-seed.ts'

/** What may follow what: no way back leads to what failed before, and no older commit stays over a newer one. */
export const order: readonly Invariant<LightsailRun>[] = [
  invariant(
    'a rollback goes back to a good one',
    (run) => isRollback(run) && madeBy(run).length > 0 && !tagsAreHidden(run),
    goesBackToGoodOnes,
  ),
  invariant(
    'after a URL that did not verify, a good one is put back',
    (run) => !isRollback(run) && madeBy(run).length > 1 && !tagsAreHidden(run),
    goesBackToGoodOnes,
  ),
  invariant(
    'never green over a newer commit',
    (run) => mayBeOlder(run) && !isFailure(run.outcome.verdict),
    neverGreenOverNewer,
  ),
]

/** A number is a person's choice. */
function isRollback({ situation: { inputs } }: LightsailRun): boolean {
  return inputs['mode'] === 'rollback' && inputs['rollback-to'] === 'last-good'
}

/** Known to be older than what somebody deployed. */
function mayBeOlder(run: LightsailRun): boolean {
  const { origin, inputs } = run.situation
  const isKnown = origin.relation === 'behind' && origin.trouble === 0 && inputs['track-commit'] !== 'false'
  const isOwn = (inputs['mode'] ?? 'deploy') === 'deploy' && hasContent(inputs)
  return isKnown && isOwn && origin.runSource !== undefined && !tagsAreHidden(run)
}

function tagAt(service: ServiceRecord, key: string, at: number): string | undefined {
  return tagsAt(service.tagChanges, at).find((tag) => tag.key === key)?.value
}

function badAt(service: ServiceRecord, at: number): readonly number[] {
  return failedVersions({ tags: { [tagKeys.bad]: tagAt(service, tagKeys.bad, at) ?? '' } })
}

function isSame(one: DeploymentRecord, other: DeploymentRecord): boolean {
  return isDeepStrictEqual([one.containers, one.publicEndpoint], [other.containers, other.publicEndpoint])
}

/** Replies may lack the tags, or the service may seem to be missing: then a run cannot know of them. */
export function tagsAreHidden({ situation: { weather } }: LightsailRun): boolean {
  return weather.sentences.some((text) => /altered to (?!.*"tags")|not-found/.test(text))
}

/** Never marked content, never what serves. */
function goesBackToGoodOnes(run: LightsailRun): string[] {
  const { situation, done } = run
  const { others } = situation
  const made = madeBy(run)
  return done.flatMap(({ service, deployment, at }) => {
    const isCopy = isRollback(run) || (deployment !== undefined && made.indexOf(deployment) > 0)
    if (service === undefined || deployment === undefined || !isCopy) return []
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

/** What a deployment of ours went over was not newer. */
function neverGreenOverNewer(run: LightsailRun): string[] {
  const { done, outcome } = run
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

/** The inputs say what to deploy; otherwise the run is a restart. */
export function hasContent(inputs: LightsailRun['situation']['inputs']): boolean {
  return ['image', 'images', 'deployment-file'].some((name) => inputs[name] !== undefined)
}
