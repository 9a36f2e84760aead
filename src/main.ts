import packageJson from '../package.json' with { type: 'json' }
import { systemClock } from './engine/clock.ts'
import { internal } from './engine/internal.ts'
import { reportOfEarlyEnd } from './engine/report.ts'
import { keepSecrets } from './engine/secrets.ts'
import { cancellation } from './github/cancel.ts'
import { jobCredentials } from './github/job-credentials.ts'
import { occasionOf, secretsNotice } from './github/occasion.ts'
import { connectRunner } from './github/runner.ts'
import { isPostStep, leave, left } from './github/steps.ts'
import { invalidInput } from './lightsail/inputs/problems.ts'
import { parseRequest } from './lightsail/inputs/request.ts'
import { outputNames } from './lightsail/outputs.ts'

const runner = connectRunner()
const signal = cancellation()
const userAgent = `lightsail-deploy/${packageJson.version}`

/** For what is still being written when all is said. Milliseconds. */
const LINGER_MS = 500

const credentials = jobCredentials(process.env)
const ofJob = keepSecrets([])
ofJob.add(credentials)

/** Replaced as soon as there are more secrets to hide. */
let clean = ofJob.clean

const main = async (): Promise<void> => {
  const occasion = await occasionOf(process.env, runner.readEvent)
  const parsed = await parseRequest(process.env, runner.readInputFile, occasion, runner.fileIssue)
  const { request, problems, jobSummary, ...texts } = parsed
  const secrets = keepSecrets(texts.shown, runner.mask)
  secrets.add(credentials)
  secrets.addNamed(texts.secrets)
  clean = secrets.clean
  if (!request) {
    const notice = occasion && secretsNotice(occasion)
    if (notice !== undefined) runner.log.notice(notice)
    const shown = problems.map((problem) => ({ ...problem, message: clean(problem.message) }))
    return runner.publish(reportOfEarlyEnd(invalidInput(shown), outputNames), { jobSummary })
  }
  for (const warning of request.warnings) runner.log.warning(clean(warning))
  for (const notice of request.notices) runner.log.notice(notice)

  const { runMainStep } = await import('./main-step.ts')
  await runMainStep(
    { ...request, jobSummary },
    { runner, environment: process.env, occasion, secrets, signal, userAgent },
  )
}

/** Speaks only if the main step was killed before it could, and closes what it left open. */
const post = async (): Promise<void> => {
  if (left('trace') === '') return
  const { runPostStep } = await import('./post-step.ts')
  const occasion = await occasionOf(process.env, runner.readEvent)
  await runPostStep({ runner, environment: process.env, occasion, secrets: ofJob, signal, userAgent })
}

const step = isPostStep() ? post() : main()
step
  .catch((error: unknown) => {
    const { reason, ...rest } = internal(error)
    const verdict = { ...rest, reason: clean(reason) }
    const errors = [{ message: `${verdict.reason}\n  Fix       ${verdict.fix}` }]
    runner.publish(reportOfEarlyEnd({ verdict, errors }, outputNames), { jobSummary: false })
  })
  .finally(() => {
    leave('reported', 'true')
    // A program that was asked for credentials, or a resolver that does not answer, may go on: nobody waits for them.
    systemClock.alarm(LINGER_MS).addEventListener('abort', () => process.exit())
  })
