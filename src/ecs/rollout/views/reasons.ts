import { plural } from '../../../text/plural.ts'
import type { CircuitBreaker, LifecycleHook, ServiceDeployment } from '../../model/service-deployment.ts'
import type { StartedDeployment } from '../started.ts'

/** Why ECS does not go on with ours. */
export function reasonOf(ours: ServiceDeployment, { stopped }: StartedDeployment): string {
  const { detail } = ours
  if (stopped === 'requested') return 'as requested'
  if (detail?.circuitBreaker.status === 'TRIGGERED') return breakerText(detail.circuitBreaker)
  if (detail?.alarms.status === 'TRIGGERED') return alarmText(detail.alarms.triggered)
  if (namesHook(ours)) return hookText(ours)
  if (stopped === 'timed-out') return 'it timed out'
  if (stopped === 'gave-up') return 'too many of its tasks failed'
  return wordsOf(ours) || 'ECS gives no reason'
}

/** True of a rollout that was stopped without anything to take its place. */
export function isHalted({ status, statusReason }: ServiceDeployment): boolean {
  return status === 'STOPPED' && !isReplaced(statusReason)
}

/** ECS's words for a rollout that a newer one replaced (docs/ecs-facts.md §2b). */
export function isReplaced(statusReason: string): boolean {
  return /Replaced by a new service deployment/i.test(statusReason)
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

/** True if a text mentions a rollback: the classic view has no field for it. */
export function namesRollback(reason: string): boolean {
  return /roll(?:ed|ing|s)?[ -]?back/i.test(reason)
}

/** ECS's words about a hook that ended a rollout (docs/ecs-facts.md §2b). */
export const hookWords = /lifecycle hook/i

/** The hook that ended a rollout; one whose time is over may also let it go on. */
function failedHookOf(detail: ServiceDeployment['detail']): LifecycleHook | undefined {
  return detail?.hooks.find(
    ({ status, kind, timeoutAction }) =>
      (status === 'TIMED_OUT' && timeoutAction !== 'CONTINUE') || (status === 'FAILED' && kind !== 'PAUSE'),
  )
}

/** A pause that FAILED was called off by somebody: ECS's words say so, and no hook is to blame. */
export function namesHook({ statusReason, detail }: ServiceDeployment): boolean {
  const words = `${statusReason} ${detail?.rollback?.reason ?? ''}`
  return hookWords.test(words) || failedHookOf(detail) !== undefined
}

/** What helps, where no function is to blame: a pause has no log. */
export function hookFix({ detail }: ServiceDeployment): string | undefined {
  return failedHookOf(detail)?.kind === 'PAUSE'
    ? 'continue the pause before it expires, or raise its timeoutInMinutes; then deploy again'
    : undefined
}

/** Of a rollout that `namesHook` holds for. */
export function hookText(ours: ServiceDeployment): string {
  const { detail } = ours
  const hook = failedHookOf(detail)
  const at = detail?.lifecycleStage ?? /because (\w+) lifecycle hook/.exec(wordsOf(ours))?.[1]
  const stage = at === undefined ? '' : ` at ${at}`
  if (hook?.kind === 'PAUSE') return `nobody continued the pause${stage} in time`
  const how = hook?.status === 'TIMED_OUT' ? 'timed out' : 'failed'
  const name = hook?.functionArn ? ` ${hook.functionArn.split(':').at(-1)}` : ''
  return `the lifecycle hook${name}${stage} ${how}`
}
