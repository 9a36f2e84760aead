import type { SimulatorClock } from '../wire/clock.ts'
import { defaultSwitches, type Switches } from './behaviour-options.ts'
import { type OperationName, perform } from './operations/index.ts'
import { findOutcome, type Outcome, type OutcomeName, outcomeOfImage } from './outcomes/index.ts'
import type { AccountRecords } from './records.ts'
import type { Context } from './requests/context.ts'

export interface CallOptions {
  /** When it happens, epoch milliseconds; now unless given. Calls must be made in order of time. */
  readonly at?: number
  /** The outcome of the rollout that the call starts; does not use up the account's list. */
  readonly outcome?: OutcomeName | Outcome
}

/** The ECS part of one AWS account in one Region. */
export interface Account {
  readonly records: AccountRecords
  /** May be replaced at any time; counts from the next call on. */
  switches: Switches
  /** Outcomes of future rollouts, in order; used up from the front. */
  readonly outcomes: (OutcomeName | Outcome)[]
  /** The outcome of rollouts and tasks that have no other; counts from the next call on. */
  otherwise: OutcomeName | Outcome
  now(): number
  /**
   * Performs an operation as another client would: no HTTP, no faults, not recorded, types of the request not checked. Request and
   * response have the shapes of the API (times in epoch seconds). Throws EcsError.
   */
  call(operation: OperationName, request?: unknown, options?: CallOptions): object
}

/** An empty account. `id` has 12 digits; `outcomes` are used up from the front. */
export function createAccount({
  clock,
  region = 'eu-central-1',
  id = '123456789012',
  switches = {},
  outcomes = [],
}: {
  clock: SimulatorClock
  region?: string
  id?: string
  switches?: Partial<Switches>
  outcomes?: readonly (OutcomeName | Outcome)[]
}): Account {
  const records: AccountRecords = {
    id,
    region,
    partition: partitionOf(region),
    seed: id,
    clusters: [],
    taskDefinitions: [],
    services: [],
    tasks: [],
    observations: { count: 0, ofTask: new Map() },
    counters: new Map(),
  }
  const account: Account = {
    records,
    switches: { ...defaultSwitches, ...switches },
    outcomes: [...outcomes],
    otherwise: 'succeeds',
    now: () => clock.now(),
    call: (operation, request = {}, { at = clock.now(), outcome } = {}) =>
      perform(operation, request, {
        records,
        now: at,
        switches: account.switches,
        takeOutcome: (containers) => outcomeFor(containers, outcome, account),
      }),
  }
  return account
}

/** Scripted for this call, else named by an image's tag, else next on the list, else the account's. */
function outcomeFor(
  containers: Parameters<Context['takeOutcome']>[0],
  scripted: OutcomeName | Outcome | undefined,
  { outcomes, otherwise }: Pick<Account, 'outcomes' | 'otherwise'>,
): ReturnType<Context['takeOutcome']> {
  const culprit = containers[0]?.name ?? ''
  if (scripted !== undefined) return { outcome: told(scripted), culprit }
  for (const { name, image } of containers) {
    const asked = outcomeOfImage(image)
    if (asked !== undefined) return { outcome: findOutcome(asked), culprit: name }
  }
  return { outcome: told(outcomes.shift() ?? otherwise), culprit }
}

function told(outcome: OutcomeName | Outcome): Outcome {
  return typeof outcome === 'string' ? findOutcome(outcome) : outcome
}

function partitionOf(region: string): AccountRecords['partition'] {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}
