import { describe, expect, test } from '@jest/globals'
import type { Effect } from '../../simulator/wire/faults.ts'
import { type ActionRun, runAction, writes } from './action.ts'

/** Replies that are missing, unreadable, or from a server with another clock. */

const look = 'GetContainerServices'
const deploy = 'CreateContainerServiceDeployment'
function trouble({ log }: ActionRun) {
  return log.split('\n').filter((line) => line.includes('; retrying'))
}
function altered(alter: (body: string) => string): Effect {
  return { kind: 'alter', alter }
}
const canary = 'correct-horse-battery-staple'

const bad: readonly (readonly [string, Effect])[] = [
  ['HTTP 500', { kind: 'service-exception' }],
  ['HTTP 502 with HTML', { kind: 'bad-gateway' }],
  ['HTTP 503 without a text', { kind: 'error', type: 'ServiceUnavailable', message: '', status: 503 }],
  ['a reset', { kind: 'drop', when: 'before-acceptance' }],
  ['half an answer', { kind: 'truncate' }],
  ['a page with status 200', altered(() => `<html>Please log in ${canary}</html>`)],
  [
    'an answer of another shape',
    altered(() => `{"containerServices":[{"currentDeployment":{"containers":7,"x":"${canary}"`),
  ],
]

describe('each look once, before and after the write', () => {
  test.each(bad)('%s: asked again, told in one line, and the end is good', async (_, effect) => {
    const run = await runAction({
      scenario: 'update',
      faults: [{ operation: look, calls: [1, 3, 4], effect }],
    })
    expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
    expect(writes(run)).toEqual([deploy])
    expect(trouble(run)).toEqual([
      expect.stringMatching(/no answer to GetContainerServices \(.+\); retrying$/),
    ])
    expect(run.log.replace(/^::add-mask::.*$/gm, '')).not.toContain(canary)
  })

  test.each(bad)('%s, and nothing else: red, nothing was changed', async (_, effect) => {
    const run = await runAction({
      scenario: 'update',
      faults: [{ operation: '*', calls: 'every', effect }],
      inputs: { 'max-retries': '1' },
    })
    expect(run).toMatchObject({
      exitCode: 1,
      operations: [look, look],
      outputs: { result: 'unknown', 'reason-code': 'no-answer' },
    })
    expect(run.outputs['reason']).toContain('nothing was changed')
    expect(run.log.replace(/^::add-mask::.*$/gm, '')).not.toContain(canary)
  })
})

describe('fields that are missing', () => {
  const without = (...names: string[]) =>
    altered((body) =>
      JSON.stringify(JSON.parse(body, (key, value: unknown) => (names.includes(key) ? undefined : value))),
    )

  test.each([
    ['state and detail of the service', ['stateDetail', 'arn', 'principalArn', 'url', 'isDisabled', 'scale']],
    ['time and endpoint of deployments', ['createdAt', 'publicEndpoint', 'location', 'tags']],
  ])('%s: the end is good, by our own version alone', async (_, names) => {
    const run = await runAction({
      scenario: 'update',
      faults: [{ operation: look, calls: ({ ordinal }) => ordinal > 1, effect: without(...names) }],
    })
    expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
  })

  test('an ARN that comes and goes is no other service', async () => {
    const run = await runAction({
      scenario: 'update',
      faults: [{ operation: look, calls: ({ ordinal }) => ordinal % 2 === 0, effect: without('arn') }],
    })
    expect(run.outputs['result']).toBe('success')
  })

  test.each([
    ['the states of deployments', 'state'],
    ['the versions of deployments', 'version'],
  ])('%s: never green, however long it lasts', async (_, name) => {
    const run = await runAction({
      scenario: 'update',
      faults: ['GetContainerServices', 'GetContainerServiceDeployments'].map((operation) => ({
        operation: operation as typeof look,
        calls: ({ number }) => number > 2,
        effect: without(name),
      })),
      inputs: { 'wait-for-minutes': '0.2' },
    })
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'timed-out' } })
  })

  test('the whole service, from the answer to the write: it was accepted, and is found again', async () => {
    const run = await runAction({
      scenario: 'update',
      faults: [{ operation: deploy, calls: 1, effect: altered(() => '{}') }],
    })
    expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
    expect(writes(run)).toEqual([deploy])
  })
})

test('an answer without the service, and a deployment that does not show: it is not sent again', async () => {
  let before = ''
  const stale = altered((body) => (before ||= body))
  const run = await runAction({
    scenario: 'update',
    faults: [
      { operation: deploy, calls: 'every', effect: altered(() => '{}') },
      { operation: look, calls: 'every', effect: stale },
      { operation: 'GetContainerServiceDeployments', calls: 'every', effect: altered(() => '{}') },
    ],
  })
  expect(run).toMatchObject({
    exitCode: 1,
    outputs: { result: 'unknown', 'reason-code': 'response-lost' },
  })
  expect(writes(run)).toEqual([deploy])
  expect(run.outputs['reason']).toContain('CreateContainerServiceDeployment was accepted')
})

describe('nobody is there', () => {
  test('a Region that does not exist: its name is not found, and the fix says so', async () => {
    const run = await runAction({
      env: { AWS_ENDPOINT_URL: '' },
      inputs: { region: 'eu-nowhere-1', 'max-retries': '1' },
    })
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: { result: 'unknown', 'reason-code': 'no-answer' },
    })
    expect(run.errors[0]).toMatch(/ENOTFOUND|EAI_AGAIN/)
    expect(run.errors[0]).toContain('check region')
    expect(run.errors[0]).toContain('nothing was changed')
    expect(trouble(run)).toHaveLength(1)
  })

  test('the connection is refused, then it works', async () => {
    const refused = await runAction({
      env: { AWS_ENDPOINT_URL_LIGHTSAIL: 'http://127.0.0.1:1' },
      inputs: { 'max-retries': '2' },
    })
    expect(refused.errors[0]).toContain('ECONNREFUSED')
    expect(trouble(refused)).toHaveLength(1)
  })
})

describe('a clock that is off', () => {
  const expired =
    'Signature expired: 20260115T084500Z is now earlier than 20260115T085500Z (20260115T090000Z - 5 min.)'
  const skewed = (type: string, message: string): Effect => ({ kind: 'error', type, message })

  test.each([
    ['InvalidSignatureException', expired],
    ['InvalidSignatureException', expired.replace('expired', 'not yet current')],
    ['RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.'],
  ])('%s, %s: corrected from the answer, the write included', async (type, message) => {
    const run = await runAction({
      scenario: 'update',
      faults: [
        { operation: look, calls: 1, effect: skewed(type, message) },
        { operation: deploy, calls: 1, effect: skewed(type, message) },
      ],
    })
    expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
    expect(trouble(run)).toHaveLength(1)
  })

  test('that stays off: the fix is the clock', async () => {
    const run = await runAction({
      scenario: 'update',
      inputs: { 'max-retries': '0' },
      faults: [{ operation: '*', calls: 'every', effect: skewed('InvalidSignatureException', expired) }],
    })
    expect(run).toMatchObject({ exitCode: 1, outputs: { 'reason-code': 'clock-skew' } })
    expect(run.errors[0]).toContain("set the runner's clock")
  })
})
