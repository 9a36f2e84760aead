import type { Scenario } from './scenario.ts'
import { arrangeRunningShop } from './shop.ts'

/** Failures between a client and the service. */
export const faultScenarios: readonly Scenario[] = [
  {
    name: 'throttled',
    sentence: 'shop runs version 17; every third call is throttled.',
    arrange: arrangeRunningShop,
    faults: [{ operation: '*', calls: ({ number }) => number % 3 === 0, effect: { kind: 'throttle' } }],
  },
  {
    name: 'lost-answer',
    sentence: 'shop runs version 17; the deployment is accepted, but the answer never arrives.',
    arrange: arrangeRunningShop,
    faults: [
      {
        operation: 'CreateContainerServiceDeployment',
        calls: 1,
        effect: { kind: 'drop', when: 'after-acceptance' },
      },
    ],
  },
  {
    name: 'credentials-end',
    sentence: 'shop runs version 17; the credentials expire at the sixth call.',
    arrange: arrangeRunningShop,
    faults: [{ operation: '*', calls: ({ number }) => number >= 6, effect: { kind: 'expired-token' } }],
  },
  {
    name: 'logs-denied',
    sentence: 'shop runs version 17; the next deployment fails, and reading its log is denied.',
    arrange: arrangeRunningShop,
    outcomes: ['wrong-port'],
    faults: [{ operation: 'GetContainerLog', calls: 'every', effect: { kind: 'access-denied' } }],
  },
  {
    name: 'deploy-denied',
    sentence: 'shop runs version 17; deploying to it is denied.',
    arrange: arrangeRunningShop,
    faults: [
      { operation: 'CreateContainerServiceDeployment', calls: 'every', effect: { kind: 'access-denied' } },
    ],
  },
]
