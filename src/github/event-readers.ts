import { COMMENT_START } from '../product.ts'
import type { PullRequest } from '../source/run-source.ts'
import { at, listAt, textAt, wholeAt } from '../text/json.ts'

/** The pull request that an event is about; `action` is '' if the event is another's. */
export interface EventPullRequest extends PullRequest {
  /** `undefined` if the event does not name it, or is not about it any more: a merged one runs for the branch it went into. */
  readonly headSha: string | undefined
  readonly author: string
}

/** What an event says of the commit that a run is for. */
export interface EventSource {
  /** The commit; `undefined`: the one of GITHUB_SHA. */
  readonly sha?: string | undefined
  readonly pullRequest?: EventPullRequest | undefined
  /**
   * Why somebody without rights here may have written the commit, as a sentence, although the run has this repository's
   * secrets and rights.
   */
  readonly untrusted?: string | undefined
  /** What is easily misunderstood about the commit. */
  readonly remark?: string | undefined
  /** Why the pull request of a pull-request event is not known. */
  readonly problem?: string | undefined
}

/** The repository of the run. */
export interface Home {
  /** `owner/name`. */
  readonly name: string
  /** Digits, of GITHUB_REPOSITORY_ID; it stays when the repository is renamed. */
  readonly id: string | undefined
}

/** What the payload of an event says; `undefined` if it lacks what every such event has. Never fails. */
export type Reader = (payload: unknown, home: Home) => EventSource | undefined

/** SHA-1 or SHA-256, in hexadecimal digits; all zeros stand for none. */
function commitAt(value: unknown, ...path: readonly string[]): string | undefined {
  const text = textAt(value, ...path)?.toLowerCase()
  return text !== undefined && /^(?!0+$)(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text) ? text : undefined
}

/** Ids stay when a repository is renamed; GitHub does not tell upper from lower case in names. */
function isHome(repository: unknown, home: Home): boolean {
  const id = wholeAt(repository, 'id')
  if (id !== undefined && home.id !== undefined) return String(id) === home.id
  return textAt(repository, 'full_name')?.toLowerCase() === home.name.toLowerCase()
}

export const ofPullRequest: Reader = (payload, home) => {
  const pull = at(payload, 'pull_request')
  const number = wholeAt(pull, 'number')
  const head = commitAt(pull, 'head', 'sha')
  if (number === undefined || head === undefined) return undefined
  const repository = at(pull, 'head', 'repo')
  // The branch that a merged one went into is what is built then, with its merge, squash or last rebased commit on top.
  const isMerged = textAt(payload, 'action') === 'closed' && at(pull, 'merged') === true
  return {
    sha: isMerged ? commitAt(pull, 'merge_commit_sha') : head,
    pullRequest: {
      number,
      action: textAt(payload, 'action') ?? '',
      state: textAt(pull, 'state') === 'closed' ? 'closed' : 'open',
      headSha: isMerged ? undefined : head,
      headRepository: textAt(repository, 'full_name'),
      isFork: !isHome(repository, home),
      labels: listAt(pull, 'labels').flatMap((label) => textAt(label, 'name') ?? []),
      changedLabel: textAt(payload, 'label', 'name'),
      author: textAt(pull, 'user', 'login') ?? '',
    },
  }
}

/** The same event with the secrets and the rights of this repository. */
export const ofTarget: Reader = (payload, home) => {
  const found = ofPullRequest(payload, home)
  const { pullRequest } = found ?? {}
  // What was merged is this repository's own.
  if (!pullRequest?.isFork || pullRequest.headSha === undefined) return found
  const from = pullRequest.headRepository ?? 'a repository that is gone'
  return { ...found, untrusted: `pull request ${pullRequest.number} comes from a fork (${from})` }
}

/** The pull request that an event of another kind mentions. */
function mentioned(number: number, known: Partial<EventPullRequest>): EventPullRequest {
  return {
    number,
    action: '',
    state: 'open',
    headSha: undefined,
    headRepository: undefined,
    isFork: false,
    labels: [],
    changedLabel: undefined,
    author: '',
    ...known,
  }
}

/** GitHub names no commit of a pull request that is commented on, and runs the workflow for the default branch. */
export const ofComment: Reader = (payload) => {
  const issue = at(payload, 'issue')
  const number = wholeAt(issue, 'number')
  // A comment of ours calls for no other.
  const isOurs = textAt(payload, 'comment', 'body')?.startsWith(COMMENT_START) === true
  if (number === undefined || !at(issue, 'pull_request') || isOurs) return {}
  const labels = listAt(issue, 'labels').flatMap((label) => textAt(label, 'name') ?? [])
  const state = textAt(issue, 'state') === 'closed' ? 'closed' : 'open'
  const author = textAt(issue, 'user', 'login') ?? ''
  return {
    pullRequest: mentioned(number, { state, labels, author }),
    remark: `a comment on pull request ${number} started this run: GitHub runs it for the latest commit of the default branch, so that commit is recorded and shown`,
  }
}

/** The run that this one follows was for a commit of its own; GITHUB_SHA is the default branch's. */
export const ofWorkflowRun: Reader = (payload, home) => {
  const run = at(payload, 'workflow_run')
  const sha = commitAt(run, 'head_sha')
  if (sha === undefined) return undefined
  const repository = at(run, 'head_repository')
  const name = textAt(repository, 'full_name')
  const ofPullRequest = textAt(run, 'event')?.startsWith('pull_request') ?? true
  // A run for anything but a pull request is always of this repository, also where its name is missing.
  const isFork = !isHome(repository, home) && (name !== undefined || ofPullRequest)
  const from = name ?? 'a repository that is gone'
  const [pull, ...others] = ofPullRequest ? listAt(run, 'pull_requests') : []
  const number = wholeAt(pull, 'number')
  const isOurs = others.length === 0 && number !== undefined && isBaseOf(at(pull, 'base', 'repo'), home)
  return {
    sha,
    ...(isOurs && { pullRequest: mentioned(number, { headSha: sha, headRepository: name, isFork }) }),
    ...(isFork && {
      untrusted: `the workflow run that triggered this one is for a commit from a fork (${from})`,
    }),
  }
}

/** The list of pull requests names repositories by id, URL and short name; those of other repositories are in it, too. */
function isBaseOf(repository: unknown, home: Home): boolean {
  const url = textAt(repository, 'url')?.toLowerCase() ?? ''
  return isHome(repository, home) || url.endsWith(`/repos/${home.name.toLowerCase()}`)
}

/**
 * What was checked; the run itself is for the default branch. "Pushes to a branch in a forked repository are not detected
 * and return an empty pull_requests array and a null value for head_branch", says GitHub's description of check suites.
 */
export function ofCheck(payload: unknown, kind: 'check_run' | 'check_suite'): EventSource {
  const suite = kind === 'check_run' ? at(payload, kind, 'check_suite') : at(payload, kind)
  const isNowhere = at(suite, 'head_branch') === null
  return {
    sha: commitAt(payload, kind, 'head_sha') ?? commitAt(suite, 'head_sha'),
    ...(isNowhere && { untrusted: `the check that started this run is for a commit ${onNoBranch}` }),
  }
}

export const ofStatus: Reader = (payload) => {
  const branches = at(payload, 'branches')
  const isNowhere = Array.isArray(branches) && branches.length === 0
  return {
    sha: commitAt(payload, 'sha') ?? commitAt(payload, 'commit', 'sha'),
    ...(isNowhere && { untrusted: `the status that started this run is for a commit ${onNoBranch}` }),
  }
}

const onNoBranch = 'that is on no branch of this repository, as with a fork'
