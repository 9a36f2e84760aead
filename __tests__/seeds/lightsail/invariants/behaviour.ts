import { isDeepStrictEqual } from 'node:util'
import { isFailure } from '../../../../src/rollout/contract/verdict.ts'
import { type Invariant, invariant, putsBack } from '../../machinery/invariant.ts'
import type { SentCall } from '../../machinery/network.ts'
import { marks } from '../../machinery/secret-canaries.ts'
import { madeBy } from '../oracle.ts'
import type { SeededRun } from '../run-seed.ts'
import { isCancelled, takesNotes } from './time.ts'

/** How a run behaves on its way, whatever its end. */
export const behaviour: readonly Invariant[] = [
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
  invariant('a second one only to put back', putsBack, deploysOnce),
  invariant(
    'once ours is accepted, the run only looks',
    (run) => acceptedAt(run).length > 0,
    onlyLooksAfterwards,
  ),
  invariant('once the job is cancelled, the run only looks', isCancelled, (run) =>
    run.sent
      .filter((call) => call.isWrite && call.isLate && isNoNote(run)(call))
      .map(({ operation }) => `${operation} after the job was cancelled`),
  ),
  invariant(
    'max-retries: 0 means none',
    ({ situation: { inputs }, calls }) =>
      inputs['max-retries'] === '0' &&
      calls.some(
        ({ operation, errorType }) => !operation.startsWith('Get') && errorType === 'ThrottlingException',
      ),
    retriesAsAsked,
  ),
  invariant('it speaks briefly', () => true, speaksBriefly),
  invariant(
    'values of our environment are never seen',
    ({ situation: { inputs } }) => inputs['environment-variables'] !== undefined,
    keepsSecrets,
  ),
  invariant(
    'values of what ran before are never seen',
    ({ situation: { inputs } }) => inputs['environment-variables'] === undefined,
    keepsSecrets,
  ),
  invariant('a success is reported whole', ({ outcome }) => !isFailure(outcome.verdict), reportsEverything),
  invariant('a failure is reported whole', ({ outcome }) => isFailure(outcome.verdict), reportsEverything),
]

function onlyLooks({ situation: { inputs }, sent }: SeededRun): string[] {
  return sent
    .filter(({ isWrite }) => isWrite)
    .map(({ operation }) => `${operation} with mode ${inputs['mode']}`)
}

/** What others deployed meanwhile is put back in its turn. */
function mostPuttingBack({ situation }: SeededRun): number {
  return situation.others.sentences.length > 0 ? 2 : 1
}

/** One deployment per run and service; another one only to put back what served before, and what came between. */
function deploysOnce(run: SeededRun): string[] {
  const puttingBack = putsBack(run) ? mostPuttingBack(run) : 0
  const made = madeBy(run)
  const services = new Set(run.done.flatMap(({ deployment, service }) => (deployment ? [service] : []))).size
  return made.length <= services + puttingBack
    ? []
    : [`${made.length} deployments: versions ${made.map(({ version }) => version)}`]
}

const isNoNote =
  ({ situation }: SeededRun) =>
  ({ operation }: SentCall) =>
    operation !== 'TagResource' || !takesNotes(situation)

/** When what the run is about, or what puts something back, was accepted; later traces may name it again. */
function acceptedAt({ traces }: SeededRun): number[] {
  const first = new Map<string, number>()
  for (const { at, written } of traces)
    if (written.kind === 'started' && !first.has(written.handle)) first.set(written.handle, at)
  return [...first.values()]
}

/** What puts something back may deploy until that is accepted in its turn. */
function onlyLooksAfterwards(run: SeededRun): string[] {
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

/** `max-retries: 0` means none: a write that was throttled is not made again. */
function retriesAsAsked({ situation: { inputs }, calls }: SeededRun): string[] {
  if (inputs['max-retries'] !== '0') return []
  const writes = calls.filter(({ operation }) => !operation.startsWith('Get'))
  return writes.flatMap(({ operation, input, errorType }, index) => {
    const isMadeAgain = writes
      .slice(index + 1)
      .some((later) => later.operation === operation && isDeepStrictEqual(later.input, input))
    return errorType === 'ThrottlingException' && isMadeAgain
      ? [`${operation} once more, although max-retries is 0`]
      : []
  })
}

/** One line for each change and each trouble, and one a minute when nothing changes: not one per retry or poll. */
function speaksBriefly({ log, outcome, start, end }: SeededRun): string[] {
  const groups = log.findIndex(({ text }) => text.startsWith('> Log of'))
  const lines = (groups < 0 ? log : log.slice(0, groups)).length
  const most = 40 + 3 * Math.ceil((end - start) / 60_000) + 2 * outcome.phases.length
  return lines > most ? [`${lines} lines in ${Math.round((end - start) / 60_000)} min`] : []
}

function keepsSecrets({ visible }: SeededRun): string[] {
  return marks.flatMap((mark) => {
    const at = visible.indexOf(mark)
    return at < 0 ? [] : [`shows an environment value: …${visible.slice(Math.max(0, at - 60), at + 40)}…`]
  })
}

/** Every output is set, red has one annotation with the reason, and the exit code follows the result. */
function reportsEverything({ report, outcome: { verdict } }: SeededRun): string[] {
  const { outputs, errors, closing, summary, exitCode } = report
  const red = isFailure(verdict)
  return [
    ...(exitCode === (red ? 1 : 0) ? [] : [`exit code ${exitCode}`]),
    ...(outputs['result'] === verdict.result && outputs['reason'] !== '' && outputs['reason-code'] !== ''
      ? []
      : ['outputs without the result']),
    ...(errors.length === (red ? 1 : 0) && (red || closing) && summary !== ''
      ? []
      : ['no annotation, no closing line or no summary']),
  ]
}
