import { isDeepStrictEqual } from 'node:util'
import { isFailure } from '../../../src/rollout/contract/verdict.ts'
import type { SentCall } from '../network.ts'
import { madeBy } from '../oracle.ts'
import type { SeededRun } from '../run-seed.ts'
import { marks } from '../secret-canaries.ts'
import { SLOWEST_HOST_MS } from '../triggers.ts'
import { type Invariant, invariant, putsBack } from './invariant.ts'

const isCancelled = ({ cancelledAt, end }: SeededRun): boolean =>
  cancelledAt !== undefined && cancelledAt <= end

const deadlineOf = ({ situation: { inputs }, start }: SeededRun): number =>
  start + Number(inputs['wait-for-minutes']) * 60_000

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
    'what nobody has the time to follow is not begun',
    (run) => run.sent.some(({ sentAt }) => sentAt >= deadlineOf(run)),
    writesInTime,
  ),
  invariant('it ends with its time', (run) => run.end > deadlineOf(run), endsInTime),
  invariant('it ends before the runner kills it', isCancelled, endsWithinGrace),
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
    'environment values are never seen',
    ({ situation: { inputs } }) => inputs['environment-variables'] !== undefined,
    keepsSecrets,
  ),
  invariant(
    'of others, either',
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

/** Which commit runs, and which version failed its URL check, is noted beside the deployment. */
function takesNotes({ origin, inputs }: SeededRun['situation']): boolean {
  return origin.provenance !== undefined || inputs['verify-url'] !== undefined
}

const isNoNote =
  ({ situation }: SeededRun) =>
  ({ operation }: SentCall) =>
    operation !== 'TagResource' || !takesNotes(situation)

/** When what the run is about, or what puts something back, was accepted. */
function acceptedAt({ traces }: SeededRun): number[] {
  return traces.flatMap(({ at, written }) => (written.kind === 'started' ? [at] : []))
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

/** Only what served before is put back at any time. */
function writesInTime(run: SeededRun): string[] {
  return run.sent
    .filter(({ isWrite, sentAt }) => isWrite && sentAt >= deadlineOf(run))
    .filter(({ operation }) => operation !== 'TagResource')
    .filter(({ operation }) => !(putsBack(run) && operation === 'CreateContainerServiceDeployment'))
    .map(({ operation }) => `${operation} after the deadline`)
}

/** Calls that may begin at or after the deadline: a look for a lost write (two), a last look (two); logs and tags are beside that. */
const CALLS_AFTER_DEADLINE = 4
/** Putting back what served before is begun also when the time is up: a look, the write, and a look whether it was done. */
const CALLS_TO_PUT_BACK = 4

/**
 * Nobody sleeps past the deadline: the run ends with it, or with the last call that was under way. A call takes 20 s at
 * most, an answer of the public URL 10 s.
 */
function endsInTime({ situation, sent, start, end }: SeededRun): string[] {
  const { inputs, origin } = situation
  const deadline = start + Number(inputs['wait-for-minutes']) * 60_000
  if (end <= deadline) return []
  const late = sent.filter(({ endedAt }) => endedAt > deadline)
  const beside = takesNotes(situation)
    ? ['GetContainerLog', 'TagResource', 'GetContainerServiceDeployments']
    : ['GetContainerLog']
  const fresh = late.filter(({ sentAt, operation }) => sentAt >= deadline && !beside.includes(operation))
  const last = Math.max(deadline, ...late.map(({ endedAt }) => endedAt))
  const hasSlept = ({ sentAt }: SentCall) => !sent.some(({ endedAt }) => Math.abs(sentAt - endedAt) <= 1)
  const most = CALLS_AFTER_DEADLINE + (inputs['rollback-on-failure'] === undefined ? 0 : CALLS_TO_PUT_BACK)
  const asksUrl = inputs['verify-url'] === undefined ? 0 : 12_000
  const asksHost = origin.provenance === undefined ? 0 : SLOWEST_HOST_MS
  return [
    ...(end > last + asksUrl + asksHost
      ? [`ended ${(end - last) / 1000} s after the deadline and the last call`]
      : []),
    ...(asksUrl + asksHost === 0
      ? late
          .filter((call) => call.sentAt > deadline && hasSlept(call))
          .map(({ operation }) => `slept past the deadline before ${operation}`)
      : []),
    ...(fresh.length > most ? [`${fresh.length} calls after the deadline`] : []),
    ...(end > deadline + 120_000 ? [`ended ${(end - deadline) / 1000} s after the deadline`] : []),
  ]
}

/** The runner kills a cancelled job after ten seconds. */
function endsWithinGrace({ cancelledAt, end, outcome }: SeededRun): string[] {
  if (cancelledAt === undefined || cancelledAt > end) return []
  const took = end - cancelledAt
  return [
    ...(took > 10_000 ? [`ended ${took / 1000} s after it was cancelled`] : []),
    ...(took > 0 && outcome.verdict.result === 'internal' ? ['cancelled, but internal'] : []),
  ]
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
