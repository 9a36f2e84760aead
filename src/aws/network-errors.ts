import { NetworkError } from '../net/http.ts'
import type { ServiceErrorCode, ServiceErrorKind } from '../runtime/service-error.ts'

/** What an error means for a run, and what to do about it. */
export interface ErrorMeaning {
  readonly kind: ServiceErrorKind
  readonly reasonCode: ServiceErrorCode
  readonly fix: string
}

export const tryLater = 'run the job again; if it keeps failing, check the AWS Health Dashboard'
const checkRegion = "check region, which is part of the host name that was not found, and the runner's DNS"
const checkEndpoint = 'check AWS_ENDPOINT_URL, endpoint_url in ~/.aws/config, and region'
const checkNetwork =
  'check that the runner can reach AWS over HTTPS (firewall, security group); if it needs a proxy, set HTTPS_PROXY'
const trustAuthority =
  'if a proxy inspects TLS, have Node.js trust its certificate authority: env: NODE_EXTRA_CA_CERTS: /path/to/ca.pem'

/** A proxy's refusal is permanent; a busy or broken proxy may recover. */
function meaningOfProxy({ message, proxy = 'the proxy' }: NetworkError): ErrorMeaning {
  const status = Number(/\b(?:HTTP )?([45]\d\d)\b/.exec(message)?.[1] ?? 0)
  if (status === 407) {
    const fix = `put the user and password for ${proxy} into HTTPS_PROXY, as http://user:password@host:port`
    return { kind: 'unreachable', reasonCode: 'proxy-failed', fix }
  }
  if (status >= 400 && status < 500) {
    const fix = `let ${proxy} pass CONNECT to AWS, or list the host in NO_PROXY`
    return { kind: 'unreachable', reasonCode: 'proxy-failed', fix }
  }
  const fix = `check HTTPS_PROXY and HTTP_PROXY, and that ${proxy} is up and reachable from the runner`
  return { kind: 'no-response', reasonCode: 'proxy-failed', fix }
}

/** The origin of a request without a reply: our process, the network, a proxy or the service. */
export function meaningOfNetwork(error: NetworkError): ErrorMeaning {
  switch (error.kind) {
    case 'proxy':
      return meaningOfProxy(error)
    case 'tls':
      return { kind: 'unreachable', reasonCode: 'tls-failed', fix: trustAuthority }
    case 'invalid-request':
    case 'unsupported':
    case 'blocked':
      return { kind: 'unreachable', reasonCode: 'endpoint-invalid', fix: checkEndpoint }
    case 'dns':
      return { kind: 'no-response', reasonCode: 'no-answer', fix: checkRegion }
    case 'refused':
    case 'connect-timeout':
      return { kind: 'no-response', reasonCode: 'no-answer', fix: checkNetwork }
    default:
      return { kind: 'no-response', reasonCode: 'no-answer', fix: tryLater }
  }
}

/** True if no connection came about, so that nothing of the request has left. */
export function isUnsent({ kind, mayHaveArrived }: NetworkError): boolean {
  return !mayHaveArrived && ['dns', 'refused', 'connect-timeout', 'proxy'].includes(kind)
}

/** The network's error, also where a client of the SDK wrapped it. */
export function networkErrorIn(error: unknown): NetworkError | undefined {
  for (let one = error, depth = 0; depth < 5 && typeof one === 'object' && one !== null; depth++) {
    if (one instanceof NetworkError) return one
    one = (one as { cause?: unknown }).cause
  }
  return undefined
}

/** The error in words. */
export function networkText(error: NetworkError): string {
  if (error.kind === 'aborted') return 'gave up before an answer came'
  if (error.kind === 'tls') return `no secure connection: ${error.message}`
  return error.message === '' ? 'no answer' : error.message
}
