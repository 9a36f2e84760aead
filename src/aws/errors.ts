import { ServiceError } from '../runtime/service-error.ts'
import { CredentialsError, meaningOfCredentials } from './credentials.ts'
import {
  type ErrorMeaning,
  isUnsent,
  meaningOfNetwork,
  networkErrorIn,
  networkText,
  tryLater,
} from './network-errors.ts'

/** A part of an error text, and what it means. */
type ErrorText = readonly [text: string, meaning: ErrorMeaning]

/** Errors of one service, in addition to those of all of AWS. */
export interface ServiceErrors {
  /** Prefix of its IAM actions, such as `lightsail`. */
  readonly actionPrefix: string
  readonly byName: Readonly<Record<string, ErrorMeaning>>
  /** Searched before names and statuses: services use one name for several errors. */
  readonly byText: readonly ErrorText[]
  /** What a denied IAM action means, where that is known better than its name tells. */
  readonly byAction?: Readonly<Record<string, ErrorMeaning>>
  /** What to do about an error without an entry. */
  readonly rejectedFix: string
}

/** What an AWS client throws, as far as it can be relied on. */
interface Thrown {
  readonly name?: unknown
  readonly message?: unknown
  readonly $metadata?: { readonly httpStatusCode?: number }
  readonly $response?: { readonly statusCode?: number }
}

const addCredentials =
  'run aws-actions/configure-aws-credentials before this step, and check its role, Region and permissions: id-token: write'
const longerSession =
  'raise role-duration-seconds of aws-actions/configure-aws-credentials so that it covers the whole deployment'
/** A body that is not AWS's, with a status of its own: mostly a page of HTML. */
const checkTheWay =
  'something other than AWS probably answered: check AWS_ENDPOINT_URL and any proxy; otherwise run the job again'
const setClock = "set the runner's clock (NTP): AWS rejects requests that are more than 5 minutes off"
/** The SDK corrects its clock from the reply, so the same call, signed again, is accepted. */
const skewed: ErrorMeaning = { kind: 'throttled', reasonCode: 'clock-skew', fix: setClock }

const byName: Readonly<Record<string, ErrorMeaning>> = {
  ThrottlingException: { kind: 'throttled', reasonCode: 'throttled', fix: tryLater },
  TooManyRequestsException: { kind: 'throttled', reasonCode: 'throttled', fix: tryLater },
  RequestLimitExceeded: { kind: 'throttled', reasonCode: 'throttled', fix: tryLater },
  ExpiredToken: { kind: 'unauthenticated', reasonCode: 'credentials-expired', fix: longerSession },
  ExpiredTokenException: { kind: 'unauthenticated', reasonCode: 'credentials-expired', fix: longerSession },
  CredentialsProviderError: {
    kind: 'unauthenticated',
    reasonCode: 'credentials-missing',
    fix: addCredentials,
  },
  UnauthenticatedException: {
    kind: 'unauthenticated',
    reasonCode: 'credentials-invalid',
    fix: addCredentials,
  },
  UnrecognizedClientException: {
    kind: 'unauthenticated',
    reasonCode: 'credentials-invalid',
    fix: addCredentials,
  },
  MissingAuthenticationToken: {
    kind: 'unauthenticated',
    reasonCode: 'credentials-invalid',
    fix: addCredentials,
  },
  MissingAuthenticationTokenException: {
    kind: 'unauthenticated',
    reasonCode: 'credentials-invalid',
    fix: addCredentials,
  },
  InvalidClientTokenId: { kind: 'unauthenticated', reasonCode: 'credentials-invalid', fix: addCredentials },
  SignatureDoesNotMatch: { kind: 'unauthenticated', reasonCode: 'credentials-invalid', fix: addCredentials },
  InvalidSignatureException: {
    kind: 'unauthenticated',
    reasonCode: 'credentials-invalid',
    fix: addCredentials,
  },
  RequestTimeTooSkewed: skewed,
  RequestExpired: skewed,
}

/** Statuses that proxies give on their own. */
const byStatus: Readonly<Record<number, ErrorMeaning>> = {
  408: { kind: 'no-response', reasonCode: 'no-answer', fix: tryLater },
  429: { kind: 'throttled', reasonCode: 'throttled', fix: tryLater },
}

/** Texts that AWS puts into InvalidSignatureException. */
const byText: readonly ErrorText[] = [
  ['Signature expired', skewed],
  ['Signature not yet current', skewed],
]

