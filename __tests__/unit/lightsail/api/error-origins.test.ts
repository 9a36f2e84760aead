import { describe, expect, test } from '@jest/globals'
import { CredentialsError, watchCredentials } from '../../../../src/aws/credentials.ts'
import { toServiceError } from '../../../../src/lightsail/api/errors.ts'
import { NetworkError, type NetworkErrorKind } from '../../../../src/net/http.ts'

/** Who is to blame decides about the reason code, another attempt, and the fix. */

function told(error: unknown) {
  const { kind, reasonCode, fix, message } = toServiceError('GetContainerServices', error, (text) => text)
  return { kind, reasonCode, fix, message }
}

function network(kind: NetworkErrorKind, message: string, proxy?: string) {
  return new NetworkError(kind, message, { proxy })
}

describe('the network, a proxy, or our own process', () => {
  test.each([
    ['a name that does not exist', network('dns', 'getaddrinfo ENOTFOUND x'), 'not-sent', 'no-answer', 'DNS'],
    ['nobody listens', network('refused', 'connect ECONNREFUSED'), 'not-sent', 'no-answer', 'HTTPS_PROXY'],
    ['no connection', network('connect-timeout', 'x'), 'not-sent', 'no-answer', 'firewall'],
    ['a connection that broke', network('broken', 'socket hang up'), 'no-response', 'no-answer', 'Health'],
    [
      'TLS inspection',
      network('tls', 'self-signed certificate in certificate chain'),
      'unreachable',
      'tls-failed',
      'NODE_EXTRA_CA_CERTS',
    ],
    [
      'a proxy that wants a password',
      network(
        'proxy',
        'no connection through the proxy p:3128: HTTP 407 Proxy Authentication Required',
        'p:3128',
      ),
      'unreachable',
      'proxy-failed',
      'user and password for p:3128',
    ],
    [
      'a proxy that forbids the host',
      network('proxy', 'no connection through the proxy p:3128: HTTP 403 Forbidden', 'p:3128'),
      'unreachable',
      'proxy-failed',
      'let p:3128 pass CONNECT',
    ],
    [
      'a proxy without its own way out',
      network('proxy', 'no connection through the proxy p:3128: HTTP 502 Bad Gateway', 'p:3128'),
      'not-sent',
      'proxy-failed',
      'check HTTPS_PROXY',
    ],
    [
      'a proxy that does not exist',
      network('proxy', 'no connection through the proxy p:3128: connect ECONNREFUSED', 'p:3128'),
      'not-sent',
      'proxy-failed',
      'that p:3128 is up',
    ],
    [
      'an address of another kind',
      network('unsupported', 'ftp://x'),
      'unreachable',
      'endpoint-invalid',
      'AWS_ENDPOINT_URL',
    ],
    [
      'a request that cannot be sent',
      network('invalid-request', 'x'),
      'unreachable',
      'endpoint-invalid',
      'region',
    ],
  ])('%s', (_, error, kind, reasonCode, fix) => {
    for (const one of [error, new Error('wrapped by the SDK', { cause: error })])
      expect(told(one)).toMatchObject({ kind, reasonCode, fix: expect.stringContaining(fix) })
  })
})

function sts(name: string, message: string, status = 400) {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } })
}

function provider(message: string) {
  return Object.assign(new Error(message), { name: 'CredentialsProviderError' })
}

test('a token file that does not exist: STS has said nothing', () => {
  const cause = Object.assign(new Error("ENOENT: no such file or directory, open '/run/token'"), {
    code: 'ENOENT',
    syscall: 'open',
  })
  const { message, reasonCode } = told(new CredentialsError(cause.message, { cause }))
  expect(message).toBe(`no credentials; ${cause.message}`)
  expect(reasonCode).toBe('credentials-missing')
})

describe('the credential provider', () => {
  test.each([
    [
      'the trust policy does not allow it',
      sts('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403),
      'unauthenticated',
      'credentials-denied',
      'trust policy',
    ],
    [
      'IAM does not know GitHub',
      sts('InvalidIdentityToken', 'No OpenIDConnect provider found in your account'),
      'unauthenticated',
      'credentials-denied',
      'OIDC provider',
    ],
    [
      'a wrong audience',
      sts('InvalidIdentityToken', 'Incorrect token audience'),
      'unauthenticated',
      'credentials-denied',
      'audience',
    ],
    [
      'the token is too old',
      sts('ExpiredTokenException', 'Token expired'),
      'unauthenticated',
      'credentials-expired',
      'role-duration-seconds',
    ],
    [
      'STS is not switched on',
      sts('RegionDisabledException', 'STS is not activated'),
      'unauthenticated',
      'credentials-denied',
      'activate STS',
    ],
    [
      'keys that STS does not know',
      sts('InvalidClientTokenId', 'The security token is invalid', 403),
      'unauthenticated',
      'credentials-invalid',
      'keys',
    ],
    ['STS is busy', sts('Throttling', 'Rate exceeded'), 'throttled', 'credentials-unavailable', 'again'],
    ['STS is down', sts('InternalFailure', 'x', 500), 'throttled', 'credentials-unavailable', 'again'],
    [
      'there are none',
      provider('Could not load credentials from any providers'),
      'unauthenticated',
      'credentials-missing',
      'configure-aws-credentials',
    ],
    [
      'the session of SSO is over',
      provider('The SSO session token associated with profile=x has expired'),
      'unauthenticated',
      'credentials-expired',
      'role-duration',
    ],
    [
      'STS cannot be reached',
      network('dns', 'getaddrinfo ENOTFOUND sts'),
      'throttled',
      'credentials-unavailable',
      'DNS',
    ],
    [
      'STS behind TLS inspection',
      network('tls', 'self-signed certificate'),
      'unreachable',
      'tls-failed',
      'NODE_EXTRA_CA_CERTS',
    ],
  ])('%s', (_, cause, kind, reasonCode, fix) => {
    const error = new CredentialsError(cause.message, { cause })
    expect(told(error)).toMatchObject({ kind, reasonCode, fix: expect.stringContaining(fix) })
  })

  const keys = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  }

  test.each([
    ['accessKeyId', `${keys.accessKeyId}\n`, 'the access key id contains a line break'],
    ['accessKeyId', `${keys.accessKeyId}\r`, 'the access key id contains a line break'],
    ['secretAccessKey', `${keys.secretAccessKey}\r\n`, 'the secret access key contains a line break'],
    ['secretAccessKey', `"${keys.secretAccessKey}"`, 'the secret access key is in quotation marks'],
    ['sessionToken', 'FwoGZXIvYXdz token', 'the session token contains a space'],
    ['sessionToken', 'FwoGZXIvYXdz\u200b', 'the session token contains a character that no key has'],
  ])('%s as it was stored: %j', async (name, value, message) => {
    const heard: string[] = []
    const client = { config: { credentials: async () => ({ ...keys, [name]: value }) } }
    const { signal } = new AbortController()
    watchCredentials(client, { onFound: (values) => heard.push(...values), signal })
    const error = await client.config.credentials().catch((thrown: unknown) => thrown)
    expect(told(error)).toMatchObject({ kind: 'unauthenticated', reasonCode: 'credentials-invalid', message })
    expect(told(error).fix).toContain('store the secret again')
    expect(told(error).message).not.toContain(value)
    expect(heard).toContain(value)
  })
})
