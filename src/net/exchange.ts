import type { ClientRequest, IncomingMessage } from 'node:http'
import type { LookupFunction } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Clock } from '../runtime/clock.ts'
import { type HttpRequest, type HttpResponse, NetworkError } from './http.ts'
import { createNetworkError, isUnderWay, type Stage, toNetworkError } from './network-errors.ts'
import { responseOf } from './response.ts'
import type { Route } from './routes.ts'

/** Errors of connections that the server had closed while we kept them for the next request. */
const stale = new WeakSet<Error>()

export function isStale(error: unknown): boolean {
  return error instanceof Error && stale.has(error)
}

/** Sends one request and waits for the head of its answer. Throws only `NetworkError`. */
export function exchange(
  request: HttpRequest,
  {
    url,
    route,
    lookup,
    clock,
  }: { url: URL; route: Route; lookup: LookupFunction | undefined; clock: Pick<Clock, 'alarm'> },
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body, signal } = request
    let reached: Stage['reached'] = 'preparing'
    let isReused = false
    let hasTunnel = false
    /** Why we aborted the request, whatever error Node.js makes of that. */
    let ended: NetworkError | undefined
    let message: IncomingMessage | undefined
    /** Clean-up when the head of the reply has arrived, and when all of it has. */
    const untilHead: (() => void)[] = []
    const untilEnd: (() => void)[] = []

    const stage = (): Stage => ({
      reached,
      proxy: route.proxy,
      isProxys: route.proxy !== undefined && !(route.isTunnel ? hasTunnel : isUnderWay({ reached })),
    })
    const asOurs = (error: unknown): NetworkError => {
      const named = ended ?? toNetworkError(error, stage())
      named.host = url.host
      if (isReused && reached === 'sent' && /^(?:ECONNRESET|EPIPE)$/.test(named.code ?? '')) stale.add(named)
      return named
    }
    const fail = (error: unknown) => {
      for (const undo of [...untilHead, ...untilEnd]) undo()
      reject(asOurs(error))
    }
    if (signal?.aborted) return fail(new NetworkError('aborted', 'gave up before it was sent'))

    const onHead = (head: IncomingMessage) => {
      message = head
      head.on('error', () => undefined)
      head.on('close', () => {
        for (const undo of untilEnd) undo()
      })
      // Only proxies reply with 407; other statuses may be anybody's.
      if (head.statusCode === 407 && route.proxy !== undefined) return end(refusedBy(route.proxy, 407, url))
      reached = 'answered'
      for (const undo of untilHead) undo()
      resolve(responseOf(head, { method, asOurs }))
    }
    let call: ClientRequest
    try {
      call = route.open({ method, headers: { ...headers }, ...(lookup && { lookup }) }, onHead)
    } catch (error) {
      return fail(error)
    }
    const end = (error: NetworkError) => {
      ended ??= error
      if (message) message.destroy(error)
      else call.destroy(error)
      fail(error)
    }

    reached = 'connecting'
    call.on('error', fail)
    call.on('proxyConnect', ({ statusCode }: { statusCode: number }) => {
      if (statusCode === 200) hasTunnel = true
      else end(refusedBy(route.proxy ?? '', statusCode, url))
    })
    const after = (ms: number | undefined, act: (within: string) => void): (() => void) => {
      if (ms === undefined) return () => undefined
      const limit = clock.alarm(ms)
      const ring = () => act(`within ${ms / 1000} s`)
      limit.addEventListener('abort', ring)
      return () => limit.removeEventListener('abort', ring)
    }
    const noConnection = (within: string) =>
      end(createNetworkError('connect-timeout', `no connection ${within}`, stage()))
    const connected = after(request.connectTimeoutMs, noConnection)
    const noAnswer = (within: string) => {
      if (!isUnderWay({ reached })) return noConnection(within)
      const what = reached === 'answered' ? 'no complete answer' : 'no answer'
      end(createNetworkError('response-timeout', `${what} ${within}`, stage()))
    }
    untilHead.push(connected, after(request.responseTimeoutMs, noAnswer))
    untilEnd.push(after(request.timeoutMs, noAnswer))
    if (signal) {
      const onAbort = () => end(createNetworkError('aborted', 'gave up before an answer came', stage()))
      signal.addEventListener('abort', onAbort, { once: true })
      untilEnd.push(() => signal.removeEventListener('abort', onAbort))
    }
    call.on('socket', (socket) => {
      isReused = call.reusedSocket
      const stands = () => {
        connected()
        reached = 'sent'
      }
      if (isReused) {
        hasTunnel = true
        stands()
      } else if (!route.isSecure) {
        if (socket.connecting) socket.once('connect', stands)
        else stands()
      } else {
        const securing = () => {
          reached = 'securing'
        }
        if (socket.connecting) socket.once('connect', securing)
        else securing()
        ;(socket as TLSSocket).once('secureConnect', stands)
      }
    })
    send(call, body).catch((cause: unknown) =>
      end(createNetworkError('invalid-request', 'the data to send could not be read', stage(), { cause })),
    )
  })
}

function refusedBy(proxy: string, status: number, { protocol, hostname, port }: URL): NetworkError {
  const asked = protocol === 'https:' ? `CONNECT ${hostname}:${port || 443}` : hostname
  return new NetworkError('proxy', `the proxy ${proxy} answers HTTP ${status} to ${asked}`, { proxy })
}

/** Writes the body as fast as it is taken. */
async function send(call: ClientRequest, body: HttpRequest['body']): Promise<void> {
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) return void call.end(body)
  for await (const part of body) {
    if (call.destroyed) return
    if (!call.write(part))
      await new Promise<void>((resolve) => {
        call.once('drain', resolve)
        call.once('close', resolve)
      })
  }
  call.end()
}
