import { currentDeployment, tagsAt } from '../../../../simulator/lightsail/lifecycle.ts'
import type { ServiceRecord } from '../../../../simulator/lightsail/records.ts'
import { readHandle } from '../../../../src/lightsail/handle.ts'
import { tagKeys } from '../../../../src/source/resource-tags.ts'
import { ourCommit } from '../../machinery/around/source-control.ts'
import { factsOf, type Invariant, invariant, putsBack, unless } from '../../machinery/invariant.ts'
import { madeBy, momentsOf, namedDeployment, serviceAt, serviceOf, servingAt } from '../oracle.ts'
import type { LightsailRun } from '../run-seed.ts'
import { isDoomed } from '../triggers.ts'
import type { Done } from '../write-log.ts'
import { hasContent, tagsAreHidden } from './order.ts'

function isDeploy({ situation: { inputs } }: LightsailRun): boolean {
  return (inputs['mode'] ?? 'deploy') === 'deploy'
}

function remembers({ situation: { inputs } }: LightsailRun): boolean {
  return inputs['track-commit'] !== 'false' && hasContent(inputs)
}

/** Where GitHub always answers. */
function isAnswered({ situation: { origin } }: LightsailRun): boolean {
  return origin.trouble === 0
}

/** What a run may write to, what keeps it from writing, and what it leaves for later runs. */
export const scope: readonly Invariant<LightsailRun>[] = [
  ...(['anywhere', 'push', 'preview', 'cleanup'] as const).map((kind) =>
    invariant(
      `${kind}: writes go where they may`,
      ({ situation, done }) => situation.origin.kind === kind && done.length > 0,
      writesToItsOwn,
    ),
  ),
  ...(['closed', 'open'] as const).map((state) =>
    invariant(
      `a pull request that is ${state} is heeded`,
      (run) =>
        run.situation.origin.kind === 'preview' &&
        run.situation.origin.pullRequest === state &&
        isAnswered(run),
      heedsPullRequest,
    ),
  ),
  invariant(
    'known to be older than what serves, a commit stays away',
    (run) =>
      run.situation.origin.relation === 'behind' &&
      run.situation.origin.kind !== 'anywhere' &&
      isAnswered(run) &&
      (run.situation.switches.readLagSeconds ?? 0) === 0 &&
      remembers(run) &&
      isDeploy(run) &&
      !tagsAreHidden(run),
    letsNewerCommitsBe,
  ),
  invariant(
    'nobody is sent away for an older commit without need',
    ({ outcome: { verdict } }) => verdict.reasonCode === 'older-commit',
    refusesOnlyOlder,
  ),
  invariant(
    'what came up well from our commit says so, or the log says why not',
    (run) =>
      run.situation.origin.runSource !== undefined &&
      run.outcome.verdict.reasonCode === 'deployment-active' &&
      remembers(run) &&
      isDeploy(run),
    remembersItsCommit,
  ),
  invariant(
    'the state is saved before each write',
    ({ done }) => done.length > 0,
    ({ savedProgress, done }) => {
      const progressAt = (moment: number) => savedProgress.findLast(({ at }) => at <= moment)?.written
      return done
        .filter(({ at }) => (progressAt(at)?.kind ?? 'nothing') === 'nothing')
        .map(({ operation }) => `${operation} without a saved state`)
    },
  ),
  invariant(
    'the saved state names the version that was accepted',
    (run) =>
      factsOf(run).written === 'deployment' &&
      run.report.outputs['deployment-version'] !== undefined &&
      run.report.outputs['deployment-version'] !== '' &&
      !putsBack(run),
    ({ savedProgress, report }) => {
      const last = savedProgress.at(-1)?.written
      const version = report.outputs['deployment-version']
      return unless(
        last?.kind === 'started' && String(readHandle(last.handle).version) === version,
        `version ${version} was accepted, but the saved state says ${JSON.stringify(last)}`,
      )
    },
  ),
]

