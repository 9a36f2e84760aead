import type { Audience } from '../engine/audience.ts'
import type { Log } from '../engine/log.ts'
import { endPage, type Origin, startPage } from '../engine/page.ts'
import type { Api, Errand } from './api.ts'
import { isNewer, markerLine, markerOf, readMarker } from './comment-marker.ts'
import type { Leave } from './left-open.ts'
import { type Occasion, originOf } from './occasion.ts'
import { startQueue } from './queue.ts'
import { isMissing } from './trouble.ts'

/** GitHub's limit is 65,536 characters, marker included. */
const ROOM = 65_000

const finding: Errand = {
  what: 'look for the comment on the pull request',
  permission: 'pull-requests: write',
}
const writing: Errand = { what: 'write the comment on the pull request', permission: 'pull-requests: write' }

/**
 * One comment on a pull request for each service and Region, edited in place from the start of the run to its end.
 * https://docs.github.com/en/rest/issues/comments: a pull request's comments are those of an issue.
 */
export const stickyComment = (options: {
  readonly api: Api
  readonly occasion: Occasion
  readonly log: Log
  readonly leave: Leave
  readonly number: number
}): Audience => {
  const { api, occasion, log, leave, number } = options
  const queue = startQueue()
  const origin: Origin = originOf(occasion)
  let ours: number | undefined
  let hasCreated = false
  let isOutdated = false

  /** Whether there is a newer word than ours. Said once. */
  const yields = (body: string | undefined, subject: string): boolean => {
    const there = body === undefined ? undefined : readMarker(body)
    if (!there || !isNewer(there, markerOf(subject, occasion))) return false
    if (!isOutdated) {
      log.notice(
        `the comment on the pull request stays as it is: it is of a newer run, for ${there.sha.slice(0, 7)}`,
      )
    }
    isOutdated = true
    return true
  }

  const write = async (subject: string, text: string): Promise<void> => {
    if (isOutdated) return
    const body = `${markerLine(markerOf(subject, occasion))}\n${text}`
    const found = await find(subject)
    if (found === 'unknown' || (found && yields(found.body, subject))) return
    hasCreated ||= found === undefined
    ours = found ? await edit(api, found.id, body) : await create(api, number, body)
    if (ours !== undefined) leave({ comment: { id: ours, subject } })
  }

  /** The comment to edit. Two runs that started at once may have written one each: the first one stays. */
  const find = async (subject: string): Promise<Comment | 'unknown' | undefined> => {
    const known = ours === undefined || hasCreated ? undefined : await commentById(api, ours)
    const found = known ?? (await ownComment(api, number, subject))
    if (ours === undefined || found === undefined || found === 'unknown' || found.id === ours) return found
    await remove(api, ours)
    return found
  }

  return {
    // The comment may lag behind; only what has to be there before the write is waited for.
    starts: async (start) => queue.add(() => write(start.subject, startPage(start, origin))),
    accepted: () => {},
    ends: async (outcome) => {
      queue.add(() => write(outcome.subject, endPage(outcome, origin, { hasTimeline: false, room: ROOM })))
      await queue.done()
      return {}
    },
  }
}

/** Says in the comment of a run that was killed how it ended, unless another run wrote there since. */
export const finishComment = async (
  api: Api,
  occasion: Occasion,
  { id, subject, page }: { id: number; subject: string; page: string },
): Promise<void> => {
  const ours = markerLine(markerOf(subject, occasion))
  const there = await commentById(api, id)
  if (there?.body?.startsWith(ours)) await edit(api, id, `${ours}\n${page}`)
}

const create = (api: Api, number: number, body: string): Promise<number | undefined> =>
  api.ask(writing, async (octokit, repository) => {
    const { data } = await octokit.rest.issues.createComment({ ...repository, issue_number: number, body })
    return Number(data.id)
  })

const edit = (api: Api, id: number, body: string): Promise<number | undefined> =>
  api.ask(writing, async (octokit, repository) => {
    await octokit.rest.issues.updateComment({ ...repository, comment_id: id, body })
    return id
  })

const remove = (api: Api, id: number): Promise<unknown> =>
  api.ask(writing, (octokit, repository) =>
    octokit.rest.issues.deleteComment({ ...repository, comment_id: id }),
  )

interface Comment {
  readonly id: number
  readonly body: string | undefined
}

/** Our comment as it is now, as another run may have written it meanwhile; `undefined` if somebody deleted it. */
const commentById = (api: Api, id: number): Promise<Comment | undefined> =>
  api.ask(finding, async (octokit, repository) => {
    try {
      const { data } = await octokit.rest.issues.getComment({ ...repository, comment_id: id })
      return { id, body: data.body }
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  })

/** Among any number of comments the one with our marker, by ourselves: anybody can copy a marker. */
const ownComment = async (
  api: Api,
  number: number,
  subject: string,
): Promise<Comment | 'unknown' | undefined> => {
  const answer = await api.ask(finding, async (octokit, repository) => {
    const marked = await octokit.paginate(
      octokit.rest.issues.listComments,
      { ...repository, issue_number: number, per_page: 100 },
      ({ data }) => data.filter(({ body }) => readMarker(body ?? '')?.subject === subject),
    )
    if (marked.length === 0) return { found: undefined }
    // REST cannot say who a token of an app or of Actions belongs to.
    const { viewer } = await octokit.graphql<{ viewer: { login: string } }>('query { viewer { login } }')
    const mine = marked.find(({ user }) => user?.login === viewer.login)
    return { found: mine && { id: Number(mine.id), body: mine.body } }
  })
  return answer === undefined ? 'unknown' : answer.found
}
