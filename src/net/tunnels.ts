import { setMaxListeners } from 'node:events'
import type { Agent } from 'node:http'
import { HttpsProxyAgent } from 'https-proxy-agent'

/** Connections through a proxy that answers `CONNECT`, kept open for the next request. */
export function createTunnels(
  proxy: URL,
  { authorization, signal }: { authorization: string | undefined; signal: AbortSignal },
): Agent {
  const agent = new HttpsProxyAgent(proxy, {
    keepAlive: true,
    // Not within the URL, which the library writes into its own log.
    headers: authorization === undefined ? {} : { 'Proxy-Authorization': authorization },
  })
  // Also closes a connection that waits for a silent proxy: no request knows of it yet.
  Object.assign(agent.connectOpts, { signal })
  setMaxListeners(Number.POSITIVE_INFINITY, signal)
  return agent
}
