import { createSourceControl } from './github/api/source-control.ts'
import { createReporter } from './github/reporting/reporting.ts'
import { type RunContext, runLinks } from './github/run-context.ts'
import type { Runner } from './github/runner.ts'
import { saveState } from './github/saved-state.ts'
import type { Request } from './lightsail/inputs/request-types.ts'
import { outputNames } from './lightsail/outputs.ts'
import { lightsail } from './lightsail/provider.ts'
import { createHttpClient } from './net/http-client.ts'
import { createReport } from './report/final-report.ts'
import type { SavedRun } from './rollout/write-progress.ts'
import { systemClock } from './runtime/clock.ts'
import type { Redactor } from './text/redactor.ts'

/** What every step of the job has. */
export interface Surroundings {
  readonly runner: Runner
  readonly environment: Readonly<Record<string, string | undefined>>
  /** `undefined` outside of GitHub Actions. */
  readonly context: RunContext | undefined
  readonly secrets: Redactor
  /** Aborts when the job is cancelled. */
  readonly signal: AbortSignal
  readonly userAgent: string
}

/** The main step once its inputs are right, to its report; what comes before needs no network, and does not load this. */
export const runMainStep = async (
  request: Request & { readonly jobSummary: boolean },
  { runner, environment, context, secrets, signal, userAgent }: Surroundings,
): Promise<void> => {
  const { mode, serviceName, region, jobSummary } = request
  const leaveTrace = (written: SavedRun['written']) =>
    saveState('trace', JSON.stringify({ mode, serviceName, region, jobSummary, written } satisfies SavedRun))
  leaveTrace({ kind: 'nothing' })
  const http = createHttpClient({ environment })
  const runtime = { clock: systemClock, log: runner.log, signal, http }
  const { clean } = secrets
  /** Made by this process, for the post step to remove should it be killed. */
  const folders: string[] = []
  try {
    const isPreview = request.preview !== undefined
    const told = { context, mode, name: serviceName, isPreview, runtime, userAgent, clean, leave: saveState }
    const reporter = await createReporter(request.reporting, told)
    const host = createSourceControl(request.reporting.token, { context, runtime, userAgent, clean })
    const dependencies = {
      ...{ secrets, userAgent, host, leave: leaveTrace, environment },
      mask: runner.mask,
      onFolder: (folder: string) => {
        folders.push(folder)
        saveState('folders', JSON.stringify(folders))
      },
    }
    const outcome = await lightsail(request, { ...runtime, reporter }, dependencies)
    runner.publish(createReport(outcome, outputNames, context && runLinks(context)), { jobSummary })
  } finally {
    http.close()
  }
}
