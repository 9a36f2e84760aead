import { formatMinute } from '../../runtime/clock.ts'
import { plural } from '../../text/plural.ts'
import type { Deployment, Service } from '../model/service.ts'
import type {
  LifecycleHook,
  ServiceDeployment,
  ServiceDeploymentDetail,
} from '../model/service-deployment.ts'
import type { StartedDeployment } from './started.ts'

/** What ECS is doing about a rollout, as a phase of the run: `2 of 3 new tasks run, 1 starting`. */
export function stateText(
  started: StartedDeployment,
  ours: ServiceDeployment | undefined,
  service: Service | undefined,
): string {
  const entry = service?.deployments.find(({ id }) => id === started.id)
  const old = service ? oldTasks(started, service) : undefined
  const { detail } = ours ?? {}
  const tasks = detail?.target
    ? tasksText(detail.target, detail.circuitBreaker.failures, limitOf(detail.circuitBreaker))
    : entry && entryText(entry)
  const left = detail
    ? detail.sources.reduce((sum, { running, pending }) => sum + running + pending, 0)
    : (old ?? 0)
  const isUp = detail?.target
    ? detail.target.running >= detail.target.requested
    : entry !== undefined && entry.runningCount >= entry.desiredCount
  return [
    tasks,
    isUp && left > 0 ? `${plural(left, 'old task')} left` : undefined,
    detail && stageText(detail),
    detail && weightText(detail),
  ]
    .filter((part) => part !== undefined)
    .join(', ')
}

/** True if the end is near: all new tasks run, and no old one is left. */
export function isNearEnd(
  started: StartedDeployment,
  ours: ServiceDeployment | undefined,
  service: Service | undefined,
): boolean {
  const { detail } = ours ?? {}
  if (detail?.lifecycleStage === 'BAKE_TIME') return false
  if (detail?.target) {
    const { running, requested } = detail.target
    return running >= requested && detail.sources.every((source) => source.running + source.pending === 0)
  }
  const entry = service?.deployments.find(({ id }) => id === started.id)
  return entry !== undefined && entry.runningCount >= entry.desiredCount && service?.deployments.length === 1
}

/** ECS tells a threshold also where no breaker watches. */
function limitOf({ status, threshold }: ServiceDeploymentDetail['circuitBreaker']): number | undefined {
  return ['', 'DISABLED'].includes(status) ? undefined : threshold
}

export function entryText({ runningCount, desiredCount, pendingCount, failedTasks }: Deployment): string {
  const counts = { running: runningCount, requested: desiredCount, pending: pendingCount }
  return tasksText(counts, failedTasks, undefined)
}

function tasksText(
  { running, requested, pending }: { running: number; requested: number; pending: number },
  failures: number,
  threshold: number | undefined,
): string {
  const limit = threshold === undefined ? '' : ` (the circuit breaker triggers at ${threshold})`
  return [
    `${running} of ${plural(requested, 'new task')} running`,
    ...(pending > 0 ? [`${pending} starting`] : []),
    ...(failures > 0 ? [`${failures} failed${limit}`] : []),
  ].join(', ')
}

/** Stages that only tasks describe have no words of their own. */
const stages: Readonly<Record<string, string>> = {
  RECONCILE_SERVICE: 'reconciling the service',
  PRE_SCALE_UP: 'before starting the new tasks',
  POST_SCALE_UP: 'after starting the new tasks',
  TEST_TRAFFIC_SHIFT: 'shifting test traffic',
  POST_TEST_TRAFFIC_SHIFT: 'after shifting test traffic',
  // Without the word production: as the value of NODE_ENV it is blanked in every text.
  PRODUCTION_TRAFFIC_SHIFT: 'shifting traffic',
  POST_PRODUCTION_TRAFFIC_SHIFT: 'after shifting traffic',
  CLEAN_UP: 'cleaning up',
}

function stageText({ lifecycleStage: stage, bakeMinutes }: ServiceDeploymentDetail): string | undefined {
  if (stage === undefined || stage === 'SCALE_UP') return undefined
  if (stage === 'BAKE_TIME') {
    return bakeMinutes === undefined ? 'baking' : `baking for ${plural(bakeMinutes, 'minute')}`
  }
  return stages[stage] ?? `stage ${stage}`
}

function weightText({ target }: ServiceDeploymentDetail): string | undefined {
  const weight = target?.productionWeight
  return weight === undefined ? undefined : `${weight} % of the traffic goes to the new tasks`
}

/** A hook that waits for a person. */
export function pauseText({ id, expiresAt, timeoutAction }: LifecycleHook): string {
  const what = timeoutAction === 'CONTINUE' ? 'continues by itself' : 'rolls back'
  const until = expiresAt === undefined ? '' : ` until ${formatMinute(expiresAt)}, when it ${what}`
  return `paused by the hook ${id}${until}`
}

/** The command that lets the rollout continue. */
export function continueCommand({ id }: LifecycleHook, arn: string): string {
  return `aws ecs continue-service-deployment --service-deployment-arn ${arn} --hook-id ${id} --action CONTINUE`
}

function oldTasks({ id: ours }: StartedDeployment, { deployments }: Service): number {
  return deployments
    .filter(({ id }) => id !== ours)
    .reduce((sum, { runningCount, pendingCount }) => sum + runningCount + pendingCount, 0)
}
