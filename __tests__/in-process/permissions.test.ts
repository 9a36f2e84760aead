import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../simulator/wire/faults.ts'
import { runAction, type Situation, writes } from './action.ts'

/** Denied access, and credentials that expire. */

const look = 'GetContainerServices'
const deploy = 'CreateContainerServiceDeployment'
const create = 'CreateContainerService'
const update = 'UpdateContainerService'
const verify = { 'verify-url': 'true', 'verify-minutes': '0.01', 'rollback-on-failure': 'true' }

function statement(operation: string) {
  return `{"Effect":"Allow","Action":"lightsail:${operation}","Resource":"*"}`
}
function denied(operation: Fault['operation'], from = 1): Fault {
  return {
    operation,
    calls: ({ ordinal }) => ordinal >= from,
    effect: { kind: 'access-denied' },
  }
}
function expired(from: number): Fault {
  return {
    operation: '*',
    calls: ({ number }) => number >= from,
    effect: { kind: 'expired-token' },
  }
}

describe('access that is denied names the statement to add', () => {
  test.each<[Fault['operation'], string, string, Situation]>([
    [look, 'refused', 'nothing was changed', {}],
    [deploy, 'refused', 'nothing was changed', {}],
    [
      create,
      'refused',
      'nothing was changed',
      { scenario: 'first-deploy', inputs: { 'container-port': '80' } },
    ],
    [update, 'refused', 'nothing was changed', { inputs: { scale: '2' } }],
    ['TagResource', 'refused', 'nothing was changed', { inputs: { tags: 'a=b' } }],
    ['DeleteContainerService', 'refused', 'nothing was changed', { inputs: { mode: 'delete', image: '' } }],
    [
      'GetContainerServiceDeployments',
      'refused',
      'nothing was changed',
      { inputs: { mode: 'rollback', image: '' } },
    ],
    [
      'GetContainerImages',
      'refused',
      'nothing was changed',
      { scenario: 'registry', inputs: { mode: 'rollback', image: '' } },
    ],
    [
      'GetCertificates',
      'refused',
      'nothing was changed',
      { inputs: { 'public-domain-names': 'c=a.example.com' } },
    ],
  ])('%s: %s', async (operation, result, extent, situation) => {
    const run = await runAction({ scenario: 'update', ...situation, faults: [denied(operation)] })
    expect(run).toMatchObject({ exitCode: 1, outputs: { result, 'reason-code': 'access-denied' } })
    expect(run.errors[0]).toContain(statement(operation))
    expect(run.outputs['reason']).toContain(extent)
    expect(run.calls.filter((call) => call.status === 200 && !call.operation.startsWith('Get'))).toEqual([])
  })

  test.each<[Fault['operation'], Situation]>([
    [look, { faults: [denied(look, 3)] }],
    [
      'GetContainerServiceDeployments',
      { outcomes: ['crashes'], faults: [denied('GetContainerServiceDeployments')] },
    ],
  ])('%s, while we wait: unknown, and the deployment may still succeed', async (operation, situation) => {
    const run = await runAction({ scenario: 'update', ...situation })
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: { result: 'unknown', 'reason-code': 'access-denied', 'deployment-version': '18' },
    })
    expect(run.errors[0]).toContain(statement(operation))
    expect(run.outputs['reason']).toContain('may still succeed')
  })

  test('an explicit deny: a statement that allows would not help', async () => {
    const message = `User: arn:aws:iam::1:user/x is not authorized to perform: lightsail:${deploy} on resource: * with an explicit deny in a service control policy`
    const run = await runAction({
      scenario: 'update',
      faults: [
        { operation: deploy, calls: 1, effect: { kind: 'error', type: 'AccessDeniedException', message } },
      ],
    })
    expect(run.errors[0]).toContain(`find the Deny for lightsail:${deploy}`)
    expect(run.errors[0]).not.toContain('"Allow"')
  })
})

describe('what is denied and only explains never changes the verdict', () => {
  test('the log of a deployment that failed', async () => {
    const run = await runAction({ scenario: 'logs-denied' })
    expect(run.outputs).toMatchObject({ result: 'failed-kept-previous', 'reason-code': 'deployment-failed' })
    expect(run.operations.filter((operation) => operation === 'GetContainerLog')).toHaveLength(1)
    expect(run.log).toContain(statement('GetContainerLog').replaceAll('%', '%25'))
  })

  test('the log of a deployment that came up: nobody even asks', async () => {
    const run = await runAction({ scenario: 'update', faults: [denied('GetContainerLog')] })
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'success' } })
  })

  test('the log of a version that did not verify', async () => {
    const run = await runAction({
      scenario: 'does-not-verify',
      secondsPerCall: 100,
      inputs: verify,
      faults: [denied('GetContainerLog')],
    })
    expect(run.outputs).toMatchObject({ result: 'rolled-back', 'reason-code': 'not-verified' })
  })
})

describe('credentials that end', () => {
  const cases: readonly (readonly [number, string, string])[] = [
    [1, 'refused', 'nothing was changed'],
    [2, 'refused', 'nothing was changed'],
    [3, 'unknown', 'the settings were updated, but nothing was deployed'],
    [4, 'unknown', 'the settings were updated, but nothing was deployed'],
    [6, 'unknown', 'may still succeed'],
    [7, 'unknown', 'may still succeed'],
  ]
  test.each(cases)('with call %d: %s, %s, and the fix', async (from, result, extent) => {
    const run = await runAction({
      scenario: 'update',
      secondsPerCall: 60,
      inputs: { tags: 'a=b' },
      faults: [expired(from)],
    })
    expect(run).toMatchObject({ exitCode: 1, outputs: { result, 'reason-code': 'credentials-expired' } })
    expect(run.outputs['reason']).toContain(extent)
    expect(run.errors[0]).toContain('role-duration-seconds')
  })

  test('while ours is put back: unknown, and it is not said to be put back', async () => {
    const run = await runAction({
      scenario: 'does-not-verify',
      secondsPerCall: 100,
      inputs: verify,
      faults: [{ operation: deploy, calls: 2, effect: { kind: 'expired-token' } }, expired(20)],
    })
    expect(run).toMatchObject({ exitCode: 1, outputs: { 'rolled-back': 'false' } })
    expect(run.outputs['reason-code']).toBe('rollback-failed')
    expect(writes(run)).toEqual([deploy, deploy, 'TagResource'])
  })
})
