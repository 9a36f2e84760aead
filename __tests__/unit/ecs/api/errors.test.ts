import { describe, expect, test } from '@jest/globals'
import { toServiceError } from '../../../../src/ecs/api/errors.ts'

/** What the SDK throws for an answer: name from `__type`, text from the body, status from the wire. */
function answer(name: string, message: string, status = 400) {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } })
}

function named(error: unknown, operation = 'CreateService') {
  return toServiceError(operation, error, { clean: (text) => text, isDefaultCluster: false })
}

function invalid(text: string) {
  return answer('InvalidParameterException', text)
}
function denied(action: string) {
  return answer(
    'AccessDeniedException',
    `User: arn:aws:sts::123456789012:assumed-role/ci/run is not authorized to perform: ${action} on resource: arn:aws:iam::123456789012:role/shop-task`,
  )
}

describe('what each answer of ECS means', () => {
  test.each<[string, unknown, string, string]>([
    [
      'no such cluster',
      answer('ClusterNotFoundException', 'Cluster not found.'),
      'rejected',
      'cluster-missing',
    ],
    [
      'no such service',
      answer('ServiceNotFoundException', 'Service not found.'),
      'not-found',
      'service-missing',
    ],
    [
      'a deleted service',
      answer('ServiceNotActiveException', 'Service was not ACTIVE.'),
      'not-found',
      'service-missing',
    ],
    [
      'no such task definition',
      answer('ClientException', 'Unable to describe task definition.'),
      'not-found',
      'task-definition-missing',
    ],
    ['a permission', denied('ecs:CreateService'), 'access-denied', 'access-denied'],
    ['the right to pass a role', denied('iam:PassRole'), 'access-denied', 'pass-role'],
    [
      'the right to pass a role, refused under another name',
      invalid(
        'User: arn:aws:sts::123456789012:assumed-role/deploy/x is not authorized to perform: iam:PassRole',
      ),
      'access-denied',
      'pass-role',
    ],
    [
      'the same service, made otherwise',
      invalid('Creation of service was not idempotent.'),
      'rejected',
      'not-idempotent',
    ],
    [
      'a service that still drains',
      invalid('Unable to Start a service that is still Draining.'),
      'conflict',
      'service-draining',
    ],
    [
      'a role that is too new',
      invalid(
        "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/shop-task' that was provided for this task.",
      ),
      'rejected',
      'role-not-ready',
    ],
    [
      "ECS's own role",
      invalid(
        'Unable to assume the service linked role. Please verify that the ECS service linked role exists.',
      ),
      'rejected',
      'service-linked-role',
    ],
    [
      'a target group without a listener',
      invalid(
        'The target group with targetGroupArn arn:aws:elasticloadbalancing:x does not have an associated load balancer.',
      ),
      'rejected',
      'target-group-without-listener',
    ],
    [
      'no subnets',
      invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified."),
      'rejected',
      'network-missing',
    ],
    [
      'a size that Fargate does not have',
      answer('ClientException', 'No Fargate configuration exists for given values.'),
      'rejected',
      'fargate-size',
    ],
    [
      'a revision that does not exist',
      answer('ClientException', 'TaskDefinition not found.'),
      'rejected',
      'task-definition-missing',
    ],
    [
      'a revision that was deregistered',
      answer('ClientException', 'TaskDefinition is inactive'),
      'rejected',
      'version-not-usable',
    ],
    [
      'a platform',
      answer('PlatformUnknownException', 'The platform version is unknown.'),
      'rejected',
      'rejected',
    ],
    [
      'a namespace',
      answer('NamespaceNotFoundException', 'The namespace was not found.'),
      'rejected',
      'rejected',
    ],
    ['a quota', answer('LimitExceededException', 'The limit was exceeded.'), 'rejected', 'quota'],
    ['too many calls', answer('ThrottlingException', 'Rate exceeded'), 'throttled', 'throttled'],
    [
      'a fault of ECS',
      answer('ServerException', 'Service Unavailable. Please try again later.', 500),
      'no-response',
      'no-answer',
    ],
    [
      'another update',
      answer('UpdateInProgressException', 'An update is in progress.'),
      'conflict',
      'deployment-in-progress',
    ],
    [
      'a deployment that ended',
      answer('ConflictException', 'The deployment ended.'),
      'conflict',
      'deployment-in-progress',
    ],
    [
      'in words alone',
      invalid('A rollback is in progress for this service.'),
      'conflict',
      'deployment-in-progress',
    ],
    ['anything else', invalid('Container.image should not be null or empty.'), 'rejected', 'rejected'],
  ])('%s', (_, error, kind, reasonCode) => {
    expect(named(error)).toMatchObject({ kind, reasonCode })
  })

  test('a page of HTML is no answer, and never a SyntaxError', () => {
    const page = Object.assign(new Error('Unexpected token < in JSON'), {
      name: 'SyntaxError',
      $response: { statusCode: 502 },
    })
    const { kind, message } = named(page)
    expect(kind).toBe('no-response')
    expect(message).toBe('an unreadable response (HTTP 502)')
  })

  test('a role that may not be passed is named, with the condition to allow it', () => {
    const { message, fix } = named(denied('iam:PassRole'), 'RegisterTaskDefinition')
    expect(message).toContain('role/shop-task')
    expect(fix).toContain('iam:PassedToService')
  })

  test('a permission is named with its action', () => {
    expect(named(denied('ecs:TagResource')).fix).toContain('"Action":"ecs:TagResource"')
  })
})
