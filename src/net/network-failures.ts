import { NetworkError, type NetworkErrorKind } from './http.ts'

/** How far a request got: what an error means depends on it. */
export type Progress = 'preparing' | 'connecting' | 'securing' | 'sent' | 'answered'

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

/** Names what kept an answer from coming. A `NetworkError` is given back as it is. */
export const networkError = (error: unknown, progress: Progress): NetworkError => {
  if (error instanceof NetworkError) return error
  const thrown: Thrown = typeof error === 'object' && error !== null ? error : { message: String(error) }
  // A name with several addresses: each of them failed, and the whole has no text of its own.
  const first = thrown.errors?.[0] ?? thrown
  const code = first.code ?? thrown.code
  const isSecuring = progress === 'securing'
  const message = (isSecuring ? first.reason : undefined) ?? first.message ?? ''
  return new NetworkError(kindOf(first, progress), oneLine(message) || code || 'no answer', {
    mayHaveArrived: progress === 'sent' || progress === 'answered',
    code,
    cause: error,
  })
}

const kindOf = ({ code = '', syscall }: Thrown, progress: Progress): NetworkErrorKind => {
  switch (progress) {
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
const oneLine = (text: string): string =>
  text
    .replace(/^.*:error:[0-9A-F]+:([^:]*):[^:]*:([^:]+):.*$/s, '$1: $2')
    .replaceAll(/\s+/g, ' ')
    .trim()
