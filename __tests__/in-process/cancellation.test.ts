import { describe, expect, test } from '@jest/globals'
import { outputNames } from '../../src/lightsail/outputs.ts'
import { type ActionRun, runAction, type Situation, writes } from './action.ts'
import { cancelledAt, faultsOf } from './cancelled.ts'
import { runWithSite } from './site.ts'

const update = 'UpdateContainerService'
const deploy = 'CreateContainerServiceDeployment'
const mark = 'TagResource'
const remove = 'DeleteContainerService'

/** A runner sends SIGTERM that much later than SIGINT. */
const GRACE_MS = 7_500

describe('the job is cancelled', () => {
  /** Signals with that call; then the run sleeps until it hears of it. */
  const cancelledWith = (operation: string, turn: number, situation: Situation): Promise<ActionRun> => {
    let kill: () => void = () => undefined
    let seen = 0
    return runAction({
      scenario: 'update',
      secondsPerCall: 0,
      ...situation,
      inputs: { 'poll-interval-seconds': '600', ...situation.inputs },
      during: (child) => {
        kill = () => child.kill('SIGINT')
      },
      onCall: (call) => {
        if (call.operation === operation && ++seen === turn) kill()
      },
    })
  }
  const expectCancelled = (ended: ActionRun) => {
    expect(ended).toMatchObject({ exitCode: 1, outputs: { result: 'cancelled', 'service-name': 'shop' } })
    expect(Object.keys(ended.outputs).sort()).toEqual([...outputNames].sort())
    expect(ended.errors).toHaveLength(1)
    expect(ended.summary).toContain('cancelled')
  }

  test('while the settings are updated: nothing is deployed any more', async () => {
    const ended = await cancelledWith('GetContainerServices', 2, { inputs: { scale: '2' } })
    expectCancelled(ended)
    expect(writes(ended)).toEqual([update])
    expect(ended.outputs['reason']).toContain('the settings were updated, but nothing was deployed')
  })

  test('while queued: nothing was changed', async () => {
    const ended = await cancelledWith('GetContainerServices', 1, {
      scenario: 'deployment-in-progress',
      inputs: { scale: '2' },
    })
    expectCancelled(ended)
    expect(ended.outputs['reason']).toContain('nothing was changed')
    expect(writes(ended)).toEqual([])
  })

  test('while a rollback is followed', async () => {
    const ended = await cancelledWith('GetContainerServices', 2, { inputs: { mode: 'rollback', image: '' } })
    expectCancelled(ended)
    expect(ended.outputs['deployment-version']).toBe('18')
  })

  test('while a deletion is followed: nothing is said of a deployment', async () => {
    const ended = await cancelledWith('GetContainerServices', 2, { inputs: { mode: 'delete', image: '' } })
    expectCancelled(ended)
    expect(writes(ended)).toEqual([remove])
    expect(ended.outputs['reason']).not.toContain('deployment may still succeed')
  })

  test('before a deletion is sent: nothing is said of a deployment', async () => {
    const ended = await cancelledWith('GetContainerServices', 1, {
      scenario: 'deployment-in-progress',
      inputs: { mode: 'delete', image: '' },
    })
    expectCancelled(ended)
    expect(writes(ended)).toEqual([])
    expect(ended.outputs['reason']).toContain('nothing was changed')
    expect(ended.outputs['reason']).not.toContain('before the deployment was sent')
  })

  test.each(['true', 'false'])(
    'while the URL is verified: nothing is put back (rollback-on-failure: %s)',
    async (rollback) => {
      const ended = await runWithSite(
        { inputs: { 'verify-minutes': '5', 'rollback-on-failure': rollback } },
        ({ turn, kill }) => {
          if (turn === 3) kill('SIGINT')
          return { status: 503 }
        },
      )
      expectCancelled(ended)
      expect(writes(ended)).toEqual([deploy])
      expect(ended.outputs).toMatchObject({ 'deployment-version': '18', 'rolled-back': 'false' })
    },
  )

  test('while what served before is put back: the end says that it goes on', async () => {
    let puttingBack = false
    let kill: () => void = () => undefined
    const ended = await runWithSite(
      {
        outcomes: ['succeeds', 'never-ends'],
        inputs: { 'rollback-on-failure': 'true' },
        onCall: ({ operation, input }) => {
          if (operation === deploy && JSON.stringify(input).includes('1f2e3d')) puttingBack = true
          else if (operation === 'GetContainerServices' && puttingBack) kill()
        },
      },
      (visit) => {
        kill = () => visit.kill('SIGINT')
        return { status: 500 }
      },
    )
    expectCancelled(ended)
    expect(writes(ended)).toEqual([deploy, deploy, mark])
    expect(ended.outputs['reason']).toContain('the service carries on by itself')
  })
})

describe('cancelled with each call in turn: ends by itself, with all outputs, and says what goes on', () => {
  test.each<[string, Situation]>([
    [
      'settings, then an update that becomes active',
      { scenario: 'update', secondsPerCall: 80, inputs: { scale: '2', tags: 'a=b' } },
    ],
    [
      'a first deployment',
      { scenario: 'first-deploy', secondsPerCall: 120, inputs: { 'container-port': '8080' } },
    ],
    ['an update that fails, and its log', { scenario: 'failing-update', secondsPerCall: 180 }],
    ['queued', { scenario: 'deployment-in-progress', secondsPerCall: 30 }],
    ['a deletion', { scenario: 'update', secondsPerCall: 10, inputs: { mode: 'delete', image: '' } }],
    ['a rollback', { scenario: 'update', secondsPerCall: 90, inputs: { mode: 'rollback', image: '' } }],
    [
      'an update whose answer is lost, looked for and sent again',
      {
        scenario: 'update',
        secondsPerCall: 100,
        faults: [{ operation: deploy, calls: 1, effect: { kind: 'drop', when: 'before-acceptance' } }],
      },
    ],
    [
      'a URL that does not verify, and what served before is put back',
      {
        scenario: 'does-not-verify',
        secondsPerCall: 100,
        inputs: { 'verify-url': 'true', 'verify-minutes': '0.01', 'rollback-on-failure': 'true' },
      },
    ],
  ])('%s', async (_, situation) => {
    const uncancelled = await runAction(situation)
    const { operations } = uncancelled
    const faults: string[] = []
    for (const number of operations.keys()) {
      const run = await cancelledAt(number + 1, situation)
      faults.push(...faultsOf(run, number + 1, uncancelled))
      if (run.graceMs > GRACE_MS)
        faults.push(`cancelled with call ${number + 1}: ends after ${run.graceMs} ms`)
    }
    expect(faults).toEqual([])
    expect(operations.length).toBeGreaterThan(3)
  })
})
