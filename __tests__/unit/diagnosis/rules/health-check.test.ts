import { describe, expect, test } from '@jest/globals'
import { atPort, causeIn, fixture, said } from '../../../support/logs.ts'

function check(status: number, path = '/healthz') {
  return `172.26.1.2 - - [21/Nov/2026:12:30:45 +0000] "GET ${path} HTTP/1.1" ${status} 153 "-" "ELB-HealthChecker/2.0"`
}
function cause(lines: readonly string[], healthCheck = {}) {
  return causeIn(
    lines.map((line) => said(line)),
    { spec: atPort(8080, { successCodes: '200-299,301', ...healthCheck }) },
  )
}

describe('the health check gets a bad answer', () => {
  test.each([
    [302, 'a redirect', 'health-check-success-codes: 200-299,301,302'],
    [400, 'it refuses the request', 'uses the IP address'],
    [401, 'it requires a login', 'answers without a login'],
    [403, 'it is forbidden', 'answers without a login'],
    [404, 'the path does not exist', 'add /healthz to the app'],
    [405, 'it does not accept GET', 'a path that answers GET'],
    [418, 'an answer that does not count', 'a path that answers 200'],
    [429, 'a rate limiter', 'ELB-HealthChecker from 172.26.0.0/16'],
    [500, 'an error in the app', 'find out why /healthz answers like this'],
    [502, 'a proxy that gets no answer from the app', 'have the proxy connect to localhost'],
    [503, 'it is not ready', 'fewer dependencies'],
    [504, 'a proxy that gets no answer from the app', 'have the proxy connect to localhost'],
  ])('%d: %s', (status, what, fix) => {
    expect(cause([check(status)])).toMatchObject({
      reasonCode: 'health-check-failed',
      reason: `the health check gets ${status} from /healthz (${what}), but only 200-299,301 counts as healthy`,
      fix: expect.stringContaining(fix),
      lines: [`app "${check(status)}"`],
    })
  })

  test.each([200, 204, 299, 301])('but %d is good', (status) => {
    expect(cause([check(status)])).toBeUndefined()
  })

  test('the default takes everything below 500', () => {
    expect(cause([check(404)], { successCodes: '200-499' })).toBeUndefined()
    expect(cause([check(500)], { successCodes: '200-499' })?.reasonCode).toBe('health-check-failed')
  })

  test('an asker that hung up got no answer, whatever codes are healthy', () => {
    expect(cause([check(499)], { successCodes: '200-499', timeoutSeconds: 8 })).toMatchObject({
      reason: 'the app does not answer the health check GET /healthz within 8 s',
      fix: 'health-check-timeout-seconds: 16 and health-check-interval-seconds: 21, or make /healthz answer faster',
    })
  })

  test.each([
    ['as JSON', '{"method":"GET","url":"/healthz","status":404,"agent":"ELB-HealthChecker/2.0"}'],
    ['as JSON with another name', '{"statusCode": 404, "user_agent": "ELB-HealthChecker/2.0"}'],
    ['by its address', 'INFO:     172.26.3.4:41000 - "GET /healthz HTTP/1.1" 404 Not Found'],
  ])('a log that tells of it %s', (_, line) => {
    expect(cause([line])?.reasonCode).toBe('health-check-failed')
  })

  test.each([
    ['somebody else', check(500).replace('ELB-HealthChecker/2.0', 'curl/8.0').replace('172.26.', '203.0.')],
    ['a neighbour at another path', '172.26.1.2 - - "GET /orders HTTP/1.1" 500 1 "-" "curl/8.0"'],
    ['an address that only looks alike', '1.172.26.1.2 - - "GET /healthz HTTP/1.1" 500 1 "-" "curl/8.0"'],
    ['a line without a status', 'ELB-HealthChecker/2.0 asked'],
  ])('not: %s', (_, line) => {
    expect(cause([line])).toBeUndefined()
  })
})

describe('what an answer is worth', () => {
  test('an app that answers has not crashed, whatever it logs; its errors explain a 5xx', () => {
    expect(cause(['Error: no cache', check(503)])).toMatchObject({
      reasonCode: 'health-check-failed',
      fix: expect.stringContaining('fix the error that the app logs'),
      lines: ['app "Error: no cache"', `app "${check(503)}"`],
    })
  })

  test('what ends the app counts for more than what it answered before', () => {
    expect(cause([check(503), 'Error: no database', 'Node.js v24.11.0'])).toMatchObject({
      reasonCode: 'app-crashed',
    })
  })

  test('a bad answer during the start is no cause once the answers are good', () => {
    expect(cause([check(503), check(200)])).toBeUndefined()
  })

  test('one bad answer among good ones is no cause', () => {
    expect(cause([...Array.from({ length: 12 }, () => check(200)), check(500)])).toBeUndefined()
  })

  test('a private service has no health check', () => {
    expect(causeIn(fixture('health-404'), { spec: { containers: atPort(80).containers } })?.reasonCode).toBe(
      'start-timeout',
    )
  })
})
