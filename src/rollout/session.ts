import { createProgress } from '../runtime/progress.ts'
import type { RunOptions, RunSession, Runtime } from './contract/run.ts'

/** Begins a run: its time counts from here. Once per run; everything in it gets the same session. */
export function startSession(options: RunOptions, runtime: Runtime): RunSession {
  return {
    ...options,
    ...runtime,
    progress: createProgress(runtime),
    deadline: runtime.clock.now() + options.budgetMs,
  }
}

/** The same run with more time. Milliseconds. */
export function withMoreTime(session: RunSession, ms: number): RunSession {
  return ms === 0 ? session : { ...session, deadline: session.deadline + ms, budgetMs: session.budgetMs + ms }
}
