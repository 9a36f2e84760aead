import { createServer, type IncomingMessage } from 'node:http'
import type { components } from '@octokit/openapi-types'
import { answerQuery, failedQuery, type GraphqlFault } from './graphql.ts'
import { deploymentOf, statusOf, userOf } from './shapes.ts'

/** A local GitHub: the part of its REST API that a run reports to, in GitHub's published shapes, with its paging. */

type Schemas = components['schemas']
export type Comment = Pick<Schemas['issue-comment'], 'id' | 'body' | 'user' | 'created_at' | 'updated_at'>
export type Deployment = Schemas['deployment'] & { readonly id: number }
export type Status = Schemas['deployment-status']
export type PullRequest = Pick<Schemas['pull-request-simple'], 'number' | 'closed_at'> & {
  readonly merged_at?: string | null
  readonly state: 'open' | 'closed'
  readonly head: Pick<Schemas['pull-request-simple']['head'], 'sha'>
}
export type Comparison = Schemas['commit-comparison']['status']

export interface RecordedRequest {
  readonly method: string
  /** Below the API's root, with the query: `/repos/acme/shop/issues/7/comments?per_page=100`. */
  readonly path: string
  readonly body: Readonly<Record<string, unknown>>
  readonly authorization: string | undefined
}

/** What happens instead of an answer. */
export interface GitHubFault {
  readonly method?: string
  /** Found anywhere in the path. */
  readonly path?: RegExp
  /** How often, from the first matching request on; always unless given. */
  readonly times?: number
  readonly effect:
    | { readonly kind: 'status'; readonly status: number; readonly message?: string }
    | { readonly kind: 'limited' }
    | { readonly kind: 'hang' }
    | { readonly kind: 'reset' }
    /** Of whoever stands in between: any text, as JSON unless another type is given. */
    | { readonly kind: 'text'; readonly text: string; readonly status?: number; readonly type?: string }
    /** An error in an answer of GraphQL's, whose status is 200. */
    | { readonly kind: 'query'; readonly error: GraphqlFault }
}

export interface GitHubOptions {
  /** Whose token it is; `github-actions[bot]` unless given. */
  readonly viewer?: string
  /** The API's root below the host: `/api/v3` on Enterprise Server. */
  readonly root?: '' | '/api/v3'
  readonly faults?: readonly GitHubFault[]
  /** Hears of each request that hangs. */
  readonly onHang?: () => void
  /** Comments of the pull request 7, oldest first. */
  readonly comments?: readonly { readonly body: string; readonly login?: string }[]
  readonly deployments?: readonly Partial<Deployment>[]
  readonly pulls?: readonly PullRequest[]
  /** By `base...head`; others are 404. */
  readonly comparisons?: Readonly<Record<string, Comparison>>
}

export interface GitHubServer {
  /** For GITHUB_API_URL. */
  readonly apiUrl: string
  readonly requests: RecordedRequest[]
  /** May be added to and emptied while it runs. */
  readonly faults: GitHubFault[]
  /** By number of the issue or pull request, oldest first. */
  readonly comments: Map<number, Comment[]>
  /** Newest first, as GitHub lists them. */
  readonly deployments: Deployment[]
  /** By id of the deployment, newest first. */
  readonly statuses: Map<number, Status[]>
  readonly pulls: Map<number, PullRequest>
  readonly comparisons: Map<string, Comparison>
  /** Adds a status, as GitHub and other workflows do. */
  tell(deployment: number, status: Partial<Status>): void
  close(): Promise<void>
}

interface Answer {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export async function startGitHub(options: GitHubOptions = {}): Promise<GitHubServer> {
  const { viewer = 'github-actions[bot]', root = '' } = options
  const requests: RecordedRequest[] = []
  const faults = [...(options.faults ?? [])]
  const used = new Map<GitHubFault, number>()
  let lastId = 1000
  const nextId = () => {
    lastId += 10
    return lastId
  }
  const now = () => new Date().toISOString()
  const comment = (body: string, login: string): Comment => {
    return { id: nextId(), body, user: userOf(login), created_at: now(), updated_at: now() }
  }
  const comments = new Map([
    [7, (options.comments ?? []).map(({ body, login }) => comment(body, login ?? viewer))],
  ])
  const deployments = (options.deployments ?? []).map((given) => deploymentOf(nextId(), viewer, given))
  const statuses = new Map<number, Status[]>()
  const pulls = new Map((options.pulls ?? []).map((pull) => [pull.number, pull]))
  const comparisons = new Map(Object.entries(options.comparisons ?? {}))

