import type { Applied } from '../../rollout/contract/plan.ts'
import type { EcsApi } from '../api/ecs-api.ts'
import { primaryOf, type Service, type ServiceMembers } from '../model/service.ts'
import { isSameRevision, revisionName, type TaskDefinition } from '../model/task-definition.ts'
import {
  type CreateStep,
  type DeleteStep,
  type RegisterStep,
  readValue,
  type Step,
  type StopStep,
  type UpdateStep,
} from '../plan/steps.ts'
import { readable } from './history.ts'
import { findOurs } from './identity/identity.ts'
import {
  countStarted,
  createdAs,
  foundUpdate,
  type Ours,
  replacedUpdate,
  startedByCreation,
  stoppedDeployment,
} from './identity/started-by.ts'
import { mustStart } from './identity/started-later.ts'
import { CLOCK_SKEW_MS, type StartedDeployment } from './started.ts'
import { isReplaced } from './views/reasons.ts'

type Reads = Pick<
  EcsApi,
  'getService' | 'getServiceRevisions' | 'getTaskDefinition' | 'listServiceDeployments'
>

/**
 * Looks for the result of a write whose reply was lost. Ours was created after our write, was not observed before, and has what was
 * sent.
 */
export async function findAccepted(
  api: Reads,
  step: Exclude<Step, DeleteStep>,
  onRegistered: (registered: TaskDefinition) => void = () => undefined,
): Promise<Applied<StartedDeployment> | undefined> {
  switch (step.kind) {
    case 'register':
      return await findRegistered(api, step, onRegistered)
    case 'tag':
      return await findTags(api, step)
    case 'create':
      return await findCreated(api, step)
    case 'update':
      return await findUpdated(api, step)
    case 'stop':
      return await findStopped(api, step)
  }
}

function isSince(at: number | undefined, observedAt: number): boolean {
  return (at ?? 0) >= observedAt - CLOCK_SKEW_MS
}

/** A surplus revision does no harm: when in doubt it is registered again. */
async function findRegistered(
  api: Reads,
  { content, observedAt, isLast }: RegisterStep,
  onRegistered: (registered: TaskDefinition) => void,
): Promise<Applied<StartedDeployment> | undefined> {
  const newest = await api.getTaskDefinition(content.family)
  if (!newest || !isSince(newest.registeredAt, observedAt) || !holds(newest.content, content))
    return undefined
  onRegistered(newest)
  const description = `${revisionName(newest.arn)} was registered`
  return { kind: 'configured', description, isLast, effect: 'images' }
}

async function findTags(
  api: Reads,
  { service, arn, tags, isLast }: Extract<Step, { kind: 'tag' }>,
): Promise<Applied<StartedDeployment> | undefined> {
  const cluster = /:service\/([^/]+)\//.exec(arn)?.[1] ?? 'default'
  const found = await api.getService({ cluster, service })
  const isWritten = Object.entries(tags).every(([key, value]) => found?.tags[key] === value)
  return found && isWritten ? { kind: 'configured', description: '', isLast, effect: 'settings' } : undefined
}

/** A service that was created since, first with our revision; somebody may have deployed over it already. */
async function findCreated(api: Reads, step: CreateStep): Promise<Applied<StartedDeployment> | undefined> {
  const service = await api.getService(step)
  if (service?.status !== 'ACTIVE' || !isSince(service.createdAt, step.observedAt)) return undefined
  const started = startedByCreation(step, service)
  if (started) return { kind: 'started', started }
  const replaced = await findReplaced(api, step)
  return replaced && { kind: 'started', started: createdAs(step, service, replaced) }
}

