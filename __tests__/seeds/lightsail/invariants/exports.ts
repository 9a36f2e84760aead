import { isDeepStrictEqual } from 'node:util'
import { currentDeployment } from '../../../../simulator/lightsail/lifecycle.ts'
import { type Invariant, invariant, unless } from '../../machinery/invariant.ts'
import { momentsOf, serviceAt } from '../oracle.ts'
import type { LightsailRun } from '../run-seed.ts'

const FILES = ['service-definition.json', 'task-definition.json']

interface Exported {
  readonly containerDefinitions: readonly {
    readonly name: string
    readonly image: string
    readonly environment?: readonly { readonly name: string; readonly value: string }[]
  }[]
}

function isExport({ situation: { inputs } }: LightsailRun): boolean {
  return inputs['mode'] === 'export'
}

function isDone({ outcome }: LightsailRun): boolean {
  return outcome.verdict.reasonCode === 'exported'
}

/** `mode: export` reads one service, and makes two files of it, or none. */
export const exports: readonly Invariant<LightsailRun>[] = [
  invariant('an export writes nothing to Lightsail', isExport, ({ sent }) =>
    sent.filter(({ isWrite }) => isWrite).map(({ operation }) => `${operation} with mode export`),
  ),
  invariant(
    'exported: both files are there, and hold what is active',
    (run) => isExport(run) && isDone(run),
    (run) => [
      ...unless(
        isDeepStrictEqual(Object.keys(run.exported).toSorted(), FILES),
        'exported, but files are missing',
      ),
      ...unless(holdsWhatIsActive(run), 'exported, but what the files hold was not active meanwhile'),
    ],
  ),
  invariant(
    'an export that ends otherwise leaves no file',
    (run) => isExport(run) && !isDone(run),
    ({ outcome: { verdict }, exported }) =>
      unless(Object.keys(exported).length === 0, `${verdict.reasonCode}, but ${Object.keys(exported)}`),
  ),
]

/** What came up well last: it is exported also while the service is disabled, or being deleted. */
function activeAt(run: LightsailRun, at: number) {
  const service = serviceAt(run, at)
  return service && currentDeployment(service, at)
}

/** Values of the environment as well: the files are the only place for them. */
function holdsWhatIsActive(run: LightsailRun): boolean {
  const { containerDefinitions } = JSON.parse(run.exported['task-definition.json'] ?? '{}') as Exported
  const shown = containerDefinitions.map(({ name, image, environment = [] }) => ({
    ...{ name, image },
    environment: Object.fromEntries(environment.map((variable) => [variable.name, variable.value])),
  }))
  return momentsOf(run).some((at) => {
    const containers = activeAt(run, at)?.containers ?? {}
    const served = Object.entries(containers).map(([name, { image = '', environment = {} }]) => ({
      ...{ name, image },
      environment,
    }))
    return isDeepStrictEqual(shown, served)
  })
}
