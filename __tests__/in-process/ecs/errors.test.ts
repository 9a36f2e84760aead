import { describe, expect, test } from '@jest/globals'
import type { EcsFault } from '../../../simulator/wire/ecs.ts'
import { ending, runEcs, writes } from './action.ts'

/** How a run ends on each answer of ECS that is not the one that was hoped for. */

const whole = {
  ...{ image: '', 'task-definition-arn': 'web', subnets: 'subnet-0a1b2c3d', 'launch-type': 'FARGATE' },
}

function error(operation: EcsFault['operation'], type: string, message: string): EcsFault {
  return {
    operation,
    calls: 'every',
    effect: { kind: 'error', type, message },
  }
}

const invalid = 'InvalidParameterException'

describe('a creation is refused', () => {
  test.each<[string, string, string]>([
    ['ClusterNotFoundException', 'Cluster not found.', 'refused · cluster-missing'],
    [invalid, "ECS was unable to assume the role 'arn:aws:iam::1:role/x'.", 'refused · role-not-ready'],
    [invalid, 'Unable to assume the service linked role.', 'refused · service-linked-role'],
    [
      invalid,
      'The target group with targetGroupArn x does not have an associated load balancer.',
      'refused · target-group-without-listener',
    ],
    [
      invalid,
      "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
      'refused · network-missing',
    ],
    ['ClientException', 'No Fargate configuration exists for given values.', 'refused · fargate-size'],
    ['PlatformUnknownException', 'The platform version is unknown.', 'refused · rejected'],
    ['NamespaceNotFoundException', 'The namespace was not found.', 'refused · rejected'],
    ['UnsupportedFeatureException', 'Not in this Region.', 'refused · rejected'],
    [invalid, 'Container.image should not be null or empty.', 'refused · rejected'],
  ])('%s %s', async (type, message, expected) => {
    const faults = [error('CreateService', type, message)]
    const run = await runEcs({ scenario: 'first-deployment', inputs: whole, faults })
    expect(ending(run)).toBe(expected)
    expect(run.exitCode).toBe(1)
    expect(run.outputs['service-created']).toBe('false')
  })
})

describe('a cluster that does not exist', () => {
  test('that an input names is told in the words of ECS', async () => {
    const run = await runEcs({ scenario: 'empty-account' })
    expect(run.outputs['reason']).toBe('shop on prod in eu-central-1: Cluster not found; nothing was changed')
  })

  test('and that nothing names is told to be the default one', async () => {
    const run = await runEcs({ scenario: 'empty-account', inputs: { cluster: '' } })
    expect(ending(run)).toBe('refused · cluster-missing')
    expect(run.outputs['reason']).toContain('no cluster default, which is used because cluster is not set')
    expect(run.errors[0]).toContain('Fix       set cluster to the name')
  })
})

describe('an update', () => {
  test('of a service that vanished is told so', async () => {
    const faults = [error('UpdateService', 'ServiceNotFoundException', 'Service not found.')]
    expect(ending(await runEcs({ faults }))).toBe('refused · service-missing')
  })

  test('that is refused says which task definition was registered for it', async () => {
    const run = await runEcs({ faults: [error('UpdateService', invalid, 'Something is wrong.')] })
    expect(ending(run)).toBe('refused · rejected')
    expect(run.outputs['reason']).toContain('web:20 was registered')
  })

  test('that may not pass the role says which', async () => {
    const message =
      'User: arn:aws:sts::1:assumed-role/ci is not authorized to perform: iam:PassRole on resource: arn:aws:iam::1:role/x'
    const run = await runEcs({ faults: [error('RegisterTaskDefinition', 'AccessDeniedException', message)] })
    expect(ending(run)).toBe('refused · pass-role')
    expect(run.errors[0]).toContain('role/x')
    expect(writes(run)).toEqual(['RegisterTaskDefinition'])
  })

  test('waits for its turn while a rollback is in progress', async () => {
    const message = 'A rollback is in progress for this service.'
    const effect = { kind: 'error', type: invalid, message } as const
    const run = await runEcs({ faults: [{ operation: 'UpdateService', calls: [1, 2], effect }] })
    expect(ending(run)).toBe('success · deployment-active')
    expect(run.log).toContain('queued')
  })

  test.each<[string, EcsFault['effect']]>([
    ['throttled', { kind: 'throttle' }],
    ['a page of HTML', { kind: 'bad-gateway' }],
    ['no answer', { kind: 'drop', when: 'before-acceptance' }],
  ])('%s once goes on', async (_, effect) => {
    const run = await runEcs({ faults: [{ operation: 'UpdateService', calls: 1, effect }] })
    expect(ending(run)).toBe('success · deployment-active')
  })
})

describe('a look at the rollout', () => {
  test.each<[string, EcsFault['effect']]>([
    ['throttled', { kind: 'throttle' }],
    ['a page of HTML', { kind: 'bad-gateway' }],
    ['cut off', { kind: 'truncate' }],
  ])('%s is no verdict', async (_, effect) => {
    const run = await runEcs({
      faults: [{ operation: 'DescribeServiceDeployments', calls: [1, 2, 3, 4, 5, 6], effect }],
    })
    expect(ending(run)).toBe('success · deployment-active')
  })

  test('with credentials that ended is the end, and says that nobody knows', async () => {
    const faults: EcsFault[] = [
      { operation: 'DescribeServiceDeployments', calls: 'every', effect: { kind: 'expired-token' } },
    ]
    const run = await runEcs({ faults })
    expect(ending(run)).toBe('unknown · credentials-expired')
    expect(run.outputs['reason']).toContain('may still succeed')
  })
})
