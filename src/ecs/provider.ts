import type { Provider } from '../action/provider.ts'
import { ecsDeploy } from '../product.ts'
import { formatHandle, subjectOf } from './handle.ts'
import { inputTable } from './inputs/names.ts'
import { parseRequest } from './inputs/request.ts'
import type { Request } from './inputs/request-types.ts'
import { outputNames } from './outputs.ts'

/** Amazon ECS services. */
export const ecs: Provider<Request> = {
  target: 'ecs',
  product: ecsDeploy,
  inputs: inputTable,
  outputs: outputNames,
  parse: ({ environment, readFile }, source) => parseRequest(environment, readFile, source),
  describe: (request) => {
    const { mode, region, cluster, service, options, reporting, warnings, notices } = request
    return {
      ...{ mode, options, reporting, warnings, notices },
      subject: subjectOf(request),
      handle: formatHandle({ region, cluster, service }),
      environment: service ?? '',
      isTransient: false,
    }
  },
  run: async (request, session, dependencies) => {
    const { runEcs } = await import('./run.ts')
    return await runEcs(request, session, dependencies)
  },
  openInterruptedRun: async (saved, runtime, dependencies) => {
    // Not a part of its own: each file that a run loads takes time.
    const { openInterruptedRun } = await import('./run.ts')
    return openInterruptedRun(saved, runtime, dependencies)
  },
}
