import { describe, expect, test } from '@jest/globals'
import { crashScript } from '../../simulator/lightsail/log-scripts.ts'
import type { Outcome } from '../../simulator/lightsail/outcomes.ts'
import { outputNames } from '../../src/lightsail/outputs.ts'
import { runAction, type Situation } from './action.ts'

/** Lines of an application that attacks the reader: unterminated control sequences in the longest possible line. */
const LONGEST_LINE = 16_000
function line(unit: string) {
  return unit.repeat(LONGEST_LINE / unit.length)
}
const lines = Array.from({ length: 200 }, (_, index) =>
  line(['\u001b]8;;\u0061\u0061\u0061', '\u001b[', '\u001bP', '\\', '%25'][index % 5] ?? ''),
)

function hostile(kind: 'failed' | 'never'): Outcome {
  return {
    name: 'hostile',
    sentence: 'writes what is hard to read',
    kind,
    seconds: { creating: 72, checking: kind === 'never' ? Number.POSITIVE_INFINITY : 268, activating: 0 },
    story: crashScript(() => lines),
  }
}

const secrets = { 'environment-variables': 'TOKEN=kX9vQ2mLp8RtZ4wN7bYc\nPASSWORD=hunter2\nWORD=production' }

describe('whatever a container logs', () => {
  test('a failed deployment is told with all outputs', async () => {
    const run = await runAction({ scenario: 'update', outcomes: [hostile('failed')], inputs: secrets })
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'failed-kept-previous' } })
    expect(outputNames.filter((name) => run.outputs[name] === undefined)).toEqual([])
    const longest = Math.max(...run.log.split('\n').map((text) => text.length))
    expect(longest).toBeLessThan(5_000)
    expect(run.log).not.toContain('\u001b')
  })

  test('the budget ends the run', async () => {
    const inputs = { ...secrets, 'wait-for-minutes': '0.3' }
    const run = await runAction({
      scenario: 'update',
      outcomes: [hostile('never')],
      inputs,
      secondsPerCall: 60,
    })
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'timed-out' } })
  })

  test('a cancellation while its log is read is obeyed', async () => {
    let cancel: () => void = () => undefined
    const situation: Situation = {
      scenario: 'update',
      outcomes: [hostile('never')],
      inputs: secrets,
      secondsPerCall: 60,
      during: (process) => {
        cancel = () => process.kill('SIGINT')
      },
      onCall: ({ operation }) => {
        if (operation === 'GetContainerLog') cancel()
      },
    }
    const run = await runAction({ ...situation })
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'cancelled' } })
  })
})
