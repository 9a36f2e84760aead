import type { Applied } from '../../rollout/contract/plan.ts'
import type { Clock } from '../../runtime/clock.ts'
import { secondLook } from '../../runtime/second-look.ts'
import { ServiceError } from '../../runtime/service-error.ts'
import { clientToken } from '../api/client-token.ts'
import type { EcsApi } from '../api/ecs-api.ts'
import { unshownCreation } from '../api/responses.ts'
import { revisionName, type TaskDefinition } from '../model/task-definition.ts'
import type { CreateStep, DeleteStep, RegisterStep, Step, StopStep, UpdateStep } from '../plan/steps.ts'
import { findAccepted } from './find-accepted.ts'
import { bringsMore, findOurs, ranBefore } from './identity/identity.ts'
import { countStarted, startedByCreation, startedByUpdate, stoppedDeployment } from './identity/started-by.ts'
import { mustStart, notShown, startedLater } from './identity/started-later.ts'
import type { StartedDeployment } from './started.ts'
import { isHalted } from './views/reasons.ts'

/** What writes are made with. */
export interface WriteContext {
  readonly api: EcsApi
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly run: { readonly runId: string; readonly attempt: string }
  /** Nothing is sent again after this; milliseconds since the epoch. */
  readonly deadline: number
  /** Rollouts (`ecs-svc/<n>`) whose stop was sent without an answer; kept over the writes of a run. */
  readonly unansweredStops: Set<string>
  /** Called with what was registered, for the following observations and plans. */
  onRegistered(registered: TaskDefinition): void
}

/** A new role takes a while to be known everywhere. Milliseconds. */
const ROLE_SETTLES_MS = 60_000
const ROLE_PAUSE_MS = 5_000

/** Makes the write of a step. What is ours is taken from the reply to it. */
export async function applyStep(
  context: WriteContext,
  step: Exclude<Step, DeleteStep>,
): Promise<Applied<StartedDeployment>> {
  switch (step.kind) {
    case 'register':
      return await register(context, step)
    case 'tag':
      await context.api.tagService(step.arn, step.tags)
      return {
        kind: 'configured',
        description: `updated the tags of ${step.service}`,
        isLast: step.isLast,
        effect: 'settings',
      }
    case 'create':
      return await create(context, step)
    case 'update':
      return await update(context, step)
    case 'stop':
      return await stop(context, step)
  }
}

async function register(
  { api, onRegistered }: WriteContext,
  { content, tags, isLast }: RegisterStep,
): Promise<Applied<StartedDeployment>> {
  const registered = await api.registerTaskDefinition(content, tags)
  onRegistered(registered)
  const description = `${revisionName(registered.arn)} was registered`
  return { kind: 'configured', description, isLast, effect: 'images' }
}

async function create(context: WriteContext, step: CreateStep): Promise<Applied<StartedDeployment>> {
  const { api, run } = context
  const token = clientToken(run, step.members)
  let refused: ServiceError | undefined
  try {
    const service = await whileRolesSettle(context, () => api.createService(step.members, token))
    const started = startedByCreation(step, service)
    if (started) return { kind: 'started', started }
  } catch (failure) {
    if (!(failure instanceof ServiceError) || failure.reasonCode !== 'not-idempotent') throw failure
    refused = failure
  }
  // Somebody else made it; or an earlier request of ours did whose answer was lost, and somebody may have deployed over it since.
  const found = await findAccepted(api, step)
  if (found) return found
  throw refused ?? unshownCreation()
}

async function update(context: WriteContext, step: UpdateStep): Promise<Applied<StartedDeployment>> {
  const { api } = context
  const reply = await whileRolesSettle(context, () => api.updateService(step, step.members))
  if (ranBefore(step, reply)) {
    // Of several members the reply may show only some as running from before: the others start a deployment.
    const started = bringsMore(step) ? await startedLater(context, step) : undefined
    if (started) return { kind: 'started', started }
    const description = `${step.service} already ran ${revisionName(step.taskDefinition)} when the update came; ECS started no deployment`
    return { kind: 'configured', description, isLast: true, effect: 'settings' }
  }
  const started = startedByUpdate(step, reply) ?? (await startedLater(context, step))
  if (started) return { kind: 'started', started }
  if ('desiredCount' in step.members) return { kind: 'started', started: countStarted(step, reply) }
  if (mustStart(step)) throw notShown()
  const seen = step.rollsOut === 'yes' ? '; ECS saw no difference and started no deployment' : ''
  return {
    kind: 'configured',
    description: `updated the settings of ${step.service}${seen}`,
    isLast: true,
    effect: 'settings',
  }
}

