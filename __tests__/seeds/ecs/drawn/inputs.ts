import { ourValues, queryValue } from '../../machinery/around/secret-canaries.ts'
import { type Inputs, pollIntervals } from '../../machinery/inputs.ts'
import type { Chance } from '../../machinery/prng.ts'
import { isFresh } from '../configurations.ts'
import { ourImages } from '../task-definitions.ts'

/** What is there, as far as it decides what can be asked. */
interface Ground {
  readonly arrangement: string
  readonly service: string
  readonly container: string
}

function arnOf(revision: number) {
  return `arn:aws:ecs:eu-central-1:123456789012:task-definition/web:${revision}`
}

/** What is asked of the action. */
export function drawInputs(chance: Chance, ground: Ground): Inputs {
  const { arrangement, service } = ground
  // What is in progress is often called off.
  const isBusy = /in progress|rolls out|is rolled back/.test(arrangement) && chance.percent(40)
  const roll = isBusy ? 11 : chance.whole(1, 100)
  const isArn = chance.percent(10)
  const place = isArn
    ? { service: `arn:aws:ecs:eu-central-1:123456789012:service/prod/${service}` }
    : { cluster: 'prod', service }
  const common = { ...place, ...drawTerms(chance) }
  if (roll <= 5) return { ...common, mode: 'status' }
  if (roll <= 10) {
    const waits = chance.percent(80)
    return { ...common, mode: 'delete', ...(!waits && { 'wait-for-service-stability': 'false' }) }
  }
  if (roll <= 18)
    return {
      ...common,
      ...drawFollowing(chance),
      mode: 'rollback',
      'rollback-to': isBusy
        ? 'last-good'
        : chance.one(['last-good', 'last-good', 'last-good', '17', 'web:18', arnOf(16)]),
    }
  if (roll <= 21) return { ...common, mode: 'register', ...drawRevision(chance, ground) }
  if (roll <= 24 && arrangement !== 'daemon-service')
    return { ...common, ...drawFollowing(chance), 'desired-count': String(chance.whole(0, 5)) }
  if (roll <= 27) return { ...common, ...drawFollowing(chance), tags: 'team=ours', ...drawSettings(chance) }
  if (roll <= 30) return { ...common, ...drawFollowing(chance), 'force-new-deployment': 'true' }
  if (roll <= 35)
    return { ...common, mode: 'plan', ...drawRevision(chance, ground), ...drawService(chance, ground) }
  const waits = chance.percent(95)
  return {
    ...common,
    ...drawRevision(chance, ground),
    ...drawService(chance, ground),
    ...drawSettings(chance),
    ...(chance.percent(8) && { 'create-service': 'false' }),
    ...(chance.percent(8) && { 'track-commit': 'false' }),
    ...(chance.percent(10) && { 'force-new-deployment': 'true' }),
    ...(waits
      ? { ...drawFollowing(chance), ...drawProof(chance, common['wait-for-minutes']) }
      : { 'wait-for-service-stability': 'false' }),
  }
}

function drawTerms(chance: Chance) {
  return {
    'if-in-progress': chance.one(['replace', 'replace', 'wait', 'fail']),
    'wait-for-minutes': chance.one(['30', '10', '10', '6', '3', '0.5']),
    ...(chance.percent(75) && {
      'poll-interval-seconds': chance.one(pollIntervals),
    }),
    'max-retries': chance.one(['3', '3', '1', '0']),
  }
}

function drawFollowing(chance: Chance): Inputs {
  return {
    ...(chance.percent(40) && { 'on-timeout': 'rollback' }),
    ...(chance.percent(50) && { 'on-cancel': 'rollback' }),
    ...(chance.percent(40) && { 'on-pause': 'leave' }),
    ...(chance.percent(40) && { 'give-up-after-failed-tasks': chance.one(['off', '2', '5']) }),
  }
}

/** The revision that is to run. */
function drawRevision(chance: Chance, { arrangement, container }: Ground): Inputs {
  if (isFresh(arrangement) || (container === 'app' && chance.percent(15)))
    return { 'task-definition': 'task-definition.json' }
  if (arrangement === 'what we ask for runs already' && chance.percent(60)) return { image: ourImages.fixed }
  const roll = chance.whole(1, 100)
  const isFixed = arrangement === 'what we ask for runs already' || roll % 5 === 0
  const image = isFixed ? ourImages.fixed : ourImages.tagged
  if (container === 'app' && roll <= 15)
    return chance.one<Inputs>([
      { 'task-definition-arn': arnOf(17) },
      { 'task-definition-arn': 'web:18' },
      { 'task-definition-family': 'web' },
      { 'task-definition-family': 'web', 'task-definition-revision': '16', image },
    ])
  if (roll <= 25) return { images: `${container}=${image}` }
  if (roll <= 50) return { image }
  return { image, 'container-name': container, 'environment-variables': JSON.stringify(ourValues) }
}

/** How a service is to be where there may be none. */
function drawService(chance: Chance, { arrangement }: Ground): Inputs {
  const isOften = isFresh(arrangement)
  if (chance.percent(isOften ? 60 : 4)) return { 'service-definition': 'service-definition.json' }
  if (!isOften) return {}
  return {
    'launch-type': 'FARGATE',
    subnets: 'subnet-0a1b2c3d',
    ...(chance.percent(50) && { 'desired-count': String(chance.whole(0, 3)) }),
  }
}

function drawSettings(chance: Chance): Inputs {
  return {
    ...(chance.percent(10) && { tags: 'team=ours' }),
    ...(chance.percent(10) && { 'circuit-breaker': chance.one(['rollback', 'enable', 'off']) }),
    ...(chance.percent(5) && { 'propagate-tags': 'SERVICE' }),
    ...(chance.percent(5) && { 'enable-ecs-managed-tags': 'true' }),
  }
}

function drawProof(chance: Chance, budget: string): Inputs {
  if (!chance.percent(25)) return chance.percent(30) ? { url: 'https://shop.example.com/' } : {}
  const minutes = chance.one(['5', '2', '0.4'])
  return {
    url: 'https://shop.example.com/',
    'verify-url': chance.one(['true', '/healthz', `https://shop.example.com/?tok=${queryValue}`]),
    ...(Number(minutes) <= Number(budget) && { 'verify-minutes': minutes }),
    ...(chance.percent(40) && { 'verify-body': 'ghcr.io/acme/shop' }),
    ...(chance.percent(75) && { 'rollback-on-failure': 'true' }),
  }
}
