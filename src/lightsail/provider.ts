import type { Provider } from '../action/provider.ts'
import { lightsailDeploy } from '../product.ts'
import { formatHandle, subjectOf } from './handle.ts'
import { inputTable } from './inputs/names.ts'
import { parseRequest } from './inputs/request.ts'
import type { Request } from './inputs/request-types.ts'
import { outputNames } from './outputs.ts'

/** Amazon Lightsail container services. */
export const lightsail: Provider<Request> = {
  target: 'lightsail',
  product: lightsailDeploy,
  inputs: inputTable,
  outputs: outputNames,
  parse: ({ environment, readFile, fileIssue }, source) =>
    parseRequest(environment, readFile, source, fileIssue),
  describe: ({ mode, serviceName, region, options, reporting, preview, warnings, notices }) => ({
    ...{ mode, options, reporting, warnings, notices },
    subject: subjectOf(serviceName, region),
    handle: formatHandle({ serviceName, region }),
    environment: serviceName,
    isTransient: preview !== undefined,
  }),
  run: async (request, session, dependencies) => {
    const { runLightsail } = await import('./run.ts')
    return await runLightsail(request, session, dependencies)
  },
  openInterruptedRun: async (saved, runtime, dependencies) => {
    // In the same file: each further file that a run loads takes time.
    const { openInterruptedRun } = await import('./run.ts')
    return openInterruptedRun(saved, runtime, dependencies)
  },
}
