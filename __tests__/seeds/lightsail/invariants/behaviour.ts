import type { SentCall } from '../../machinery/around/network.ts'
import { type Invariant, invariant, isCancelled, putsBack } from '../../machinery/invariant.ts'
import { madeBy } from '../oracle.ts'
import type { LightsailRun } from '../run-seed.ts'
import { takesNotes } from './time.ts'

/** How a run behaves while it goes on, whatever its end. */
export const behaviour: readonly Invariant<LightsailRun>[] = [
  invariant(
    'plans and reports never write',
    ({ situation: { inputs } }) => inputs['mode'] === 'plan' || inputs['mode'] === 'status',
    onlyLooks,
  ),
  invariant(
    'wherever it redirects to, nobody but its own site is asked',
    ({ situation: { inputs, web }, outcome }) =>
      inputs['verify-url'] !== undefined &&
      (web.kind === 'elsewhere' || web.kind === 'nowhere') &&
      outcome.verdict.facts.written === 'deployment',
    ({ astray }) => astray.map((url) => `asked ${url}`),
  ),
  invariant('one deployment', (run) => madeBy(run).length > 0, deploysOnce),
  invariant<LightsailRun>('a second one only to put back', putsBack, deploysOnce),
  invariant(
    'once ours is accepted, the run only looks',
    (run) => acceptedAt(run).length > 0,
    onlyLooksAfterwards,
  ),
  invariant('once the job is cancelled, the run only looks', isCancelled, (run: LightsailRun) =>
    run.sent
      .filter((call) => call.isWrite && call.isLate && isNoNote(run)(call))
      .map(({ operation }) => `${operation} after the job was cancelled`),
  ),
]

function onlyLooks({ situation: { inputs }, sent }: LightsailRun): string[] {
  return sent
    .filter(({ isWrite }) => isWrite)
    .map(({ operation }) => `${operation} with mode ${inputs['mode']}`)
}

/** What others deployed meanwhile is put back in its turn. */
function mostPuttingBack({ situation }: LightsailRun): number {
  return situation.others.sentences.length > 0 ? 2 : 1
}

/** One deployment per run and service; another one only to put back what served before, and what came between. */
function deploysOnce(run: LightsailRun): string[] {
  const puttingBack = putsBack(run) ? mostPuttingBack(run) : 0
  const made = madeBy(run)
  const services = new Set(run.done.flatMap(({ deployment, service }) => (deployment ? [service] : []))).size
  return made.length <= services + puttingBack
    ? []
    : [`${made.length} deployments: versions ${made.map(({ version }) => version)}`]
}

function isNoNote({ situation }: LightsailRun) {
  return ({ operation }: SentCall) => operation !== 'TagResource' || !takesNotes(situation)
}

/** When what the run is about, or what puts something back, was accepted; later ones may name it again. */
function acceptedAt({ savedProgress }: LightsailRun): number[] {
  const first = new Map<string, number>()
  for (const { at, written } of savedProgress)
    if (written.kind === 'started' && !first.has(written.handle)) first.set(written.handle, at)
  return [...first.values()]
}

/** What puts something back may deploy until that is accepted in its turn. */
function onlyLooksAfterwards(run: LightsailRun): string[] {
  if (run.situation.origin.kind === 'cleanup') return []
  const accepted = acceptedAt(run)
  const isKnown = ({ sentAt, operation }: SentCall) => {
    const earlier = accepted.filter((at) => at <= sentAt).length
    const mayDeploy = putsBack(run) && operation === 'CreateContainerServiceDeployment'
    return earlier > (mayDeploy ? mostPuttingBack(run) : 0)
  }
  return run.sent
    .filter((call) => call.isWrite && isKnown(call) && isNoNote(run)(call))
    .map(({ operation }) => `${operation} after ours was accepted`)
}
