import { type IncomingMessage, request, type ServerResponse } from 'node:http'

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

/** What a health check asks, as a load balancer makes it. */
export interface HealthCheck {
  readonly path: string
  readonly timeoutSeconds: number
  /** `200-299,301` */
  readonly successCodes: string
}

/** One health check. */
export async function isHealthy(door: Door | undefined, check: HealthCheck): Promise<boolean> {
  const answer = await answerOf(door, check)
  return typeof answer === 'number' && isAmong(answer, check.successCodes)
}

/** The status, `timed-out`, or `refused` if nothing listens or the connection breaks. */
export function answerOf(
  door: Door | undefined,
  { path, timeoutSeconds }: HealthCheck,
): Promise<number | 'timed-out' | 'refused'> {
  return new Promise((resolve) => {
    if (door === undefined) return resolve('refused')
    const headers = { 'user-agent': 'ELB-HealthChecker/2.0' }
    const asked = request({ ...door, path, headers, timeout: timeoutSeconds * 1000 }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    asked.on('timeout', () => {
      resolve('timed-out')
      asked.destroy()
    })
    asked.on('error', () => resolve('refused'))
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
