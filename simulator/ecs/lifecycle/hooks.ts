import { hexDigitsOf, uuidOf } from '../identifiers.ts'
import { fail } from './failures.ts'
import type { HookRun, Rollout, ServiceState } from './state.ts'

const DEFAULT_TIMEOUT_MINUTES = 1440

/** Starts the hooks of a stage; a pause waits to be continued. */
export function beginHooks(state: ServiceState, rollout: Rollout, stage: string, at: number): void {
  const { switches } = state.surroundings
  const asked = rollout.settings.deploymentConfiguration.lifecycleHooks ?? []
  for (const [index, hook] of asked.entries()) {
    if (!hook.lifecycleStages?.includes(stage)) continue
    const { timeoutInMinutes = DEFAULT_TIMEOUT_MINUTES, action = 'ROLLBACK' } =
      hook.timeoutConfiguration ?? {}
    const isPause = hook.targetType === 'PAUSE'
    const expiresAt = at + timeoutInMinutes * 60_000
    const end = isPause ? 'TIMED_OUT' : (rollout.target.outcome.hook ?? 'SUCCEEDED')
    rollout.hooks.push({
      hookId: uuidOf(hexDigitsOf(`${rollout.record.serviceDeploymentArn}/${stage}/${index}`)),
      stage,
      targetType: isPause ? 'PAUSE' : 'AWS_LAMBDA',
      ...(hook.hookTargetArn !== undefined && { targetArn: hook.hookTargetArn }),
      status: isPause ? 'AWAITING_ACTION' : 'IN_PROGRESS',
      endsAt: end === 'TIMED_OUT' ? expiresAt : at + switches.hookSeconds * 1000,
      end,
      expiresAt,
      timeoutAction: action,
    })
  }
}

/** Whether the hook has not ended. */
export function isWaiting({ status }: HookRun): boolean {
  return status === 'AWAITING_ACTION' || status === 'IN_PROGRESS'
}

/** Updates the state of hooks; one that failed or timed out may end the rollout. */
export function settleHooks(state: ServiceState, rollout: Rollout, at: number): boolean {
  const due = rollout.hooks.filter((hook) => isWaiting(hook) && hook.endsAt <= at)
  for (const hook of due) {
    hook.status = hook.end
    const isFatal = hook.end === 'FAILED' || (hook.end === 'TIMED_OUT' && hook.timeoutAction === 'ROLLBACK')
    if (isFatal && rollout.failure === undefined) failHook(state, rollout, hook, at)
  }
  return due.length > 0
}

/** Continues a pause, or rolls the rollout back at it. */
export function actOnPause(
  state: ServiceState,
  rollout: Rollout,
  { hookId, action, at }: { hookId: string; action: 'CONTINUE' | 'ROLLBACK'; at: number },
): void {
  const hook = rollout.hooks.find((one) => one.hookId === hookId)
  if (hook?.status !== 'AWAITING_ACTION') return
  hook.status = action === 'CONTINUE' ? 'SUCCEEDED' : 'FAILED'
  rollout.updatedAt = at
  if (action === 'ROLLBACK')
    fail(state, rollout, at, { kind: 'user', reason: 'Service deployment rolled back by user.' })
}

function failHook(state: ServiceState, rollout: Rollout, hook: HookRun, at: number): void {
  const target = hook.targetArn === undefined ? 'Lifecycle hook' : `Lifecycle hook target ${hook.targetArn}`
  const what = hook.end === 'FAILED' ? 'returned FAILED status.' : 'timed out.'
  fail(state, rollout, at, {
    kind: 'lifecycle-hook',
    reason: `Service deployment rolled back because ${hook.stage} lifecycle hook(s) failed. ${target} ${what}`,
  })
}
