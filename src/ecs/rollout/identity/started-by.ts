import { type Deployment, primaryOf, type Service } from '../../model/service.ts'
import { isSameRevision } from '../../model/task-definition.ts'
import type { CreateStep, StopStep, UpdateStep } from '../../plan/steps.ts'
import type { StartedDeployment } from '../started.ts'
import { isMadeBefore, isPutBack, rollbackSince, startedByReply } from './identity.ts'

/** What identifies a deployment. */
export type Ours = Pick<Deployment, 'id' | 'taskDefinition' | 'createdAt'>

/** What a creation started, as the new service shows it; `undefined` if it shows only what somebody deployed over it. */
export function startedByCreation(step: CreateStep, service: Service): StartedDeployment | undefined {
  const isOurs = (taskDefinition: string) => isSameRevision(taskDefinition, step.taskDefinition)
  const primary = primaryOf(service)
  const shown = primary?.taskDefinition ?? service.taskDefinition
  // An answer that shows neither contradicts nothing.
  if (shown === '' || isOurs(shown)) return createdAs(step, service, primary)
  const ours = service.deployments.find(({ taskDefinition }) => isOurs(taskDefinition))
  return ours && createdAs(step, service, ours)
}

/** The service is new, and so is everything in it. */
export function createdAs(step: CreateStep, service: Service, ours: Ours | undefined): StartedDeployment {
  return {
    kind: 'rollout',
    service: step.service,
    cluster: step.cluster,
    id: ours?.id ?? '',
    taskDefinition: ours?.taskDefinition || step.taskDefinition,
    createdAt: ours?.createdAt ?? service.createdAt,
    created: true,
    reply: service,
    previous: undefined,
    known: [],
    sent: step.members,
    before: {},
  }
}

/** What an update started, as far as its reply shows it; `undefined` if nothing new is to run. */
export function startedByUpdate(step: UpdateStep, service: Service): StartedDeployment | undefined {
  const ours = step.rollsOut === 'no' ? undefined : startedByReply(service, step.known)
  // Somebody else's rollout, started between our observation and a write of ours that starts none.
  if (ours === undefined || !isSameRevision(ours.taskDefinition, step.taskDefinition)) return undefined
  if (isMadeBefore(ours, step.observedAt)) return undefined
  const isBetween = ({ id, taskDefinition }: Deployment) =>
    id !== ours.id && !step.known.includes(id) && !isSameRevision(taskDefinition, ours.taskDefinition)
  return startedAs(step, ours, { service, displaced: byAge(service.deployments.filter(isBetween)).at(-1) })
}

/**
 * The same, found by a later look: somebody may have put another one over it. `by` is when it must have been made at the
 * latest; milliseconds since the epoch, by ECS's clock.
 */
export function foundUpdate(
  step: UpdateStep,
  service: Service,
  by = Number.POSITIVE_INFINITY,
): StartedDeployment | undefined {
  const started = startedByUpdate(step, service)
  if (step.rollsOut === 'no') return started
  const rollback = rollbackSince(service, step.observedAt)
  const mayBeOurs = (deployment: Deployment) =>
    (deployment.createdAt ?? 0) <= by &&
    !step.known.includes(deployment.id) &&
    isSameRevision(deployment.taskDefinition, step.taskDefinition) &&
    (deployment.status !== 'PRIMARY' || deployment.id === started?.id) &&
    !(rollback && isPutBack(deployment, rollback))
  // Of several that bring the same, a later one is somebody else's: it was put over ours.
  const ours = byAge(service.deployments.filter(mayBeOurs))[0]
  if (ours)
    return ours.id === started?.id ? started : startedAs(step, ours, { service, displaced: undefined })
  // What failed meanwhile is ours, unless it was there before or is shown with another revision.
  if (rollback === undefined || step.known.includes(rollback.failed)) return undefined
  if (service.deployments.some(({ id }) => id === rollback.failed)) return undefined
  const gone = { id: rollback.failed, taskDefinition: step.taskDefinition, createdAt: step.observedAt }
  return startedAs(step, gone, { service, displaced: undefined })
}

function startedAs(
  step: UpdateStep,
  ours: Ours,
  { service, displaced }: { service: Service; displaced: Deployment | undefined },
): StartedDeployment {
  return {
    ...countStarted(step, service),
    kind: 'rollout',
    ...{ id: ours.id, taskDefinition: ours.taskDefinition, createdAt: ours.createdAt },
    ...(displaced && { displaced }),
  }
}

/** What an update started, as the list of rollouts tells: somebody else's went over it. */
export function replacedUpdate(step: UpdateStep, ours: Ours, service: Service): StartedDeployment {
  return startedAs(step, ours, { service, displaced: undefined })
}

function byAge(deployments: readonly Deployment[]): readonly Deployment[] {
  return deployments.toSorted((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0))
}

export function countStarted(step: UpdateStep, service: Service): StartedDeployment {
  const { previous, known, members, before, taskDefinition, cluster } = step
  const { createdAt, id = '' } = primaryOf(service) ?? {}
  return {
    kind: 'count',
    ...{ service: step.service, cluster, id, taskDefinition, createdAt, previous, known, before },
    created: false,
    reply: service,
    sent: members,
  }
}

/** Somebody else's rollout, which is followed because this run asked for its rollback, or found ECS at it. */
export function stoppedDeployment(
  { service, cluster, deployment }: Pick<StopStep, 'service' | 'cluster' | 'deployment'>,
  reply: Service,
  stopped: 'requested' | 'already' = 'requested',
): StartedDeployment {
  const { id, taskDefinition, createdAt } = deployment
  return {
    kind: 'rollout',
    ...{ service, cluster, id, taskDefinition, createdAt },
    created: false,
    reply,
    previous: reply.deployments.find((other) => other.id !== id),
    known: [],
    sent: {},
    before: {},
    stopped,
  }
}