/** Names what went wrong in a call. `clean` removes secrets and control characters from AWS's own text. */
export function toServiceError(
  operation: string,
  error: unknown,
  { clean, errors }: { clean: (text: string) => string; errors: ServiceErrors },
): ServiceError {
  const thrown: Thrown = typeof error === 'object' && error !== null ? error : {}
  const name = typeof thrown.name === 'string' ? thrown.name : ''
  const text = typeof thrown.message === 'string' ? thrown.message : ''
  const status = thrown.$metadata?.httpStatusCode ?? thrown.$response?.statusCode
  const failure = (meaning: ErrorMeaning, message: string) =>
    new ServiceError({ ...meaning, operation, message: clean(message).replace(/\.$/, ''), cause: error })

  if (error instanceof CredentialsError) {
    const { text: why, ...meaning } = meaningOfCredentials(error)
    return failure(meaning, why)
  }
  const network = networkErrorIn(error)
  if (network) {
    const meaning = meaningOfNetwork(network)
    const isLater = meaning.kind === 'no-response' && isUnsent(network)
    return failure(isLater ? { ...meaning, kind: 'not-sent' } : meaning, networkText(network))
  }
  // A call that passes a role on may be refused under a name of its own.
  if (/^AccessDenied/.test(name) || /is not authorized to perform:? iam:PassRole\b/.test(text)) {
    const action = /perform:? (\w+:\w+)/.exec(text)?.[1] ?? `${errors.actionPrefix}:${operation}`
    const meaning = errors.byAction?.[action]
    const denied = { kind: 'access-denied', reasonCode: 'access-denied', fix: allow(action, text) } as const
    return failure(meaning ?? denied, `access denied: ${text}`)
  }
  const isUnreadable = name === 'SyntaxError' || name === 'TypeError'
  const isServers = status !== undefined && status >= 500
  const textEntry = isServers || isUnreadable ? undefined : textMeaning(text, errors)
  const meaning = textEntry ?? byStatus[status ?? 0] ?? nameMeaning(name, errors)
  if (meaning) return failure(meaning, isUnreadable ? unansweredText(name, text, status) : text)
  const isAnswer = status !== undefined && status >= 400 && status < 500 && !isUnreadable
  if (isAnswer) return failure({ kind: 'rejected', reasonCode: 'rejected', fix: errors.rejectedFix }, text)
  return failure(
    {
      kind: 'no-response',
      reasonCode: 'no-answer',
      fix: isUnreadable && (status ?? 200) >= 400 ? checkTheWay : tryLater,
    },
    unansweredText(name, text, status),
  )
}

function textMeaning(text: string, errors: ServiceErrors): ErrorMeaning | undefined {
  return [...errors.byText, ...byText].find(([part]) => text.includes(part))?.[1]
}

function nameMeaning(name: string, errors: ServiceErrors): ErrorMeaning | undefined {
  return [errors.byName, byName].find((names) => Object.hasOwn(names, name))?.[name]
}

/** A reply without its expected content is an error: it must not be taken for "does not exist". */
export function malformedResponse(operation: string): ServiceError {
  return new ServiceError({
    kind: 'no-response',
    reasonCode: 'no-answer',
    fix: tryLater,
    operation,
    message: unansweredText('TypeError', '', undefined),
    cause: { name: 'TypeError' },
  })
}

/**
 * A write that succeeded, and whose reply lacks what it made: it was accepted, and must not be sent again. Only for writes that do
 * something else when they are made twice; others are as well repeated (`malformedResponse`).
 */
export function acceptedUnshown(
  operation: string,
  { message, fix }: { readonly message: string; readonly fix: string },
): ServiceError {
  return new ServiceError({
    kind: 'accepted',
    reasonCode: 'response-lost',
    ...{ operation, message, fix },
    cause: undefined,
  })
}

/** The IAM statement to add. After an explicit deny an `Allow` would change nothing. */
function allow(action: string, text: string): string {
  return /explicit deny/.test(text)
    ? `find the Deny for ${action} in a policy of the role or the organization, and remove it`
    : `allow ${action} in the role's policy: {"Effect":"Allow","Action":"${action}","Resource":"*"}`
}

/** A body that cannot be read may hold environment values, and the parser's message quotes it: it is not shown. */
function unansweredText(name: string, text: string, status: number | undefined): string {
  if (name === 'SyntaxError' || name === 'TypeError') {
    return `an unreadable response${status === undefined ? '' : ` (HTTP ${status})`}`
  }
  if (status !== undefined && status !== 200) return `HTTP ${status}${text === '' ? '' : `: ${text}`}`
  if (name === 'AbortError') return 'gave up before an answer came'
  if (/timeout|timed out/i.test(`${name} ${text}`)) return 'no answer in time'
  return text === '' ? 'no answer' : text
}
