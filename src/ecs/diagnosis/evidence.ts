import type { LogFindings } from '../../diagnosis/log-analysis.ts'
import type { Task } from '../model/task.ts'
import type { TaskDefinitionContent } from '../model/task-definition.ts'

/** A task that failed, and what else is known of it. */
export interface StoppedTask {
  readonly task: Task
  /** The events that name it, oldest first. */
  readonly events: readonly ShownText[]
  /** The log of this task, or of another one that ended in the same way; absent if none was read. */
  readonly log?: LogFindings
}

/** What is known about why tasks failed: of a service's deployment, or of a task on its own. All texts are untrusted, and cleaned. */
export interface Evidence {
  /** Tasks of ours that failed, oldest first; without those that were only scaled in. */
  readonly tasks: readonly StoppedTask[]
  /** Events of the service since our write that name no task of somebody else, oldest first. */
  readonly events: readonly ShownText[]
  /** ECS's words for the state of the rollout (`statusReason`, `rolloutStateReason`). */
  readonly reasons: readonly string[]
  /** What the tasks were made of; `undefined` if it could not be read. */
  readonly definition: TaskDefinitionContent | undefined
  /** The container and port that a load balancer sends requests to, if there is one. */
  readonly target: { readonly containerName: string; readonly containerPort: number } | undefined
  /** All wanted tasks of ours run, none failed, and those of before still drain. */
  readonly isDraining: boolean
  /** What could not be read, and why. */
  readonly unavailable: readonly string[]
  /** When the deployment, or the task, was made: times are shown from there on. Epoch milliseconds. */
  readonly since: number
}

/** A text and how it is shown as evidence. */
export interface ShownText {
  readonly text: string
  /** `ECS 0:58  "…"`. */
  readonly shown: string
}

/** All that ECS itself says of why a task ended. */
export function wordsOf({ stoppedReason, attachmentReasons, containers }: Task): string[] {
  const reasons = containers.map(({ reason }) => reason)
  return [stoppedReason, ...attachmentReasons, ...reasons].filter((text) => text !== '')
}

/** Tasks that ended in the same way have the same text here: what is said of one of them holds for all. */
export function signatureOf({ stopCode, containers, ...task }: Task): string {
  // Exit codes of containers that ECS ended say nothing.
  const isOwn = stopCode === 'EssentialContainerExited'
  const ends = containers.map(
    ({ name, exitCode, reason }) => `${name}:${isOwn ? exitCode : ''}:${withoutIds(reason)}`,
  )
  return [stopCode, withoutIds(task.stoppedReason), ...ends].join('\n')
}

/** Tasks that ended in the same way, together. */
export function bySignature(tasks: readonly Task[]): Map<string, Task[]> {
  const groups = new Map<string, Task[]>()
  for (const task of tasks) {
    const signature = signatureOf(task)
    groups.set(signature, [...(groups.get(signature) ?? []), task])
  }
  return groups
}

/** Without what differs from task to task: request ids, addresses, digests. */
function withoutIds(text: string): string {
  return text
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '')
    .replace(/\b[0-9a-f]{8,}\b/gi, '')
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?/g, '')
    .replace(/\bretried \d+ time/g, 'retried')
}
