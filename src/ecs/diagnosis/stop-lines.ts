import { plural } from '../../text/plural.ts'
import { shortTaskId, type Task } from '../model/task.ts'
import { cut, explain } from './choose-cause.ts'
import { shortenTargetGroups } from './event-text.ts'
import { bySignature, type Evidence, signatureOf, wordsOf } from './evidence.ts'

/** Length of ECS's words in a line, in characters. */
const MAX_WORDS = 200

/**
 * Returns what to say of tasks that failed, such as `3 of 3 tasks stopped: the image … does not exist`: each way to fail once,
 * however many tasks fail so. `evidence` holds all tasks that have failed so far.
 */
export function createStopReader(): (failed: readonly Task[], evidence: Evidence) => string[] {
  const told = new Set<string>()
  return (failed, evidence) => {
    return [...bySignature(failed)].flatMap(([signature, tasks]) => {
      const stopped = evidence.tasks.findLast(({ task }) => signatureOf(task) === signature)
      const [first] = tasks
      if (told.has(signature) || stopped === undefined || first === undefined) return []
      told.add(signature)
      const explanation = explain(stopped, evidence)
      const what = explanation
        ? (explanation.proven.reason ?? explanation.row.reason(explanation.found))
        : wordsText(stopped.task)
      const all = evidence.tasks.length
      const who = all === 1 ? `task ${shortTaskId(first)}` : `${tasks.length} of ${plural(all, 'task')}`
      return [`${who} stopped: ${what}`]
    })
  }
}

function wordsText(task: Task): string {
  const words = wordsOf(task).join('; ')
  if (words === '') return 'ECS gives no reason'
  return cut(shortenTargetGroups(words), MAX_WORDS)
}
