import type { Account } from '../../../simulator/lightsail/account.ts'
import { findOutcome } from '../../../simulator/lightsail/find-outcome.ts'
import { settlesAt } from '../../../simulator/lightsail/lifecycle.ts'
import type { Outcome } from '../../../simulator/lightsail/outcomes.ts'
import type { DeploymentRecord } from '../../../simulator/lightsail/records.ts'
import type { Fault, TimedEvent } from '../../../simulator/wire/faults.ts'
import { tagKeys } from '../../../src/source/resource-tags.ts'
import type { Chance } from '../machinery/prng.ts'
import { ourImages, theirs, twin } from './configurations.ts'
import { talkative } from './verbose-logs.ts'

/** What somebody else does at certain times, or between our reads and writes, with a sentence about each. */
export interface Others {
  readonly events: readonly TimedEvent[]
  readonly faults: readonly Fault[]
  readonly sentences: readonly string[]
}

const acts = [
  'deploy',
  'deploy at once',
  'deploy at once',
  'deploy the same',
  'deploy a newer commit in between',
  'deploy a newer commit in between',
  'burst',
  'delete',
  'remake',
  'disable',
  'scale',
] as const satisfies readonly [string, ...string[]]
type Act = (typeof acts)[number]

export function drawOthers(chance: Chance, start: number): Others {
  if (!chance.percent(50)) return { events: [], faults: [], sentences: [] }
  const drawn = Array.from({ length: chance.whole(1, 2) }, () => drawOne(chance, start))
  return {
    events: drawn.flatMap(({ event }) => event ?? []),
    faults: drawn.flatMap(({ fault }) => fault ?? []),
    sentences: drawn.map(({ sentence }) => sentence),
  }
}

function drawOne(chance: Chance, start: number): { event?: TimedEvent; fault?: Fault; sentence: string } {
  if (chance.percent(10)) return tagsBack
  const act = chance.one(acts)
  const when = chance.whole(1, 100)
  if (when <= 22) {
    const operation = chance.one([
      'CreateContainerServiceDeployment',
      'UpdateContainerService',
      'CreateContainerService',
    ])
    const fault: Fault = {
      operation,
      calls: chance.whole(1, 2),
      effect: { kind: 'event', happens: (account) => attempt(account, act, account.now()) },
    }
    return { fault, sentence: `somebody slips in before our ${operation}: ${act}` }
  }
  if (when <= 75) {
    const delay = chance.one([0, 500, 1_000, chance.whole(0, 60_000)])
    const afterActive = chance.percent(60)
    const event: TimedEvent = {
      dueAt: (account) => momentOfOurs(account, { start, afterActive, delay }),
      happens: (account, at) => attempt(account, act, at),
    }
    return {
      event,
      sentence: `${delay / 1000} s after our deployment is ${afterActive ? 'active' : 'accepted'}: ${act}`,
    }
  }
  const at = start + chance.whole(0, 500_000)
  const event: TimedEvent = { dueAt: () => at, happens: (account, moment) => attempt(account, act, moment) }
  return { event, sentence: `${(at - start) / 1000} s after the start somebody does: ${act}` }
}

/** Another pipeline that has its own mind about our settings, and is always faster than our look. */
const tagsBack = {
  fault: {
    operation: 'GetContainerServices',
    calls: 'every',
    effect: {
      kind: 'event',
      happens: ({ call, now, records }) => {
        const [resourceName] = records.services.map(({ name }) => name)
        if (resourceName === undefined) return
        try {
          call('TagResource', { resourceName, tags: [{ key: 'team', value: 'theirs' }] }, { at: now() })
        } catch {
          // It is gone.
        }
      },
    },
  },
  sentence: 'somebody sets the tag team back before each of our looks',
} as const satisfies { fault: Fault; sentence: string }

function isOurs({ containers }: DeploymentRecord): boolean {
  return Object.values(containers).some(
    ({ image }) => image === ourImages.tagged || image === ourImages.fixed,
  )
}

function momentOfOurs(
  { records, now }: Account,
  { start, afterActive, delay }: { start: number; afterActive: boolean; delay: number },
): number | undefined {
  const ours = records.services.at(-1)?.deployments.at(-1)
  if (ours === undefined || !isOurs(ours) || ours.createdAt < start || ours.createdAt > now())
    return undefined
  const moment = afterActive ? settlesAt(ours) : ours.createdAt
  return Number.isFinite(moment) ? moment + delay : undefined
}

/** Their app prints its environment, too. */
const usual = talkative(findOutcome('succeeds'))
const sudden = talkative(findOutcome('succeeds-at-once'))
const instant: Outcome = { ...sudden, seconds: { creating: 0, checking: 0, activating: 0 } }

const newerCommit = {
  [tagKeys.repository]: 'acme/shop',
  [tagKeys.commit]: 'f00dfeed'.repeat(5),
  [tagKeys.run]: '4800',
}
function asList(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([key, value]) => ({ key, value }))
}

/** What Lightsail rejects did not happen. */
function attempt(account: Account, act: Act, at: number): void {
  const serviceName = account.records.services.at(-1)?.name ?? 'shop'
  const deploy = (deployment: object, moment: number, outcome: Outcome) =>
    account.call('CreateContainerServiceDeployment', { ...deployment, serviceName }, { at: moment, outcome })
  try {
    if (act === 'deploy') deploy(theirs, at, usual)
    if (act === 'deploy at once') deploy(theirs, at, sudden)
    if (act === 'deploy the same') deploy(twin(ourImages.tagged), at, usual)
    if (act === 'deploy a newer commit in between') {
      deploy(theirs, at, instant)
      const version = account.records.services.at(-1)?.deployments.at(-1)?.version
      const tags = asList({ ...newerCommit, [tagKeys.version]: String(version) })
      account.call('TagResource', { resourceName: serviceName, tags }, { at })
    }
    if (act === 'burst') for (let turn = 0; turn < 60; turn++) deploy(theirs, at, instant)
    if (act === 'delete' || act === 'remake') account.call('DeleteContainerService', { serviceName }, { at })
    if (act === 'remake') {
      const gone = account.records.services.at(-1)
      if (gone?.deletion) gone.deletion = { at, goneAt: at }
      const deployment = { containers: theirs.containers, publicEndpoint: theirs.publicEndpoint }
      account.call(
        'CreateContainerService',
        { serviceName, power: 'nano', scale: 1, deployment },
        { at, outcome: sudden },
      )
    }
    if (act === 'disable') account.call('UpdateContainerService', { serviceName, isDisabled: true }, { at })
    if (act === 'scale') account.call('UpdateContainerService', { serviceName, scale: 5 }, { at })
  } catch {
    // Rejected, as it would be for anybody.
  }
}
