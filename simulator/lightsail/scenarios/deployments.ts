import type { Scenario } from './scenario.ts'
import { activeAt, arrangeReadyShop, arrangeRunningShop, shopDeployment, shopVersion } from './shop.ts'

/** Outcomes of deployments. */
export const deploymentScenarios: readonly Scenario[] = [
  {
    name: 'empty-account',
    sentence: 'Nothing exists yet; whatever is created succeeds.',
    arrange: () => {},
  },
  {
    name: 'first-deploy',
    sentence: 'Nothing exists yet; the first deployment becomes active.',
    arrange: () => {},
    outcomes: ['succeeds'],
  },
  {
    name: 'update',
    sentence: 'shop runs version 17; the next deployment becomes active.',
    arrange: arrangeRunningShop,
    outcomes: ['succeeds'],
  },
  {
    name: 'failing-update',
    sentence: 'shop runs version 17; the next deployment fails because its app listens on port 3000.',
    arrange: arrangeRunningShop,
    outcomes: ['wrong-port'],
  },
  {
    name: 'failing-first-deploy',
    sentence: 'Nothing exists yet; the first deployment crashes, and the service ends up READY.',
    arrange: () => {},
    outcomes: ['crashes'],
  },
  {
    name: 'deployment-never-ends',
    sentence: 'shop runs version 17; the next deployment never leaves ACTIVATING.',
    arrange: arrangeRunningShop,
    outcomes: ['never-ends'],
  },
  {
    name: 'deployment-in-progress',
    sentence:
      'shop runs version 17; version 18, deployed by somebody else, has been activating for two minutes.',
    arrange: (account) => {
      arrangeRunningShop(account)
      account.call(
        'CreateContainerServiceDeployment',
        { serviceName: 'shop', ...shopDeployment('ghcr.io/acme/shop:c0ffee') },
        { at: account.now() - 120_000, outcome: 'succeeds' },
      )
    },
  },
  {
    name: 'superseded',
    sentence: 'shop runs version 17; a second after version 18 is active, somebody else replaces it with 19.',
    arrange: arrangeRunningShop,
    outcomes: ['succeeds'],
    events: [
      {
        dueAt: (account) => {
          const at = activeAt(account, 18)
          return at === undefined ? undefined : at + 1000
        },
        happens: (account, at) =>
          account.call(
            'CreateContainerServiceDeployment',
            { serviceName: 'shop', ...shopDeployment('ghcr.io/acme/shop:c0ffee') },
            { at, outcome: 'succeeds-at-once' },
          ),
      },
    ],
  },
  {
    name: 'deleted-while-waiting',
    sentence: 'shop runs version 17; a minute into version 18, somebody deletes the service.',
    arrange: arrangeRunningShop,
    switches: { deleteWhileDeploying: 'accepted' },
    events: [
      {
        dueAt: (account) => {
          const deployment = shopVersion(account, 18)
          return deployment === undefined ? undefined : deployment.createdAt + 60_000
        },
        happens: (account, at) => account.call('DeleteContainerService', { serviceName: 'shop' }, { at }),
      },
    ],
  },
  {
    name: 'does-not-verify',
    sentence: 'shop runs version 17; the next deployment becomes active, but its URL answers 500.',
    arrange: arrangeRunningShop,
    outcomes: ['succeeds-but-answers-500', 'succeeds'],
    switches: { urlTemplate: 'loopback' },
  },
  {
    name: 'private-service',
    sentence: 'jobs runs one container without a public endpoint.',
    arrange: (account) => {
      const at = account.now() - 86_400_000
      account.call('CreateContainerService', { serviceName: 'jobs', power: 'micro', scale: 1 }, { at })
      account.call(
        'CreateContainerServiceDeployment',
        { serviceName: 'jobs', containers: { worker: { image: 'ghcr.io/acme/jobs:4d5e6f' } } },
        { at: at + 600_000, outcome: 'succeeds' },
      )
    },
  },
  {
    name: 'two-containers',
    sentence: 'shop runs a public proxy in front of an app.',
    arrange: (account) => {
      arrangeReadyShop(account)
      account.call(
        'CreateContainerServiceDeployment',
        {
          serviceName: 'shop',
          containers: {
            proxy: { image: 'nginx:1.29', ports: { '80': 'HTTP' } },
            app: {
              image: 'ghcr.io/acme/shop:1f2e3d',
              environment: { NODE_ENV: 'production' },
              ports: { '8080': 'HTTP' },
            },
          },
          publicEndpoint: { containerName: 'proxy', containerPort: 80, healthCheck: { path: '/healthz' } },
        },
        { at: account.now() - 86_400_000, outcome: 'succeeds' },
      )
    },
  },
  {
    name: 'ten-containers',
    sentence: 'shop runs ten containers, the maximum.',
    arrange: (account) => {
      arrangeReadyShop(account)
      const names = Array.from({ length: 10 }, (_, index) => `part-${index + 1}`)
      account.call(
        'CreateContainerServiceDeployment',
        {
          serviceName: 'shop',
          containers: Object.fromEntries(
            names.map((name, index) => [
              name,
              { image: `ghcr.io/acme/${name}:1f2e3d`, ports: { [8080 + index]: 'HTTP' } },
            ]),
          ),
          publicEndpoint: { containerName: 'part-1', containerPort: 8080 },
        },
        { at: account.now() - 86_400_000, outcome: 'succeeds' },
      )
    },
  },
]
