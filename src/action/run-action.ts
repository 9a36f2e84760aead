import { jobCredentials } from '../github/job-credentials.ts'
import { readRunContext, secretsNotice } from '../github/run-context.ts'
import { processIo, type StepIo } from '../github/step-io.ts'
import { reportInvalidInput } from '../report/input-errors.ts'
import { internalError } from '../report/internal-error.ts'
import { createEarlyReport } from '../report/report.ts'
import { createRedactor, type Redactor } from '../text/redactor.ts'
import type { Provider } from './provider.ts'

/** One step of a job, main or post, from inputs to report. Reports every error and never throws. */
export async function runAction<Request>(
  provider: Provider<Request>,
  io: StepIo = processIo(),
): Promise<void> {
  const ofJob = createRedactor([])
  ofJob.add(jobCredentials(io.environment))
  /** Replaced once the inputs are read, which adds secrets to redact. */
  let { clean } = ofJob
  const step = io.isPostStep
    ? postStep(provider, io, ofJob)
    : mainStep(provider, io, (secrets) => {
        clean = secrets.clean
      })
  try {
    await step
  } catch (error) {
    const { reason, ...rest } = internalError(error, provider.product)
    const verdict = { ...rest, reason: clean(reason) }
    // How the job ended is decided by then, and what the main step saved may be cut, as on a full disk.
    if (io.isPostStep) return io.runner.log.warning(`the post step could not do its work: ${verdict.reason}`)
    const errors = [{ message: `${verdict.reason}\n  Fix       ${verdict.fix}` }]
    io.runner.publish(createEarlyReport({ verdict, errors }, provider.outputs), { jobSummary: false })
  } finally {
    io.saveState('reported', 'true')
    io.exit()
  }
}

/** Ends the run if the inputs are wrong: that needs no network, so nothing else is loaded. */
async function mainStep<Request>(
  provider: Provider<Request>,
  io: StepIo,
  onSecrets: (secrets: Redactor) => void,
): Promise<void> {
  const { runner, environment } = io
  const { readInputFile: readFile, fileIssue } = runner
  const context = await readRunContext(environment, runner.readEvent)
  const parsed = await provider.parse({ environment, readFile, fileIssue }, context)
  const { request, issues, jobSummary, shown } = parsed
  const secrets = createRedactor(shown, runner.mask)
  secrets.add(jobCredentials(environment))
  secrets.addNamed(parsed.secrets)
  onSecrets(secrets)
  const { clean } = secrets
  if (!request) {
    const notice = context && secretsNotice(context)
    if (notice !== undefined) runner.log.notice(notice)
    const told = issues.map((issue) => ({ ...issue, message: clean(issue.message) }))
    return runner.publish(createEarlyReport(reportInvalidInput(told), provider.outputs), { jobSummary })
  }
  const { warnings, notices } = provider.describe(request)
  for (const warning of warnings) runner.log.warning(clean(warning))
  for (const notice of notices) runner.log.notice(notice)
  const { runMainStep } = await import('./main-step.ts')
  await runMainStep(provider, request, { io, context, secrets, jobSummary })
}

/** Reports only if the main step was killed before it could, and closes its pending reports. */
async function postStep<Request>(provider: Provider<Request>, io: StepIo, secrets: Redactor): Promise<void> {
  if (io.getState('run') === '') return
  const { runPostStep } = await import('./post-step.ts')
  const context = await readRunContext(io.environment, io.runner.readEvent)
  await runPostStep(provider, { io, context, secrets })
}
