import type { Account } from '../../simulator/account.ts'
import { type FateName, fates } from '../../simulator/fates.ts'
import type { Effect, Fault, TimedEvent } from '../../simulator/faults.ts'
import { scenarioNamed } from '../../simulator/scenarios.ts'
import type { Switches } from '../../simulator/switches.ts'
import type { Chance } from './seeded.ts'

/** One drawn world: what is there, what goes wrong, who else is at it, and what is asked of the action. */
export interface Situation {
  readonly scenario: string
  readonly inputs: Readonly<Record<string, string>>
  readonly switches: Partial<Switches>
  readonly fates: readonly FateName[]
  readonly faults: readonly Fault[]
  readonly events: readonly TimedEvent[]
  /** Milliseconds after the start at which the job is cancelled, if it is. */
  readonly cancelledAfter: number | undefined
}

/** The image that only our run ever deploys: by it our deployments are told from those of others. */
export const ourImage = 'ghcr.io/acme/shop:ours'

/** Values that may occur nowhere in what a person sees. */
export const canary = 'canary-5c0ffee5'

const scenarios = [
  'update',
  'update',
  'update',
  'empty-account',
  'ready-service',
  'two-containers',
  'disabled-service',
  'deployment-in-progress',
  'updating-service',
  'deleting-service',
  'private-service',
  'stuck-certificate-limit',
  'stuck-unknown-error',
  'quota-zero',
] as const satisfies readonly [string, ...string[]]

const fateNames = Object.keys(fates) as [FateName, ...FateName[]]

export const drawSituation = (chance: Chance, start: number): Situation => {
  const scenario = chance.one(scenarios)
  const scripted = scenarioNamed(scenario)
  return {
    scenario,
    inputs: drawInputs(chance, scenario),
    switches: { ...scripted.switches, ...drawSwitches(chance) },
    fates: [chance.percent(60) ? 'succeeds' : chance.one(fateNames), chance.one(fateNames), 'succeeds'],
    faults: chance.percent(60) ? Array.from({ length: chance.whole(1, 4) }, () => drawFault(chance)) : [],
    events: chance.percent(40)
      ? Array.from({ length: chance.whole(1, 2) }, () => drawEvent(chance, start))
      : [],
    cancelledAfter: chance.percent(8) ? chance.whole(0, 600_000) : undefined,
  }
}

const drawInputs = (chance: Chance, scenario: string): Record<string, string> => {
  const several = scenario === 'two-containers'
  return {
    'service-name': scenario === 'private-service' ? 'jobs' : 'shop',
    ...(several ? { images: `app=${ourImage}` } : { image: ourImage }),
    ...(several && { 'container-name': 'app' }),
    ...(!several && chance.percent(60) && { 'container-port': '8080' }),
    'environment-variables': `TOKEN=${canary}`,
    ...(chance.percent(20) && { scale: String(chance.whole(1, 3)) }),
    ...(chance.percent(10) && { power: 'micro' }),
    ...(chance.percent(10) && { tags: 'team=ours' }),
    ...(scenario === 'disabled-service' && chance.percent(70) && { disabled: 'false' }),
    'if-in-progress': chance.one(['wait', 'wait', 'wait', 'fail']),
    'wait-for-service-stability': chance.percent(5) ? 'false' : 'true',
    'wait-for-minutes': chance.one(['30', '30', '10', '3', '0.5']),
    ...(chance.percent(30) && { 'poll-interval-seconds': chance.one(['1', '3', '10', '45']) }),
    'max-retries': chance.one(['3', '3', '1', '0']),
  }
}

const drawSwitches = (chance: Chance): Partial<Switches> => ({
  readLagSeconds: chance.percent(20) ? chance.whole(1, 40) : 0,
  failedStaysInNextDeployment: chance.percent(20),
  createReplyShowsNextDeployment: chance.percent(70),
  pendingShowsNextDeployment: chance.percent(70),
  deployReplyShowsNextDeployment: chance.percent(85),
  deploymentOrder: chance.one(['newest-first', 'ascending']),
  detailCodes: chance.one(['all', 'skipped', 'repeated', 'absent']),
  disabledDeploymentState: chance.one(['ACTIVE', 'INACTIVE']),
  deleteWhileDeploying: chance.one(['rejected', 'accepted']),
  logLagSeconds: chance.whole(0, 200),
  emptyLogPages: chance.whole(0, 2),
  canceledLineHasPrefix: chance.percent(50),
})

const operations = [
  '*',
  'GetContainerServices',
  'GetContainerServices',
  'GetContainerServiceDeployments',
  'GetContainerLog',
  'CreateContainerService',
  'CreateContainerServiceDeployment',
  'CreateContainerServiceDeployment',
  'UpdateContainerService',
  'TagResource',
] as const satisfies readonly [Fault['operation'], ...Fault['operation'][]]

const effects: readonly [Effect, ...Effect[]] = [
  { kind: 'throttle' },
  { kind: 'throttle' },
  { kind: 'service-exception' },
  { kind: 'service-exception', accepted: true },
  { kind: 'bad-gateway' },
  { kind: 'bad-gateway', accepted: true },
  { kind: 'drop', when: 'before-acceptance' },
  { kind: 'drop', when: 'after-acceptance' },
  { kind: 'truncate' },
  { kind: 'not-found' },
  { kind: 'access-denied' },
  { kind: 'expired-token' },
]

const drawFault = (chance: Chance): Fault => {
  const first = chance.whole(1, 30)
  const effect = chance.one(effects)
  // A stray NotFound passes; access that is denied or credentials that ended stay so.
  const lasts = effect.kind === 'access-denied' || effect.kind === 'expired-token'
  const length = effect.kind === 'not-found' ? 1 : chance.whole(1, 6)
  return {
    operation: chance.one(operations),
    calls: ({ ordinal }) =>
      lasts ? ordinal >= first : ordinal >= first % 12 && ordinal < (first % 12) + length,
    effect,
  }
}

/** Somebody else deploys, deletes, disables or scales at some moment; what Lightsail then rejects did not happen. */
const drawEvent = (chance: Chance, start: number): TimedEvent => {
  const at = start + chance.whole(0, 500_000)
  const act = chance.one(['deploy', 'deploy', 'delete', 'disable', 'scale'] as const)
  return { dueAt: () => at, happens: (account, when) => attempt(account, act, when) }
}

const attempt = (account: Account, act: 'deploy' | 'delete' | 'disable' | 'scale', at: number): void => {
  const serviceName = 'shop'
  const image = 'ghcr.io/acme/shop:theirs'
  try {
    if (act === 'deploy') {
      const spec = { containers: { app: { image, ports: { '8080': 'HTTP' } } } }
      account.call('CreateContainerServiceDeployment', { serviceName, ...spec }, { at, fate: 'succeeds' })
    }
    if (act === 'delete') account.call('DeleteContainerService', { serviceName }, { at })
    if (act === 'disable') account.call('UpdateContainerService', { serviceName, isDisabled: true }, { at })
    if (act === 'scale') account.call('UpdateContainerService', { serviceName, scale: 5 }, { at })
  } catch {
    // Rejected, as it would be for anybody.
  }
}
