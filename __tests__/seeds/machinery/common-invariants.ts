import { isDeepStrictEqual } from 'node:util'
import { isFailure } from '../../../src/rollout/contract/verdict.ts'
import { reasonCodes } from '../../../src/verdict/reason-codes.ts'
import type { Result } from '../../../src/verdict/results.ts'
import { isRead } from './around/network.ts'
import { marks } from './around/secret-canaries.ts'
import { images } from './image-invariants.ts'
import { factsOf, type Invariant, invariant, isCancelled, unless } from './invariant.ts'
import type { SeededRun } from './seeded-run.ts'

/** What must hold of every run, whatever it deploys to. */
export const commonInvariants: readonly Invariant[] = [
  invariant(
    'every failure has a reason and a fix',
    ({ outcome }) => isFailure(outcome.verdict),
    ({ outcome: { verdict } }) =>
      unless(
        !isFailure(verdict) || (verdict.reason !== '' && verdict.fix !== ''),
        'there is no reason or no fix',
      ),
  ),
  invariant(
    'cancelled is true',
    ({ outcome }) => outcome.verdict.result === 'cancelled',
    ({ cancelledAt, outcome }) =>
      unless(cancelledAt !== undefined, `cancelled (${outcome.verdict.reasonCode}), but nobody cancelled`),
  ),
  invariant(
    'the action itself is never at fault',
    () => true,
    ({ outcome: { verdict } }) => unless(verdict.result !== 'internal', `internal: ${verdict.reason}`),
  ),
  invariant(
    'a reason code explains only the results that the table gives it',
    () => true,
    ({ outcome: { verdict } }) => {
      const results: readonly Result[] = reasonCodes[verdict.reasonCode].results
      return unless(results.includes(verdict.result), `${verdict.result} with ${verdict.reasonCode}`)
    },
  ),
  invariant(
    'what is not known was asked for',
    (run) => factsOf(run).written === 'unknown',
    (run) =>
      unless(
        run.sent.some(({ isWrite }) => isWrite),
        'not known what was written, but nothing was sent',
      ),
  ),
  invariant('it ends before the runner kills it', isCancelled, endsWithinGrace),
  invariant(
    'max-retries: 0 means none',
    ({ situation: { inputs }, calls }) =>
      inputs['max-retries'] === '0' &&
      calls.some(({ operation, errorType }) => !isRead(operation) && errorType === 'ThrottlingException'),
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
  ...images,
  invariant('a success is reported whole', ({ outcome }) => !isFailure(outcome.verdict), reportsEverything),
  invariant('a failure is reported whole', ({ outcome }) => isFailure(outcome.verdict), reportsEverything),
]

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
  const writes = calls.filter(({ operation }) => !isRead(operation))
  return writes.flatMap(({ operation, input, errorType }, index) => {
    const isSame = (other: (typeof writes)[number]) =>
      other.operation === operation && isDeepStrictEqual(other.input, input)
    // One that repeats a write without an answer by its token is a look for that.
    const isLook = writes.slice(0, index).some(isSame)
    return errorType === 'ThrottlingException' && !isLook && writes.slice(index + 1).some(isSame)
      ? [`${operation} once more, although max-retries is 0`]
      : []
  })
}

/** One line for each change and each trouble, and one a minute when nothing changes: not one per retry or poll. */
function speaksBriefly({ log, outcome, start, end }: SeededRun): string[] {
  const groups = log.findIndex(({ text }) => text.startsWith('> Log of'))
  const lines = (groups < 0 ? log : log.slice(0, groups)).filter(({ text }) => !isOfApp(text)).length
  const most = 40 + 3 * Math.ceil((end - start) / 60_000) + 2 * outcome.phases.length
  return lines > most ? [`${lines} lines in ${Math.round((end - start) / 60_000)} min`] : []
}

/** `   0:45  app b569f69b | Starting`: how much a container says is its own matter. */
function isOfApp(text: string): boolean {
  return /^ *[\d:]+ {2}[^|]* \| /.test(text)
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