  const tell = (deployment: number, given: Readonly<Record<string, unknown>>): Status => {
    const made = statusOf(nextId(), viewer, given)
    statuses.set(deployment, [made, ...(statuses.get(deployment) ?? [])])
    return made
  }

  const answerTo = ({ method, path, body }: RecordedRequest): Answer => {
    const { pathname, searchParams } = new URL(path, 'http://github.test')
    const place = /^\/repos\/[^/]+\/[^/]+(\/.*)$/.exec(pathname)?.[1] ?? pathname
    const numbers = [...place.matchAll(/\/(\d+)(?=\/|$)/g)].map(([, text]) => Number(text))
    const [number = 0] = numbers
    const page = (all: readonly unknown[]) => pageOf(all, { path, searchParams })
    switch (`${method} ${place.replaceAll(/\/\d+(?=\/|$)/g, '/N').replace(/(\/compare\/).*/, '$1N')}`) {
      case 'GET /issues/N/comments':
        return page(comments.get(number) ?? [])
      case 'POST /issues/N/comments': {
        const fault = bodyFault(body['body'])
        if (fault) return fault
        const made = comment(String(body['body']), viewer)
        comments.set(number, [...(comments.get(number) ?? []), made])
        return { status: 201, body: made }
      }
      case 'GET /issues/comments/N': {
        const found = [...comments.values()].flat().find(({ id }) => id === number)
        return found ? { status: 200, body: found } : notFound
      }
      case 'PATCH /issues/comments/N': {
        const found = [...comments.values()].flat().find(({ id }) => id === number)
        if (!found) return notFound
        const fault = bodyFault(body['body'])
        if (fault) return fault
        return { status: 200, body: Object.assign(found, { body: String(body['body']), updated_at: now() }) }
      }
      case 'DELETE /issues/comments/N': {
        for (const [issue, all] of comments)
          comments.set(
            issue,
            all.filter(({ id }) => id !== number),
          )
        return { status: 204, body: undefined }
      }
      case 'GET /deployments': {
        const isWanted = (deployment: Deployment) =>
          (['environment', 'sha', 'ref', 'task'] as const).every(
            (key) => !searchParams.has(key) || searchParams.get(key) === deployment[key],
          )
        return page(deployments.filter(isWanted))
      }
      case 'POST /deployments': {
        const made = deploymentOf(nextId(), viewer, body)
        deployments.unshift(made)
        return { status: 201, body: made }
      }
      case 'GET /deployments/N': {
        const found = deployments.find(({ id }) => id === number)
        return found ? { status: 200, body: found } : notFound
      }
      case 'GET /deployments/N/statuses':
        return page(statuses.get(number) ?? [])
      case 'POST /deployments/N/statuses': {
        if (!deployments.some(({ id }) => id === number)) return notFound
        if (String(body['description'] ?? '').length > 140) return invalid('description is too long')
        return { status: 201, body: tell(number, body) }
      }
      case 'GET /pulls':
        return page(
          [...pulls.values()].filter(({ state }) => state === (searchParams.get('state') ?? 'open')),
        )
      case 'GET /pulls/N': {
        const found = pulls.get(number)
        return found ? { status: 200, body: found } : notFound
      }
      case 'GET /compare/N': {
        const status = comparisons.get(decodeURIComponent(place.replace('/compare/', '')))
        return status ? { status: 200, body: { status } } : notFound
      }
      case 'POST /graphql':
      case 'POST /api/graphql':
        return { status: 200, body: answerQuery(body, { viewer, pulls }) }
      default:
        return notFound
    }
  }

