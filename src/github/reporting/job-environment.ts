import { at, textAt, wholeAt } from '../../text/json.ts'
import type { Api } from '../api/api.ts'
import { listOf } from '../api/responses.ts'
import type { RunContext } from '../run-context.ts'
import { deploymentSubject, newestStatus } from './deployment-status.ts'

/** How many of the commit's newest deployments are read: a workflow has a handful. */
const NEWEST = 10

/**
 * The environment that this run's jobs deploy to by their own `environment:`, if any is in progress. The runner does not
 * tell an action; but GitHub records a deployment for such a job, whose states link to it, as …/actions/runs/1/job/2.
 * Which job of a run it is cannot be told without `actions: read`, so another job's counts as well.
 */
export function findJobEnvironment(api: Api, { run, commits }: RunContext): Promise<string | undefined> {
  return api.call(
    { what: 'look for the environment of the job', permission: 'deployments: write' },
    async (octokit, repository) => {
      const found = await Promise.all(
        commits.map((sha) =>
          octokit.request('GET /repos/{owner}/{repo}/deployments', { ...repository, sha, per_page: NEWEST }),
        ),
      )
      for (const one of found.flatMap(({ data }) => listOf(data, 'the deployments'))) {
        const id = wholeAt(one, 'id')
        if (id === undefined || deploymentSubject(at(one, 'payload')) !== undefined) continue
        const newest = await newestStatus(octokit, repository, id)
        const link = textAt(newest, 'log_url') || textAt(newest, 'target_url') || ''
        const isInProgress = textAt(newest, 'state') === 'in_progress'
        if (isInProgress && link.includes(`/actions/runs/${run.id}/job/`)) return textAt(one, 'environment')
      }
      return undefined
    },
  )
}
