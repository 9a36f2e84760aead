import type { Diagnosis, Diagnostics } from '../../rollout/contract/diagnostics.ts'
import type { FailureVerdict } from '../../rollout/contract/verdict.ts'
import { chooseCause } from '../diagnosis/choose-cause.ts'
import type { Evidence } from '../diagnosis/evidence.ts'
import type { Task } from '../model/task.ts'
import type { StartedTask, TaskSnapshot } from './started.ts'
import { endText } from './status.ts'

/** Results that the end of a task may explain. */
const explained: readonly string[] = ['failed-kept-previous', 'failed-nothing-serving']

/** What a task that failed shows of itself. */
export function taskDiagnostics(
  started: StartedTask,
  {
    newest,
    clean,
  }: {
    /** The newest poll. */
    newest(): TaskSnapshot | undefined
    /** Sanitizes and redacts untrusted text. */
    clean(text: string): string
  },
): Diagnostics {
  return {
    poll: async () => ({ events: [], logs: [], unavailable: [] }),
    diagnose: async (verdict) => {
      const task = newest()?.task
      return task && diagnosisOf(started, cleanTask(task, clean), verdict)
    },
  }
}

/** The code stays: it says that a task failed, and not the deployment. */
function diagnosisOf(
  started: StartedTask,
  task: Task,
  { result, reasonCode, fix }: FailureVerdict,
): Diagnosis | undefined {
  if (!explained.includes(result)) return undefined
  const found = chooseCause(evidenceOf(started, task))
  // A task may finish: then another of its containers is to blame.
  const known = found?.reasonCode === 'app-ended' ? undefined : found
  const cause = known ?? { reason: endText(task, started), fix, lines: [] }
  return { cause: { ...cause, reasonCode }, logs: [], unavailable: [] }
}

function evidenceOf({ definition, createdAt = 0 }: StartedTask, task: Task): Evidence {
  return {
    tasks: [{ task, events: [] }],
    ...{ events: [], reasons: [], unavailable: [] },
    definition,
    target: undefined,
    isDraining: false,
    since: createdAt,
  }
}

function cleanTask(task: Task, clean: (text: string) => string): Task {
  return {
    ...task,
    stoppedReason: clean(task.stoppedReason),
    containers: task.containers.map((container) => ({ ...container, reason: clean(container.reason) })),
  }
}
