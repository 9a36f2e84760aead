import type { Effect, Fault } from '../../../../simulator/wire/faults.ts'
import type { Chance } from '../prng.ts'
import type { Trouble } from './network.ts'
import { oldValue } from './secret-canaries.ts'

/** What goes wrong between the run and AWS, and a sentence about it. */
export interface Weather<Operation extends string, World> {
  readonly faults: readonly Fault<Operation, World>[]
  readonly troubles: readonly Trouble[]
  readonly sentences: readonly string[]
}

/** What may go wrong with a service's calls. */
export interface Climate<Operation extends string> {
  /** The more often one is here, the more often it is struck. */
  readonly operations: readonly [Operation | '*', ...(Operation | '*')[]]
  /** Members that a reply may lack without saying anything wrong. */
  readonly members: readonly string[]
  /** The name of an error on the side of the service. */
  readonly exception: string
  /** What the service says of a request that it rejects. */
  readonly quoting: string
  /** One answer as if nothing were there: what reads of something fresh may say. */
  readonly stray: PlainEffect | undefined
}

type PlainEffect = Exclude<Effect<never>, { kind: 'event' }>

function without(member: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => without(member, item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (key === member ? [] : [[key, without(member, inner)]])),
  )
}

function lacking(member: string): PlainEffect {
  return {
    kind: 'alter',
    alter: (body) => JSON.stringify(without(member, JSON.parse(body))),
  }
}

const html = `<html><body>Please sign in. ${oldValue}</body></html>`

function passing({ quoting, exception }: Climate<string>): readonly [PlainEffect, ...PlainEffect[]] {
  return [
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
    { kind: 'error', type: exception, message: quoting, status: 500 },
    { kind: 'error', type: exception, message: quoting, status: 500, accepted: true },
  ]
}

function lasting({ quoting }: Climate<string>): readonly [PlainEffect, ...PlainEffect[]] {
  return [
    { kind: 'access-denied' },
    { kind: 'expired-token' },
    { kind: 'error', type: 'AccessDeniedException', message: `denied: ${quoting}` },
  ]
}

function nameOf(effect: PlainEffect, members: readonly string[]): string {
  const { kind } = effect
  // A reply that shows what an alteration leaves of it.
  const whole = JSON.stringify({ is: 2, ...Object.fromEntries(members.map((member) => [member, 1])) })
  if (kind === 'alter') return `altered to ${effect.alter(whole)}`
  const accepted = 'accepted' in effect && effect.accepted ? ', accepted' : ''
  return `${kind === 'drop' ? `drop ${effect.when}` : kind === 'error' ? effect.type : kind}${accepted}`
}

export function drawWeather<Operation extends string, World>(
  chance: Chance,
  start: number,
  climate: Climate<Operation>,
): Weather<Operation, World> {
  if (chance.percent(30)) return { faults: [], troubles: [], sentences: [] }
  const drawn = Array.from({ length: chance.whole(1, 4) }, () =>
    drawFault<Operation, World>(chance, start, climate),
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

function seconds(ms: number): string {
  return `${ms / 1000} s`
}

/** So many of 100 calls of an operation, for a stretch of time or of calls. */
function drawFault<Operation extends string, World>(
  chance: Chance,
  start: number,
  climate: Climate<Operation>,
): { fault: Fault<Operation, World>; sentence: string } {
  const { operations, members, stray } = climate
  const operation = chance.one(operations)
  const share = chance.one([100, 100, 90, 50, 20, 5])
  if (chance.percent(12)) {
    const effect = chance.one(lasting(climate))
    const first = chance.whole(1, 30)
    return {
      fault: {
        operation,
        calls: ({ ordinal, number }) => (operation === '*' ? number : ordinal) >= first,
        effect,
      },
      sentence: `${operation} from call ${first} on: ${nameOf(effect, members)}`,
    }
  }
  const effect =
    chance.percent(8) && stray
      ? stray
      : chance.percent(12)
        ? lacking(members[chance.whole(0, members.length - 1)] ?? '')
        : chance.one(passing(climate))
  if (chance.percent(50) || effect === stray) {
    const first = chance.whole(1, 12)
    const last = first + (effect === stray ? 0 : chance.whole(0, 6))
    return {
      fault: {
        operation,
        calls: ({ ordinal, number }) => isWithin(operation === '*' ? number : ordinal, first, last),
        effect,
      },
      sentence: `${operation} calls ${first} to ${last}: ${nameOf(effect, members)}`,
    }
  }
  const from = start + chance.one([0, 0, chance.whole(0, 600_000)])
  const to = from + chance.one([10_000, 60_000, 300_000, 3_600_000])
  return {
    fault: { operation, calls: ({ at }) => from <= at && at < to && chance.percent(share), effect },
    sentence: `${share} % of ${operation} from ${seconds(from - start)} to ${seconds(to - start)}: ${nameOf(effect, members)}`,
  }
}

function isWithin(count: number, first: number, last: number): boolean {
  return first <= count && count <= last
}

function drawTrouble(chance: Chance, start: number): Trouble {
  const from = start + chance.one([0, 0, chance.whole(0, 600_000)])
  return {
    kind: chance.one(['unresolved', 'slow-there', 'slow-back', 'slow-back']),
    writesOnly: chance.percent(50),
    from,
    to: from + chance.one([10_000, 60_000, 300_000]),
    share: chance.one([100, 50, 20]),
  }
}
