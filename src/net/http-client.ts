import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import { checkedLookup, refusalOf } from './address-check.ts'
import { type HttpClient, type HttpRequest, type HttpResponse, NetworkError } from './http.ts'
import { networkError, type Progress } from './network-failures.ts'
import { responseOf } from './response.ts'

/** Of `node:http` and `node:https` alike. */
interface Connections {
  readonly request: (
    url: URL,
    options: RequestOptions,
    onResponse: (message: IncomingMessage) => void,
  ) => ClientRequest
  /** Keeps connections open for the next request. */
  readonly keeping: Agent
  /** Opens a connection for each request. */
  readonly single: Agent
}

type Environment = Readonly<Record<string, string | undefined>>

/** What has to be undone when a request is over. */
type Undo = () => void

/** Asks over connections that are kept open; loads `node:https` only for a URL that needs it. */
export const createHttpClient = (_: { readonly environment: Environment }): HttpClient => {
  const opened = new Map<string, Promise<Connections>>()
  const connectionsFor = (protocol: string): Promise<Connections> => {
    const known = opened.get(protocol) ?? load(protocol)
    opened.set(protocol, known)
    return known
  }

  const once = async (request: HttpRequest, url: URL): Promise<HttpResponse> => {
    const { request: open, keeping, single } = await connectionsFor(url.protocol)
    const agent = request.checkAddress ? single : keeping
    return await ask(request, { url, open: (options, heard) => open(url, { ...options, agent }, heard) })
  }

  return {
    request: async (request) => {
      const url = urlOf(request.url)
      const refusal = refusalOf(url, request.checkAddress)
      if (refusal !== undefined) throw new NetworkError('blocked', refusal)
      try {
        return await once(request, url)
      } catch (error) {
        // The server had closed a connection that was kept: the request never got through, and asking again is safe.
        if (isStale(error) && /^(?:GET|HEAD)$/.test(request.method ?? 'GET')) return await once(request, url)
        throw error
      }
    },
    close: () => {
      for (const connections of opened.values())
        void connections.then(({ keeping, single }) => {
          keeping.destroy()
          single.destroy()
        })
    },
  }
}

/**
 * Milliseconds for each address of a name but the last. Node.js gives them 250, and a Region on the other side of the
 * world takes longer: https://github.com/nodejs/node/issues/54359
 */
const ADDRESS_MS = 1_000

const load = async (protocol: string): Promise<Connections> => {
  const { request, Agent } = protocol === 'https:' ? await import('node:https') : await import('node:http')
  const options = { autoSelectFamilyAttemptTimeout: ADDRESS_MS }
  return {
    request,
    keeping: new Agent({ ...options, keepAlive: true }),
    single: new Agent({ ...options, keepAlive: false }),
  }
}

const urlOf = (text: string): URL => {
  if (!URL.canParse(text)) throw new NetworkError('unsupported', 'not a URL')
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new NetworkError('unsupported', `${url.protocol} is neither http: nor https:`)
  if (url.username !== '' || url.password !== '')
    throw new NetworkError('unsupported', 'user and password in a URL are not sent')
  return url
}

/** Sends one request and waits for the head of its answer. */
const ask = (
  { method = 'GET', headers = {}, body, signal, checkAddress, ...timeouts }: HttpRequest,
  {
    url,
    open,
  }: { url: URL; open(options: RequestOptions, heard: (message: IncomingMessage) => void): ClientRequest },
): Promise<HttpResponse> =>
  new Promise((resolve, reject) => {
    let progress: Progress = 'preparing'
    let isReused = false
    /** Why we ended it, whatever Node.js makes of that. */
    let ended: NetworkError | undefined
    let message: IncomingMessage | undefined
    const undoing: Undo[] = []
    const heard: Undo[] = []
    const undo = (all: Undo[]) => {
      for (const one of all.splice(0)) one()
    }
    const asOurs = (error: unknown): NetworkError => {
      if (ended) return ended
      const told = networkError(error, progress)
      if (isReused && progress === 'sent' && /^(?:ECONNRESET|EPIPE)$/.test(told.code ?? '')) stale.add(told)
      return told
    }
    const fail = (error: unknown) => {
      undo(heard)
      undo(undoing)
      reject(asOurs(error))
    }
    if (signal?.aborted) return fail(new NetworkError('aborted', 'given up before it was sent'))

    let call: ClientRequest
    try {
      call = open(
        { method, headers: { ...headers }, ...(checkAddress && { lookup: checkedLookup(checkAddress) }) },
        (answer) => {
          message = answer
          progress = 'answered'
          undo(heard)
          answer.on('error', () => undefined)
          answer.on('close', () => undo(undoing))
          resolve(responseOf(answer, { method, asOurs }))
        },
      )
    } catch (error) {
      return fail(error)
    }
    const end = (error: NetworkError) => {
      ended ??= error
      if (message) message.destroy(error)
      else call.destroy(error)
      fail(error)
    }
    const whenItEnds = (kind: NetworkError['kind'], text: string) =>
      end(new NetworkError(kind, text, { mayHaveArrived: isUnderWay(progress) }))
    /** Ends the request after so many milliseconds, unless `heard` is undone before. */
    const bound = (ms: number | undefined, onEnd: () => void): Undo => {
      if (ms === undefined) return () => undefined
      const timer = setTimeout(onEnd, ms)
      return () => clearTimeout(timer)
    }

    progress = 'connecting'
    const { connectTimeoutMs, responseTimeoutMs } = timeouts
    const connected = bound(connectTimeoutMs, () =>
      whenItEnds('connect-timeout', `no connection within ${seconds(connectTimeoutMs)}`),
    )
    heard.push(
      connected,
      bound(responseTimeoutMs, () =>
        isUnderWay(progress)
          ? whenItEnds('response-timeout', `no answer within ${seconds(responseTimeoutMs)}`)
          : whenItEnds('connect-timeout', `no connection within ${seconds(responseTimeoutMs)}`),
      ),
    )
    if (signal) {
      const onAbort = () => whenItEnds('aborted', 'given up before it was answered')
      signal.addEventListener('abort', onAbort, { once: true })
      undoing.push(() => signal.removeEventListener('abort', onAbort))
    }
    call.on('error', fail)
    call.on('socket', (socket) => {
      isReused = call.reusedSocket
      const isSecure = url.protocol === 'https:'
      const stands = () => {
        connected()
        progress = 'sent'
      }
      if (isReused) return stands()
      const securing = () => {
        progress = 'securing'
      }
      if (!isSecure) return socket.connecting ? void socket.once('connect', stands) : stands()
      if (socket.connecting) socket.once('connect', securing)
      else securing()
      socket.once('secureConnect', stands)
    })
    send(call, body).catch((error: unknown) =>
      end(new NetworkError('invalid-request', 'what was to be sent could not be read', { cause: error })),
    )
  })

/** Writes the body as fast as it is taken. */
const send = async (call: ClientRequest, body: HttpRequest['body']): Promise<void> => {
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

const isUnderWay = (progress: Progress): boolean => progress === 'sent' || progress === 'answered'

const seconds = (ms = 0): string => `${ms / 1000} s`

/** Errors of connections that the server had closed while we kept them for the next request. */
const stale = new WeakSet<NetworkError>()

const isStale = (error: unknown): boolean => error instanceof NetworkError && stale.has(error)
