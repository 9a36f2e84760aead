import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { DeploymentRecord } from '../lightsail/records.ts'

/** Where the public endpoint of a deployment answers: a socket within reach, or an address. */
export type Door = { readonly socketPath: string } | { readonly host: string; readonly port: number }

/** Forwards a request to the container, and its answer back. */
export function forward(
  door: Door,
  { path, incoming, outgoing }: { path: string; incoming: IncomingMessage; outgoing: ServerResponse },
): void {
  const passed = request(
    { ...door, path, method: incoming.method, headers: incoming.headers },
    (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(outgoing)
    },
  )
  passed.on('error', () => outgoing.writeHead(502).end())
  incoming.pipe(passed)
}

type HealthCheck = NonNullable<DeploymentRecord['publicEndpoint']>['healthCheck']

/** One health check, as the load balancer makes it. */
export function isHealthy(door: Door | undefined, check: HealthCheck): Promise<boolean> {
  return new Promise((resolve) => {
    if (door === undefined) return resolve(false)
    const { path, timeoutSeconds, successCodes } = check
    const headers = { 'user-agent': 'ELB-HealthChecker/2.0' }
    const asked = request({ ...door, path, headers, timeout: timeoutSeconds * 1000 }, (response) => {
      response.resume()
      resolve(isAmong(response.statusCode ?? 0, successCodes))
    })
    asked.on('timeout', () => asked.destroy())
    asked.on('error', () => resolve(false))
    asked.end()
  })
}

/** `200-299,301` */
function isAmong(status: number, codes: string): boolean {
  return codes.split(',').some((part) => {
    const [from = '', to = from] = part.trim().split('-')
    return status >= Number(from) && status <= Number(to)
  })
}
