import type { Api } from './api.ts'
import { subjectOf } from './deployment-status.ts'
import type { Occasion } from './occasion.ts'

/** How many of the commit's newest deployments are looked at: a workflow has a handful. */
const NEWEST = 10

/**
 * The environment that this run's jobs deploy to by their own `environment:`, if any is in progress. The runner does not
 * tell an action; but GitHub records a deployment for such a job, whose states link to it, as …/actions/runs/1/job/2.
 * Which job of a run it is cannot be told without `actions: read`, so another job's counts as well.
 */
export const environmentOfJob = (api: Api, { run, commits }: Occasion): Promise<string | undefined> =>
  api.ask(
    { what: 'look for the environment of the job', permission: 'deployments: write' },
    async (octokit, repository) => {
      const found = await Promise.all(
        commits.map((sha) => octokit.rest.repos.listDeployments({ ...repository, sha, per_page: NEWEST })),
      )
      for (const { id, environment, payload } of found.flatMap(({ data }) => data)) {
        if (subjectOf(payload) !== undefined) continue
        const { data } = await octokit.rest.repos.listDeploymentStatuses({
          ...repository,
          deployment_id: Number(id),
          per_page: 1,
        })
        const [newest] = data
        const link = newest?.log_url || newest?.target_url || ''
        if (newest?.state === 'in_progress' && link.includes(`/actions/runs/${run.id}/job/`))
          return environment
      }
      return undefined
    },
  )