function markAt(service: ServiceRecord, key: string, at: number): string | undefined {
  return tagsAt(service.tagChanges, at).find((tag) => tag.key === key)?.value
}

/** A cleanup deletes previews that are due; everybody else writes to one service, a preview only to one with its marks. */
function writesToItsOwn({ situation: { origin, serviceName }, done, start }: LightsailRun): string[] {
  return done.flatMap(({ operation, service, at }) => {
    if (service === undefined) return []
    const told = `${operation} to ${service.name}`
    if (origin.kind === 'cleanup') {
      const mayGo = operation === 'DeleteContainerService' && isDoomed(service.name, origin)
      return mayGo ? [] : [`${told}, which is not to go`]
    }
    if (service.name !== serviceName) return [`${told}, which is not ours`]
    if (origin.kind !== 'preview') return []
    const since = service.createdAt < start ? start : at
    return markAt(service, tagKeys.pullRequest, since) === '7' ? [] : [`${told}, which has not our marks`]
  })
}

/** Nothing is deployed for what is closed, nothing deleted of what is open again. */
function heedsPullRequest({ situation: { origin, inputs }, done }: LightsailRun): string[] {
  const isRemoval = inputs['mode'] === 'delete'
  const wrong = ({ operation, deployment }: Done) =>
    (origin.pullRequest === 'closed' && deployment !== undefined) ||
    (origin.pullRequest === 'open' && operation === 'DeleteContainerService' && !isRemoval)
  return done
    .filter(wrong)
    .map(({ operation }) => `${operation}, but the pull request is ${origin.pullRequest}`)
}

/** Where nothing hides the tags. */
function letsNewerCommitsBe(run: LightsailRun): string[] {
  const { done } = run
  return done.flatMap(({ service, deployment, at, operation }) => {
    if (service === undefined || deployment === undefined) return []
    const serving = servingAt(run, at)
    const commit = markAt(service, tagKeys.commit, at)
    const isMarked = serving && markAt(service, tagKeys.version, at) === String(serving.version)
    const isFirst = madeBy(run)[0] === deployment
    // What came after our last look is shown by the reply to our write alone.
    const wasSeen =
      serving && run.calls.some((call) => call.at < at && call.at > serving.createdAt && isLook(call))
    return isMarked && isFirst && wasSeen && commit !== undefined && commit !== ourCommit
      ? [`${operation} over a newer commit`]
      : []
  })
}

function isLook({ operation, status }: LightsailRun['calls'][number]): boolean {
  return operation === 'GetContainerServices' && status === 200
}

/** What is up was deployed from the commit that is remembered. */
function refusesOnlyOlder(run: LightsailRun): string[] {
  const { outcome, situation } = run
  if (outcome.verdict.result !== 'refused')
    return situation.origin.relation === 'behind' ? [] : ['rolled back, but what came between is not newer']
  const isSo = momentsOf(run).some((at) => {
    const service = serviceAt(run, at)
    const current = service && currentDeployment(service, at)
    return current && markAt(service, tagKeys.version, at) === String(current.version)
  })
  return isSo && situation.origin.relation === 'behind'
    ? []
    : ['refused, but what is up is not known to be newer']
}

/** That it could not be remembered is only told in the log. */
function remembersItsCommit(run: LightsailRun): string[] {
  const { log, end } = run
  const ours = namedDeployment(run)
  const service = ours && serviceOf(run, ours)
  if (!service) return []
  if (log.some(({ text }) => text.includes('with its commit, so an older commit'))) return []
  // Somebody deployed over ours before the run ended: theirs is what is remembered from then on.
  const isOurCommit = markAt(service, tagKeys.commit, end) === ourCommit
  const version = markAt(service, tagKeys.version, end)
  if (!isOurCommit && Number(version) > ours.version) return []
  const isRemembered = isOurCommit && version === String(ours.version)
  return isRemembered ? [] : ['the commit of what serves is not remembered, and nothing is said']
}
