import { isDeepStrictEqual } from 'node:util'
import { isFailure } from '../../../src/rollout/contract/verdict.ts'
import type { SentCall } from '../network.ts'
import { madeBy } from '../oracle.ts'
import type { SeededRun } from '../run-seed.ts'
import { marks } from '../secret-canaries.ts'
import { SLOWEST_HOST_MS } from '../triggers.ts'

/** How a run behaves on its way, whatever its end. */
export const behaves = (run: SeededRun): string[] => [
  ...onlyLooks(run),
  ...staysOnSite(run),
  ...deploysOnce(run),
  ...doesNotWriteAfterwards(run),
  ...writesInTime(run),
  ...endsInTime(run),
  ...endsWithinGrace(run),
  ...retriesAsAsked(run),
  ...speaksBriefly(run),
  ...keepsSecrets(run),
  ...reportsEverything(run),
]

/** Plans and reports never write. */
const onlyLooks = ({ situation: { inputs }, sent }: SeededRun): string[] =>
  inputs['mode'] === 'plan' || inputs['mode'] === 'status'
    ? sent.filter(({ isWrite }) => isWrite).map(({ operation }) => `${operation} with mode ${inputs['mode']}`)
    : []

/** Whatever the app redirects to: nobody but its own site is asked. */
const staysOnSite = ({ astray }: SeededRun): string[] => astray.map((url) => `asked ${url}`)

/** One deployment per run and service; a second one only to put back what served before. */
const deploysOnce = (run: SeededRun): string[] => {
  const puttingBack = run.log.filter(({ text }) => text.includes('putting back what served before')).length
  const made = madeBy(run)
  const services = new Set(run.done.flatMap(({ deployment, service }) => (deployment ? [service] : []))).size
  const most = services + puttingBack
  return made.length <= most
    ? []
    : [`${made.length} deployments: versions ${made.map(({ version }) => version)}`]
}

/** Which commit runs, and which version failed its URL check, is noted beside the deployment. */
const takesNotes = ({ origin, inputs }: SeededRun['situation']): boolean =>
  origin.provenance !== undefined || inputs['verify-url'] !== undefined

/** Once ours was accepted and known, and once the job was cancelled, the run only looks; its commit it notes beside that. */
const doesNotWriteAfterwards = ({ log, sent, situation }: SeededRun): string[] => {
  const first = log.find(({ text }) => /version \d+ accepted|the deletion of .* was accepted/.test(text))
  /** What puts something back may write until that is accepted in its turn. */
  const mayWrite = log.flatMap(({ text, at }, index) => {
    if (!text.includes('putting back what served before')) return []
    const next = log.slice(index).find((later) => /version \d+ accepted/.test(later.text))
    return [{ from: at, until: next?.at ?? Number.POSITIVE_INFINITY }]
  })
  const isKnown = ({ sentAt }: SentCall) =>
    first !== undefined &&
    sentAt >= first.at &&
    !mayWrite.some(({ from, until }) => from <= sentAt && sentAt < until)
  const writes = sent.filter(({ isWrite }) => isWrite)
  const isNoNote = ({ operation }: SentCall) => operation !== 'TagResource' || !takesNotes(situation)
  return [
    ...writes
      .filter(isKnown)
      .filter(isNoNote)
      .map(({ operation }) => `${operation} after ours was accepted`),
    ...writes
      .filter((write) => write.isLate && isNoNote(write))
      .map(({ operation }) => `${operation} after the job was cancelled`),
  ]
}

/** What nobody has the time to follow is not begun; only what served before is put back at any time. */
const writesInTime = ({ situation: { inputs }, sent, log, start }: SeededRun): string[] => {
  const deadline = start + Number(inputs['wait-for-minutes']) * 60_000
  const putsBack = log.some(({ text }) => text.includes('putting back what served before'))
  return sent
    .filter(({ isWrite, sentAt, operation }) => isWrite && sentAt >= deadline && operation !== 'TagResource')
    .filter(({ operation }) => !(putsBack && operation === 'CreateContainerServiceDeployment'))
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
const endsInTime = ({ situation, sent, start, end }: SeededRun): string[] => {
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
const endsWithinGrace = ({ cancelledAt, end, outcome }: SeededRun): string[] => {
  if (cancelledAt === undefined || cancelledAt > end) return []
  const took = end - cancelledAt
  return [
    ...(took > 10_000 ? [`ended ${took / 1000} s after it was cancelled`] : []),
    ...(took > 0 && outcome.verdict.result === 'internal' ? ['cancelled, but internal'] : []),
  ]
}

/** `max-retries: 0` means none: a write that was throttled is not made again. */
const retriesAsAsked = ({ situation: { inputs }, calls }: SeededRun): string[] => {
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
const speaksBriefly = ({ log, outcome, start, end }: SeededRun): string[] => {
  const groups = log.findIndex(({ text }) => text.startsWith('> Log of'))
  const lines = (groups < 0 ? log : log.slice(0, groups)).length
  const most = 40 + 3 * Math.ceil((end - start) / 60_000) + 2 * outcome.phases.length
  return lines > most ? [`${lines} lines in ${Math.round((end - start) / 60_000)} min`] : []
}

const keepsSecrets = ({ visible }: SeededRun): string[] =>
  marks.flatMap((mark) => {
    const at = visible.indexOf(mark)
    return at < 0 ? [] : [`shows an environment value: …${visible.slice(Math.max(0, at - 60), at + 40)}…`]
  })

/** Every output is set, red has one annotation with the reason, and the exit code follows the result. */
const reportsEverything = ({ report, outcome: { verdict } }: SeededRun): string[] => {
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
