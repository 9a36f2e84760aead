import { type Clock, systemClock } from '../runtime/clock.ts'
import { parseUrl } from '../text/url.ts'
import { exchange, isStale } from './exchange.ts'
import { type HttpClient, type HttpRequest, NetworkError } from './http.ts'
import { createRoutes } from './routes.ts'

/**
 * Creates the client: keep-alive connections, through the proxies of `environment` (docs/network.md). `node:https` and proxy code
 * are loaded only for a URL that needs them.
 */
export function createHttpClient({
  environment,
  clock = systemClock,
}: {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Clock of the timeouts. */
  readonly clock?: Pick<Clock, 'alarm'>
}): HttpClient {
  const routes = createRoutes(environment)

  const once = async (request: HttpRequest, url: URL) => {
    const { checkAddress } = request
    // Only new connections are checked: an open one may lead to any address.
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
        // The server had closed a kept connection. A read can be repeated, unlike a write.
        if (isStale(error) && (method === 'GET' || method === 'HEAD')) return await once(request, url)
        throw error
      }
    },
    close: routes.close,
  }
}

function urlOf(text: string): URL {
  const url = parseUrl(text)
  if (!url) throw new NetworkError('unsupported', 'not a URL')
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new NetworkError('unsupported', `${url.protocol} is neither http: nor https:`)
  if (url.username !== '' || url.password !== '')
    throw new NetworkError('unsupported', 'user and password in a URL are not sent')
  return url
}
