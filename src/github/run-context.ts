import type { RunLinks } from '../report/summary-page.ts'
import type { EventSource } from './event-readers.ts'
import { type ReadEvent, readEventSource } from './event-source.ts'

/** The run: repository, commit, and the event that started it. */
export interface RunContext {
  readonly repository: { readonly owner: string; readonly repo: string }
  /** Digits; it stays when the repository is renamed or transferred. `undefined` if the runner does not tell it. */
  readonly repositoryId: string | undefined
  /**
   * What the run is for: of a pull request the head's commit, not the merge commit that the job may have checked out; of a
   * run that follows another one (`workflow_run`) that one's.
   */
  readonly sha: string
  /** Commits that GitHub may attribute this run to: the head, and for a pull request also the merge commit (GITHUB_SHA). */
  readonly commits: readonly string[]
  /** In full, such as `refs/heads/feature/x` or `refs/pull/7/merge`. */
  readonly ref: string
  /** Ids rise with time; a re-run keeps the id and has a higher attempt. */
  readonly run: { readonly id: number; readonly attempt: number; readonly url: string }
  /** Of GitHub's REST API: github.com's, or an Enterprise Server's. */
  readonly apiUrl: string
  /** Page of the commit. */
  readonly commitUrl: string
  readonly actor: string
  /** The key of the job in its workflow. */
  readonly job: string
  /** Such as `push` or `pull_request`. */
  readonly event: string
  /** `undefined` for an event that is about none, and if the file that tells about the event cannot be read: see `problem`. */
  readonly pullRequest: EventSource['pullRequest']
  readonly untrusted: EventSource['untrusted']
  readonly remark: EventSource['remark']
  readonly problem: EventSource['problem']
  /** GitHub gives runs of this actor no Actions secrets, and no id-token or only on request. */
  readonly lacksSecrets: 'fork' | 'dependabot' | undefined
}

/**
 * Reads the run from the runner's variables and the file with the event's payload.
 * `undefined` outside of GitHub Actions.
 * Source: https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 */
export async function readRunContext(
  environment: Readonly<Record<string, string | undefined>>,
  readEvent: ReadEvent,
): Promise<RunContext | undefined> {
  const text = (name: string) => environment[`GITHUB_${name}`] ?? ''
  const [owner = '', repo = ''] = text('REPOSITORY').split('/')
  const id = Number(text('RUN_ID'))
  if (owner === '' || repo === '' || text('SHA') === '' || !(id > 0)) return undefined
  const attempt = Number(text('RUN_ATTEMPT')) || 1
  const event = text('EVENT_NAME')
  const repositoryId = /^\d+$/.test(text('REPOSITORY_ID')) ? text('REPOSITORY_ID') : undefined
  const { pullRequest, problem, untrusted, remark, ...told } = await readEventSource(event, {
    path: text('EVENT_PATH'),
    readEvent,
    home: { name: `${owner}/${repo}`, id: repositoryId },
  })
  const sha = told.sha ?? text('SHA')
  const home = `${text('SERVER_URL') || 'https://github.com'}/${owner}/${repo}`
  return {
    repository: { owner, repo },
    repositoryId,
    sha,
    commits: [...new Set([sha, text('SHA')])],
    ref: text('REF'),
    run: { id, attempt, url: `${home}/actions/runs/${id}${attempt > 1 ? `/attempts/${attempt}` : ''}` },
    apiUrl: text('API_URL') || 'https://api.github.com',
    commitUrl: `${home}/commit/${sha}`,
    actor: text('ACTOR'),
    job: text('JOB'),
    event,
    pullRequest,
    untrusted,
    remark,
    problem,
    lacksSecrets: secretless(event, { actor: text('ACTOR'), isFork: pullRequest?.isFork === true }),
  }
}

const ofHead: readonly string[] = ['pull_request', 'pull_request_review', 'pull_request_review_comment']
const ofDependabot: readonly string[] = [...ofHead, 'push', 'create', 'deployment', 'deployment_status']

/**
 * https://docs.github.com/en/code-security/dependabot/troubleshooting-dependabot/troubleshooting-dependabot-on-github-actions:
 * a re-run by somebody else has the same actor, and the same restrictions.
 */
function secretless(
  event: string,
  { actor, isFork }: { actor: string; isFork: boolean },
): RunContext['lacksSecrets'] {
  if (isFork && ofHead.includes(event)) return 'fork'
  return actor === 'dependabot[bot]' && ofDependabot.includes(event) ? 'dependabot' : undefined
}

/** What may be behind blank inputs; `undefined` for a run that has the secrets of its repository. */
export function secretsNotice({ lacksSecrets, event }: RunContext): string | undefined {
  if (lacksSecrets === undefined) return undefined
  return lacksSecrets === 'fork'
    ? `this run is for a pull request from a fork, and on ${event} GitHub gives it no secrets: inputs that come from secrets are blank`
    : `Dependabot started this run, and on ${event} GitHub gives it only the Dependabot secrets: inputs that come from other secrets are blank`
}

/** The links that a page about the run shows. */
export function runLinks({ sha, commitUrl, run }: RunContext): RunLinks {
  return {
    commit: { text: sha.slice(0, 7), url: commitUrl },
    run: { text: 'Job log', url: run.url },
  }
}
