import type { RolloutStatus } from '../../rollout/contract/target.ts'
import { type FailureVerdict, failureOf, type Verdict } from '../../rollout/contract/verdict.ts'
import type { VerdictFacts } from '../../verdict/facts.ts'
import type { Task, TaskContainer } from '../model/task.ts'
import type { StartedTask, TaskSnapshot } from './started.ts'
import { taskName, untouched } from './words.ts'

/** What ECS does with a task, by its own word; it follows "still" and "while". */
const phases: Readonly<Record<string, string>> = {
  PROVISIONING: 'getting a network for',
  PENDING: 'pulling the images of',
  ACTIVATING: 'starting',
  RUNNING: 'running',
  DEACTIVATING: 'stopping',
  STOPPING: 'stopping',
  DEPROVISIONING: 'stopping',
}

/**
 * What one poll means. Only a task that ended by itself, with exit code 0 of each essential container, is a success: one that somebody
 * stopped may exit with 0 as well (docs/ecs-facts.md §11).
 */
export function taskStatus(started: StartedTask, { task, wasSeen }: TaskSnapshot): RolloutStatus {
  const name = taskName(started)
  if (task === undefined) {
    const phase = `looking for ${name}, which ECS does not show`
    return { kind: 'unconfirmed', phase, verdict: notShown(started, wasSeen) }
  }
  if (task.lastStatus === 'STOPPED') return { kind: 'done', verdict: verdictOf(started, task) }
  const doing = phases[task.lastStatus] ?? `waiting (${task.lastStatus}) for`
  return { kind: 'progressing', phase: `${doing} the task`, pollOften: doing === 'stopping' }
}

function notShown(started: StartedTask, wasSeen: boolean): FailureVerdict {
  const why = wasSeen ? 'ECS does not know it any more' : 'ECS does not show it'
  const rest = [why, untouched(started.before)].filter((text) => text !== '').join('; ')
  return {
    result: 'unknown',
    reasonCode: 'deployment-not-listed',
    reason: `${taskName(started)} was accepted, but it is unknown how it ended: ${rest}`,
    fix: "check in the console and in the task's log how it ended, then run the job again",
  }
}

function verdictOf(started: StartedTask, task: Task): Verdict {
  const { stopped } = started
  const name = taskName(started)
  if (hasSucceeded(task, started)) {
    const reason = `${name} ended with exit code 0`
    return { result: 'success', reasonCode: 'task-succeeded', reason }
  }
  if (stopped === 'timed-out') {
    return {
      result: 'timed-out',
      reasonCode: 'wait-timeout',
      reason: sentence([`${name} timed out and was stopped`, untouched(started.before)]),
      fix: "raise wait-for-minutes, or check in the task's log what takes so long",
      facts: factsOf(started),
    }
  }
  const { before } = started
  return failureOf({
    result: before?.serving === undefined ? 'failed-nothing-serving' : 'failed-kept-previous',
    reasonCode: 'task-failed',
    reason: sentence([`${name} failed`, untouched(before)]),
    fix: 'fix what the task and its log show, then run the job again',
    facts: factsOf(started),
  })
}

function factsOf({ before }: StartedTask): Partial<VerdictFacts> {
  if (before === undefined) return {}
  return { written: 'nothing', serving: before.serving === undefined ? 'nothing' : 'previous' }
}

function sentence(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('; ')
}

/** True if it ended by itself, and well. */
export function hasSucceeded(task: Task, started: Pick<StartedTask, 'definition'>): boolean {
  const essential = essentialOf(task, started)
  return (
    ['', 'EssentialContainerExited'].includes(task.stopCode) &&
    essential.length > 0 &&
    essential.every(({ exitCode }) => exitCode === 0)
  )
}

/** Those whose end ends the task; all where the task definition could not be read. */
function essentialOf({ containers }: Task, { definition }: Pick<StartedTask, 'definition'>): TaskContainer[] {
  return containers.filter((container) => {
    const own = definition?.containerDefinitions.find(({ name }) => name === container.name)
    return own?.['essential'] !== false
  })
}

/** What ECS shows of the end: `app exited with 1`, `app did not run (CannotPullContainerError: …)`. */
export function endText(task: Task, started: StartedTask): string {
  const { stopCode, stoppedReason } = task
  const failed = essentialOf(task, started).filter(({ exitCode }) => exitCode !== 0)
  const codes = failed.map(({ name, exitCode, reason }) => {
    const why = reason === '' ? '' : ` (${reason})`
    return exitCode === undefined ? `${name} did not run${why}` : `${name} exited with ${exitCode}${why}`
  })
  const isOwnEnd = stopCode === 'EssentialContainerExited'
  const told = isOwnEnd || failed.some(({ reason }) => reason === stoppedReason) ? '' : stoppedReason
  return [told, ...codes].filter((text) => text !== '').join('; ') || stopCode || 'no reason was told'
}
