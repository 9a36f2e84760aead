import packageJson from '../package.json' with { type: 'json' }
import { systemClock } from './engine/clock.ts'
import { internal } from './engine/ends.ts'
import { runPipeline } from './engine/pipeline.ts'
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

  // The SDK is loaded only by runs whose inputs are right.
  const { clientSettings, connectCloud } = await import('./lightsail/cloud.ts')
  const { deletionTarget } = await import('./lightsail/deletion.ts')
  const { lightsailTarget } = await import('./lightsail/target.ts')
  const { clean } = secrets
  const userAgent = `lightsail-deploy/${packageJson.version}`
  const cloud = connectCloud({
    settings: clientSettings({ region: request.region, userAgent }),
    signal,
    clean,
  })
  const tools = { request, cloud, clock: systemClock, secrets, clean }
  const world = { clock: systemClock, log: runner.log, signal }
  const outcome =
    request.mode === 'delete'
      ? await runPipeline(deletionTarget(tools), request.terms, world)
      : await runPipeline(lightsailTarget(tools), request.terms, world)
  cloud.close()
  runner.publish(reportOf(outcome, outputNames), { jobSummary })
}

main().catch((error: unknown) => {
  const verdict = internal(error)
  const errors = [{ message: `${verdict.reason}\n  Fix       ${verdict.fix}` }]
  runner.publish(reportOfEarlyEnd({ verdict, errors }, outputNames), { jobSummary: false })
})
