import { uses } from '../repository.js'

/** @typedef {Record<string, string>} Inputs */

/** @type {Inputs} */
const shop = { cluster: 'prod', service: 'shop', image: 'ghcr.io/acme/shop:9a8b7c' }

/** @type {Inputs} */
const usual = { ...shop, 'environment-variables': 'FEATURE_X=on-for-everybody' }

/** A service that is not there yet needs more than an image. @type {Inputs} */
const creation = {
  ...shop,
  'task-definition-family': 'web',
  'desired-count': '3',
  'launch-type': 'FARGATE',
  subnets: 'subnet-0a1b2c3d,subnet-4e5f6a7b',
  'security-groups': 'sg-0f1e2d3c',
}

/** Where nothing would end within a minute. @type {Inputs} */
const soon = { 'wait-for-minutes': '8' }

/** @type {Record<string, Inputs>} */
const special = {
  'first-deployment': creation,
  'failing-first-deployment': creation,
  'first-blue-green': creation,
  'lost-creation': creation,
  'lagging-creation': creation,
  'role-not-ready': creation,
  'target-group-without-listener': {
    ...creation,
    'target-group-arn':
      'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/shop/0d1c2b3a4f5e6d7c',
  },
  'empty-account': creation,
  'failing-migration': {
    ...shop,
    'run-task': 'true',
    'wait-for-task-stopped': 'true',
    'run-task-container-overrides': '[{"name": "app", "command": ["npm", "run", "migrate"]}]',
  },
  draining: creation,
  deleted: creation,
  'daemon-service': { cluster: 'prod', service: 'agent', image: 'ghcr.io/acme/agent:7a8b9c' },
  'never-ends': { ...usual, ...soon },
  'no-capacity': { ...usual, ...soon },
  'cannot-move': { ...usual, ...soon },
  paused: { ...usual, 'on-pause': 'leave' },
  'does-not-verify': {
    ...shop,
    'verify-url': 'true',
    'verify-minutes': '5',
    'rollback-on-failure': 'true',
  },
}

/** Outcomes of which a rolling update without alarms and hooks would show nothing. @type {Record<string, string>} */
const scenarioOf = { alarm: 'alarm', 'hook-fails': 'hook-fails', 'hook-times-out': 'hook-fails' }

/** What the demo shows of ECS. @type {import('./play.js').Shown} */
export const ecs = {
  name: 'ecs',
  service: 'ECS',
  uses: uses.ecs,
  main: 'ecs.js',
  standard: ['first-deployment', 'shop-on-ecs', 'circuit-breaker', 'failing-migration'],
  another: 'blue-green-bake',
  ofOutcome: (outcome) => scenarioOf[outcome] ?? 'shop-on-ecs',
  otherOutcomes: ['missing', 'elb-503'],
  special,
  inputsOf: (scenario, { outcome, isStuck, endpoint }) => ({
    ...(special[scenario] ?? usual),
    ...(scenario === 'does-not-verify' && { url: `${endpoint}/ecs/prod/shop/` }),
    ...(outcome !== undefined && { image: `ghcr.io/acme/shop:outcome-${outcome}` }),
    ...(isStuck && soon),
  }),
}
