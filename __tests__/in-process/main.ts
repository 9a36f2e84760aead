import { reportAfterKill } from '../../src/action/post-step.ts'
import { createSourceControl } from '../../src/github/api/source-control.ts'
import { jobCredentials } from '../../src/github/job-credentials.ts'
import { createReporter, finishPending } from '../../src/github/reporting/reporting.ts'
import { readRunContext, runLinks, secretsNotice } from '../../src/github/run-context.ts'
import type { Runner } from '../../src/github/runner.ts'
import { parseRequest } from '../../src/lightsail/inputs/request.ts'
import { outputNames } from '../../src/lightsail/outputs.ts'
import { lightsail, openInterruptedRun } from '../../src/lightsail/provider.ts'
import { createHttpClient } from '../../src/net/http-client.ts'
import { createReport } from '../../src/report/final-report.ts'
import { reportInvalidInput } from '../../src/report/input-errors.ts'
import { createEarlyReport } from '../../src/report/report.ts'
import { internalError } from '../../src/rollout/internal-error.ts'
import type { SavedRun } from '../../src/rollout/write-progress.ts'
import type { Clock } from '../../src/runtime/clock.ts'
import { createRedactor } from '../../src/text/redactor.ts'

/** What the steps have of the world. */
export interface Io {
  readonly runner: Runner
  readonly environment: Readonly<Record<string, string>>
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly saveState: (name: string, text: string) => void
  readonly getState: (name: string) => string
}

const userAgent = 'lightsail-deploy/test'

const openWorld = ({ runner, environment, clock, signal }: Io) => {
  const http = createHttpClient({ environment, clock })
  return { clock, log: runner.log, signal, http }
}

export const runMain = async (io: Io): Promise<void> => {
  let clean = createRedactor([]).clean
  await mainStep(io, (better) => {
    clean = better
  }).catch((error: unknown) => {
    const { reason, ...rest } = internalError(error)
    const verdict = { ...rest, reason: clean(reason) }
    const errors = [{ message: `${verdict.reason}\n  Fix       ${verdict.fix}` }]
    io.runner.publish(createEarlyReport({ verdict, errors }, outputNames), { jobSummary: false })
  })
  io.saveState('reported', 'true')
}

const mainStep = async (io: Io, onClean: (clean: (text: string) => string) => void): Promise<void> => {
  const { runner, environment, saveState } = io
  const context = await readRunContext(environment, runner.readEvent)
  const parsed = await parseRequest(environment, runner.readInputFile, context, runner.fileIssue)
  const { request, issues, jobSummary, ...texts } = parsed
  const secrets = createRedactor(texts.shown, runner.mask)
  secrets.add(jobCredentials(environment))
  secrets.addNamed(texts.secrets)
  const { clean } = secrets
  onClean(clean)
  if (!request) {
    const notice = context && secretsNotice(context)
    if (notice !== undefined) runner.log.notice(notice)
    const shown = issues.map((problem) => ({ ...problem, message: clean(problem.message) }))
    runner.publish(createEarlyReport(reportInvalidInput(shown), outputNames), { jobSummary })
    return
  }
  for (const warning of request.warnings) runner.log.warning(clean(warning))
  for (const notice of request.notices) runner.log.notice(notice)
  const { mode, serviceName, region } = request
  const leave = (written: SavedRun['written']) =>
    saveState('trace', JSON.stringify({ mode, serviceName, region, jobSummary, written } satisfies SavedRun))
  leave({ kind: 'nothing' })
  const runtime = openWorld(io)
  const folders: string[] = []
  try {
    const isPreview = request.preview !== undefined
    const told = { context, mode, name: serviceName, isPreview, runtime, userAgent, clean, leave: saveState }
    const reporter = await createReporter(request.reporting, told)
    const host = createSourceControl(request.reporting.token, { context, runtime, userAgent, clean })
    const tools = {
      ...{ secrets, userAgent, host, leave, environment },
      mask: runner.mask,
      onFolder: (folder: string) => {
        folders.push(folder)
        saveState('folders', JSON.stringify(folders))
      },
    }
    const outcome = await lightsail(request, { ...runtime, reporter }, tools)
    runner.publish(createReport(outcome, outputNames, context && runLinks(context)), { jobSummary })
  } finally {
    runtime.http.close()
  }
}

export const runPost = async (io: Io): Promise<void> => {
  const { runner, environment, getState } = io
  if (getState('trace') === '') return
  const context = await readRunContext(environment, runner.readEvent)
  const trace: SavedRun = JSON.parse(getState('trace'))
  const secrets = createRedactor([])
  secrets.add(jobCredentials(environment))
  const runtime = openWorld(io)
  try {
    const report =
      getState('reported') === ''
        ? await reportAfterKill(trace, runtime, (run, within) =>
            openInterruptedRun(run, within, { userAgent, environment, secrets }),
          )
        : undefined
    if (report) runner.publish(report, trace)
    const token = environment['INPUT_GITHUB-TOKEN']
    await finishPending(report, { left: getState, context, token, runtime, userAgent, clean: secrets.clean })
  } finally {
    runtime.http.close()
  }
}
