import type { NetworkError } from '../net/http.ts'
import type { ServiceErrorCode } from '../runtime/service-error.ts'
import { type ErrorMeaning, meaningOfNetwork, networkErrorIn, networkText } from './network-errors.ts'

/** What the SDK signs with, as far as it is secret. */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

/** Looking up credentials failed: environment, files, STS, single sign-on or instance metadata. */
export class CredentialsError extends Error {
  override readonly name = 'CredentialsError'
}

/**
 * Wraps a client's credential provider: reports credentials before the first request that uses them (so that they are redacted in
 * its reply), and aborts with the job, as a provider may take any time. Failures, and values that cannot be sent, become a
 * `CredentialsError`.
 */
export function watchCredentials<Asked extends unknown[], Found extends Credentials>(
  client: { readonly config: { credentials: (...asked: Asked) => Promise<Found> } },
  { onFound, signal }: { onFound: (values: readonly string[]) => void; signal: AbortSignal },
): void {
  const find = client.config.credentials
  client.config.credentials = async (...asked) => {
    try {
      const found = await unlessEnded(find(...asked), signal)
      onFound([found.accessKeyId, found.secretAccessKey, found.sessionToken ?? ''])
      for (const [name, value] of named(found)) refuseOdd(name, value)
      return found
    } catch (cause) {
      if (cause instanceof Error && (cause instanceof CredentialsError || cause.name === 'AbortError'))
        throw cause
      throw new CredentialsError(cause instanceof Error ? cause.message : String(cause), { cause })
    }
  }
}

async function unlessEnded<Found>(finding: Promise<Found>, signal: AbortSignal): Promise<Found> {
  let end: () => void = () => undefined
  const ended = new Promise<never>((_, reject) => {
    end = () =>
      reject(Object.assign(new Error('gave up before credentials were found'), { name: 'AbortError' }))
    if (signal.aborted) end()
    else signal.addEventListener('abort', end)
  })
  try {
    return await Promise.race([finding, ended])
  } finally {
    signal.removeEventListener('abort', end)
  }
}

function named({ accessKeyId, secretAccessKey, sessionToken = '' }: Credentials) {
  return [
    ['access key id', accessKeyId],
    ['secret access key', secretAccessKey],
    ['session token', sessionToken],
  ] as const
}

/** Keys are base64 or similar: other characters were added when the secret was stored, and no request can carry them. */
function refuseOdd(name: string, value: string): void {
  const odd = oddity(value)
  if (odd !== undefined)
    throw new CredentialsError(`the ${name} ${odd}`, { cause: { name: 'OddCredentials' } })
}

function oddity(value: string): string | undefined {
  if (/[\r\n]/.test(value)) return 'contains a line break'
  if (/^["'].*["']$/.test(value)) return 'is in quotation marks'
  if (/\s/.test(value)) return 'contains a space'
  return /[^\x21-\x7e]/.test(value) ? 'contains a character that no key has' : undefined
}

const addCredentials =
  'run aws-actions/configure-aws-credentials before this step, and check its role, Region and permissions: id-token: write'
const longerSession =
  'raise role-duration-seconds of aws-actions/configure-aws-credentials so that it covers the whole deployment'

/** What to do about errors of credential providers, by name and, where names are shared, by text. */
const known: readonly {
  readonly form: RegExp
  readonly reasonCode: ServiceErrorCode
  readonly fix: string
}[] = [
  {
    form: /^OddCredentials\b/,
    reasonCode: 'credentials-invalid',
    fix: 'store the secret again without line breaks, spaces or quotation marks around it',
  },
  {
    form: /^AccessDenied/,
    reasonCode: 'credentials-denied',
    fix: "fix the role's trust policy: it must allow sts:AssumeRoleWithWebIdentity (or the call used here) for this identity, repository, and branch or environment",
  },
  {
    form: /^InvalidIdentityToken|OpenIDConnect provider/,
    reasonCode: 'credentials-denied',
    fix: "create in IAM the OIDC provider that the role's trust policy names, and check the audience (sts.amazonaws.com)",
  },
  {
    form: /^RegionDisabled/,
    reasonCode: 'credentials-denied',
    fix: "activate STS for this Region in IAM's account settings, or set AWS_REGION to another Region",
  },
  {
    form: /^(?:ExpiredToken|ExpiredTokenException)\b|\bexpired\b/i,
    reasonCode: 'credentials-expired',
    fix: longerSession,
  },
  {
    form: /^(?:UnrecognizedClientException|InvalidClientTokenId|SignatureDoesNotMatch)\b/,
    reasonCode: 'credentials-invalid',
    fix: 'check the access keys that assume the role',
  },
]

const missing = { reasonCode: 'credentials-missing', fix: addCredentials } as const

/** The request was certainly not sent and can be retried: the provider was busy or unreachable. */
const passing =
  /^(?:Throttl|TooManyRequests|RequestLimitExceeded|IDPCommunicationError|ServiceUnavailable|InternalFailure)/

/** Why there are no credentials: origin, and fix. `text` is not sanitized. */
export function meaningOfCredentials(error: CredentialsError): ErrorMeaning & { readonly text: string } {
  const network = networkErrorIn(error.cause)
  if (network) return unreachableProvider(network)
  const {
    name = '',
    $metadata,
    syscall,
  } = (error.cause ?? {}) as {
    name?: unknown
    /** Of an error of the operating system, such as a token file that is not there. */
    syscall?: unknown
    $metadata?: { httpStatusCode?: number }
  }
  const identity = `${name}: ${error.message}`
  const isOwn = /^(?:OddCredentials|CredentialsProviderError|TokenProviderError)\b/.test(String(name))
  const who = syscall === undefined ? 'STS says: ' : ''
  const text = isOwn ? error.message : `no credentials; ${who}${error.message}`
  if (passing.test(identity) || ($metadata?.httpStatusCode ?? 0) >= 500) {
    const fix = 'run the job again; the credential provider had a temporary problem'
    return { kind: 'throttled', reasonCode: 'credentials-unavailable', fix, text }
  }
  const { reasonCode, fix } = known.find(({ form }) => form.test(identity)) ?? missing
  return { kind: 'unauthenticated', reasonCode, fix, text }
}

function unreachableProvider(error: NetworkError) {
  const { fix, kind, reasonCode } = meaningOfNetwork(error)
  const isPassing = kind === 'no-response'
  return {
    kind: isPassing ? ('throttled' as const) : ('unreachable' as const),
    reasonCode: error.kind === 'proxy' || error.kind === 'tls' ? reasonCode : 'credentials-unavailable',
    fix,
    text: `no credentials, because their provider did not answer: ${networkText(error)}`,
  }
}
