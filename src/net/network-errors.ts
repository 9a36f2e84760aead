import { NetworkError, type NetworkErrorKind } from './http.ts'

/** Stage of the request, on which the meaning of an error depends. */
export interface Stage {
  readonly reached: 'preparing' | 'connecting' | 'securing' | 'sent' | 'answered'
  /** `host:port` of the proxy in between. */
  readonly proxy: string | undefined
  /** The tunnel is not open yet: errors are the proxy's. */
  readonly isProxys: boolean
}

/** What Node.js and OpenSSL throw, as far as it can be relied on. */
interface Thrown {
  readonly message?: string
  readonly code?: string
  readonly syscall?: string
  /** OpenSSL's own words, such as `wrong version number`. */
  readonly reason?: string
  /** Of an `AggregateError`: one for each address of a name. */
  readonly errors?: readonly Thrown[]
}

/** Turns any error into a `NetworkError` with its kind; a `NetworkError` is returned as it is. */
export function toNetworkError(error: unknown, stage: Stage): NetworkError {
  if (error instanceof NetworkError) return error
  const thrown: Thrown = typeof error === 'object' && error !== null ? error : { message: String(error) }
  // A name with several addresses: each of them failed, and the whole has no text of its own.
  const first = thrown.errors?.[0] ?? thrown
  const code = first.code ?? thrown.code
  const message = oneLine((stage.reached === 'securing' && first.reason) || first.message || '')
  return createNetworkError(kindOf(first, stage), message || code || 'no answer', stage, {
    code,
    cause: error,
  })
}

/** Adds the proxy if the error is its. */
export function createNetworkError(
  kind: NetworkErrorKind,
  message: string,
  stage: Stage,
  more: { readonly code?: string | undefined; readonly cause?: unknown } = {},
): NetworkError {
  const { reached, proxy, isProxys } = stage
  const mayHaveArrived = isUnderWay(stage)
  if (isProxys && kind !== 'aborted' && reached !== 'preparing')
    return new NetworkError('proxy', `no connection through the proxy ${proxy}: ${message}`, {
      ...more,
      proxy,
    })
  return new NetworkError(kind, message, { ...more, proxy, mayHaveArrived })
}

/** The server may have received a part of the request. */
export function isUnderWay({ reached }: Pick<Stage, 'reached'>): boolean {
  return reached === 'sent' || reached === 'answered'
}

function kindOf({ code = '', syscall }: Thrown, { reached }: Stage): NetworkErrorKind {
  switch (reached) {
    case 'preparing':
      return 'invalid-request'
    case 'connecting':
      if (syscall === 'getaddrinfo' || /^(?:ENOTFOUND|EAI_|ENODATA)/.test(code)) return 'dns'
      return code === 'ETIMEDOUT' ? 'connect-timeout' : 'refused'
    case 'securing':
      return 'tls'
    default:
      return 'broken'
  }
}

/** OpenSSL's errors hold addresses, places in its source and line breaks: `…:SSL routines:…:wrong version number:…`. */
function oneLine(text: string): string {
  return text
    .replace(/^.*:error:[0-9A-F]+:([^:]*):[^:]*:([^:]+):.*$/s, '$1: $2')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
