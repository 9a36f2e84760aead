import { ourValues, queryValue } from '../machinery/around/secret-canaries.ts'
import { type Inputs, pollIntervals } from '../machinery/inputs.ts'
import type { Chance } from '../machinery/prng.ts'
import { ourImages } from './configurations.ts'

/** What is asked of the action. */
export function drawInputs(chance: Chance, arrangement: string, serviceName: string): Inputs {
  const roll = chance.whole(1, 100)
  const terms = drawTerms(chance)
  const common = { 'service-name': serviceName, ...terms }
  if (roll <= 2) {
    const { 'wait-for-minutes': minutes, 'max-retries': retries } = terms
    const about = { 'service-name': serviceName, mode: 'export' }
    return { ...about, 'wait-for-minutes': minutes, 'max-retries': retries }
  }
  if (roll <= 5) return { ...common, mode: 'status' }
  if (roll <= 10) {
    const waits = chance.percent(80)
    return { ...common, mode: 'delete', ...(!waits && { 'wait-for-service-stability': 'false' }) }
  }
  if (roll <= 18)
    return {
      ...common,
      mode: 'rollback',
      'rollback-to': chance.one(['last-good', 'last-good', '1', '3', '16']),
    }
  if (roll <= 20)
    return {
      ...common,
      'force-new-deployment': 'true',
      ...drawSettings(chance),
      ...drawProof(chance, common['wait-for-minutes']),
    }
  if (roll <= 22) return { ...common, ...drawSettings(chance), disabled: 'true' }
  if (roll <= 25) return { ...common, scale: '2', ...drawSettings(chance) }
  if (roll <= 30) return { ...common, mode: 'plan', ...drawDeployment(chance, arrangement) }
  const waits = chance.percent(95)
  return {
    ...common,
    ...drawDeployment(chance, arrangement),
    ...drawSettings(chance),
    ...(arrangement === 'disabled-service' && chance.percent(70) && { disabled: 'false' }),
    ...(chance.percent(8) && { 'create-service': 'false' }),
    ...(chance.percent(8) && { 'track-commit': 'false' }),
    ...(chance.percent(10) && { 'force-new-deployment': 'true' }),
    ...(waits ? drawProof(chance, common['wait-for-minutes']) : { 'wait-for-service-stability': 'false' }),
  }
}

function drawTerms(chance: Chance) {
  return {
    'if-in-progress': chance.one(['wait', 'wait', 'wait', 'fail']),
    'wait-for-minutes': chance.one(['30', '10', '10', '6', '3', '0.5']),
    ...(chance.percent(75) && {
      'poll-interval-seconds': chance.one(pollIntervals),
    }),
    'max-retries': chance.one(['3', '3', '1', '0']),
  }
}

function drawDeployment(chance: Chance, arrangement: string): Inputs {
  const image =
    arrangement === 'what we ask for runs already' || chance.percent(20) ? ourImages.fixed : ourImages.tagged
  const several = arrangement === 'two-containers'
  if (!several && chance.percent(10)) return { 'deployment-file': 'deployment.json' }
  return {
    ...(several ? { images: `app=${image}`, 'container-name': 'app' } : { image }),
    ...(!several && chance.percent(75) && { 'container-port': '8080' }),
    'environment-variables': JSON.stringify(ourValues),
  }
}

function drawSettings(chance: Chance): Inputs {
  return {
    ...(chance.percent(20) && { scale: String(chance.whole(1, 3)) }),
    ...(chance.percent(10) && { power: 'micro' }),
    ...(chance.percent(10) && { tags: 'team=ours' }),
    ...(chance.percent(8) && { 'ecr-image-puller-role': 'true' }),
  }
}

function drawProof(chance: Chance, budget: string): Inputs {
  if (!chance.percent(25)) return {}
  const minutes = chance.one(['5', '2', '0.4'])
  return {
    'verify-url': chance.one([
      'true',
      '/healthz',
      `/healthz?tok=${queryValue}`,
      'https://shop.example.com/',
      `https://shop.example.com/?tok=${queryValue}`,
    ]),
    ...(Number(minutes) <= Number(budget) && { 'verify-minutes': minutes }),
    ...(chance.percent(40) && { 'verify-body': 'ghcr.io/acme/shop' }),
    ...(chance.percent(75) && { 'rollback-on-failure': 'true' }),
  }
}
