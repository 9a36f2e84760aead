import { fromTo } from '../diff/change-lines.ts'
import type { RunHistory, Summary } from '../rollout/contract/target.ts'
import { isFailure, type Verdict } from '../rollout/contract/verdict.ts'
import { formatDuration, formatMinute } from '../runtime/clock.ts'
import { consoleUrl, familyUrl } from './console-url.ts'
import type { Request } from './inputs/request-types.ts'
import { clusterName, type Deployment, primaryOf, type Service } from './model/service.ts'
import { familyOf, isSameRevision, revisionName, type TaskDefinition } from './model/task-definition.ts'
import type { EcsTypes } from './target-types.ts'

export type EcsHistory = RunHistory<EcsTypes>

/** Number of newest events in a status report. */
const MAX_EVENTS = 5

/** The newest state of the service that the run has. */
function newestService({ snapshot, started, latest }: EcsHistory): Service | undefined {
  if (snapshot?.service === 'gone') return undefined
  return snapshot?.service ?? started?.reply ?? latest?.service
}

/** ARN of the revision that the outputs are about: ours, or what runs where this run deployed nothing. */
function shownRevision(
  { started, latest }: EcsHistory,
  primary: Deployment | undefined,
  verdict: Verdict,
): string {
  const isAsItRuns = ['unchanged', 'reported'].includes(verdict.result)
  return (
    started?.taskDefinition ??
    latest?.registered?.arn ??
    (isAsItRuns ? primary?.taskDefinition : undefined) ??
    ''
  )
}

/** A revision whose content was read, or registered, in this run. */
function knownRevision({ latest }: EcsHistory, arn: string): TaskDefinition | undefined {
  const read = [latest?.running, latest?.named].flatMap((one) => (one?.kind === 'read' ? [one.value] : []))
  const all = latest?.registered ? [latest.registered, ...read] : read
  return all.find((one) => isSameRevision(one.arn, arn))
}

/** The container that the inputs are about, else the first one. */
function mainImage({ content }: TaskDefinition, { taskDefinition: patch }: Request): string {
  const named = content.containerDefinitions.find(({ name }) => name === patch?.containerNames?.[0])
  return (named ?? content.containerDefinitions[0])?.image ?? ''
}

/** What the run's report says about ECS: outputs by name, and the rows of the summary's table. */
export function summarize({
  known,
  verdict,
  request,
  elapsedMs,
}: {
  known: EcsHistory
  verdict: Verdict
  request: Request
  elapsedMs: number
}): Summary {
  const { region } = request
  const { started, initial, snapshot, verified } = known
  const service = newestService(known)
  const primary = service && primaryOf(service)
  const shown = shownRevision(known, primary, verdict)
  const revision = knownRevision(known, shown)
  const before = started ? started.previous : initial?.service && primaryOf(initial.service)
  const name = request.service ?? ''
  const cluster = clusterName(service?.cluster || request.cluster)
  const isServing = service !== undefined && service.runningCount > 0
  return {
    outputs: {
      url: isServing ? (request.url ?? '') : '',
      service: name,
      'service-arn': service?.arn ?? '',
      cluster: name === '' ? '' : cluster,
      'task-definition-arn': shown,
      'previous-task-definition-arn': before?.taskDefinition ?? '',
      'serving-task-definition-arn': primary?.taskDefinition ?? '',
      'service-deployment-arn': snapshot?.ours?.arn ?? '',
      'deployment-id': started?.kind === 'rollout' ? started.id : '',
      'deployment-status': deploymentStatus(known, service),
      'running-count': String(service?.runningCount ?? ''),
      'desired-count': String(service?.desiredCount ?? ''),
      image: revision ? mainImage(revision, request) : '',
      'service-created': initial
        ? String(started ? started.created : initial.service === undefined && service !== undefined)
        : '',
      'rolled-back': String(verdict.result === 'rolled-back'),
      verified: verified === undefined ? '' : String(verified),
    },
    rows: [
      ...(started && service ? [['Serving', servingText(before, service)] as const] : []),
      ...(shown === '' ? [] : [['Task definition', revisionName(shown)] as const]),
      ...(revision ? imageRows(revision, started !== undefined && isFailure(verdict)) : []),
      ...(service ? serviceRows(service, cluster) : []),
      ...(started?.displaced ? [['Displaced', cameBetween(started.displaced)] as const] : []),
      ...(snapshot?.ours ? [['Deployment', `${started?.id} · ${snapshot.ours.status}`] as const] : []),
      ...(verdict.result === 'reported' && service ? eventRows(service) : []),
      ...(request.url === undefined || !isServing ? [] : [['URL', request.url] as const]),
    ],
    console: {
      text: 'ECS console',
      url: name === '' ? familyUrl(familyOf(shown), region) : consoleUrl({ region, cluster, service: name }),
    },
    closing: closingText({ known, verdict, service, elapsedMs }),
  }
}

/** ECS's own word. */
function deploymentStatus({ started, snapshot }: EcsHistory, service: Service | undefined): string {
  if (started?.kind !== 'rollout') return ''
  if (snapshot?.ours) return snapshot.ours.status
  return service?.deployments.find(({ id }) => id === started.id)?.rolloutState ?? ''
}

/** A failed deployment is marked, as it does not run. */
function imageRows({ content, arn }: TaskDefinition, isInVain: boolean): (readonly [string, string])[] {
  const of = isInVain ? ` of ${revisionName(arn)}` : ''
  return content.containerDefinitions.map(({ name, image }) => [`Container \`${name}\`${of}`, image])
}

function serviceRows(service: Service, cluster: string): (readonly [string, string])[] {
  const { runningCount, desiredCount, status } = service
  return [
    ['Cluster', cluster],
    ['Service status', status],
    ['Tasks', `${runningCount} of ${desiredCount} running`],
  ]
}

/** Tasks decide what runs: the PRIMARY may never have started. */
function servingText(before: Deployment | undefined, { deployments }: Service): string {
  const serving = deployments.filter(({ runningCount }) => runningCount > 0)
  const names = [...new Set(serving.map(({ taskDefinition }) => revisionName(taskDefinition)))]
  return fromTo(before && revisionName(before.taskDefinition), names.join(' and ') || undefined)
}

/** Oldest first, as they happened. */
function eventRows({ events, name }: Service): (readonly [string, string])[] {
  return events
    .slice(0, MAX_EVENTS)
    .toReversed()
    .map(({ createdAt, message }) => {
      const text = message.replace(`(service ${name}) `, '')
      return ['Event', createdAt === undefined ? text : `${formatMinute(createdAt)}  ${text}`] as const
    })
}

/** Somebody else's deployment, which our plan did not know of. */
function cameBetween({ taskDefinition }: Deployment): string {
  return `${revisionName(taskDefinition)}, deployed by somebody else while this run was starting`
}

function closingText({
  known: { started },
  verdict,
  service,
  elapsedMs,
}: {
  known: EcsHistory
  verdict: Verdict
  service: Service | undefined
  elapsedMs: number
}): string {
  if (verdict.result !== 'success' || !started || !service) return verdict.reason
  const { runningCount, desiredCount, name } = service
  const what = revisionName(primaryOf(service)?.taskDefinition ?? started.taskDefinition)
  return `${name} runs ${what} · ${runningCount} of ${desiredCount} tasks · ${formatDuration(elapsedMs)}`
}
