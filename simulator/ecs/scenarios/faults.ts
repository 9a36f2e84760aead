import type { EcsFault } from '../../wire/ecs.ts'
import { quoted } from '../errors.ts'
import type { Scenario } from './scenario.ts'
import { arrangeCluster, arrangeShop } from './shop.ts'

const role = 'arn:aws:iam::123456789012:role/shopTaskRole'
const shopTargetGroup =
  'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/shop/0d1c2b3a4f5e6d7c'

function refusal(operation: EcsFault['operation'], calls: EcsFault['calls'], message: string): EcsFault {
  return { operation, calls, effect: { kind: 'error', type: 'InvalidParameterException', message } }
}

/** Failures between a client and ECS. */
export const faultScenarios: readonly Scenario[] = [
  {
    name: 'throttled',
    sentence: 'shop runs web:19; every third call is throttled.',
    arrange: arrangeShop,
    faults: [{ operation: '*', calls: ({ number }) => number % 3 === 0, effect: { kind: 'throttle' } }],
  },
  {
    name: 'lost-answer',
    sentence: 'shop runs web:19; the update is accepted, but its answer never arrives.',
    arrange: arrangeShop,
    faults: [{ operation: 'UpdateService', calls: 1, effect: { kind: 'drop', when: 'after-acceptance' } }],
  },
  {
    name: 'lost-creation',
    sentence: 'There is no service yet; the creation is accepted, but its answer never arrives.',
    arrange: arrangeCluster,
    faults: [{ operation: 'CreateService', calls: 1, effect: { kind: 'drop', when: 'after-acceptance' } }],
  },
  {
    name: 'credentials-end',
    sentence: 'shop runs web:19; the credentials expire at the eighth call.',
    arrange: arrangeShop,
    faults: [{ operation: '*', calls: ({ number }) => number >= 8, effect: { kind: 'expired-token' } }],
  },
  {
    name: 'logs-denied',
    sentence: 'shop runs web:19; the next rollout crashes, and reading its logs is denied.',
    arrange: arrangeShop,
    outcomes: ['missing-variable'],
    faults: [{ operation: 'GetLogEvents', calls: 'every', effect: { kind: 'access-denied' } }],
  },
  {
    name: 'old-policy',
    sentence: "shop runs web:19; only the calls in the policy of AWS's own action are allowed.",
    arrange: arrangeShop,
    outcomes: ['crashes'],
    switches: { serviceDeploymentCalls: 'access-denied' },
    faults: (
      ['DescribeTaskDefinition', 'ListTasks', 'DescribeTasks', 'TagResource', 'GetLogEvents'] as const
    ).map((operation) => ({ operation, calls: 'every', effect: { kind: 'access-denied' } }) as const),
  },
  {
    name: 'old-partition',
    sentence: 'shop runs web:19; the Region does not support the service deployment calls.',
    arrange: arrangeShop,
    switches: { serviceDeploymentCalls: 'unknown-operation' },
  },
  {
    name: 'lagging-lists',
    sentence: 'shop runs web:19; service deployments are listed half a minute late.',
    arrange: arrangeShop,
    switches: { listLagSeconds: 30, currentServiceDeployment: 'stale' },
  },
  {
    name: 'lagging-creation',
    sentence: 'There is no service yet; a new one is MISSING for ten seconds.',
    arrange: arrangeCluster,
    switches: { missingAfterCreateSeconds: 10, listLagSeconds: 5 },
  },
  {
    name: 'role-not-ready',
    sentence: 'There is no service yet; its role can only be assumed at the third attempt.',
    arrange: arrangeCluster,
    faults: [refusal('CreateService', [1, 2], quoted.roleNotAssumed(role))],
  },
  {
    name: 'target-group-without-listener',
    sentence: 'There is no service yet; its target group belongs to no load balancer.',
    arrange: arrangeCluster,
    faults: [refusal('CreateService', 'every', quoted.targetGroupWithoutListener(shopTargetGroup))],
  },
  {
    name: 'pass-role-denied',
    sentence: "shop runs web:19; passing the task definition's role is denied.",
    arrange: arrangeShop,
    faults: [
      {
        operation: 'RegisterTaskDefinition',
        calls: 'every',
        effect: {
          kind: 'error',
          type: 'AccessDeniedException',
          message:
            'User: arn:aws:sts::123456789012:assumed-role/deploy/github is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/ecsTaskExecutionRole because no identity-based policy allows the iam:PassRole action',
        },
      },
    ],
  },
]