  const faultFor = (method: string, path: string): GitHubFault['effect'] | undefined => {
    const fault = faults.find(
      (one) =>
        (one.method ?? method) === method &&
        (one.path ?? /./).test(path) &&
        (used.get(one) ?? 0) < (one.times ?? Number.POSITIVE_INFINITY),
    )
    if (fault) used.set(fault, (used.get(fault) ?? 0) + 1)
    return fault?.effect
  }

  const server = createServer(async (message, response) => {
    const path = (message.url ?? '').replace(root === '' ? /^/ : new RegExp(`^${root}(?=/)`), '')
    const { method = 'GET', headers } = message
    const request = { method, path, body: await readBody(message), authorization: headers.authorization }
    requests.push(request)
    const effect = faultFor(method, path)
    if (effect?.kind === 'hang') return options.onHang?.()
    if (effect?.kind === 'reset') return void message.socket.destroy()
    const isElsewhere = !(message.url ?? '').startsWith(`${root}/`) && path !== '/api/graphql'
    const answer = effect ? faulty(effect) : isElsewhere ? notFound : answerTo(request)
    response.writeHead(answer.status, {
      'content-type': 'application/json; charset=utf-8',
      ...answer.headers,
    })
    response.end(effect?.kind === 'text' ? effect.text : JSON.stringify(answer.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const host = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`

  const pageOf = (
    all: readonly unknown[],
    { path, searchParams }: { path: string; searchParams: URLSearchParams },
  ): Answer => {
    const size = Math.min(100, Number(searchParams.get('per_page') ?? 30))
    const current = Number(searchParams.get('page') ?? 1)
    const last = Math.max(1, Math.ceil(all.length / size))
    const linkTo = (page: number, rel: string) => {
      const url = new URL(`${root}${path}`, host)
      url.searchParams.set('page', String(page))
      return `<${url}>; rel="${rel}"`
    }
    const links = [
      ...(current < last ? [linkTo(current + 1, 'next'), linkTo(last, 'last')] : []),
      ...(current > 1 ? [linkTo(current - 1, 'prev'), linkTo(1, 'first')] : []),
    ]
    return {
      status: 200,
      body: all.slice((current - 1) * size, current * size),
      headers: links.length > 0 ? { link: links.join(', ') } : {},
    }
  }

  return {
    apiUrl: `${host}${root}`,
    requests,
    faults,
    comments,
    deployments,
    statuses,
    pulls,
    comparisons,
    tell,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function readBody(message: IncomingMessage): Promise<Record<string, unknown>> {
  let text = ''
  for await (const part of message.setEncoding('utf8')) text += part
  return text === '' ? {} : JSON.parse(text)
}

const documentation = 'https://docs.github.com/rest'
const notFound: Answer = {
  status: 404,
  body: { message: 'Not Found', documentation_url: documentation, status: '404' },
}
function invalid(what: string): Answer {
  return {
    status: 422,
    body: { message: `Validation Failed: ${what}`, documentation_url: documentation, status: '422' },
  }
}

function bodyFault(body: unknown): Answer | undefined {
  return typeof body !== 'string' || body === '' || body.length > 65_536
    ? invalid('body is too long (maximum is 65536 characters)')
    : undefined
}

function faulty(effect: Exclude<GitHubFault['effect'], { kind: 'hang' | 'reset' }>): Answer {
  if (effect.kind === 'text') {
    const { status = 200, type = 'application/json; charset=utf-8' } = effect
    return { status, body: undefined, headers: { 'content-type': type } }
  }
  if (effect.kind === 'query') return { status: 200, body: failedQuery(effect.error) }
  if (effect.kind === 'limited') {
    const message =
      'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'
    return {
      status: 403,
      body: { message, documentation_url: documentation },
      headers: { 'retry-after': '60' },
    }
  }
  const { status, message = status === 403 ? 'Resource not accessible by integration' : 'Server Error' } =
    effect
  return { status, body: { message, documentation_url: documentation, status: String(status) } }
}
