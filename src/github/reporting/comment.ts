import { type RunLinks, renderResult, renderStart } from '../../report/summary-page.ts'
import type { RunReporter } from '../../rollout/contract/reporter.ts'
import type { Log } from '../../runtime/log.ts'
import type { Api } from '../api/api.ts'
import {
  type Comment,
  type CommentsRead,
  commentById,
  create,
  edit,
  ownComment,
  remove,
} from '../api/comments.ts'
import { type RunContext, runLinks } from '../run-context.ts'
import { createMarker, formatMarker, isNewer, readMarker } from './comment-marker.ts'
import type { SavePending } from './pending.ts'
import { createSerialQueue } from './serial-queue.ts'

/** GitHub's limit is 65,536 characters, marker included. */
const MAX_CHARACTERS = 65_000

/**
 * One comment on a pull request for each service and Region, edited in place from the start of the run to its end. What it
 * shows is in `report/summary-page.ts`.
 * https://docs.github.com/en/rest/issues/comments: a pull request's comments are those of an issue.
 */
export function stickyComment(options: {
  readonly api: Api
  readonly context: RunContext
  readonly log: Log
  readonly leave: SavePending
  readonly number: number
}): RunReporter {
  const { api, context, log, leave, number } = options
  const queue = createSerialQueue()
  const origin: RunLinks = runLinks(context)
  let ours: number | undefined
  let hasCreated = false
  let firstSeen: CommentsRead | undefined
  let isOutdated = false

  /** Whether a newer run has written the comment. Reported once. */
  const yields = (body: string | undefined, subject: string): boolean => {
    const there = body === undefined ? undefined : readMarker(body)
    if (!there || !isNewer(there, createMarker(subject, context))) return false
    if (!isOutdated) {
      log.notice(
        `the comment on the pull request was left alone: a newer run, for ${there.sha.slice(0, 7)}, wrote it`,
      )
    }
    isOutdated = true
    return true
  }

  const write = async (subject: string, text: string): Promise<void> => {
    if (isOutdated) return
    const body = `${formatMarker(createMarker(subject, context))}\n${text}`
    const found = await find(subject)
    if (found === 'unknown' || (found && yields(found.body, subject))) return
    hasCreated ||= found === undefined
    ours = found ? await edit(api, found.id, body) : await create(api, number, body)
    if (ours !== undefined) leave({ comment: { id: ours, subject } })
  }

  /**
   * The comment to edit. Two runs that start at the same time may create one each: the older one stays. The other one came after
   * our first search, so only newer comments are searched.
   */
  const find = async (subject: string): Promise<Comment | 'unknown' | undefined> => {
    if (ours !== undefined && !hasCreated) {
      const known = await commentById(api, ours)
      if (known) return known
    }
    const look = await ownComment(api, { number, subject, after: hasCreated ? firstSeen : undefined })
    if (!look) return 'unknown'
    firstSeen ??= look.seen
    const { found } = look
    if (ours === undefined || found?.id === ours) return found
    if (!found) return hasCreated ? await commentById(api, ours) : undefined
    await remove(api, ours)
    return found
  }

  return {
    // The comment is written in the background; only what must be visible before the write is awaited.
    starts: async (start) => queue.add(() => write(start.subject, renderStart(start, origin))),
    accepted: () => {},
    ends: async (outcome) => {
      queue.add(() =>
        write(outcome.subject, renderResult(outcome, origin, { hasTimeline: false, room: MAX_CHARACTERS })),
      )
      await queue.done()
      return {}
    },
  }
}

/** Says in the comment of a run that was killed how it ended, unless another run wrote there since. */
export async function finishComment(
  api: Api,
  context: RunContext,
  { id, subject, page }: { id: number; subject: string; page: string },
): Promise<void> {
  const ours = formatMarker(createMarker(subject, context))
  const there = await commentById(api, id)
  if (there?.body?.startsWith(ours)) await edit(api, id, `${ours}\n${page}`)
}
