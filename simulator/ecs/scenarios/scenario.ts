import type { EcsFault, EcsTimedEvent } from '../../wire/ecs.ts'
import type { Account } from '../account.ts'
import type { Switches } from '../behaviour-options.ts'
import type { OutcomeName } from '../outcomes/index.ts'

/** A situation to start in, and what will happen. `arrange` fills the account before the first call. */
export interface Scenario {
  readonly name: string
  readonly sentence: string
  readonly arrange: (account: Account) => void
  /** Of the rollouts that are still to come, in order. */
  readonly outcomes?: readonly OutcomeName[]
  readonly faults?: readonly EcsFault[]
  readonly events?: readonly EcsTimedEvent[]
  readonly switches?: Partial<Switches>
}
