import { type PastRollout, primaryOf, type Service } from '../model/service.ts'
import { isOfDeployment } from '../model/service-deployment.ts'
import { familyOf, isSameRevision, revisionName, revisionNumber } from '../model/task-definition.ts'

/** The revision to go back to, and why newer ones are passed over. */
export interface LastGood {
  /** ARN. */
  readonly found: string | undefined
  /** One sentence for all of them; `undefined` if none was passed over. */
  readonly skipped: string | undefined
}

/** So many are named. */
const MAX_NAMED = 8

/**
 * The revision of the newest SUCCESSFUL rollout that is another than the one to run now, that is not marked as failed, and that the
 * one to run now did not itself replace: a second rollback goes further back than the first.
 */
export function findLastGood({
  service,
  history,
  failed,
}: {
  readonly service: Service
  /** SUCCESSFUL rollouts, newest first. */
  readonly history: readonly PastRollout[]
  /** `web:19` of each revision that failed its URL check. */
  readonly failed: readonly string[]
}): LastGood {
  const running = service.taskDefinition
  const id = primaryOf(service)?.id ?? ''
  const isRunning = ({ taskDefinition }: PastRollout) =>
    taskDefinition !== undefined && isSameRevision(taskDefinition, running)
  const own = history.findIndex(({ serviceRevision }) => isOfDeployment(serviceRevision, id))
  // A rollout that is still in progress, or failed, is not in the history.
  const newest = own >= 0 ? own : history[0] && isRunning(history[0]) ? 0 : -1
  const earlier = history.slice(newest + 1)
  // Only what came through has replaced anything for good.
  const twin = newest < 0 ? -1 : earlier.findIndex(isRunning)
  const passedOver = new Map<string, string>()
  for (const [index, { taskDefinition }] of earlier.entries()) {
    if (taskDefinition === undefined) continue
    const name = revisionName(taskDefinition)
    const why = () => {
      if (failed.includes(name)) return 'it failed its URL check'
      if (isSameRevision(taskDefinition, running)) return 'it is already the current revision'
      return index < twin ? `${revisionName(running)} replaced it` : undefined
    }
    const reason = why()
    if (reason === undefined) return { found: taskDefinition, skipped: sentenceOf(passedOver) }
    if (!passedOver.has(name)) passedOver.set(name, reason)
  }
  return { found: undefined, skipped: sentenceOf(passedOver) }
}

function sentenceOf(passedOver: ReadonlyMap<string, string>): string | undefined {
  if (passedOver.size === 0) return undefined
  const named = [...passedOver].slice(0, MAX_NAMED).map(([name, why]) => `${name} (${why})`)
  const rest = passedOver.size - named.length
  return `skipped ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

/** The newest ACTIVE revision of the family below the one that is to run, where no history can be read. */
export function previousRevision(
  running: string,
  /** ARNs, newest first. */
  revisions: readonly string[],
  failed: readonly string[],
): string | undefined {
  const below = revisionNumber(running) ?? Number.POSITIVE_INFINITY
  return revisions.find(
    (arn) =>
      familyOf(arn) === familyOf(running) &&
      (revisionNumber(arn) ?? 0) < below &&
      !failed.includes(revisionName(arn)),
  )
}
