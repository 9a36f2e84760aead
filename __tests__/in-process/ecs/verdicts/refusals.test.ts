import { describe, expect, test } from '@jest/globals'
import type { EcsFault } from '../../../../simulator/wire/ecs.ts'
import { expectTold, runEcs, whole } from '../action.ts'

/** What ECS answers to a write decides how the run ends, and never silently. */

const role = 'arn:aws:iam::123456789012:role/shopTaskRole'

type Row = readonly [type: string, message: string, ending: string]

const rows: readonly Row[] = [
  ['ClusterNotFoundException', 'Cluster not found.', 'refused · cluster-missing'],
  ['ServiceNotFoundException', 'Service not found.', 'refused · service-missing'],
  ['ServiceNotActiveException', 'Service was not ACTIVE.', 'refused · service-missing'],
  [
    'AccessDeniedException',
    'User: arn:aws:iam::123456789012:user/ci is not authorized to perform: ecs:UpdateService',
    'refused · access-denied',
  ],
  [
    'AccessDeniedException',
    `User: arn:aws:iam::123456789012:user/ci is not authorized to perform: iam:PassRole on resource: ${role}`,
    'refused · pass-role',
  ],
  ['InvalidParameterException', 'Creation of service was not idempotent.', 'refused · not-idempotent'],
  [
    'InvalidParameterException',
    'Unable to Start a service that is still Draining.',
    'timed-out · queue-timeout',
  ],
  [
    'InvalidParameterException',
    `ECS was unable to assume the role '${role}' that was provided for this task.`,
    'refused · role-not-ready',
  ],
  [
    'InvalidParameterException',
    'Unable to assume the service linked role. Please verify that the ECS service linked role exists.',
    'refused · service-linked-role',
  ],
  [
    'InvalidParameterException',
    'The target group with targetGroupArn arn:x does not have an associated load balancer.',
    'refused · target-group-without-listener',
  ],
  [
    'InvalidParameterException',
    "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
    'refused · network-missing',
  ],
  ['ClientException', 'No Fargate configuration exists for given values', 'refused · fargate-size'],
  [
    'PlatformTaskDefinitionIncompatibilityException',
    'The specified platform version does not satisfy the required capabilities.',
    'refused · rejected',
  ],
  ['PlatformUnknownException', 'The specified platform version does not exist.', 'refused · rejected'],
  ['NamespaceNotFoundException', 'The specified namespace was not found.', 'refused · rejected'],
  ['UnsupportedFeatureException', 'The feature is not supported in this Region.', 'refused · rejected'],
  ['LimitExceededException', 'The limit for the resource was exceeded.', 'refused · quota'],
  ['ThrottlingException', 'Rate exceeded', 'unknown · throttled'],
  ['ServerException', 'Service Unavailable. Please try again later.', 'unknown · response-lost'],
  ['ConflictException', 'A rollback is going on.', 'timed-out · queue-timeout'],
  ['UpdateInProgressException', 'There is already a current update.', 'timed-out · queue-timeout'],
  ['InvalidParameterException', 'A deployment is in progress.', 'timed-out · queue-timeout'],
  ['BlockedException', 'Your AWS account was blocked.', 'refused · rejected'],
]

function always(operation: EcsFault['operation'], type: string, message: string): EcsFault {
  return {
    operation,
    calls: 'every',
    effect: { kind: 'error', type, message },
  }
}

const brief = { 'wait-for-minutes': '3' }

describe.each(rows)('%s: %s', (type, message, end) => {
  test('to an update', async () => {
    const run = await runEcs({ inputs: brief, faults: [always('UpdateService', type, message)] })
    expectTold(run, end)
    expect(run.outputs['serving-task-definition-arn']).toMatch(/web:19$/)
    const { reason } = run.outputs
    if (!end.startsWith('unknown')) expect(reason).toContain(message.replace(/\.$/, ''))
    // What was registered before stays, and is no "nothing".
    if (!end.includes('response-lost'))
      expect(reason).toContain('nothing was deployed, but web:20 was registered')
  })

  test('to a creation', async () => {
    const inputs = { ...brief, ...whole }
    const faults = [always('CreateService', type, message)]
    const run = await runEcs({ scenario: 'first-deployment', inputs, faults })
    expectTold(run, end)
    expect(run.outputs).toMatchObject({ 'service-created': 'false', 'serving-task-definition-arn': '' })
    if (!end.includes('response-lost')) expect(run.outputs['reason']).toContain('nothing was changed')
  })
})

test('a page of HTML is no answer', async () => {
  const faults = [{ operation: 'UpdateService', calls: 'every', effect: { kind: 'bad-gateway' } } as const]
  const run = await runEcs({ faults })
  expectTold(run, 'unknown · response-lost')
  expect(run.log).not.toContain('SyntaxError')
})

test('what is in the way at our write does not end the run where another is to be left alone', async () => {
  const faults = [always('UpdateService', 'ConflictException', 'A rollback is going on.')]
  expectTold(
    await runEcs({ inputs: { 'if-in-progress': 'fail' }, faults }),
    'refused · deployment-in-progress',
  )
})
