import { cancellationSignal } from './github/cancellation.ts'
import { jobCredentials } from './github/job-credentials.ts'
import { readRunContext, secretsNotice } from './github/run-context.ts'
import { createRunner } from './github/runner.ts'
import { getState, isPostStep, saveState } from './github/saved-state.ts'
import { parseRequest } from './lightsail/inputs/request.ts'
import { outputNames } from './lightsail/outputs.ts'
import { lightsailDeploy, userAgentOf } from './product.ts'
import { reportInvalidInput } from './report/input-errors.ts'
import { createEarlyReport } from './report/report.ts'
import { internalError } from './rollout/internal-error.ts'
import { systemClock } from './runtime/clock.ts'
import { createRedactor } from './text/redactor.ts'

const runner = createRunner()
const signal = cancellationSignal()
const userAgent = userAgentOf(lightsailDeploy)

/** For what is still being written when all is said. Milliseconds. */
const LINGER_MS = 500

const credentials = jobCredentials(process.env)
const ofJob = createRedactor([])
ofJob.add(credentials)

/** Replaced as soon as there are more secrets to hide. */
let clean = ofJob.clean

const main = async (): Promise<void> => {
  const context = await readRunContext(process.env, runner.readEvent)
  const parsed = await parseRequest(process.env, runner.readInputFile, context, runner.fileIssue)
  const { request, issues, jobSummary, ...texts } = parsed
  const secrets = createRedactor(texts.shown, runner.mask)
  secrets.add(credentials)
  secrets.addNamed(texts.secrets)
  clean = secrets.clean
  if (!request) {
    const notice = context && secretsNotice(context)
    if (notice !== undefined) runner.log.notice(notice)
    const shown = issues.map((issue) => ({ ...issue, message: clean(issue.message) }))
    return runner.publish(createEarlyReport(reportInvalidInput(shown), outputNames), { jobSummary })
  }
  for (const warning of request.warnings) runner.log.warning(clean(warning))
  for (const notice of request.notices) runner.log.notice(notice)

  const { runMainStep } = await import('./main-step.ts')
  await runMainStep(
    { ...request, jobSummary },
    { runner, environment: process.env, context, secrets, signal, userAgent },
  )
}

/** Speaks only if the main step was killed before it could, and closes what it left open. */
const post = async (): Promise<void> => {
  if (getState('trace') === '') return
  const { runPostStep } = await import('./post-step.ts')
  const context = await readRunContext(process.env, runner.readEvent)
  await runPostStep({ runner, environment: process.env, context, secrets: ofJob, signal, userAgent })
}

const step = isPostStep() ? post() : main()
step
  .catch((error: unknown) => {
    const { reason, ...rest } = internalError(error)
    const verdict = { ...rest, reason: clean(reason) }
    const errors = [{ message: `${verdict.reason}\n  Fix       ${verdict.fix}` }]
    runner.publish(createEarlyReport({ verdict, errors }, outputNames), { jobSummary: false })
  })
  .finally(() => {
    saveState('reported', 'true')
    // A program that was asked for credentials, or a resolver that does not answer, may go on: nobody waits for them.
    systemClock.alarm(LINGER_MS).addEventListener('abort', () => process.exit())
  })
