import { createSourceControl } from '../github/api/source-control.ts'
import { createReporter } from '../github/reporting/reporting.ts'
import { type RunContext, runLinks } from '../github/run-context.ts'
import type { StepIo } from '../github/step-io.ts'
import { createHttpClient } from '../net/http-client.ts'
import { createReport } from '../report/final-report.ts'
import type { SavedRun, WriteProgress } from '../rollout/contract/saved-run.ts'
import { startSession } from '../rollout/session.ts'
import type { Redactor } from '../text/redactor.ts'
import type { Provider } from './provider.ts'

/** What a step has of its job. */
export interface StepContext {
  readonly io: StepIo
  /** `undefined` outside of GitHub Actions. */
  readonly context: RunContext | undefined
  readonly secrets: Redactor
}

/** The main step once its inputs are right, to its report; what comes before needs no network, and does not load this. */
export async function runMainStep<Request>(
  provider: Provider<Request>,
  request: Request,
  { io, context, secrets, jobSummary }: StepContext & { readonly jobSummary: boolean },
): Promise<void> {
  const { runner, environment, clock, signal, saveState } = io
  const { target, product } = provider
  const described = provider.describe(request)
  const { mode, subject, reporting } = described
  const saveProgress = (written: WriteProgress) => {
    const handle = written.kind === 'started' ? written.handle : described.handle
    const saved: SavedRun = { target, subject, handle, mode, jobSummary, written: written.kind }
    saveState('run', JSON.stringify(saved))
  }
  saveProgress({ kind: 'nothing' })
  const http = createHttpClient({ environment, clock })
  const runtime = { clock, log: runner.log, signal, http, product, saveProgress }
  const { clean } = secrets
  /** Made by this process, for the post step to remove should it be killed. */
  const folders: string[] = []
  try {
    const reporter = await createReporter(reporting, { ...described, context, runtime, clean, saveState })
    const host = createSourceControl(reporting.token, { context, runtime, clean })
    // A comment or deployment shows the cost; for the log alone the extra call is not worth it.
    const options = { ...described.options, showsCost: reporter !== undefined }
    const session = startSession(options, { ...runtime, reporter })
    const outcome = await provider.run(request, session, {
      ...{ secrets, host, environment },
      mask: runner.mask,
      onFolder: (folder) => {
        folders.push(folder)
        saveState('folders', JSON.stringify(folders))
      },
    })
    runner.publish(createReport(outcome, provider.outputs, context && runLinks(context)), { jobSummary })
  } finally {
    http.close()
  }
}
