import type { Summary } from '../../rollout/contract/target.ts'
import type { Verdict } from '../../rollout/contract/verdict.ts'
import { formatDuration } from '../../runtime/clock.ts'
import { taskUrl } from '../console-url.ts'
import { shortTaskId } from '../model/task.ts'
import { revisionName } from '../model/task-definition.ts'
import type { StartedTask, TaskSnapshot } from './started.ts'

/** What the report says of the task, beside what it says of the service. */
export function withTaskReported(
  summary: Summary,
  {
    started,
    snapshot,
    isLast,
    verdict,
    region,
    elapsedMs,
  }: {
    readonly started: StartedTask
    readonly snapshot: TaskSnapshot | undefined
    /** The run ended with the task: nothing of the service was written. */
    readonly isLast: boolean
    readonly verdict: Verdict
    readonly region: string
    readonly elapsedMs: number
  },
): Summary {
  const { arn, cluster, id, taskDefinition } = started
  const isAll = verdict.reasonCode === 'task-succeeded'
  const shown = summary.outputs['task-definition-arn'] || taskDefinition
  return {
    ...summary,
    outputs: { ...summary.outputs, 'task-definition-arn': shown, 'run-task-arn': JSON.stringify([arn]) },
    rows: [...summary.rows, ['Task', taskRow(started, snapshot)]],
    ...(isLast && { console: { text: 'ECS console', url: taskUrl({ region, cluster, id }) } }),
    ...(isAll && { closing: `${verdict.reason} · ${formatDuration(elapsedMs)}` }),
  }
}

/** `1f2e3d4c of web:20 · app exited with 0`. */
function taskRow({ id, taskDefinition }: StartedTask, snapshot: TaskSnapshot | undefined): string {
  const codes = (snapshot?.task?.containers ?? []).flatMap(({ name, exitCode }) =>
    exitCode === undefined ? [] : [`${name} exited with ${exitCode}`],
  )
  return [`${shortTaskId({ id })} of ${revisionName(taskDefinition)}`, ...codes].join(' · ')
}
