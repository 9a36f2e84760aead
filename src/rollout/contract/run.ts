import type { HttpClient } from '../../net/http.ts'
import type { Product } from '../../product.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Log } from '../../runtime/log.ts'
import type { Progress } from '../../runtime/progress.ts'
import type { RetryPolicy } from '../../runtime/retry.ts'
import type { RunReporter } from './reporter.ts'
import type { WriteProgress } from './saved-run.ts'

/** What the user asked of the run itself, whatever it deploys to. */
export interface RunOptions {
  /** Ends with the plan: nothing is written. */
  readonly planOnly: boolean
  /** When what we started does not verify: put back what served before. */
  readonly rollbackOnFailure: boolean
  /** When something else is in progress: wait for our turn, or end the run. What ours may replace, a target does not wait for. */
  readonly ifInProgress: 'wait' | 'fail'
  /** When what we started has not ended in time, or the job is cancelled: leave it alone, or stop it (`Target.abort`). */
  readonly onTimeout: 'leave' | 'rollback'
  readonly onCancel: 'leave' | 'rollback'
  /** `false` ends the run as soon as the deployment was accepted. */
  readonly waitForStability: boolean
  /** For all waiting together. Milliseconds. */
  readonly budgetMs: number
  /** Between two looks; `undefined` adapts to how near the end is. Milliseconds. */
  readonly pollMs: number | undefined
  /** Of each API call; 0 means none. */
  readonly maxRetries: number
  /** Finds out what the service costs also where nothing depends on it. */
  readonly showsCost?: boolean
}

/** What a run needs of the world: time, a place to speak, the word that the job was cancelled, the public web, and a name. */
export interface Runtime {
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
  readonly http: HttpClient
  /** What it calls itself. */
  readonly product: Product
  /** Undefined if nobody else is to be told. */
  readonly reporter?: RunReporter | undefined
  /** Hears how far the writes came, before and after each of them; absent if nobody keeps it. */
  saveProgress?(written: WriteProgress): void
}

/** One run: its options, its runtime, and when it has to end (milliseconds since the epoch). */
export interface RunSession extends RunOptions, Runtime, RetryPolicy {
  readonly progress: Progress
  /** It puts back what served before: that is sent also when the time is up, if nothing is in the way. */
  readonly isRollback?: true
}
