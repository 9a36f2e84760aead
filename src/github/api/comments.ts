import { textAt, wholeAt } from '../../text/json.ts'
import { readMarker } from '../reporting/comment-marker.ts'
import type { Api, ApiOperation, Octokit } from './api.ts'
import { isNotFound } from './api-errors.ts'
import { idOf, listOf, textOf } from './responses.ts'

/** Calls about the comments of a pull request: https://docs.github.com/en/rest/issues/comments */

const finding: ApiOperation = {
  what: 'look for the comment on the pull request',
  permission: 'pull-requests: write',
}
const writing: ApiOperation = {
  what: 'write the comment on the pull request',
  permission: 'pull-requests: write',
}

/** A comment of ours. */
export interface Comment {
  readonly id: number
  readonly body: string | undefined
}

/** How far the comments were read: newer ones have a higher id. */
export interface CommentsRead {
  readonly count: number
  /** The highest id; 0 if there was no comment. */
  readonly lastId: number
}

/** Result of searching the comments. */
export interface Look {
  /** The oldest one that is ours, if there is any. */
  readonly found: Comment | undefined
  readonly seen: CommentsRead
}

/** Writes a new comment and gives its id; `undefined` if GitHub would not. */
export function create(api: Api, number: number, body: string): Promise<number | undefined> {
  return api.call(writing, async (octokit, repository) => {
    const asked = { ...repository, issue_number: number, body }
    const { data } = await octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', asked)
    return idOf(data, 'a comment')
  })
}

/** Replaces a comment's text; `undefined` if GitHub refused. */
export function edit(api: Api, id: number, body: string): Promise<number | undefined> {
  return api.call(writing, async (octokit, repository) => {
    const asked = { ...repository, comment_id: id, body }
    await octokit.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', asked)
    return id
  })
}

/** Deletes a comment; `undefined` if GitHub refused. */
export function remove(api: Api, id: number): Promise<unknown> {
  return api.call(writing, (octokit, repository) =>
    octokit.request('DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', {
      ...repository,
      comment_id: id,
    }),
  )
}

/** Our comment as it is now, as another run may have written it meanwhile; `undefined` if somebody deleted it. */
export function commentById(api: Api, id: number): Promise<Comment | undefined> {
  return api.call(finding, async (octokit, repository) => {
    try {
      const asked = { ...repository, comment_id: id }
      const { data } = await octokit.request('GET /repos/{owner}/{repo}/issues/comments/{comment_id}', asked)
      return { id: idOf(data, 'a comment'), body: textAt(data, 'body') }
    } catch (error) {
      if (isNotFound(error)) return undefined
      throw error
    }
  })
}

/**
 * Searches for the comment with our marker and our author: anybody can copy a marker. With `after`, only comments since an earlier
 * search are read, in one call instead of one per hundred comments. `undefined` if it cannot be told.
 */
export function ownComment(
  api: Api,
  { number, subject, after }: { number: number; subject: string; after?: CommentsRead | undefined },
): Promise<Look | undefined> {
  return api.call(finding, async (octokit, repository) => {
    const pages = pagesOf(octokit, { ...repository, issue_number: number })
    const { comments, seen } = after ? await newerComments(pages, after) : await allComments(pages)
    const marked = comments.filter((one) => readMarker(textAt(one, 'body') ?? '')?.subject === subject)
    if (marked.length === 0) return { found: undefined, seen }
    // REST cannot say who a token of an app or of Actions belongs to.
    const owner = await octokit.graphql('query { viewer { login } }')
    const viewer = textOf(owner, 'the owner of the token', 'viewer', 'login')
    const mine = marked.find((one) => textAt(one, 'user', 'login') === viewer)
    if (mine === undefined) return { found: undefined, seen }
    return { found: { id: idOf(mine, 'a comment'), body: textAt(mine, 'body') }, seen }
  })
}

const MAX_PER_PAGE = 100

type Pages = (page: number, size: number) => Promise<{ comments: readonly unknown[]; isLast: boolean }>

/** Not octokit's own paging, which takes an answer without a body for a list of none: there would be one more comment. */
function pagesOf(octokit: Octokit, asked: { owner: string; repo: string; issue_number: number }): Pages {
  return async (page, size) => {
    const { data, headers } = await octokit.request(
      'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
      { ...asked, per_page: size, ...(page > 1 && { page }) },
    )
    return {
      comments: listOf(data, 'the comments'),
      isLast: !/rel="?next"?/.test(String(headers.link ?? '')),
    }
  }
}

interface CommentPages {
  /** Oldest first: GitHub gives them by rising id. */
  readonly comments: readonly unknown[]
  readonly seen: CommentsRead
}

/** Only what starts like a marker is kept: there may be thousands, of any length. */
async function allComments(pages: Pages, from = { page: 1, size: MAX_PER_PAGE }): Promise<CommentPages> {
  const kept: unknown[] = []
  let [count, lastId] = [(from.page - 1) * from.size, 0]
  for (let page = from.page; ; page++) {
    const { comments, isLast } = await pages(page, from.size)
    kept.push(...comments.filter((one) => textAt(one, 'body')?.startsWith('<!-- ')))
    count += comments.length
    lastId = Math.max(lastId, ...comments.map((one) => wholeAt(one, 'id') ?? 0))
    if (isLast) return { comments: kept, seen: { count, lastId } }
  }
}

/** From the page on that holds the last one seen, which is further to the front if some were deleted meanwhile. */
async function newerComments(pages: Pages, { count, lastId }: CommentsRead): Promise<CommentPages> {
  let { page, size } = overlap(count)
  while (page > 1) {
    const { comments, isLast } = await pages(page, size)
    const [oldest] = comments
    const isOverlap = oldest !== undefined && (wholeAt(oldest, 'id') ?? 0) <= lastId
    if (isOverlap && isLast) return { comments, seen: { count, lastId } }
    if (isOverlap) break
    page--
  }
  return await allComments(pages, { page, size })
}

/** The size of page, and its number, that holds the last one seen and leaves the most room for those after it. */
function overlap(count: number): { page: number; size: number } {
  let best = { page: 1, size: MAX_PER_PAGE, room: -1 }
  for (let size = MAX_PER_PAGE; size >= MAX_PER_PAGE / 2; size--) {
    const page = Math.max(1, Math.ceil(count / size))
    const room = page * size - count
    if (room > best.room) best = { page, size, room }
  }
  return best
}
