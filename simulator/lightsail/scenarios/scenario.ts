import type { Fault, TimedEvent } from '../../wire/faults.ts'
import type { Account } from '../account.ts'
import type { Switches } from '../behaviour-options.ts'
import type { OutcomeName } from '../outcomes.ts'

/** A situation to start in, and what will happen. `arrange` fills the account before the first call. */
export interface Scenario {
  readonly name: string
  readonly sentence: string
  readonly arrange: (account: Account) => void
  readonly outcomes?: readonly OutcomeName[]
  readonly faults?: readonly Fault[]
  readonly events?: readonly TimedEvent[]
  readonly switches?: Partial<Switches>
}
