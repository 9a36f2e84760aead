import type { LogAnalysis } from '../../../diagnosis/log-analysis.ts'
import type { Cause } from '../../../rollout/contract/diagnostics.ts'
import type { ReasonCode } from '../../../verdict/reason-codes.ts'
import type { TaskContainer } from '../../model/task.ts'
import type { Evidence, ShownText, StoppedTask } from '../evidence.ts'

/** What a row was recognized by. */
export interface Found {
  readonly evidence: Evidence
  /** The text that matched, untrusted; empty if it was an exit code or a stop code. */
  readonly text: string
  /** The event that the text is from; absent if it is no event of a task. */
  readonly event?: ShownText
  /** The task that it explains; absent if it explains why there is none. */
  readonly stopped?: StoppedTask
  /** The container to blame, if that is sure. */
  readonly container: TaskContainer | undefined
  /** The log of that task; absent if none was read. */
  readonly log?: LogAnalysis
}

/**
 * One cause, and how it is recognized (docs/ecs-facts.md §5): any of its members suffices. Patterns hold without regard to case, and
 * all patterns of one list have to occur in one text.
 */
export interface CauseRow {
  readonly code: ReasonCode
  /** In what ECS says of a task or its container, or in the event that no task could be placed. */
  readonly task?: readonly (readonly RegExp[])[]
  /** In an event of the service. */
  readonly event?: readonly (readonly RegExp[])[]
  /** In ECS's words for the state of the rollout. */
  readonly rollout?: readonly (readonly RegExp[])[]
  /** Exit code of an essential container that ended by itself. */
  readonly exit?: (code: number) => boolean
  readonly stopCodes?: readonly string[]
  /** The cause that the log of the task proves, whole. Asked only if the task ended by itself, or `logOf` holds for an event of it. */
  readonly log?: (log: LogAnalysis, found: Found) => Partial<Cause> | undefined
  /** The log is asked for tasks of which an event says this, and for no others. */
  readonly logOf?: RegExp
  /** Which of the app's lines are quoted beside what ECS says; none unless given. */
  readonly quotes?: 'last' | 'errors'
  /** Only if it is not known why any task of ours ended. */
  readonly isLastResort?: true
  /** Continues the verdict's sentence after a colon. */
  readonly reason: (found: Found) => string
  readonly fix: (found: Found) => string
}

/** True if all patterns occur in the text. */
export function matches(alternatives: readonly (readonly RegExp[])[] | undefined, text: string): boolean {
  return alternatives?.some((patterns) => patterns.every((pattern) => pattern.test(text))) === true
}
