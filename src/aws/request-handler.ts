import type { HttpClient } from '../net/http.ts'

/** A request of the SDK, signed. */
interface SdkRequest {
  readonly protocol: string
  readonly hostname: string
  readonly port?: number | undefined
  readonly path: string
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** How the SDK sends requests: the part of its `HttpHandler` that its clients use. */
export interface RequestHandler {
  readonly metadata: { readonly handlerProtocol: string }
  /** Throws only `NetworkError`. `requestTimeout`: milliseconds. */
  handle(
    request: SdkRequest,
    options?: { abortSignal?: object | undefined; requestTimeout?: number | undefined },
  ): Promise<{ response: { statusCode: number; headers: Record<string, string>; body: Uint8Array } }>
  /** Leaves connections open, as they are not the SDK's. */
  destroy(): void
  updateHttpClientConfig(): void
  httpHandlerConfigs(): Record<string, never>
}

const CONNECT_MS = 5_000
const ANSWER_MS = 20_000

/** Sends the requests of all SDK clients through our HTTP client, each with a timeout. */
export function createRequestHandler(http: HttpClient): RequestHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async (request, { abortSignal, requestTimeout = ANSWER_MS } = {}) => {
      const { method, headers, body } = request
      const response = await http.request({
        url: urlOf(request),
        method,
        headers,
        ...(body !== undefined && { body }),
        ...(abortSignal instanceof AbortSignal && { signal: abortSignal }),
        connectTimeoutMs: CONNECT_MS,
        timeoutMs: requestTimeout,
      })
      const parts: Uint8Array[] = []
      for await (const part of response.body) parts.push(part)
      const { status: statusCode, headers: answered } = response
      return { response: { statusCode, headers: { ...answered }, body: Buffer.concat(parts) } }
    },
    destroy: () => undefined,
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  }
}

function urlOf({ protocol, hostname, port, path, query = {} }: SdkRequest): string {
  const fields = Object.entries(query).flatMap(([name, values]) =>
    [values].flat().map((value) => (value === null ? escaped(name) : `${escaped(name)}=${escaped(value)}`)),
  )
  const host = hostname.includes(':') && !hostname.startsWith('[') ? `[${hostname}]` : hostname
  const authority = port === undefined ? host : `${host}:${port}`
  return `${protocol}//${authority}${path}${fields.length === 0 ? '' : `?${fields.join('&')}`}`
}

/** As signatures want it: https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html */
function escaped(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
