import packageJson from '../package.json' with { type: 'json' }
import { systemClock } from './engine/clock.ts'
import { internal } from './engine/ends.ts'
import { reportOf, reportOfEarlyEnd } from './engine/report.ts'
import { keepSecrets } from './engine/secrets.ts'
import { cancellation } from './github/cancel.ts'
import { connectCodeHost } from './github/code-host.ts'
import { jobCredentials } from './github/job-credentials.ts'
import { occasionOf, originOf, secretsNotice } from './github/occasion.ts'
import { audienceOf, closeWhatIsOpen } from './github/reporting.ts'
import { connectRunner } from './github/runner.ts'
import { isPostStep, leave, left } from './github/steps.ts'
import { invalidInput } from './lightsail/inputs/problems.ts'
import { parseRequest } from './lightsail/inputs/request.ts'
import { outputNames } from './lightsail/outputs.ts'
import type { Trace } from './lightsail/trace.ts'
import { createHttpClient } from './net/http-client.ts'

const runner = connectRunner()
const http = createHttpClient({ environment: process.env })
const world = { clock: systemClock, log: runner.log, signal: cancellation(), http }
const userAgent = `lightsail-deploy/${packageJson.version}`

/** Made by this process, for the post step to remove should it be killed. */
const folders: string[] = []

/** For what is still being written when all is said. Milliseconds. */
const LINGER_MS = 500

const credentials = jobCredentials(process.env)
const ofJob = keepSecrets([])
ofJob.add(credentials)

/** Replaced as soon as there are more secrets to hide. */
let clean = ofJob.clean

const main = async (): Promise<void> => {
  const occasion = occasionOf(process.env, runner.readFile)
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

  const { mode, serviceName, region } = request
  const leaveTrace = (written: Trace['written']) =>
    leave('trace', JSON.stringify({ mode, serviceName, region, jobSummary, written } satisfies Trace))
  leaveTrace({ kind: 'nothing' })
  const { runRequest } = await import('./lightsail/run.ts')
  const isPreview = request.preview !== undefined
  const told = { occasion, mode, name: serviceName, isPreview, world, userAgent, clean, leave }
  const audience = await audienceOf(request.reporting, told)
  const host = connectCodeHost(request.reporting.token, { occasion, world, userAgent, clean })
  const tools = {
    ...{ secrets, userAgent, host, leave: leaveTrace },
    environment: process.env,
    mask: runner.mask,
    onFolder: (folder: string) => {
      folders.push(folder)
      leave('folders', JSON.stringify(folders))
    },
  }
  const outcome = await runRequest(request, { ...world, audience }, tools)
  runner.publish(reportOf(outcome, outputNames, occasion && originOf(occasion)), { jobSummary })
}

/** Speaks only if the main step was killed before it could, and closes what it left open. */
const post = async (): Promise<void> => {
  if (left('trace') === '') return
  const trace: Trace = JSON.parse(left('trace'))
  if (left('folders') !== '') {
    const { removeFolders, temporaryParent } = await import('./images/temporary-folder.ts')
    await removeFolders(JSON.parse(left('folders')), temporaryParent(process.env))
  }
  const { lookAfter } = await import('./lightsail/run.ts')
  const report =
    left('reported') === ''
      ? await lookAfter(trace, world, { userAgent, environment: process.env, secrets: ofJob })
      : undefined
  if (report) runner.publish(report, trace)
  const occasion = occasionOf(process.env, runner.readFile)
  const token = process.env['INPUT_GITHUB-TOKEN']
  await closeWhatIsOpen(report, { left, occasion, token, world, userAgent, clean })
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
    http.close()
    // A program that was asked for credentials, or a resolver that does not answer, may go on: nobody waits for them.
    systemClock.alarm(LINGER_MS).addEventListener('abort', () => process.exit())
  })