async function findUpdated(api: Reads, step: UpdateStep): Promise<Applied<StartedDeployment> | undefined> {
  const service = await api.getService(step)
  if (service === undefined || service.status !== 'ACTIVE') return undefined
  const started = foundUpdate(step, service)
  if (started) {
    const isOurs =
      isSince(started.createdAt, step.observedAt) &&
      isSameRevision(started.taskDefinition, step.taskDefinition) &&
      (primaryOf(service)?.id !== started.id || holds(shownMembers(service), settingsOf(step.members)))
    return isOurs ? { kind: 'started', started } : undefined
  }
  if (mustStart(step)) {
    const replaced = await findReplaced(api, step)
    return replaced && { kind: 'started', started: replacedUpdate(step, replaced, service) }
  }
  if (step.rollsOut === 'yes' || !holds(shownMembers(service), settingsOf(step.members))) return undefined
  if ('desiredCount' in step.members) return { kind: 'started', started: countStarted(step, service) }
  return { kind: 'configured', description: '', isLast: true, effect: 'settings' }
}

/**
 * What somebody replaced before it had a task, or after it had come through, is in no description of the service any more, but among
 * its rollouts.
 */
async function findReplaced(api: Reads, step: CreateStep | UpdateStep): Promise<Ours | undefined> {
  const since = step.observedAt - CLOCK_SKEW_MS
  const listed = await readable('ecs:ListServiceDeployments', async () => {
    const briefs = await api.listServiceDeployments(step, { since, most: 10 })
    const replaced = briefs.filter(({ status, statusReason, createdAt = 0 }) =>
      status === 'STOPPED'
        ? isReplaced(statusReason) && isSince(createdAt, step.observedAt)
        : // One that came through shortly before our observation is not ours, whatever the clocks say.
          status === 'SUCCESSFUL' && createdAt > step.observedAt,
    )
    const arns = replaced.map(({ targetRevision }) => targetRevision)
    const revisions = arns.length === 0 ? [] : await api.getServiceRevisions(arns)
    const ours = revisions
      .filter(({ taskDefinition }) => isSameRevision(taskDefinition, step.taskDefinition))
      .map(({ arn }) => arn)
    return replaced.filter(({ targetRevision }) => ours.includes(targetRevision))
  })
  const [found, ...others] = readValue(listed) ?? []
  if (found === undefined || others.length > 0) return undefined
  const { targetRevision, createdAt } = found
  const id = `ecs-svc/${targetRevision.slice(targetRevision.lastIndexOf('/') + 1)}`
  return { id, taskDefinition: step.taskDefinition, createdAt }
}

/** Whether ECS has begun to roll back what we asked it to. */
async function findStopped(
  api: Reads,
  { service, cluster, deployment }: StopStep,
): Promise<Applied<StartedDeployment> | undefined> {
  const name = { service, cluster }
  const since = (deployment.createdAt ?? 0) - CLOCK_SKEW_MS
  const ours = findOurs(await api.listServiceDeployments(name, { since, most: 10 }), deployment)
  // One that came through was not stopped.
  if (ours === undefined || ['PENDING', 'IN_PROGRESS', 'SUCCESSFUL'].includes(ours.status)) return undefined
  const look = await api.getService(name)
  return look && { kind: 'started', started: stoppedDeployment({ service, cluster, deployment }, look) }
}

/** Members that are sent and also returned: a forced deployment leaves no other trace. */
function settingsOf({
  forceNewDeployment: _,
  taskDefinition: __,
  ...settings
}: ServiceMembers): ServiceMembers {
  return settings
}

function shownMembers({ members, desiredCount }: Service): ServiceMembers {
  return { desiredCount, ...members }
}

/** Whether everything that was sent is there, at any depth; ECS adds defaults and leaves out empty values. */
function holds(shown: unknown, sent: unknown): boolean {
  if (Array.isArray(sent)) {
    const list = Array.isArray(shown) ? shown : []
    return list.length === sent.length && sent.every((entry, index) => holds(list[index], entry))
  }
  if (typeof sent === 'object' && sent !== null) {
    const record = typeof shown === 'object' && shown !== null ? (shown as ServiceMembers) : {}
    return Object.entries(sent).every(([name, value]) => holds(record[name], value))
  }
  return shown === sent
}
