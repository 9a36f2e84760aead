import type { Clock } from '../../../runtime/clock.ts'
import { ServiceError } from '../../../runtime/service-error.ts'
import type { EcsApi } from '../../api/ecs-api.ts'
import { unshownUpdate } from '../../api/responses.ts'
import type { UpdateStep } from '../../plan/steps.ts'
import { CLOCK_SKEW_MS, type StartedDeployment } from '../started.ts'
import { foundUpdate } from './started-by.ts'

/** What is looked with; `deadline` is of the run. */
interface LookContext {
  readonly api: Pick<EcsApi, 'getService' | 'serviceTime'>
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly deadline: number
}

/** How long, and at which pace, what a reply to an update does not show yet is looked for. Milliseconds. */
const REPLY_LOOKS_MS = 6_000
/** The same where ECS must have started a deployment: another one would go over it. */
const CERTAIN_LOOKS_MS = 45_000
const REPLY_PAUSE_MS = 2_000

/** ECS starts a deployment for another revision, and where it is told to. */
export function mustStart({
  rollsOut,
  members: { taskDefinition, forceNewDeployment },
}: UpdateStep): boolean {
  return rollsOut === 'yes' && (taskDefinition !== undefined || forceNewDeployment === true)
}

/** Reads may lag behind writes: what the reply does not show yet is looked for. */
export async function startedLater(
  { api, clock, signal, deadline }: LookContext,
  step: UpdateStep,
): Promise<StartedDeployment | undefined> {
  if (step.rollsOut !== 'yes') return undefined
  const by = api.serviceTime() + CLOCK_SKEW_MS
  const end = Math.min(clock.now() + (mustStart(step) ? CERTAIN_LOOKS_MS : REPLY_LOOKS_MS), deadline)
  while (!signal.aborted && clock.now() + REPLY_PAUSE_MS <= end) {
    await clock.sleep(REPLY_PAUSE_MS, signal)
    const service = await api.getService(step).catch(ignoreServiceError)
    const started = service && foundUpdate(step, service, by)
    if (started) return started
  }
  return undefined
}

/** An answer that names no new deployment is as good as a lost one. */
export function notShown(): ServiceError {
  return unshownUpdate('the response names no new deployment, and none has appeared since')
}

function ignoreServiceError(failure: unknown): undefined {
  if (failure instanceof ServiceError) return undefined
  throw failure
}
