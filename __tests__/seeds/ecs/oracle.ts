import type { Rollout, ServiceState, TaskGroup } from '../../../simulator/ecs/lifecycle/state.ts'
import type { DeploymentRecord, ServiceRecord } from '../../../simulator/ecs/records.ts'
import { countsOf } from '../../../simulator/ecs/views/counts.ts'
import { stateOf } from '../../../simulator/ecs/views/lookup.ts'
import { taskStatusAt } from '../../../simulator/ecs/views/task-status.ts'
import type { EcsRun } from './run-seed.ts'
import { isOurImage } from './task-definitions.ts'

/** What was really so, as ECS itself knows it. Every text that the run wrote is held against this. */

/** The service as it was at that moment, whatever its status; `undefined` if there was none. */
export function stateAt(run: EcsRun, at: number): ServiceState | undefined {
  const { records, switches } = run.account
  const record = records.services.findLast(
    ({ name, createdAt }) => name === run.situation.arrangement.service && createdAt <= at,
  )
  return record && stateOf(record, { records, switches, at })
}

/** The moments that a verdict may be based on: the last reads that were answered and, where reads lag, the moments that those showed. */
export function momentsOf(run: EcsRun): number[] {
  const { readLagSeconds = 0, listLagSeconds = 0, missingAfterCreateSeconds = 0 } = run.situation.switches
  const looks = (operation: RegExp, lag: number, count: number) =>
    run.calls
      .filter((call) => operation.test(call.operation) && call.status === 200)
      .slice(-count)
      .flatMap(({ at }) => [at, at - lag * 1000])
  return [
    ...looks(/^DescribeServices$/, Math.max(readLagSeconds, missingAfterCreateSeconds), 3),
    ...looks(/ServiceDeployments$/, readLagSeconds + listLagSeconds, 2),
    ...looks(/^(?:Create|Update|Delete)Service$/, 0, 2),
  ]
}

/** The moments of which the last look at the service speaks; after a good end old revisions may ask once more. */
export function lastServiceLooks({ calls, situation: { switches, inputs } }: EcsRun): number[] {
  const looks = calls.filter(({ operation, status }) => operation === 'DescribeServices' && status === 200)
  return looks
    .slice(inputs['keep-task-definitions'] === undefined ? -1 : -3)
    .flatMap(({ at }) => [at, at - (switches.readLagSeconds ?? 0) * 1000])
}

/** The rollouts that calls of this run began. */
export function madeBy({ done }: EcsRun): DeploymentRecord[] {
  return done.flatMap(({ deployment }) => deployment ?? [])
}

export function recordOf(run: EcsRun, deployment: DeploymentRecord): ServiceRecord | undefined {
  return run.account.records.services.find(({ changes }) =>
    changes.some((change) => change.kind === 'update' && change.deployment === deployment),
  )
}

/** The rollout that the outputs name. */
export function namedDeployment(run: EcsRun): DeploymentRecord | undefined {
  const id = run.report.outputs['deployment-id']
  return run.account.records.services
    .flatMap(({ changes }) =>
      changes.flatMap((change) => (change.kind === 'update' ? (change.deployment ?? []) : [])),
    )
    .find(({ digits }) => `ecs-svc/${digits}` === id)
}

/** How a rollout stood at a moment. */
export function rolloutAt(run: EcsRun, deployment: DeploymentRecord, at: number): Rollout | undefined {
  const { records, switches } = run.account
  const record = recordOf(run, deployment)
  const state = record && stateOf(record, { records, switches, at })
  return state?.rollouts.find((rollout) => rollout.record === deployment)
}

/** How it stood at the moments of which the end may speak. */
export function rolloutsThen(run: EcsRun, deployment: DeploymentRecord): Rollout[] {
  return [...momentsOf(run), run.end].flatMap((at) => rolloutAt(run, deployment, at) ?? [])
}

/** Tasks of a group that run, as ECS counts them. */
export function runningOf(state: ServiceState, at: number, group: TaskGroup): number {
  return countsOf(state, at, group).running
}

/** Whether tasks of the rollout run at that moment, also if a rollback has taken them over. */
export function servesAt(run: EcsRun, deployment: DeploymentRecord, at: number): boolean {
  const state = stateAt(run, at)
  return (
    state?.tasks.some(
      (task) => task.startedBy === `ecs-svc/${deployment.digits}` && taskStatusAt(task, at) === 'RUNNING',
    ) === true ||
    state?.groups.some(
      (group) =>
        group.content.taskDefinition === deployment.content.taskDefinition && runningOf(state, at, group) > 0,
    ) === true
  )
}

/** Whether tasks of anything but the rollout run at that moment. */
export function othersServeAt(run: EcsRun, deployment: DeploymentRecord | undefined, at: number): boolean {
  const state = stateAt(run, at)
  return (
    state?.groups.some((group) => group.digits !== deployment?.digits && runningOf(state, at, group) > 0) ===
    true
  )
}

export function nothingServesAt(run: EcsRun, at: number): boolean {
  const state = stateAt(run, at)
  return state === undefined || state.status !== 'ACTIVE' || countsOf(state, at).running === 0
}

/** The run ended before its time, as too many tasks had failed; a cause may have taken the place of that code. */
export function gaveUp({ outcome: { verdict } }: EcsRun): boolean {
  return verdict.result === 'timed-out' && verdict.reason.includes('ECS keeps trying')
}

/** The PRIMARY at that moment. */
export function primaryAt(run: EcsRun, at: number): TaskGroup | undefined {
  return stateAt(run, at)?.groups[0]
}

/** Whether the revision of a task definition brings an image that only we deploy. */
export function isOurRevision(run: EcsRun, arn: string | undefined): boolean {
  const found = run.account.records.taskDefinitions.find((definition) => definition.arn === arn)
  return found?.content.containerDefinitions.some(({ image }) => isOurImage(image)) === true
}

/** Reads show what was, or only a part of it. */
export function lags({ situation: { switches, weather } }: EcsRun): boolean {
  const { readLagSeconds = 0, listLagSeconds = 0 } = switches
  return (
    readLagSeconds + listLagSeconds > 0 || weather.troubles.length > 0 || switches.updateReply === 'before'
  )
}
