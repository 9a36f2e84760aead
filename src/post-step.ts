import { reportAfterKill } from './action/post-step.ts'
import { finishPending } from './github/reporting/reporting.ts'
import { getState } from './github/saved-state.ts'
import { openInterruptedRun } from './lightsail/provider.ts'
import type { Surroundings } from './main-step.ts'
import { createHttpClient } from './net/http-client.ts'
import type { SavedRun } from './rollout/write-progress.ts'
import { systemClock } from './runtime/clock.ts'

/** The post step of a main step that left a trace: speaks only if that was killed before it could, and closes what is open. */
export const runPostStep = async ({
  runner,
  environment,
  context,
  secrets,
  signal,
  userAgent,
}: Surroundings): Promise<void> => {
  const trace: SavedRun = JSON.parse(getState('trace'))
  if (getState('folders') !== '') {
    const { removeFolders, temporaryParent } = await import('./images/temporary-folder.ts')
    await removeFolders(JSON.parse(getState('folders')), temporaryParent(environment))
  }
  const http = createHttpClient({ environment })
  const runtime = { clock: systemClock, log: runner.log, signal, http }
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
    http.close()
  }
}
