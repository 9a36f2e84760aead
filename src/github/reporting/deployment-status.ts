import { MARK } from '../../product.ts'
import { at, textAt, wholeAt } from '../../text/json.ts'
import type { Result } from '../../verdict/results.ts'
import type { Api, ApiOperation, Octokit } from '../api/api.ts'
import { listOf, textOf } from '../api/responses.ts'

/** The states of a deployment at GitHub that a run sets. */
export type DeploymentState = 'queued' | 'in_progress' | 'success' | 'failure' | 'error' | 'inactive'

/** How the end of a run is reported: `failure` if the deployment failed, `error` if it could not be made or observed. */
export const deploymentStates: Readonly<Record<Result, DeploymentState>> = {
  success: 'success',
  unchanged: 'success',
  planned: 'inactive',
  started: 'in_progress',
  deleted: 'inactive',
  reported: 'inactive',
  'failed-kept-previous': 'failure',
  'failed-nothing-serving': 'failure',
  'not-verified': 'failure',
  'rolled-back': 'failure',
  superseded: 'inactive',
  'timed-out': 'error',
  unknown: 'error',
  refused: 'error',
  'invalid-input': 'error',
  cancelled: 'error',
  internal: 'error',
}

/** GitHub takes 140 characters. */
export function clipDescription(text: string): string {
  return text.length > 140 ? `${text.slice(0, 139)}…` : text
}

const closing: ApiOperation = {
  what: 'close the older deployments of the environment',
  permission: 'deployments: write',
}

/** How many older deployments of an environment are read: usually all but the last are inactive. */
const OLDER_RECORDS = 20

const older = ['success', 'queued', 'in_progress', 'pending']

/**
 * Sets the older deployments of an environment inactive, but for those of another service that shares it. GitHub's `auto_inactive` leaves out those of production
 * environments, transient ones, and all that never came to success.
 */
export async function deactivateOlder(
  api: Api,
  {
    environment,
    subject,
    newest,
    because,
  }: { environment: string; subject: string; newest: number | undefined; because: string },
): Promise<void> {
  const records = await api.call(closing, async (octokit, repository) => {
    const asked = { ...repository, environment, per_page: OLDER_RECORDS + 1 }
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/deployments', asked)
    return listOf(data, 'the deployments')
      .filter((one) => (deploymentSubject(at(one, 'payload')) ?? subject) === subject)
      .flatMap((one) => wholeAt(one, 'id') ?? [])
      .filter((id) => newest === undefined || id < newest)
  })
  await Promise.all((records ?? []).map((id) => deactivate(api, { id, because })))
}

/** What a deployment of ours is about; `undefined` for those of others. */
export function deploymentSubject(payload: unknown): string | undefined {
  return textAt(payload, MARK)
}

/** The newest status of a deployment; `undefined` if it has none yet. */
export async function newestStatus(
  octokit: Octokit,
  repository: { owner: string; repo: string },
  deployment: number,
): Promise<unknown> {
  const asked = { ...repository, deployment_id: deployment, per_page: 1 }
  const { data } = await octokit.request(
    'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
    asked,
  )
  const [newest] = listOf(data, 'the statuses of a deployment')
  if (newest !== undefined) textOf(newest, 'a status of a deployment', 'state')
  return newest
}

/** Sets a deployment inactive if it is not at an end. Also for a run that was cut off before it could do so. */
export async function deactivate(
  api: Api,
  { id, state = 'inactive', because }: { id: number; state?: DeploymentState; because: string },
): Promise<void> {
  await api.call(closing, async (octokit, repository) => {
    const now = textAt(await newestStatus(octokit, repository, id), 'state')
    const isAtEnd = now !== undefined && !older.includes(now)
    // A success becomes inactive in the end, but no error any more.
    if (isAtEnd || (now === 'success' && state !== 'inactive')) return
    await octokit.request('POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses', {
      ...repository,
      deployment_id: id,
      state,
      description: clipDescription(because),
      auto_inactive: false,
    })
  })
}
