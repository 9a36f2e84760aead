import type { RecordedCall } from '../../simulator/wire/protocol.ts'
import { outputNames } from '../../src/lightsail/outputs.ts'
import { tagKeys } from '../../src/source/resource-tags.ts'
import { type ActionRun, runAction, type Situation, writes } from './action.ts'

/** A run whose job is cancelled with the first call that this is true of, before that is answered. */
export function cancelledWhen(
  isReached: (call: RecordedCall) => boolean,
  situation: Situation,
  signal: 'SIGINT' | 'SIGTERM' = 'SIGINT',
): Promise<ActionRun> {
  let cancel: () => void = () => undefined
  return runAction({
    ...situation,
    during: ({ kill }) => {
      cancel = () => kill(signal)
    },
    onCall: (call) => {
      situation.onCall?.(call)
      if (isReached(call)) cancel()
    },
  })
}

/** A run whose job is cancelled with its n-th call, before that is answered. */
export function cancelledAt(number: number, situation: Situation): Promise<ActionRun> {
  return cancelledWhen((call) => call.number === number, situation)
}

/** What holds for every run that is cancelled at its n-th call, whichever that is. */
export function faultsOf(
  run: Omit<ActionRun, 'graceMs' | 'seconds'>,
  number: number,
  uncancelled?: ActionRun,
): string[] {
  const { exitCode, outputs, errors, summary, calls, state, log } = run
  const { result = '', reason = '' } = outputs
  const faults: string[] = []
  const check = (holds: boolean, fault: string) => {
    if (!holds) faults.push(`cancelled with call ${number}: ${fault}: ${result}, ${reason}`)
  }
  check(exitCode === 1, `exit code ${exitCode}`)
  check(
    outputNames.every((name) => outputs[name] !== undefined),
    'outputs are missing',
  )
  check(errors.length === 1, `${errors.length} errors`)
  check(summary.includes(result), 'the summary does not say so')
  check(state['reported'] === 'true', 'the post step would speak, too')
  // A verdict that was known before counts more than the cancellation.
  const wasKnown = calls.at(-1)?.operation === 'GetContainerLog' && result === uncancelled?.outputs['result']
  check(wasKnown || result === 'cancelled', 'not told as cancelled')
  check(wasKnown || !log.includes('::warning::'), 'a warning of what the cancel itself did')
  check(
    /nothing was changed|settings were updated|carries on by itself|keeps serving|was serving when last seen/.test(
      reason,
    ) || wasKnown,
    'what goes on?',
  )
  check(!/\b(?:while|still) version/.test(reason), 'no sentence')
  const isWrite = ({ operation }: { operation: string }) => !operation.startsWith('Get')
  // A failed URL check is recorded all the same: that deploys nothing.
  const isNote = (call: ActionRun['calls'][number]) => JSON.stringify(call.input).includes(tagKeys.bad)
  check(
    !calls.some((call) => call.number > number && isWrite(call) && !isNote(call)),
    'a write after the cancel',
  )
  const isChanged = calls.some((call) => isWrite(call))
  check(reason.includes('nothing was changed') === !isChanged || wasKnown, `${writes(run)} were sent`)
  return faults
}
