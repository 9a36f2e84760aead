import type { Result } from '../engine/verdict.ts'
import type { Api, Errand } from './api.ts'

/** The states of a deployment at GitHub that a run sets. */
export type RecordState = 'queued' | 'in_progress' | 'success' | 'failure' | 'error' | 'inactive'

/** How a run's end is told: `failure` is the deployment's, `error` means that it could not be seen or made. */
export const stateOf: Readonly<Record<Result, RecordState>> = {
  success: 'success',
  unchanged: 'success',
  planned: 'inactive',
  started: 'in_progress',
  deleted: 'inactive',
  reported: 'inactive',
  'failed-kept-previous': 'failure',
  'failed-nothing-serving': 'failure',
  'rolled-back': 'failure',
  superseded: 'inactive',
  'timed-out': 'error',
  'could-not-look': 'error',
  refused: 'error',
  'invalid-input': 'error',
  cancelled: 'error',
  internal: 'error',
}

/** GitHub takes 140 characters. */
export const clipped = (text: string): string => (text.length > 140 ? `${text.slice(0, 139)}…` : text)

const closing: Errand = {
  what: 'close the older deployments of the environment',
  permission: 'deployments: write',
}

/** How many older records of an environment are looked at: all but the last are closed already, as a rule. */
const OLDER_RECORDS = 20

const older = ['success', 'queued', 'in_progress', 'pending']

/**
 * Sets the older deployments of an environment inactive, but for those of another service that shares it. GitHub's `auto_inactive` leaves out those of production
 * environments, transient ones, and all that never came to success.
 */
export const closeOlder = async (
  api: Api,
  {
    environment,
    subject,
    newest,
    because,
  }: { environment: string; subject: string; newest: number | undefined; because: string },
): Promise<void> => {
  const records = await api.ask(closing, async (octokit, repository) => {
    const { data } = await octokit.rest.repos.listDeployments({
      ...repository,
      environment,
      per_page: OLDER_RECORDS + 1,
    })
    return data
      .filter(({ payload }) => (subjectOf(payload) ?? subject) === subject)
      .map(({ id }) => Number(id))
      .filter((id) => newest === undefined || id < newest)
  })
  await Promise.all((records ?? []).map((id) => closeRecord(api, { id, because })))
}

/** What a deployment of ours is about; `undefined` for those of others. */
export const subjectOf = (payload: unknown): string | undefined =>
  typeof payload === 'object' &&
  payload !== null &&
  'lightsail-deploy' in payload &&
  typeof payload['lightsail-deploy'] === 'string'
    ? payload['lightsail-deploy']
    : undefined

/** Sets a deployment inactive if it is not at an end. Also for a run that was cut off before it could do so. */
export const closeRecord = async (
  api: Api,
  { id, state = 'inactive', because }: { id: number; state?: RecordState; because: string },
): Promise<void> => {
  await api.ask(closing, async (octokit, repository) => {
    const { data } = await octokit.rest.repos.listDeploymentStatuses({
      ...repository,
      deployment_id: id,
      per_page: 1,
    })
    const isAtEnd = data[0] && !older.includes(data[0].state)
    // A success becomes inactive in the end, but no error any more.
    if (isAtEnd || (data[0]?.state === 'success' && state !== 'inactive')) return
    await octokit.rest.repos.createDeploymentStatus({
      ...repository,
      deployment_id: id,
      state,
      description: clipped(because),
      auto_inactive: false,
    })
  })
}
