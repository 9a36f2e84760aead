import { plural } from '../../../text/plural.ts'
import type { CircuitBreaker, ServiceDeployment } from '../../model/service-deployment.ts'
import type { StartedDeployment } from '../started.ts'

/** Why ECS does not go on with ours. */
export function reasonOf(ours: ServiceDeployment, { stopped }: StartedDeployment): string {
  const { detail } = ours
  if (stopped === 'requested') return 'it was asked for'
  if (detail?.circuitBreaker.status === 'TRIGGERED') return breakerText(detail.circuitBreaker)
  if (detail?.alarms.status === 'TRIGGERED') return alarmText(detail.alarms.triggered)
  if (namesHook(ours)) return hookText(ours)
  if (stopped === 'timed-out') return 'its time was over'
  return wordsOf(ours) || 'ECS gives no reason'
}

/** ECS's own words, without a full stop. */
export function wordsOf({ statusReason, detail }: ServiceDeployment): string {
  return (statusReason || detail?.rollback?.reason || '').replace(/\.\s*$/, '')
}

export function breakerText({ failures }: CircuitBreaker): string {
  return `${plural(failures, 'task')} failed, which triggered the circuit breaker`
}

export function alarmText(names: readonly string[]): string {
  return names.length === 0 ? 'an alarm went off' : `the alarm ${names.join(', ')} went off`
}

/** Statuses of a hook that ended a rollout. */
const failedHook = ['FAILED', 'TIMED_OUT']

export function namesHook({ statusReason, detail }: ServiceDeployment): boolean {
  const words = `${statusReason} ${detail?.rollback?.reason ?? ''}`
  return (
    /lifecycle hook/i.test(words) || detail?.hooks.some(({ status }) => failedHook.includes(status)) === true
  )
}

export function hookText({ detail }: ServiceDeployment): string {
  const hook = detail?.hooks.find(({ status }) => failedHook.includes(status))
  const stage = detail?.lifecycleStage === undefined ? '' : ` at ${detail.lifecycleStage}`
  const how = hook?.status === 'TIMED_OUT' ? 'did not end in time' : 'failed'
  const name = hook?.functionArn ? ` ${hook.functionArn.split(':').at(-1)}` : ''
  return `the lifecycle hook${name}${stage} ${how}`
}
