import { type Clock, systemClock } from '../runtime/clock.ts'
import { parseUrl } from '../text/url.ts'
import { exchange, isStale } from './exchange.ts'
import { type HttpClient, type HttpRequest, NetworkError } from './http.ts'
import { createRoutes } from './routes.ts'

/**
 * Asks over connections that are kept open, through the proxies that `environment` names (docs/network.md). Loads
 * `node:https`, and what proxies take, only for a URL that needs them.
 */
export const createHttpClient = ({
  environment,
  clock = systemClock,
}: {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** By which answers are limited in time. */
  readonly clock?: Pick<Clock, 'alarm'>
}): HttpClient => {
  const routes = createRoutes(environment)

  const once = async (request: HttpRequest, url: URL) => {
    const { checkAddress } = request
    // What is looked at is a new connection: one that is open already may lead to any address.
    const route = await routes.to(url, checkAddress !== undefined)
    const isLookedAt = checkAddress !== undefined && route.proxy === undefined
    const lookup = isLookedAt ? (await import('./address-check.ts')).lookupFor(url, checkAddress) : undefined
    return await exchange(request, { url, route, lookup, clock })
  }

  return {
    request: async (request) => {
      const url = urlOf(request.url)
      const { method = 'GET' } = request
      try {
        return await once(request, url)
      } catch (error) {
        if (error instanceof NetworkError) error.host = url.host
        // The server had closed a connection that was kept for it. Asking twice does no harm, unlike writing twice.
        if (isStale(error) && (method === 'GET' || method === 'HEAD')) return await once(request, url)
        throw error
      }
    },
    close: routes.close,
  }
}

const urlOf = (text: string): URL => {
  const url = parseUrl(text)
  if (!url) throw new NetworkError('unsupported', 'not a URL')
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new NetworkError('unsupported', `${url.protocol} is neither http: nor https:`)
  if (url.username !== '' || url.password !== '')
    throw new NetworkError('unsupported', 'user and password in a URL are not sent')
  return url
}
