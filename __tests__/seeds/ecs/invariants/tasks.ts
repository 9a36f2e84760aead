import type { TaskLife } from '../../../../simulator/ecs/lifecycle/state.ts'
import { standaloneTask } from '../../../../simulator/ecs/views/lookup.ts'
import { type Invariant, invariant, isCancelled, unless } from '../../machinery/invariant.ts'
import { stateAt } from '../oracle.ts'
import type { EcsRun } from '../run-seed.ts'

function runsTask({ situation: { inputs } }: EcsRun): boolean {
  return inputs['run-task'] === 'true'
}

function waits(run: EcsRun): boolean {
  return runsTask(run) && run.situation.inputs['wait-for-task-stopped'] === 'true'
}

/** The only task of this run at a moment: nobody else runs tasks. It is never forgotten. */
function taskAt({ account }: EcsRun, at: number): TaskLife | undefined {
  const { records, switches } = account
  const [record] = records.tasks
  return record && standaloneTask(record, { records, at, switches: { ...switches, stoppedTaskSeconds: 1e9 } })
}

function endedWell(task: TaskLife | undefined, at: number): boolean {
  const { stop } = task ?? {}
  return (
    stop !== undefined &&
    stop.stoppedAt <= at &&
    stop.stopCode === 'EssentialContainerExited' &&
    stop.exitCode === 0
  )
}

const onService = ['CreateService', 'UpdateService']

/** What a task of the run is for, and what must never come of it. */
export const tasks: readonly Invariant<EcsRun>[] = [
  invariant('one task at most is started', runsTask, ({ account }) =>
    unless(account.records.tasks.length <= 1, `${account.records.tasks.length} tasks were started`),
  ),
  invariant(
    'nothing of the service is written before the awaited task has ended with 0',
    (run) => waits(run) && run.done.some(({ operation }) => onService.includes(operation)),
    (run) =>
      run.done
        .filter(
          ({ operation, service }) =>
            onService.includes(operation) || (operation === 'TagResource' && service),
        )
        .filter(({ at }) => !endedWell(taskAt(run, at), at))
        .map(({ operation }) => `${operation}, but the task had not ended with 0`),
  ),
  invariant(
    'the task comes first, also if nobody waits for it',
    (run) => runsTask(run) && !waits(run) && run.done.some(({ operation }) => onService.includes(operation)),
    ({ done, account }) =>
      unless(
        account.records.tasks.some(
          ({ createdAt }) =>
            createdAt <= (done.find(({ operation }) => onService.includes(operation))?.at ?? 0),
        ),
        'the service was written to, but no task was started before',
      ),
  ),
  invariant(
    'task-failed is true',
    ({ outcome }) => outcome.verdict.reasonCode === 'task-failed',
    (run) => {
      const task = taskAt(run, run.end)
      return [
        ...unless(task?.stop !== undefined, 'task-failed, but it has not ended'),
        ...unless(!endedWell(task, run.end), 'task-failed, but it ended with 0'),
        ...run.done
          .filter(({ operation }) => onService.includes(operation))
          .map(({ operation }) => `task-failed, but ${operation}`),
      ]
    },
  ),
  invariant(
    'task-succeeded is true',
    (run) => run.outcome.verdict.reasonCode === 'task-succeeded',
    (run) => unless(endedWell(taskAt(run, run.end), run.end), 'task-succeeded, but it did not end with 0'),
  ),
  invariant(
    'a cancelled job stops the task that it waits for',
    (run) =>
      waits(run) &&
      isCancelled(run) &&
      run.cancelledAt !== run.end &&
      run.report.outputs['run-task-arn'] !== '',
    (run) => {
      const isStopped = (taskAt(run, run.end)?.stop?.at ?? Number.POSITIVE_INFINITY) <= run.end
      const isAsked = run.sent.some(({ operation }) => operation === 'StopTask')
      return unless(isStopped || isAsked, 'the job was cancelled, and the task runs on')
    },
  ),
  invariant(
    'a task is stopped only by a cancellation, or where that is asked for',
    (run) => run.sent.some(({ operation }) => operation === 'StopTask'),
    (run) =>
      unless(
        waits(run) && (isCancelled(run) || run.situation.inputs['on-timeout'] === 'rollback'),
        'StopTask, which nobody asked for',
      ),
  ),
  invariant(
    'no revision that the service uses, and none of the newest, is deregistered',
    ({ done }) => done.some(({ operation }) => operation === 'DeregisterTaskDefinition'),
    unusedOnly,
  ),
  invariant(
    'revisions are deregistered after a good deployment alone',
    ({ done }) => done.some(({ operation }) => operation === 'DeregisterTaskDefinition'),
    ({ situation: { inputs }, outcome: { verdict } }) =>
      unless(
        inputs['keep-task-definitions'] !== undefined && verdict.result === 'success',
        `${verdict.result}, but revisions were deregistered`,
      ),
  ),
]

function unusedOnly(run: EcsRun): readonly string[] {
  const keep = Number(run.situation.inputs['keep-task-definitions'])
  const { taskDefinitions } = run.account.records
  return run.done.flatMap(({ operation, input, at }) => {
    if (operation !== 'DeregisterTaskDefinition') return []
    const gone = taskDefinitions.find(({ arn }) => arn === input['taskDefinition'])
    const newer = taskDefinitions.filter(
      ({ family, revision, registeredAt, deregisteredAt = Number.POSITIVE_INFINITY }) =>
        family === gone?.family && revision > gone.revision && registeredAt <= at && deregisteredAt > at,
    )
    const used = stateAt(run, at)?.groups.some(({ content }) => content.taskDefinition === gone?.arn) === true
    return [
      ...unless(!used, `${gone?.family}:${gone?.revision} is used, and was deregistered`),
      ...unless(newer.length >= keep, `${gone?.family}:${gone?.revision} is among the newest ${keep}`),
    ]
  })
}
