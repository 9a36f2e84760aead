import { describe, expect, test } from '@jest/globals'
import type { OutcomeName } from '../../simulator/lightsail/outcomes.ts'
import type { Fault } from '../../simulator/wire/faults.ts'
import { serve } from '../support/net/servers.ts'
import { type ActionRun, runAction, writes } from './action.ts'

/** One read that does not find a service that the run has seen: whichever it is, the run does the same and ends the same. */

const look = 'GetContainerServices'

function gist(run: ActionRun) {
  const { result, 'reason-code': code, 'deployment-version': version } = run.outputs
  return { result, code, version, writes: writes(run) }
}

async function failing() {
  const url = await serve((_, response) => response.writeHead(500).end('no'))
  return { url, 'verify-url': 'true', 'verify-minutes': '0.2', 'rollback-on-failure': 'true' }
}

/** Few reads: each is missed once. */
const slowly = { 'poll-interval-seconds': '20' }

const lostDelete: Fault = {
  operation: 'DeleteContainerService',
  calls: 1,
  effect: { kind: 'drop', when: 'before-acceptance' },
}

interface Course {
  readonly ends: string
  readonly scenario?: string
  readonly outcomes?: readonly OutcomeName[]
  readonly faults?: readonly Fault[]
  inputs?(): Promise<Readonly<Record<string, string>>>
}

describe.each<[string, Course]>([
  ['a deployment', { ends: 'success', scenario: 'update' }],
  [
    'one with settings before it',
    { ends: 'success', scenario: 'update', inputs: async () => ({ scale: '2', tags: 'a=b' }) },
  ],
  ['one that fails', { ends: 'failed-kept-previous', scenario: 'update', outcomes: ['crashes'] }],
  [
    'a URL that fails, and what was before is put back',
    { ends: 'rolled-back', scenario: 'update', inputs: failing },
  ],
  [
    'a deletion that never arrived, and is sent again',
    {
      ends: 'deleted',
      scenario: 'update',
      faults: [lostDelete],
      inputs: async () => ({ mode: 'delete', image: '' }),
    },
  ],
])('%s', (_, { ends, inputs = async () => ({}), faults = [], ...world }) => {
  test('ends the same whichever read misses the service', async () => {
    const given: Readonly<Record<string, string>> = await inputs()
    const usual = await runAction({ ...world, inputs: { ...slowly, ...given }, faults })
    expect(usual.outputs['result']).toBe(ends)
    const reads = usual.operations.filter((operation) => operation === look).length
    expect(reads).toBeGreaterThan(1)
    for (let read = 2; read <= reads; read++) {
      const missing: Fault = { operation: look, calls: read, effect: { kind: 'not-found' } }
      const run = await runAction({ ...world, inputs: { ...slowly, ...given }, faults: [...faults, missing] })
      expect({ read, ...gist(run) }).toEqual({ read, ...gist(usual) })
    }
  })
})
