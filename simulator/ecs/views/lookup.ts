import { ecsArn } from '../identifiers.ts'
import { serviceStateAt } from '../lifecycle/run.ts'
import type { Rollout, ServiceState, Surroundings, TaskLife } from '../lifecycle/state.ts'
import type { AccountRecords, ServiceRecord, TaskDefinitionRecord, TaskRecord } from '../records.ts'
import type { View } from '../requests/context.ts'
import { standaloneTaskAt } from '../standalone-task.ts'

/** The service as it is in the view; undefined before its creation. */
export function stateOf(record: ServiceRecord, view: View): ServiceState | undefined {
  return serviceStateAt(record, view.at, surroundingsOf(view))
}

/** A task of RunTask as it is in the view; undefined before it is started, and once ECS has forgotten it. */
export function standaloneTask(record: TaskRecord, view: View): TaskLife | undefined {
  return standaloneTaskAt(record, view.at, surroundingsOf(view))
}

/** What the state of a service depends on, taken from the view. */
export function surroundingsOf({ records, switches }: View): Surroundings {
  return {
    switches,
    observations: records.observations,
    taskDefinition: (arn) => records.taskDefinitions.find((definition) => definition.arn === arn),
  }
}

/** The newest service of that name or ARN in the cluster, whatever its status; undefined when there never was one. */
export function serviceStateNamed(
  view: View,
  { cluster, service }: { cluster: string; service: string },
): ServiceState | undefined {
  const record = view.records.services.findLast(
    ({ name, arn, clusterArn, createdAt }) =>
      createdAt <= view.at && clusterArn === cluster && (name === service || arn === service),
  )
  return record && stateOf(record, view)
}

/** The revision of `family`, `family:revision` or an ARN; the newest one that is ACTIVE for a family alone. */
export function findTaskDefinition(
  records: AccountRecords,
  nameOrArn: string,
  at: number,
): TaskDefinitionRecord | undefined {
  const [, family, revision] = /^(?:arn:.*task-definition\/)?([^:/]+)(?::(\d+))?$/.exec(nameOrArn) ?? []
  return records.taskDefinitions.findLast(
    (definition) =>
      definition.family === family &&
      definition.registeredAt <= at &&
      (revision === undefined ? isActiveAt(definition, at) : definition.revision === Number(revision)),
  )
}

/** Whether the task definition was ACTIVE at that moment. */
export function isActiveAt(
  { deregisteredAt = Number.POSITIVE_INFINITY }: TaskDefinitionRecord,
  at: number,
): boolean {
  return at < deregisteredAt
}

/** The rollout of that ARN with its service, as far as the view has seen it. */
export function findRollout(
  view: View,
  serviceDeploymentArn: string,
): { state: ServiceState; rollout: Rollout } | undefined {
  for (const record of view.records.services) {
    const isHere = record.changes.some(
      (change) =>
        change.kind === 'update' && change.deployment?.serviceDeploymentArn === serviceDeploymentArn,
    )
    const state = isHere ? stateOf(record, view) : undefined
    const rollout = state?.rollouts.find((one) => one.record.serviceDeploymentArn === serviceDeploymentArn)
    if (state !== undefined && rollout !== undefined) return { state, rollout }
  }
  return undefined
}

export function taskArn(records: AccountRecords, clusterArn: string, taskId: string): string {
  return ecsArn(records, `task/${clusterArn.slice(clusterArn.lastIndexOf('/') + 1)}/${taskId}`)
}
