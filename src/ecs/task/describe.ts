import type { Outlook, RolloutDescription, TargetLabels } from '../../rollout/contract/target.ts'
import type { TaskRequest } from './plan/members.ts'
import type { RunTaskStep } from './plan/steps.ts'
import type { StartedTask } from './started.ts'
import { taskName, untouched } from './words.ts'

/** Words for a run that only runs a task; of one with a service they are the deployment's. */
export function labelsOfTask({ service }: TaskRequest, labels: TargetLabels): TargetLabels {
  return service === undefined ? { ...labels, title: 'Run a task of', progressive: 'running a task' } : labels
}

/** What may still happen if it is not known whether the task was started. */
export function outlookOfTask({ before }: RunTaskStep): Outlook {
  const rest = untouched(before)
  return { actor: 'the task', outlook: `may still run if it was started${rest === '' ? '' : `; ${rest}`}` }
}

/** Words for a task that was started. */
export function describeTask(started: StartedTask): RolloutDescription {
  const { before } = started
  const name = taskName(started)
  const waiting = before === undefined ? '' : `; ${before.name} is not touched before it has ended`
  const rest = before === undefined ? '' : `; ${untouched(before)}`
  return {
    name,
    actor: 'the task',
    accepted: `${name} is started${waiting}`,
    outlook: `it may still end well${rest}`,
    aborting: `${name} is being stopped${rest}`,
  }
}
