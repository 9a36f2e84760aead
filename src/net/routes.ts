import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import type { Environment, ProxyServer } from './proxy.ts'

/** How a request reaches its server. */
export interface Route {
  open(options: RequestOptions, heard: (message: IncomingMessage) => void): ClientRequest
  /** The proxy itself is connected to with TLS. */
  readonly isSecure: boolean
  /** `host:port` of the proxy in between. */
  readonly proxy: string | undefined
  /** The proxy passes bytes on once it has answered `CONNECT`: from then on the other side is the one that was asked. */
  readonly isTunnel: boolean
}

export interface Routes {
  /** `isSingle`: over a connection of its own. Throws a `NetworkError` if the environment names no proper proxy. */
  to(url: URL, isSingle: boolean): Promise<Route>
  /** Closes all connections. */
  close(): void
}

const proxyVariables = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY']

/**
 * Milliseconds for each address of a name but the last. Node.js gives them 250, and a Region on the other side of the
 * world takes longer: https://github.com/nodejs/node/issues/54359
 */
const ADDRESS_MS = 1_000

/** Keeps connections open; loads only what a URL and the environment ask for. */
export function createRoutes(environment: Environment): Routes {
  const agents = new Map<string, Promise<Agent>>()
  const closing = new AbortController()
  const agent = (name: string, make: () => Agent | Promise<Agent>): Promise<Agent> => {
    const made = agents.get(name) ?? Promise.resolve(make())
    agents.set(name, made)
    return made
  }
  /** Of the module for a protocol, so that the other one is not loaded. */
  const opener = async (protocol: string, isSingle: boolean) => {
    const { Agent, request } = await moduleFor(protocol)
    const options = { autoSelectFamilyAttemptTimeout: ADDRESS_MS, keepAlive: !isSingle }
    return { request, agent: await agent(`${protocol} ${isSingle}`, () => new Agent(options)) }
  }

  const direct = async (url: URL, isSingle: boolean): Promise<Route> => {
    const { request, agent } = await opener(url.protocol, isSingle)
    return {
      open: (options, heard) => request(url, { ...options, agent }, heard),
      isSecure: url.protocol === 'https:',
      proxy: undefined,
      isTunnel: false,
    }
  }

  /** `GET http://shop.example.com/ HTTP/1.1`, said to the proxy: it asks, and answers in its own or in the other's name. */
  const forward = async (url: URL, { url: proxyUrl, name, authorization }: ProxyServer): Promise<Route> => {
    const { request, agent } = await opener(proxyUrl.protocol, false)
    const path = url.href.replace(/#.*$/, '')
    const ours = {
      host: url.host,
      ...(authorization !== undefined && { 'proxy-authorization': authorization }),
    }
    return {
      open: ({ headers, lookup: _, ...options }, heard) =>
        request(proxyUrl, { ...options, path, agent, headers: { ...ours, ...(headers as object) } }, heard),
      isSecure: proxyUrl.protocol === 'https:',
      proxy: name,
      isTunnel: false,
    }
  }

  const tunnel = async (url: URL, { url: proxyUrl, name, authorization }: ProxyServer): Promise<Route> => {
    const { request } = await moduleFor(url.protocol)
    const through = await agent(`through ${proxyUrl.href}`, async () => {
      const { createTunnels } = await import('./tunnels.ts')
      return createTunnels(proxyUrl, { authorization, signal: closing.signal })
    })
    return {
      open: ({ lookup: _, ...options }, heard) => request(url, { ...options, agent: through }, heard),
      isSecure: true,
      proxy: name,
      isTunnel: true,
    }
  }

  return {
    to: async (url, isSingle) => {
      if (!proxyVariables.some((name) => environment[name])) return await direct(url, isSingle)
      const { proxyFor } = await import('./proxy.ts')
      const proxy = proxyFor(url, environment)
      if (!proxy) return await direct(url, isSingle)
      return await (url.protocol === 'https:' ? tunnel : forward)(url, proxy)
    },
    close: () => {
      closing.abort()
      for (const made of agents.values()) void made.then((one) => one.destroy())
    },
  }
}

function moduleFor(protocol: string) {
  return protocol === 'https:' ? import('node:https') : import('node:http')
}
