import { MARK } from '../../product.ts'
import type { RunReporter } from '../../rollout/contract/reporter.ts'
import type { Verdict } from '../../rollout/contract/verdict.ts'
import { countChanges } from '../../rollout/plan-text.ts'
import type { Log } from '../../runtime/log.ts'
import type { Api, ApiOperation } from '../api/api.ts'
import { idOf } from '../api/responses.ts'
import type { RunContext } from '../run-context.ts'
import {
  clipDescription,
  type DeploymentState,
  deactivateOlder,
  deploymentStates,
} from './deployment-status.ts'
import { findJobEnvironment } from './job-environment.ts'
import type { SavePending } from './pending.ts'
import { createSerialQueue } from './serial-queue.ts'

const permission = 'deployments: write'
const recording: ApiOperation = { what: 'record the deployment on GitHub', permission }
const statusOperation: ApiOperation = { what: "update the deployment's state on GitHub", permission }

/**
 * One GitHub deployment per run: created before the first write, with a status for every state until the end.
 * https://docs.github.com/en/rest/deployments/deployments and /statuses
 */
export function githubDeployment(options: {
  readonly api: Api
  readonly context: RunContext
  readonly mode: string
  readonly log: Log
  readonly leave: SavePending
  readonly environment: string
  /** The name was written, not taken from the service. */
  readonly isNamed: boolean
  readonly isTransient: boolean
}): RunReporter {
  const { api, context, mode, log, leave, environment, isNamed, isTransient } = options
  const queue = createSerialQueue()
  let id: number | undefined

  /** A job with its own `environment:` has a deployment already; a second one would be noise. */
  const isDoubled = async (): Promise<boolean> => {
    const ofJob = await findJobEnvironment(api, context)
    if (ofJob === undefined || (isNamed && ofJob !== environment)) return false
    log.notice(
      `no GitHub deployment was recorded: GitHub records one itself because the job has "environment: ${ofJob}"; its url can be \${{ steps.<id>.outputs.url }}`,
    )
    return true
  }

  const create = (subject: string) =>
    api.call(recording, async (octokit, repository) => {
      const { data } = await octokit.request('POST /repos/{owner}/{repo}/deployments', {
        ...repository,
        ref: context.sha,
        task: mode,
        environment,
        auto_merge: false,
        required_contexts: [],
        production_environment: isProduction(environment, context),
        transient_environment: isTransient,
        payload: { [MARK]: subject, run: context.run.id, attempt: context.run.attempt },
      })
      return idOf(data, 'a deployment')
    })

  const tell = (deployment: number, state: DeploymentState, description: string, url = '') =>
    api.call(statusOperation, (octokit, repository) =>
      octokit.request('POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses', {
        ...repository,
        deployment_id: deployment,
        state,
        description: clipDescription(description),
        log_url: context.run.url,
        // GitHub would do so for some of them only: see closeOlder.
        auto_inactive: false,
        ...(/^https?:\/\//.test(url) && { environment_url: url }),
      }),
    )

  return {
    starts: async ({ subject, changes, titleNote }) => {
      if (mode === 'delete' || (await isDoubled())) return
      const created = await create(subject)
      if (created === undefined) return
      id = created
      leave({ deployment: created })
      const plan = [countChanges(changes), titleNote].filter((part) => part !== '').join(', ')
      queue.add(() => tell(created, 'queued', plan))
    },
    accepted: (sentence) => {
      const created = id
      if (created !== undefined) queue.add(() => tell(created, 'in_progress', sentence))
    },
    ends: async ({ subject, verdict, summary: facts }) => {
      await queue.done()
      const state = deploymentStates[verdict.result]
      if (id !== undefined) await tell(id, state, verdict.reason, facts.outputs['url'])
      if (isOver(verdict) || (id !== undefined && state === 'success')) {
        await deactivateOlder(api, { environment, subject, newest: id, because: verdict.reason })
      }
      return id === undefined ? {} : { 'github-deployment-id': String(id) }
    },
  }
}

/** The deployed service does not exist any more. */
function isOver({ result, reasonCode }: Verdict): boolean {
  return result === 'deleted' || reasonCode === 'already-deleted'
}

/** Whether it is a production environment: not a preview's, and not one that is named after a test stage. */
function isProduction(environment: string, { pullRequest }: RunContext): boolean {
  return (
    pullRequest?.headSha === undefined &&
    !/(?:^|[^a-z])(?:dev|development|test|testing|qa|stage|staging|preview|review|sandbox|demo)(?:$|[^a-z])/i.test(
      environment,
    )
  )
}
