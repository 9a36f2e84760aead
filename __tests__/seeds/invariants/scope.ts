import { currentDeployment, tagsAt } from '../../../simulator/lightsail/lifecycle.ts'
import type { ServiceRecord } from '../../../simulator/lightsail/records.ts'
import { readHandle } from '../../../src/lightsail/handle.ts'
import { tagKeys } from '../../../src/source/resource-tags.ts'
import { madeBy, momentsOf, namedDeployment, serviceAt, serviceOf, servingAt } from '../oracle.ts'
import type { SeededRun } from '../run-seed.ts'
import { isDoomed, ourCommit } from '../triggers.ts'
import type { Done } from '../write-log.ts'
import { hasContent, tagsAreHidden } from './order.ts'

/** What a run may write to, what keeps it from writing, and what it leaves for later runs. */
export const keepsItsReach = (run: SeededRun): string[] => [
  ...writesToItsOwn(run),
  ...heedsPullRequest(run),
  ...letsNewerCommitsBe(run),
  ...refusesOnlyOlder(run),
  ...remembersItsCommit(run),
  ...leavesTraces(run),
]

const markAt = (service: ServiceRecord, key: string, at: number): string | undefined =>
  tagsAt(service.tagChanges, at).find((tag) => tag.key === key)?.value

/** A cleanup deletes previews that are due; everybody else writes to one service, a preview only to one with its marks. */
const writesToItsOwn = ({ situation: { origin, serviceName }, done, start }: SeededRun): string[] =>
  done.flatMap(({ operation, service, at }) => {
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

/** Where GitHub always answers: nothing is deployed for what is closed, nothing deleted of what is open again. */
const heedsPullRequest = ({ situation: { origin, inputs }, done }: SeededRun): string[] => {
  if (origin.kind !== 'preview' || origin.trouble > 0) return []
  const isRemoval = inputs['mode'] === 'delete'
  const wrong = ({ operation, deployment }: Done) =>
    (origin.pullRequest === 'closed' && deployment !== undefined) ||
    (origin.pullRequest === 'open' && operation === 'DeleteContainerService' && !isRemoval)
  return done
    .filter(wrong)
    .map(({ operation }) => `${operation}, but the pull request is ${origin.pullRequest}`)
}

/** Known to be older than what serves, a commit stays away; `weather` may hide the marks. */
const letsNewerCommitsBe = (run: SeededRun): string[] => {
  const { situation, done } = run
  const { origin, inputs, switches } = situation
  const isTold = origin.relation === 'behind' && origin.trouble === 0 && !(switches.readLagSeconds ?? 0)
  const isMeant = inputs['track-commit'] !== 'false' && hasContent(inputs)
  if (
    !isTold ||
    !isMeant ||
    tagsAreHidden(run) ||
    origin.kind === 'anywhere' ||
    (inputs['mode'] ?? 'deploy') !== 'deploy'
  )
    return []
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

const isLook = ({ operation, status }: SeededRun['calls'][number]): boolean =>
  operation === 'GetContainerServices' && status === 200

/** Nobody is sent away for an older commit without need: what is up was deployed from the commit that is remembered. */
const refusesOnlyOlder = (run: SeededRun): string[] => {
  const { outcome, situation } = run
  if (outcome.verdict.reasonCode !== 'older-commit') return []
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

/** What came up well from our commit says so, or the log says why not. */
const remembersItsCommit = (run: SeededRun): string[] => {
  const { situation, outcome, log, end } = run
  const ours = namedDeployment(run)
  const service = ours && serviceOf(run, ours)
  const counts =
    situation.origin.provenance !== undefined && outcome.verdict.reasonCode === 'deployment-active'
  const isOurs = situation.inputs['track-commit'] !== 'false' && hasContent(situation.inputs)
  if (!counts || !isOurs || (situation.inputs['mode'] ?? 'deploy') !== 'deploy' || !service) return []
  if (log.some(({ text }) => text.includes('could not be tagged with its commit'))) return []
  const isRemembered =
    markAt(service, tagKeys.commit, end) === ourCommit &&
    markAt(service, tagKeys.version, end) === String(ours.version)
  return isRemembered ? [] : ['the commit of what serves is not remembered, and nothing is said']
}

/** Whenever the main step is killed, the post step finds that something may have been written, and which version. */
const leavesTraces = ({ traces, done, log, report }: SeededRun): string[] => {
  const traceAt = (moment: number) => traces.findLast(({ at }) => at <= moment)?.written
  const untold = done.filter(({ at }) => (traceAt(at)?.kind ?? 'nothing') === 'nothing')
  const last = traces.at(-1)?.written
  const isAccepted = log.some(({ text }) => /^ *[\d:]+ {2}version \d+ accepted/.test(text))
  const putsBack = log.some(({ text }) => text.includes('putting back what served before'))
  const version = report.outputs['deployment-version']
  const isNamed = last?.kind === 'started' && String(readHandle(last.handle).version) === version
  return [
    ...untold.map(({ operation }) => `${operation} without a trace`),
    ...(isAccepted && version !== '' && !isNamed && !putsBack
      ? [`version ${version} was accepted, but the trace says ${JSON.stringify(last)}`]
      : []),
  ]
}
