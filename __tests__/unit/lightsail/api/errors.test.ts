import { describe, expect, test } from '@jest/globals'
import { toServiceError } from '../../../../src/lightsail/api/errors.ts'
import { ServiceError } from '../../../../src/runtime/service-error.ts'

/** What the SDK throws for an answer: name from `__type`, text from the body, status from the wire. */
function answer(name: string, message: string, status = 400) {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } })
}
function unreadable(name: string, message: string, statusCode?: number) {
  return Object.assign(
    new Error(message),
    { name },
    statusCode === undefined ? {} : { $response: { statusCode } },
  )
}
function network(message: string, code: string, name = 'Error') {
  return Object.assign(new Error(message), { name, code })
}

function failure(error: unknown, operation = 'CreateContainerServiceDeployment') {
  return toServiceError(operation, error, (text) => text)
}

const busy =
  'Sorry, deployment 8 is in progress for service "shop". Please wait for it to complete before trying again.'
const quota =
  "Sorry, you've either reached or will exceed your maximum limit of Lightsail Container Services."
const denied =
  'User: arn:aws:sts::123456789012:assumed-role/ci/run is not authorized to perform: lightsail:TagResource on resource: arn:aws:lightsail:eu-central-1:123456789012:*'

describe('every kind of answer has its name', () => {
  test.each<[string, unknown, string, string]>([
    ['no such service', answer('NotFoundException', 'not found'), 'not-found', 'service-missing'],
    [
      'no such service, told otherwise',
      answer('InvalidInputException', 'X DoesNotExist'),
      'not-found',
      'service-missing',
    ],
    ['a deployment in progress', answer('InvalidInputException', busy), 'conflict', 'deployment-in-progress'],
    [
      'a busy service',
      answer('InvalidInputException', 'Sorry. Please try again in a few minutes.'),
      'conflict',
      'service-busy',
    ],
    [
      'a Region that is being set up',
      answer('RegionSetupInProgressException', 'x'),
      'conflict',
      'region-setup',
    ],
    [
      'an account that is being set up',
      answer('AccountSetupInProgressException', 'x'),
      'conflict',
      'account-setup',
    ],
    ['throttling', answer('ThrottlingException', 'Rate exceeded'), 'throttled', 'throttled'],
    ['throttling under another name', answer('TooManyRequestsException', 'x'), 'throttled', 'throttled'],
    [
      'throttling by a proxy, by its status alone',
      answer('UnknownError', 'UnknownError', 429),
      'throttled',
      'throttled',
    ],
    ['access denied', answer('AccessDeniedException', denied), 'access-denied', 'access-denied'],
    ['access denied, an older name', answer('AccessDenied', denied, 403), 'access-denied', 'access-denied'],
    [
      'credentials that ended',
      answer('ExpiredTokenException', 'x'),
      'unauthenticated',
      'credentials-expired',
    ],
    [
      'credentials that ended, an older name',
      answer('ExpiredToken', 'x', 403),
      'unauthenticated',
      'credentials-expired',
    ],
    [
      'credentials of nobody',
      answer('UnrecognizedClientException', 'x'),
      'unauthenticated',
      'credentials-invalid',
    ],
    [
      'credentials that do not sign',
      answer('InvalidSignatureException', 'x'),
      'unauthenticated',
      'credentials-invalid',
    ],
    [
      'a clock that is behind',
      answer(
        'InvalidSignatureException',
        'Signature expired: 20260115T085000Z is now earlier than 20260115T085500Z (20260115T090000Z - 5 min.)',
      ),
      'throttled',
      'clock-skew',
    ],
    [
      'a clock that is ahead',
      answer(
        'InvalidSignatureException',
        'Signature not yet current: 20260115T091000Z is still later than 20260115T090500Z (20260115T090000Z + 5 min.)',
      ),
      'throttled',
      'clock-skew',
    ],
    [
      'a clock that is off, an older name',
      answer('RequestTimeTooSkewed', 'x', 403),
      'throttled',
      'clock-skew',
    ],
    [
      'credentials that are not accepted',
      answer('UnauthenticatedException', 'x'),
      'unauthenticated',
      'credentials-invalid',
    ],
    [
      'no credentials',
      network('Could not load credentials from any providers', '', 'CredentialsProviderError'),
      'unauthenticated',
      'credentials-missing',
    ],
    [
      'no credentials in the request',
      answer('MissingAuthenticationTokenException', 'Missing Authentication Token', 403),
      'unauthenticated',
      'credentials-invalid',
    ],
    ['the quota of services', answer('InvalidInputException', quota), 'rejected', 'service-quota'],
    [
      'a name that is not allowed',
      answer('InvalidInputException', 'Container name "backend_api" does not match pattern: ^x$'),
      'rejected',
      'rejected',
    ],
    [
      'an image that is not allowed',
      answer('InvalidInputException', 'Container "a" has invalid image ":s.a.LATEST".'),
      'rejected',
      'rejected',
    ],
    [
      'a port that is not open',
      answer(
        'InvalidInputException',
        'Invalid port specified. You must specify a port that is in the list of ports of the specified container.',
      ),
      'rejected',
      'rejected',
    ],
    ['an answer that nobody knows', answer('SomethingNewException', 'x'), 'rejected', 'rejected'],
    ["the service's own fault", answer('ServiceException', 'x', 500), 'no-response', 'no-answer'],
    [
      "the service's own fault under a name that nobody knows",
      answer('InternalFailure', 'x', 503),
      'no-response',
      'no-answer',
    ],
    [
      "the service's own fault, even if it asks for patience: a write may have been accepted",
      answer('ServiceException', 'Please try again in a few minutes', 500),
      'no-response',
      'no-answer',
    ],
    ['a request that took too long', answer('RequestTimeoutException', 'x', 408), 'no-response', 'no-answer'],
    ['a page of a proxy', unreadable('SyntaxError', 'Unexpected token <', 502), 'no-response', 'no-answer'],
    [
      'half an answer',
      unreadable('SyntaxError', 'Unexpected end of JSON input', 200),
      'no-response',
      'no-answer',
    ],
    [
      'an error that cannot be read',
      unreadable('SyntaxError', 'Unexpected token', 400),
      'no-response',
      'no-answer',
    ],
    [
      'an answer of another shape',
      unreadable('TypeError', 'Cannot read properties of null'),
      'no-response',
      'no-answer',
    ],
    ['a broken connection', network('socket hang up', 'ECONNRESET'), 'no-response', 'no-answer'],
    [
      'no connection',
      network('connect ECONNREFUSED 127.0.0.1:1', 'ECONNREFUSED'),
      'no-response',
      'no-answer',
    ],
    ['no answer in time', network('timed out', 'ETIMEDOUT', 'TimeoutError'), 'no-response', 'no-answer'],
    ['a request that was given up', network('Request aborted', '', 'AbortError'), 'no-response', 'no-answer'],
    ['nothing that is known', undefined, 'no-response', 'no-answer'],
    ['a text', 'went wrong', 'no-response', 'no-answer'],
    ['a name that every object has', answer('constructor', 'x', 500), 'no-response', 'no-answer'],
  ])('%s', (_, error, kind, reasonCode) => {
    const named = failure(error)
    expect(named).toBeInstanceOf(ServiceError)
    expect([named.kind, named.reasonCode]).toEqual([kind, reasonCode])
    expect(named.fix).not.toBe('')
    expect(named.message).not.toBe('')
    expect(named.operation).toBe('CreateContainerServiceDeployment')
    expect(named.cause).toBe(error)
  })
})

