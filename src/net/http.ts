/**
 * Types of the HTTP client, the only way to the network: AWS, GitHub, registries and the public URL are called through an
 * `HttpClient`. `createHttpClient` in `http-client.ts` makes the real one; tests pass their own.
 */

/** One request. Redirects are never followed: the caller decides what an answer of 3xx means. */
export interface HttpRequest {
  /** `http:` or `https:`; anything else is a `NetworkError` of kind `unsupported`. */
  readonly url: string
  /** `GET` unless written. */
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>
  readonly signal?: AbortSignal
  /** Milliseconds until a connection stands; none unless written. */
  readonly connectTimeoutMs?: number
  /** Milliseconds from the start of the request to the headers of its answer; none unless written. */
  readonly responseTimeoutMs?: number
  /** Milliseconds from the start of the request to the end of its answer's body; none unless written. */
  readonly timeoutMs?: number
  /**
   * Called with the IP address that is about to be connected to, after the name was resolved; a returned text refuses
   * it (`NetworkError` of kind `blocked`). Not called for what goes through a proxy, which resolves the name itself.
   */
  readonly checkAddress?: (address: string) => string | undefined
}

/** The head of an answer, and the ways to its body; of these one is called, once. */
export interface HttpResponse {
  readonly status: number
  /** Names in lower case; several fields of one name are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  /** The body as it comes; throws `NetworkError` when it breaks off. Leaving the loop closes the connection. */
  readonly body: AsyncIterable<Uint8Array>
  /** The whole body, or its first `maxBytes`, as UTF-8; throws `NetworkError` when it breaks off before. */
  text(maxBytes?: number): Promise<string>
  /** Closes the connection without reading. */
  discard(): void
}

/** The way to the network. */
export interface HttpClient {
  /** Throws only `NetworkError`. */
  request(request: HttpRequest): Promise<HttpResponse>
  /** Closes idle connections; the process can end. */
  close(): void
}

/** What kept a reply from arriving. */
export type NetworkErrorKind =
  | 'unsupported'
  | 'blocked'
  | 'invalid-request'
  | 'dns'
  | 'refused'
  | 'tls'
  | 'proxy'
  | 'connect-timeout'
  | 'response-timeout'
  | 'aborted'
  | 'broken'

/** There is no reply, or only a part of it. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError'
  readonly kind: NetworkErrorKind
  /** The proxy in between, as `host:port` without user info. */
  readonly proxy: string | undefined
  /** False only if certainly nothing of the request has reached the server. */
  readonly mayHaveArrived: boolean
  /** Of Node.js or OpenSSL, such as `ENOTFOUND`. */
  readonly code: string | undefined
  /** The server, as `host` or `host:port`; set by the client. */
  host: string | undefined = undefined

  constructor(
    kind: NetworkErrorKind,
    message: string,
    more: {
      readonly proxy?: string | undefined
      readonly mayHaveArrived?: boolean
      readonly code?: string | undefined
      readonly cause?: unknown
    } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause })
    this.kind = kind
    this.proxy = more.proxy
    this.mayHaveArrived = more.mayHaveArrived ?? false
    this.code = more.code
  }
}
