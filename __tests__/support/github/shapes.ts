import type { components } from '@octokit/openapi-types'

/** GitHub's answers, typed by its published description. */

type Schemas = components['schemas']

const api = 'https://api.github.com'

export function userOf(login: string): Schemas['simple-user'] {
  return {
    login,
    id: login.length,
    node_id: '',
    avatar_url: '',
    gravatar_id: '',
    url: `${api}/users/${encodeURIComponent(login)}`,
    html_url: `https://github.com/${login}`,
    followers_url: '',
    following_url: '',
    gists_url: '',
    starred_url: '',
    subscriptions_url: '',
    organizations_url: '',
    repos_url: '',
    events_url: '',
    received_events_url: '',
    type: login.endsWith('[bot]') ? 'Bot' : 'User',
    site_admin: false,
  }
}

/** A deployment as GitHub answers, made of what a request to create it says. */
export function deploymentOf(
  id: number,
  login: string,
  given: Readonly<Record<string, unknown>>,
): Schemas['deployment'] & { readonly id: number } {
  const ref = String(given['ref'] ?? given['sha'] ?? '')
  const at = new Date().toISOString()
  const environment = String(given['environment'] ?? 'production')
  return {
    id,
    url: `${api}/repos/acme/shop/deployments/${id}`,
    node_id: '',
    sha: String(given['sha'] ?? ref),
    ref,
    task: String(given['task'] ?? 'deploy'),
    payload: typeof given['payload'] === 'object' ? { ...given['payload'] } : '',
    original_environment: environment,
    environment,
    description: typeof given['description'] === 'string' ? given['description'] : null,
    creator: userOf(login),
    created_at: at,
    updated_at: at,
    statuses_url: `${api}/repos/acme/shop/deployments/${id}/statuses`,
    repository_url: `${api}/repos/acme/shop`,
    transient_environment: given['transient_environment'] === true,
    production_environment: given['production_environment'] === true,
  }
}

const states = ['error', 'failure', 'inactive', 'pending', 'success', 'queued', 'in_progress'] as const

/** Throws for a state that GitHub does not know. */
export function statusOf(
  id: number,
  login: string,
  given: Readonly<Record<string, unknown>>,
): Schemas['deployment-status'] {
  const state = states.find((one) => one === given['state'])
  if (state === undefined) throw new Error(`no such state: ${given['state']}`)
  const at = new Date().toISOString()
  const text = (name: string) => String(given[name] ?? '')
  return {
    id,
    url: '',
    node_id: '',
    state,
    creator: userOf(login),
    description: text('description'),
    environment: text('environment'),
    target_url: text('log_url'),
    log_url: text('log_url'),
    environment_url: text('environment_url'),
    created_at: at,
    updated_at: at,
    deployment_url: '',
    repository_url: '',
  }
}
