import type { Given } from '../../in-process/action.ts'
import type { GitHubServer } from './server.ts'

/** What GitHub tells a run about itself: variables, and the file with the event. Runs of acme/shop. */

export const head = 'a'.repeat(40)
export const merge = 'e'.repeat(40)

export interface RunFacts {
  readonly run?: number
  readonly attempt?: number
  readonly sha?: string
  readonly event?: string
  readonly action?: string
  readonly labels?: readonly string[]
  /** The label that the event is about. */
  readonly label?: string
  /** `owner/name` of the repository that the branch is in. */
  readonly from?: string
  readonly state?: 'open' | 'closed'
  readonly number?: number
  /** In place of GitHub's; for tests without a server. */
  readonly env?: Readonly<Record<string, string>>
}

type Told = Pick<Given, 'env' | 'files'>

function common({ apiUrl }: Pick<GitHubServer, 'apiUrl'>, { run = 42, attempt = 1 }: RunFacts) {
  return {
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: apiUrl,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_REPOSITORY_ID: '4242',
    GITHUB_RUN_ID: String(run),
    GITHUB_RUN_ATTEMPT: String(attempt),
    GITHUB_ACTOR: 'octocat',
    GITHUB_JOB: 'deploy',
    'INPUT_GITHUB-TOKEN': 'ghs_token-of-the-job',
  }
}

export function pushRun(server: Pick<GitHubServer, 'apiUrl'>, facts: RunFacts = {}): Told {
  return {
    env: {
      ...common(server, facts),
      GITHUB_EVENT_NAME: facts.event ?? 'push',
      GITHUB_SHA: facts.sha ?? head,
      GITHUB_REF: 'refs/heads/feature/x',
      ...facts.env,
    },
  }
}

/** A run that follows the one that the payload tells of. */
export function eventRun(
  server: Pick<GitHubServer, 'apiUrl'>,
  event: string,
  payload: unknown,
  facts: RunFacts = {},
): Told {
  return {
    env: { ...pushRun(server, { sha: merge, ...facts, event }).env, GITHUB_EVENT_PATH: 'event.json' },
    files: { 'event.json': JSON.stringify(payload) },
  }
}

/** The payload of `workflow_run`; of a pull request from `from` if `number` is given. */
export function workflowRunPayload({
  sha = head,
  from = 'acme/shop',
  number,
}: {
  sha?: string
  from?: string | null
  number?: number
} = {}) {
  return {
    action: 'completed',
    workflow_run: {
      id: 41,
      event: number === undefined ? 'push' : 'pull_request',
      conclusion: 'success',
      head_sha: sha,
      head_branch: 'main',
      head_repository: from === null ? null : { id: from === 'acme/shop' ? 4242 : 7, full_name: from },
      // Empty for forks.
      pull_requests:
        number !== undefined && from === 'acme/shop'
          ? [
              {
                number,
                head: { sha, ref: 'feature/x', repo: { id: 4242, name: 'shop' } },
                base: { ref: 'main', repo: { id: 4242, name: 'shop' } },
              },
            ]
          : [],
    },
  }
}

export function pullRequestRun(server: Pick<GitHubServer, 'apiUrl'>, facts: RunFacts = {}): Told {
  const { sha = head, number = 7, event = 'pull_request', action = 'synchronize' } = facts
  const payload = {
    action,
    number,
    ...(facts.label !== undefined && { label: { name: facts.label } }),
    pull_request: {
      number,
      state: facts.state ?? (action === 'closed' ? 'closed' : 'open'),
      user: { login: 'octocat' },
      labels: (facts.labels ?? []).map((name) => ({ name })),
      head: { sha, ref: 'feature/x', repo: { full_name: facts.from ?? 'acme/shop' } },
      base: { sha: 'b'.repeat(40), ref: 'main', repo: { full_name: 'acme/shop' } },
    },
  }
  return {
    env: {
      ...common(server, facts),
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: 'event.json',
      GITHUB_SHA: merge,
      GITHUB_REF: `refs/pull/${number}/merge`,
      ...facts.env,
    },
    files: { 'event.json': JSON.stringify(payload) },
  }
}
