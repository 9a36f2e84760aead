import type { Effect, Fault } from '../../../simulator/wire/faults.ts'
import type { Trouble } from '../machinery/network.ts'
import type { Chance } from '../machinery/prng.ts'
import { leaky, oldValue } from '../machinery/secret-canaries.ts'
import type { Inputs } from './drawn-inputs.ts'

/** What goes wrong between the run and Lightsail, and a sentence about it. */
export interface Weather {
  readonly faults: readonly Fault[]
  readonly troubles: readonly Trouble[]
  readonly sentences: readonly string[]
}

const operations = [
  '*',
  '*',
  'GetContainerServices',
  'GetContainerServices',
  'GetContainerServiceDeployments',
  'GetContainerLog',
  'CreateContainerService',
  'CreateContainerServiceDeployment',
  'CreateContainerServiceDeployment',
  'UpdateContainerService',
  'DeleteContainerService',
  'TagResource',
] as const satisfies readonly [Fault['operation'], ...Fault['operation'][]]

/** Members that a reply may lack without saying anything wrong (`state` is then unknown). */
const members = [
  'stateDetail',
  'createdAt',
  'url',
  'tags',
  'principalArn',
  'privateRegistryAccess',
  'isDisabled',
  'state',
  'nextDeployment',
  'location',
]

const without = (member: string, value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((item) => without(member, item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (key === member ? [] : [[key, without(member, inner)]])),
  )
}

const lacking = (member: string): Effect => ({
  kind: 'alter',
  alter: (body) => JSON.stringify(without(member, JSON.parse(body))),
})

const html = `<html><body>Please sign in. ${oldValue}</body></html>`

const passing = (quoting: string): readonly [Effect, ...Effect[]] => [
  { kind: 'throttle' },
  { kind: 'throttle' },
  { kind: 'throttle' },
  { kind: 'service-exception' },
  { kind: 'service-exception', accepted: true },
  { kind: 'bad-gateway' },
  { kind: 'bad-gateway', accepted: true },
  { kind: 'drop', when: 'before-acceptance' },
  { kind: 'drop', when: 'after-acceptance' },
  { kind: 'drop', when: 'after-acceptance' },
  { kind: 'truncate' },
  { kind: 'alter', alter: (body) => body.slice(0, -1) },
  { kind: 'alter', alter: () => html },
  { kind: 'alter', alter: () => '' },
  { kind: 'alter', alter: () => '{}' },
  { kind: 'error', type: 'ServiceException', message: quoting, status: 500 },
  { kind: 'error', type: 'ServiceException', message: quoting, status: 500, accepted: true },
]

const lasting = (quoting: string): readonly [Effect, ...Effect[]] => [
  { kind: 'access-denied' },
  { kind: 'expired-token' },
  { kind: 'error', type: 'AccessDeniedException', message: `denied: ${quoting}` },
]

/** A reply that shows what an alteration leaves of it. */
const whole = JSON.stringify({ is: 2, ...Object.fromEntries(members.map((member) => [member, 1])) })

const nameOf = (effect: Effect): string => {
  const { kind } = effect
  if (kind === 'alter') return `altered to ${effect.alter(whole)}`
  const accepted = 'accepted' in effect && effect.accepted ? ', accepted' : ''
  return `${kind === 'drop' ? `drop ${effect.when}` : kind === 'error' ? effect.type : kind}${accepted}`
}

export const drawWeather = (
  chance: Chance,
  start: number,
  { inputs, removes }: { inputs: Inputs; removes: boolean },
): Weather => {
  if (chance.percent(30)) return { faults: [], troubles: [], sentences: [] }
  // Lightsail quotes what it was sent.
  const quoting = `Value '${leaky(inputs)}' at 'containers.app.environment' failed`
  const drawn = Array.from({ length: chance.whole(1, 4) }, () =>
    drawFault(chance, start, { quoting, removes }),
  )
  const troubles = chance.percent(30)
    ? Array.from({ length: chance.whole(1, 2) }, () => drawTrouble(chance, start))
    : []
  return {
    faults: drawn.map(({ fault }) => fault),
    troubles,
    sentences: [
      ...drawn.map(({ sentence }) => sentence),
      ...troubles.map(
        ({ kind, writesOnly, from, to, share }) =>
          `${share} % of ${writesOnly ? 'writes' : 'calls'} are ${kind} from ${seconds(from - start)} to ${seconds(to - start)}`,
      ),
    ],
  }
}

const seconds = (ms: number): string => `${ms / 1000} s`

/** So many of 100 calls of an operation, for a stretch of time or of calls. */
const drawFault = (
  chance: Chance,
  start: number,
  { quoting, removes }: { quoting: string; removes: boolean },
): { fault: Fault; sentence: string } => {
  const operation = chance.one(operations)
  const share = chance.one([100, 100, 90, 50, 20, 5])
  if (chance.percent(12)) {
    const effect = chance.one(lasting(quoting))
    const first = chance.whole(1, 30)
    return {
      fault: {
        operation,
        calls: ({ ordinal, number }) => (operation === '*' ? number : ordinal) >= first,
        effect,
      },
      sentence: `${operation} from call ${first} on: ${nameOf(effect)}`,
    }
  }
  // A stray NotFound is what reads of something fresh may say; nobody deletes what is fresh.
  const effect =
    chance.percent(8) && !removes
      ? { kind: 'not-found' as const }
      : chance.percent(12)
        ? lacking(members[chance.whole(0, members.length - 1)] ?? '')
        : chance.one(passing(quoting))
  if (chance.percent(50) || effect.kind === 'not-found') {
    const first = chance.whole(1, 12)
    const last = first + (effect.kind === 'not-found' ? 0 : chance.whole(0, 6))
    return {
      fault: {
        operation,
        calls: ({ ordinal, number }) => isWithin(operation === '*' ? number : ordinal, first, last),
        effect,
      },
      sentence: `${operation} calls ${first} to ${last}: ${nameOf(effect)}`,
    }
  }
  const from = start + chance.one([0, 0, chance.whole(0, 600_000)])
  const to = from + chance.one([10_000, 60_000, 300_000, 3_600_000])
  return {
    fault: { operation, calls: ({ at }) => from <= at && at < to && chance.percent(share), effect },
    sentence: `${share} % of ${operation} from ${seconds(from - start)} to ${seconds(to - start)}: ${nameOf(effect)}`,
  }
}

const isWithin = (count: number, first: number, last: number): boolean => first <= count && count <= last

const drawTrouble = (chance: Chance, start: number): Trouble => {
  const from = start + chance.one([0, 0, chance.whole(0, 600_000)])
  return {
    kind: chance.one(['unresolved', 'slow-there', 'slow-back', 'slow-back']),
    writesOnly: chance.percent(50),
    from,
    to: from + chance.one([10_000, 60_000, 300_000]),
    share: chance.one([100, 50, 20]),
  }
}
