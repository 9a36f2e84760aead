import type { Origin } from '../engine/page.ts'

/** The pull request that an event is about. */
export interface PullRequest {
  readonly number: number
  /** What happened to it: `opened`, `synchronize`, `reopened`, `labeled`, `closed` and so on. */
  readonly action: string
  readonly state: 'open' | 'closed'
  readonly headSha: string
  /** `owner/name`; `undefined` if the repository that the branch was in is gone. */
  readonly headRepository: string | undefined
  /** The branch is in another repository: whoever owns that one wrote the code. */
  readonly isFork: boolean
  readonly labels: readonly string[]
  /** The label that was just put on or taken off. */
  readonly changedLabel: string | undefined
  readonly author: string
}

/** Why a run takes place: where, for which commit, and what set it off. */
export interface Occasion {
  readonly repository: { readonly owner: string; readonly repo: string }
  /** Of a pull request the head's commit, not the merge commit that the job may have checked out. */
  readonly sha: string
  /** Every commit that GitHub may have noted this run down for: of a pull request, the merge commit as well. */
  readonly commits: readonly string[]
  /** In full, such as `refs/heads/feature/x` or `refs/pull/7/merge`. */
  readonly ref: string
  /** Ids rise with time; a re-run keeps the id and has a higher attempt. */
  readonly run: { readonly id: number; readonly attempt: number; readonly url: string }
  /** Page of the commit. */
  readonly commitUrl: string
  readonly actor: string
  /** The key of the job in its workflow. */
  readonly job: string
  /** Such as `push` or `pull_request`. */
  readonly event: string
  /** `undefined` for any other event, and if the file that tells about the event cannot be read: see `problem`. */
  readonly pullRequest: PullRequest | undefined
  /** Why the pull request of a pull-request event is not known. */
  readonly problem: string | undefined
}

/**
 * Reads what the runner tells about a run: its variables, and the file with the event's payload.
 * `undefined` outside of GitHub Actions.
 * Sources: https://docs.github.com/en/actions/reference/workflows-and-actions/variables and
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request
 */
export const occasionOf = (
  environment: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): Occasion | undefined => {
  const text = (name: string) => environment[`GITHUB_${name}`] ?? ''
  const [owner = '', repo = ''] = text('REPOSITORY').split('/')
  const id = Number(text('RUN_ID'))
  if (owner === '' || repo === '' || text('SHA') === '' || !(id > 0)) return undefined
  const attempt = Number(text('RUN_ATTEMPT')) || 1
  const event = text('EVENT_NAME')
  const told = event.startsWith('pull_request')
    ? readPullRequest(text('EVENT_PATH'), { repository: `${owner}/${repo}`, readFile })
    : {}
  const sha = told.pullRequest?.headSha ?? text('SHA')
  const home = `${text('SERVER_URL') || 'https://github.com'}/${owner}/${repo}`
  return {
    repository: { owner, repo },
    sha,
    commits: [...new Set([sha, text('SHA')])],
    ref: text('REF'),
    run: { id, attempt, url: `${home}/actions/runs/${id}${attempt > 1 ? `/attempts/${attempt}` : ''}` },
    commitUrl: `${home}/commit/${sha}`,
    actor: text('ACTOR'),
    job: text('JOB'),
    event,
    pullRequest: told.pullRequest,
    problem: told.problem,
  }
}

/** The links that a page about the run shows. */
export const originOf = ({ sha, commitUrl, run, job }: Occasion): Origin => ({
  commit: { text: sha.slice(0, 7), url: commitUrl },
  run: { text: `Log of ${job || 'the job'}`, url: run.url },
})

const readPullRequest = (
  path: string,
  { repository, readFile }: { repository: string; readFile: (path: string) => string },
): { pullRequest?: PullRequest; problem?: string } => {
  if (path === '') return { problem: 'GITHUB_EVENT_PATH, the file that tells about the event, is not set' }
  try {
    const payload: unknown = JSON.parse(readFile(path))
    const pullRequest = pullRequestOf(payload, repository)
    return pullRequest ? { pullRequest } : { problem: `no pull request in ${path}` }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { problem: `the file that tells about the event cannot be read: ${why}` }
  }
}

const pullRequestOf = (payload: unknown, repository: string): PullRequest | undefined => {
  const number = at(payload, 'pull_request', 'number')
  const headSha = at(payload, 'pull_request', 'head', 'sha')
  if (typeof number !== 'number' || typeof headSha !== 'string') return undefined
  const headRepository = textAt(payload, 'pull_request', 'head', 'repo', 'full_name')
  const labels = at(payload, 'pull_request', 'labels')
  return {
    number,
    action: textAt(payload, 'action') ?? '',
    state: at(payload, 'pull_request', 'state') === 'closed' ? 'closed' : 'open',
    headSha,
    headRepository,
    isFork: headRepository?.toLowerCase() !== repository.toLowerCase(),
    labels: (Array.isArray(labels) ? labels : []).flatMap((label) => textAt(label, 'name') ?? []),
    changedLabel: textAt(payload, 'label', 'name'),
    author: textAt(payload, 'pull_request', 'user', 'login') ?? '',
  }
}

const at = (value: unknown, ...path: readonly string[]): unknown => {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (typeof value !== 'object' || value === null) return undefined
  return at(Object.entries(value).find(([name]) => name === key)?.[1], ...rest)
}

const textAt = (value: unknown, ...path: readonly string[]): string | undefined => {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : undefined
}
