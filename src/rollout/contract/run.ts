import type { HttpClient } from '../../net/http.ts'
import type { Product } from '../../product.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Log } from '../../runtime/log.ts'
import type { Progress } from '../../runtime/progress.ts'
import type { RetryPolicy } from '../../runtime/retry.ts'
import type { RunReporter } from './reporter.ts'
import type { WriteProgress } from './saved-run.ts'

/** Options of the run itself, the same for every target. */
export interface RunOptions {
  /** Ends with the plan: nothing is written. */
  readonly planOnly: boolean
  /** Roll back if the URL check fails. */
  readonly rollbackOnFailure: boolean
  /** While another operation is in progress: wait, or end the run. A target does not wait for what it may replace. */
  readonly ifInProgress: 'wait' | 'fail'
  /** After a timeout or a cancellation: leave the rollout alone, or stop it (`Target.abort`). */
  readonly onTimeout: 'leave' | 'rollback'
  readonly onCancel: 'leave' | 'rollback'
  /** `false` ends the run as soon as the deployment was accepted. */
  readonly waitForStability: boolean
  /** For all waiting together. Milliseconds. */
  readonly budgetMs: number
  /** Between two polls; `undefined` adapts to how near the end is. Milliseconds. */
  readonly pollMs: number | undefined
  /** Retries of each API call; 0 for none. */
  readonly maxRetries: number
  /** Read the cost of the service even if nothing depends on it. */
  readonly showsCost?: boolean
}

/** External dependencies of a run: clock, log, cancellation signal, HTTP client, product name. */
export interface Runtime {
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
  readonly http: HttpClient
  /** What it calls itself. */
  readonly product: Product
  /** `undefined` if nothing is reported at GitHub. */
  readonly reporter?: RunReporter | undefined
  /** Called with the progress of writes, before and after each; absent if it is not saved. */
  saveProgress?(written: WriteProgress): void
}

/** One run: its options, its runtime, and when it has to end (milliseconds since the epoch). */
export interface RunSession extends RunOptions, Runtime, RetryPolicy {
  readonly progress: Progress
  /** A rollback: it is sent even after the deadline, unless another operation is in progress. */
  readonly isRollback?: true
}

/** What a run did and observed before it reconciles once more. */
export interface EarlierRound<Observed> {
  /** What is ready for the deployment, as a sentence. */
  readonly prepared?: string
  readonly previous?: { readonly observed: Observed }
}
