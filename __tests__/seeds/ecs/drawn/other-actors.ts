import type { Account } from '../../../../simulator/ecs/account.ts'
import {
  actOnPauseByOthers,
  deleteByOthers,
  deregisterByOthers,
  expireHook,
  raiseAlarm,
  scaleByOthers,
  stopByOthers,
  updateByOthers,
} from '../../../../simulator/ecs/other-actors.ts'
import { findOutcome } from '../../../../simulator/ecs/outcomes/index.ts'
import type { DeploymentRecord } from '../../../../simulator/ecs/records.ts'
import { stateOf } from '../../../../simulator/ecs/views/lookup.ts'
import type { EcsFault, EcsTimedEvent } from '../../../../simulator/wire/ecs.ts'
import { tagKeys } from '../../../../src/source/resource-tags.ts'
import type { Chance } from '../../machinery/prng.ts'
import { theirDefinition } from '../task-definitions.ts'
import { primaryDigits } from './origin.ts'
import { talkative } from './outcomes.ts'

/** What somebody else does at certain times, or between our reads and writes, with a sentence about each. */
export interface Others {
  readonly events: readonly EventOf[]
  readonly faults: readonly EcsFault[]
  readonly sentences: readonly string[]
}

/** An event that may depend on what our run made. */
type EventOf = (made: () => DeploymentRecord | undefined) => EcsTimedEvent

const acts = [
  'deploy',
  'deploy',
  'deploy what crashes',
  'deploy the same',
  'deploy a newer commit',
  'deploy a newer commit',
  'roll back',
  'roll back',
  'stop',
  'delete',
  'scale',
  'scale to zero',
  'switch the breaker off',
  'raise an alarm',
  'raise an alarm',
  'continue the pause',
  'continue the pause',
  'call off at the pause',
  'let the pause expire',
  'deregister',
] as const satisfies readonly [string, ...string[]]
type Act = (typeof acts)[number]

export function drawOthers(chance: Chance, start: number, service: string): Others {
  if (!chance.percent(50)) return { events: [], faults: [], sentences: [] }
  const drawn = Array.from({ length: chance.whole(1, 2) }, () => drawOne(chance, start, service))
  return {
    events: drawn.flatMap(({ event }) => event ?? []),
    faults: drawn.flatMap(({ fault }) => fault ?? []),
    sentences: drawn.map(({ sentence }) => sentence),
  }
}

function drawOne(
  chance: Chance,
  start: number,
  service: string,
): { event?: EventOf; fault?: EcsFault; sentence: string } {
  const act = chance.one(acts)
  const when = chance.whole(1, 100)
  if (when <= 22) {
    const operation = chance.one([
      'UpdateService',
      'UpdateService',
      'CreateService',
      'RegisterTaskDefinition',
    ])
    const fault: EcsFault = {
      ...{ operation, calls: chance.whole(1, 2) },
      effect: { kind: 'event', happens: (account) => attempt(account, service, act, account.now()) },
    }
    return { fault, sentence: `somebody slips in before our ${operation}: ${act}` }
  }
  if (when <= 80) {
    const delay = chance.one([0, 500, 20_000, chance.whole(0, 200_000)])
    const afterEnd = chance.percent(35)
    return afterOurs(service, act, { afterEnd, delay })
  }
  const at = start + chance.whole(0, 500_000)
  const event: EventOf = () => ({
    dueAt: () => at,
    happens: (account, moment) => attempt(account, service, act, moment),
  })
  return { event, sentence: `${(at - start) / 1000} s after the start somebody does: ${act}` }
}

/** Something that somebody does as soon as ours has begun or ended, and so much later; milliseconds. */
export function afterOurs(
  service: string,
  act: Act,
  { afterEnd, delay }: { afterEnd: boolean; delay: number },
): { event: EventOf; sentence: string } {
  const event: EventOf = (made) => ({
    dueAt: (account) => momentOfOurs(account, made(), { afterEnd, delay }),
    happens: (account, at) => attempt(account, service, act, at),
  })
  return {
    event,
    sentence: `${delay / 1000} s after our rollout has ${afterEnd ? 'ended' : 'begun'}: ${act}`,
  }
}

function momentOfOurs(
  { records, switches, now }: Account,
  ours: DeploymentRecord | undefined,
  { afterEnd, delay }: { afterEnd: boolean; delay: number },
): number | undefined {
  if (ours === undefined) return undefined
  if (!afterEnd) return ours.createdAt + delay
  const record = records.services.find(({ changes }) =>
    changes.some((change) => change.kind === 'update' && change.deployment === ours),
  )
  const state = record && stateOf(record, { records, switches, at: now() })
  const end = state?.rollouts.find((rollout) => rollout.record === ours)?.finishedAt
  return end === undefined ? undefined : end + delay
}

/** Their app prints its environment, too. */
const usual = talkative(findOutcome('succeeds'))

/** What ECS rejects did not happen. */
function attempt(account: Account, service: string, act: Act, at: number): void {
  const where = { cluster: 'prod', service, at }
  const deploy = (members: object, outcome = usual) =>
    account.call('UpdateService', { cluster: 'prod', service, ...members }, { at, outcome })
  const theirs = () => {
    if (service === 'agent') return { taskDefinition: 'agent:1', forceNewDeployment: true }
    account.call('RegisterTaskDefinition', theirDefinition(account), { at })
    return { taskDefinition: 'web', forceNewDeployment: true }
  }
  try {
    if (act === 'deploy') deploy(theirs())
    if (act === 'deploy what crashes') deploy(theirs(), talkative(findOutcome('crashes')))
    if (act === 'deploy the same') deploy({ forceNewDeployment: true })
    if (act === 'deploy a newer commit') {
      deploy(theirs())
      markNewer(account, service, at)
    }
    if (act === 'roll back') stopByOthers(account, where)
    if (act === 'stop') stopByOthers(account, where, 'ABORT')
    if (act === 'delete') deleteByOthers(account, where)
    if (act === 'scale') scaleByOthers(account, where, 5)
    if (act === 'scale to zero') scaleByOthers(account, where, 0)
    if (act === 'switch the breaker off') updateByOthers(account, where, { deploymentConfiguration: {} })
    if (act === 'raise an alarm') raiseAlarm(account, where, ['shop-5xx'])
    if (act === 'continue the pause') actOnPauseByOthers(account, where)
    if (act === 'call off at the pause') actOnPauseByOthers(account, where, 'ROLLBACK')
    if (act === 'let the pause expire') expireHook(account, where)
    if (act === 'deregister') deregisterByOthers(account, 'web:17', at)
  } catch {
    // Rejected, as it would be for anybody.
  }
}

function markNewer(account: Account, service: string, at: number): void {
  const record = account.records.services.findLast(({ name }) => name === service)
  if (record === undefined) return
  const tags = {
    [tagKeys.repository]: 'acme/shop',
    [tagKeys.commit]: 'f00dfeed'.repeat(5),
    [tagKeys.run]: '4800',
    [tagKeys.version]: primaryDigits({ ...account, now: () => at }, record),
  }
  const asList = Object.entries(tags).map(([key, value]) => ({ key, value }))
  account.call('TagResource', { resourceArn: record.arn, tags: asList }, { at })
}
