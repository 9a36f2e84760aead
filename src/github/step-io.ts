import { type Clock, systemClock } from '../runtime/clock.ts'
import { cancellationSignal } from './cancellation.ts'
import { createRunner, type Runner } from './runner.ts'
import { getState, isPostStep, saveState } from './saved-state.ts'

/** What a step of a job has of its runner and its process, as values. */
export interface StepIo {
  /** The variables of the process: inputs, credentials, what the runner tells. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly runner: Runner
  readonly clock: Clock
  /** Aborts when the job is cancelled. */
  readonly signal: AbortSignal
  /** Whether it is the post step of a run, and not its main step. */
  readonly isPostStep: boolean
  /** Leaves a text for the post step; the last one of a name counts. Never an environment value. */
  saveState(name: string, text: string): void
  /** What the main step left, or ''. */
  getState(name: string): string
  /** Nothing more is to be done. */
  exit(): void
}

/** For what is still being written when all is said. Milliseconds. */
const LINGER_MS = 500

/** The step that this process is, as the runner started it. */
export const processIo = (): StepIo => ({
  environment: process.env,
  runner: createRunner(),
  clock: systemClock,
  signal: cancellationSignal(),
  isPostStep: isPostStep(process.argv[1]),
  saveState,
  getState,
  // A program that was asked for credentials, or a resolver that does not answer, may go on: nobody waits for them.
  exit: () => systemClock.alarm(LINGER_MS).addEventListener('abort', () => process.exit()),
})
