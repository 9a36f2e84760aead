import packageJson from '../package.json' with { type: 'json' }
import { systemClock } from './engine/clock.ts'
import { internal } from './engine/ends.ts'
import { reportOf, reportOfEarlyEnd } from './engine/report.ts'
import { keepSecrets } from './engine/secrets.ts'
import { cancellation } from './github/cancel.ts'
import { connectRunner } from './github/runner.ts'
import { outputNames } from './lightsail/outputs.ts'
import { invalidInput } from './lightsail/problems.ts'
import { parseRequest } from './lightsail/request.ts'

const runner = connectRunner()

const main = async (): Promise<void> => {
  const signal = cancellation()
  const { request, problems, jobSummary, ...texts } = await parseRequest(process.env, runner.readFile)
  const secrets = keepSecrets(texts.shown)
  secrets.add(texts.secrets)
  for (const secret of secrets.all) runner.mask(secret)
  if (!request) {
    const shown = problems.map((problem) => ({ ...problem, message: secrets.clean(problem.message) }))
    return runner.publish(reportOfEarlyEnd(invalidInput(shown), outputNames), { jobSummary })
  }
  for (const notice of request.notices) runner.log.notice(notice)

  const { runRequest } = await import('./lightsail/run.ts')
  const world = { clock: systemClock, log: runner.log, signal, fetch }
  const userAgent = `lightsail-deploy/${packageJson.version}`
  const outcome = await runRequest(request, world, { secrets, userAgent })
  runner.publish(reportOf(outcome, outputNames), { jobSummary })
}

main().catch((error: unknown) => {
  const verdict = internal(error)
  const errors = [{ message: `${verdict.reason}\n  Fix       ${verdict.fix}` }]
  runner.publish(reportOfEarlyEnd({ verdict, errors }, outputNames), { jobSummary: false })
})
