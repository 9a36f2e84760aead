import type { SimulatorClock } from '../wire/clock.ts'
import type { Containers } from './api-types.ts'
import { defaultSwitches, type Switches } from './behaviour-options.ts'
import { findOutcome, outcomeOfImage } from './find-outcome.ts'
import { type OperationName, perform, type Reply } from './operations/index.ts'
import type { Outcome, OutcomeName } from './outcomes.ts'
import type { AccountRecords } from './records.ts'

export interface CallOptions {
  /** When it happens, epoch milliseconds; now unless given. Calls must be made in order of time. */
  readonly at?: number
  /** The outcome of the deployment that the call creates; does not use up the account's list. */
  readonly outcome?: OutcomeName | Outcome
}

/** One AWS account in one Region. */
export interface Account {
  readonly records: AccountRecords
  /** May be replaced at any time; counts from the next call on. */
  switches: Switches
  /** Outcomes of future deployments, in order; used up from the front. */
  readonly outcomes: (OutcomeName | Outcome)[]
  now(): number
  /**
   * Performs an operation as another client would: no HTTP, no faults, not recorded. Request and response have the shapes of the
   * API (timestamps in epoch seconds). Throws LightsailError.
   */
  call<O extends OperationName>(operation: O, input?: unknown, options?: CallOptions): Reply<O>
}

/** An empty account. `id` has 12 digits; `outcomes` are used up from the front, then `otherwise` applies. */
export function createAccount({
  clock,
  region = 'eu-central-1',
  id = '123456789012',
  switches = {},
  outcomes = [],
  otherwise = findOutcome('succeeds'),
}: {
  clock: SimulatorClock
  region?: string
  id?: string
  switches?: Partial<Switches>
  outcomes?: readonly (OutcomeName | Outcome)[]
  /** The default outcome. */
  otherwise?: Outcome
}): Account {
  const records: AccountRecords = {
    id,
    region,
    seed: id,
    services: [],
    certificates: [],
    counters: new Map(),
  }
  const account: Account = {
    records,
    switches: { ...defaultSwitches, ...switches },
    outcomes: [...outcomes],
    now: () => clock.now(),
    call: (operation, input = {}, { at = clock.now(), outcome } = {}) =>
      perform(operation, input, {
        records,
        now: at,
        switches: account.switches,
        takeOutcome: (containers, endpoint) =>
          outcomeFor({ containers, endpoint, scripted: outcome, list: account.outcomes, otherwise }),
      }),
  }
  return account
}

/** Scripted for this call, else named by an image's tag, else next on the list, else success. */
function outcomeFor({
  containers,
  endpoint,
  scripted,
  list,
  otherwise,
}: {
  containers: Containers
  endpoint: string | undefined
  scripted: OutcomeName | Outcome | undefined
  list: (OutcomeName | Outcome)[]
  otherwise: Outcome
}): { outcome: Outcome; culprit: string } {
  const culprit = endpoint ?? Object.keys(containers)[0] ?? ''
  if (scripted !== undefined) return { outcome: told(scripted), culprit }
  for (const [container, { image }] of Object.entries(containers)) {
    const asked = outcomeOfImage(image)
    if (asked !== undefined) return { outcome: findOutcome(asked), culprit: container }
  }
  return { outcome: told(list.shift() ?? otherwise), culprit }
}

function told(outcome: OutcomeName | Outcome): Outcome {
  return typeof outcome === 'string' ? findOutcome(outcome) : outcome
}
