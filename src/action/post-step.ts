import { finishPending } from '../github/reporting/reporting.ts'
import { createHttpClient } from '../net/http-client.ts'
import type { SavedRun } from '../rollout/contract/saved-run.ts'
import { reportAfterKill } from './interrupted-run.ts'
import type { StepContext } from './main-step.ts'
import type { Provider } from './provider.ts'

/**
 * The post step after a main step that saved its state: reports only if that was killed before it could, and closes pending
 * reports.
 */
export async function runPostStep<Request>(
  provider: Provider<Request>,
  { io, context, secrets }: StepContext,
): Promise<void> {
  const { runner, environment, clock, signal, getState } = io
  const saved: SavedRun = JSON.parse(getState('run'))
  if (saved.target !== provider.target) return
  if (getState('folders') !== '') {
    const { removeFolders, temporaryParent } = await import('../images/temporary-folder.ts')
    await removeFolders(JSON.parse(getState('folders')), temporaryParent(environment))
  }
  const http = createHttpClient({ environment, clock })
  const runtime = { clock, log: runner.log, signal, http, product: provider.product }
  try {
    const report =
      getState('reported') === ''
        ? await reportAfterKill(saved, runtime, (within) =>
            provider.openInterruptedRun(saved, within, { environment, secrets }),
          )
        : undefined
    if (report) runner.publish(report, saved)
    const token = environment['INPUT_GITHUB-TOKEN']
    await finishPending(report, { getState, context, token, runtime, clean: secrets.clean })
  } finally {
    http.close()
  }
}
