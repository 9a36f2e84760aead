import { uses } from '../repository.js'

/** @typedef {Record<string, string>} Inputs */

/** @type {Inputs} */
const usual = {
  'service-name': 'shop',
  image: 'ghcr.io/acme/shop:9a8b7c',
  'container-port': '8080',
  'health-check-path': '/healthz',
  'environment-variables': 'FEATURE_X=on-for-everybody',
}

/** What to deploy where the usual lines would miss the point. @type {Record<string, Inputs>} */
const special = {
  'private-service': { 'service-name': 'jobs', image: 'ghcr.io/acme/jobs:2' },
  'two-containers': { 'service-name': 'shop', images: 'app=ghcr.io/acme/shop:9a8b7c' },
  'ten-containers': { 'service-name': 'shop', images: 'part-1=ghcr.io/acme/part:2' },
  'deployment-never-ends': { ...usual, 'wait-for-minutes': '10' },
  'does-not-verify': {
    'service-name': 'shop',
    image: 'ghcr.io/acme/shop:9a8b7c',
    'verify-url': 'true',
    'verify-minutes': '5',
    'rollback-on-failure': 'true',
  },
  certificates: { 'service-name': 'shop', 'public-domain-names': 'example-org=example.org' },
  registry: { 'service-name': 'shop', image: ':shop.app.3' },
}

/** What the demo shows of Lightsail. @type {import('./play.js').Shown} */
export const lightsail = {
  name: 'lightsail',
  service: 'Lightsail',
  uses: uses.lightsail,
  main: 'index.js',
  standard: ['first-deploy', 'update', 'failing-update'],
  another: 'deployment-in-progress',
  ofOutcome: () => 'update',
  otherOutcomes: ['cannot-pull', 'crashes'],
  special,
  inputsOf: (scenario, { outcome }) => {
    const inputs = special[scenario] ?? usual
    if (outcome === undefined) return inputs
    // Unless told otherwise, Lightsail takes everything below 500 for healthy.
    const strict = outcome.startsWith('health-') ? { 'health-check-success-codes': '200-299' } : {}
    return { ...inputs, ...strict, image: `ghcr.io/acme/shop:outcome-${outcome}` }
  },
}
