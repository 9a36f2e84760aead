import { always, type Outcome, type TaskOutcome } from './outcome.ts'

/**
 * What the real containers of an account's tasks have done so far (docker/). An observation is never about a moment before it was
 * made, so that what was shown once stays true.
 */
export interface Observations {
  /** How many there were: states that were computed with fewer are out of date. */
  count: number
  /** By id of the task. */
  readonly ofTask: Map<string, Observation>
}

/** Of one task; times are epoch milliseconds, absent as long as it has not come so far. */
export interface Observation {
  pulledAt?: number
  runningAt?: number
  healthyAt?: number
  end?: ObservedEnd
  /** By container. */
  readonly lines: Map<string, { readonly at: number; readonly message: string }[]>
  readonly exits: Map<string, { readonly at: number; readonly exitCode: number }>
}

/** How the task ended, as a script would tell it. */
export interface ObservedEnd {
  readonly at: number
  /** The container that it is about. */
  readonly culprit: string
  readonly outcome: TaskOutcome
}

/** The outcome of what runs for real: whatever its containers do. */
export const observedOutcome: Outcome = {
  name: 'runs-for-real',
  sentence: 'ends as its containers do',
  task: always({ kind: 'observed' }),
}

/** What was seen of a task by now. */
export function observationOf(taskId: string, { ofTask }: Observations): Observation {
  return ofTask.get(taskId) ?? { lines: new Map(), exits: new Map() }
}

const never = Number.POSITIVE_INFINITY

export function observedTimes({ pulledAt = never, runningAt = never, healthyAt = never }: Observation): {
  activatingAt: number
  runningAt: number
  healthyAt: number
} {
  return { activatingAt: pulledAt, runningAt, healthyAt }
}
