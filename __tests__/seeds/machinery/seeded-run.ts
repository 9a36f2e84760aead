import type { RecordedCall } from '../../../simulator/wire/protocol.ts'
import type { Report } from '../../../src/report/report.ts'
import type { Outcome } from '../../../src/rollout/contract/outcome.ts'
import type { WriteProgress } from '../../../src/rollout/contract/saved-run.ts'
import type { SentCall } from './around/network.ts'
import type { PrivateRegistry } from './around/private-registry.ts'
import type { Inputs } from './inputs.ts'

export interface LogLine {
  readonly text: string
  /** Epoch milliseconds of AWS. */
  readonly at: number
}

/** One run in a drawn situation, and everything that is visible of it. */
export interface SeededRun {
  readonly seed: number
  readonly situation: { readonly inputs: Inputs; readonly registry: PrivateRegistry }
  readonly outcome: Outcome
  readonly report: Report
  /** Everything that a person or another step can see. */
  readonly visible: string
  readonly log: readonly LogLine[]
  /** As AWS saw them. */
  readonly calls: readonly RecordedCall[]
  /** As the run saw them. */
  readonly sent: readonly SentCall[]
  /** What the main step would leave for the post step, and when; epoch milliseconds of AWS. */
  readonly savedProgress: readonly { readonly at: number; readonly written: WriteProgress }[]
  /** Epoch milliseconds of AWS. */
  readonly start: number
  readonly end: number
  readonly cancelledAt: number | undefined
}