describe('the fix names what can be mended', () => {
  test.each<[string, unknown, string]>([
    ['the action that is denied', answer('AccessDeniedException', denied), 'allow lightsail:TagResource in'],
    [
      'the call that is denied, if the text names none',
      answer('AccessDeniedException', 'x'),
      'allow lightsail:CreateContainerServiceDeployment in',
    ],
    [
      'the action of a role that may not be taken',
      answer('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403),
      'sts:AssumeRoleWithWebIdentity',
    ],
    [
      'the statement to add',
      answer('AccessDeniedException', denied),
      '{"Effect":"Allow","Action":"lightsail:TagResource","Resource":"*"}',
    ],
    [
      'what forbids the action, where a statement would not help',
      answer('AccessDeniedException', `${denied} with an explicit deny in a service control policy`),
      'find the Deny for lightsail:TagResource',
    ],
    ['the clock', answer('RequestTimeTooSkewed', 'x', 403), "the runner's clock"],
    ['the length of a session', answer('ExpiredTokenException', 'x'), 'role-duration-seconds'],
    [
      'where credentials come from',
      network('x', '', 'CredentialsProviderError'),
      'configure-aws-credentials',
    ],
    ['the quota', answer('InvalidInputException', quota), 'quota'],
    ['the turn', answer('InvalidInputException', busy), 'if-in-progress'],
  ])('%s', (_, error, fix) => {
    expect(failure(error).fix).toContain(fix)
  })
})

describe('what is shown of it', () => {
  test("Lightsail's own words", () => {
    expect(failure(answer('InvalidInputException', quota)).message).toBe(quota.replace(/\.$/, ''))
    expect(failure(answer('AccessDeniedException', denied)).message).toBe(`access denied: ${denied}`)
    expect(failure(answer('ServiceException', 'Sorry.', 500)).message).toBe('HTTP 500: Sorry')
    expect(failure(network('socket hang up', 'ECONNRESET')).message).toBe('socket hang up')
  })

  test.each<[string, unknown]>([
    ['a page', unreadable('SyntaxError', 'Unexpected token < in JSON: "<html>canary"', 502)],
    ['half an answer', unreadable('SyntaxError', 'Unterminated string in JSON: {"TOKEN": "canary', 200)],
    ['half an error', unreadable('SyntaxError', 'canary', 400)],
    ['a body that holds a text we know', unreadable('SyntaxError', 'DoesNotExist canary', 400)],
    ['a page of a proxy that throttles', unreadable('SyntaxError', 'canary', 429)],
    ['a body without a status', unreadable('SyntaxError', 'canary')],
    ['an answer of another shape', unreadable('TypeError', 'canary is not iterable')],
  ])('nothing of %s that cannot be read', (_, error) => {
    const { message, fix } = failure(error)
    expect(`${message} ${fix}`).not.toContain('canary')
    expect(message).toContain('an unreadable response')
  })

  test.each<[string, unknown]>([
    ['rejected', answer('InvalidInputException', 'bad canary')],
    ['denied', answer('AccessDeniedException', 'bad canary')],
    ['busy', answer('InvalidInputException', 'canary: Please try again in a few minutes')],
    ['a fault', answer('ServiceException', 'bad canary', 500)],
    ['a broken connection', network('bad canary', 'ECONNRESET')],
  ])('foreign text passes through the filter: %s', (_, error) => {
    const named = toServiceError('GetX', error, (text) => text.replaceAll('canary', '***'))
    expect(named.message).toContain('***')
    expect(named.message).not.toContain('canary')
  })
})