/** Asks ECS to roll back what is in progress, and follows that; it may have ended just now, or ECS may be at it. */
async function stop(
  { api, unansweredStops }: WriteContext,
  { service, cluster, deployment }: StopStep,
): Promise<Applied<StartedDeployment>> {
  const name = { service, cluster }
  const since = deployment.createdAt ?? 0
  const briefs = await beforeWrite(() => api.listServiceDeployments(name, { since, most: 10 }))
  const ours = findOurs(briefs, deployment)
  if (!ours) {
    throw new ServiceError({
      kind: 'conflict',
      operation: 'ListServiceDeployments',
      message: `ECS does not list the deployment ${deployment.id} yet`,
      reasonCode: 'deployment-in-progress',
      fix: 'run the job again',
      cause: undefined,
    })
  }
  let stopped: 'requested' | 'already' = 'requested'
  try {
    await api.stopServiceDeployment(ours.arn)
  } catch (failure) {
    if (!(failure instanceof ServiceError)) throw failure
    if (failure.kind === 'no-response') unansweredStops.add(deployment.id)
    if (failure.kind !== 'conflict') throw failure
    const ended = await api.getServiceDeployment(ours.arn)
    // What came through, or was stopped where it stood, is what the next plan goes back from.
    if (ended && (ended.status === 'SUCCESSFUL' || isHalted(ended))) throw failure
    if (!unansweredStops.has(deployment.id)) stopped = 'already'
  }
  const read = () => secondLook(true, () => api.getService(name))
  const look = await (stopped === 'requested' ? afterWrite('StopServiceDeployment', read) : read())
  if (look === undefined) throw vanished(service)
  return { kind: 'started', started: stoppedDeployment({ service, cluster, deployment }, look, stopped) }
}

/** A read without an answer: nothing was sent yet, so no write is in doubt, and the step can be made again. */
async function beforeWrite<Answer>(read: () => Promise<Answer>): Promise<Answer> {
  try {
    return await read()
  } catch (failure) {
    if (!(failure instanceof ServiceError) || failure.kind !== 'no-response') throw failure
    throw failure.as({ kind: 'throttled' })
  }
}

/** A read that fails once the write was accepted: the write is neither undone by that nor sent again, but looked for. */
async function afterWrite<Answer>(operation: string, read: () => Promise<Answer>): Promise<Answer> {
  try {
    return await read()
  } catch (failure) {
    throw failure instanceof ServiceError ? failure.as({ kind: 'accepted', operation }) : failure
  }
}

/** Calls, and calls again for a while as long as ECS cannot assume a role. */
async function whileRolesSettle<Answer>(
  { clock, signal, deadline }: WriteContext,
  call: () => Promise<Answer>,
): Promise<Answer> {
  const end = Math.min(clock.now() + ROLE_SETTLES_MS, deadline)
  for (;;) {
    try {
      return await call()
    } catch (failure) {
      const isRole =
        failure instanceof ServiceError &&
        ['role-not-ready', 'service-linked-role'].includes(failure.reasonCode)
      if (!isRole || signal.aborted || clock.now() + ROLE_PAUSE_MS > end) throw failure
      await clock.sleep(ROLE_PAUSE_MS, signal)
    }
  }
}

function vanished(service: string): ServiceError {
  return new ServiceError({
    kind: 'not-found',
    operation: 'DescribeServices',
    message: `the service ${service} no longer exists`,
    reasonCode: 'service-missing',
    fix: 'find out in AWS CloudTrail who deleted the service, then run the job again',
    cause: undefined,
  })
}
