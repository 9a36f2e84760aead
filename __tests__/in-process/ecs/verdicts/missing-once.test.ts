import { describe, expect, test } from '@jest/globals'
import type { OutcomeName } from '../../../../simulator/ecs/outcomes/index.ts'
import type { EcsFault } from '../../../../simulator/wire/ecs.ts'
import { serve } from '../../../support/net/servers.ts'
import type { ActionRun } from '../../action.ts'
import { ending, runEcs, writes } from '../action.ts'

/** One read that says MISSING of a service that the run has seen: whichever it is, the run does the same and ends the same. */

const look = 'DescribeServices'

function missingIn(read: number): EcsFault {
  const failures = [{ arn: 'arn:aws:ecs:eu-central-1:123456789012:service/prod/shop', reason: 'MISSING' }]
  const alter = () => JSON.stringify({ services: [], failures })
  return { operation: look, calls: read, effect: { kind: 'alter', alter } }
}

function gist(run: ActionRun) {
  const { 'serving-task-definition-arn': serving } = run.outputs
  return { ending: ending(run), serving, writes: writes(run) }
}

async function failing() {
  const url = await serve((_, response) => response.writeHead(500).end('no'))
  return { url, 'verify-url': 'true', 'verify-minutes': '0.2', 'rollback-on-failure': 'true' }
}

const task = { 'run-task': 'true', 'wait-for-task-stopped': 'true' }
const noImage = { image: '', 'check-image': '' }
const lostDelete: EcsFault = {
  operation: 'DeleteService',
  calls: 1,
  effect: { kind: 'drop', when: 'before-acceptance' },
}

interface Course {
  readonly ends: string
  readonly scenario?: string
  readonly outcomes?: readonly OutcomeName[]
  readonly faults?: readonly EcsFault[]
  inputs?(): Promise<Readonly<Record<string, string>>>
}

describe.each<[string, Course]>([
  ['a deployment', { ends: 'success · deployment-active' }],
  [
    'a migration that fails',
    { ends: 'failed-kept-previous · task-failed', outcomes: ['crashes'], inputs: async () => task },
  ],
  [
    'a migration of what is registered',
    {
      ends: 'failed-kept-previous · task-failed',
      outcomes: ['crashes'],
      inputs: async () => ({ ...task, image: '', 'task-definition-arn': 'web:17' }),
    },
  ],
  [
    'a URL that fails, and what was before is put back',
    { ends: 'rolled-back · not-verified', inputs: failing },
  ],
  [
    'a rollout that is called off',
    {
      ends: 'success · rolled-back-on-request',
      scenario: 'rollout-in-progress',
      inputs: async () => ({ ...noImage, mode: 'rollback' }),
    },
  ],
  ['a deletion', { ends: 'deleted · service-deleted', inputs: async () => ({ ...noImage, mode: 'delete' }) }],
  [
    'a deletion that never arrived, and is sent again',
    {
      ends: 'deleted · service-deleted',
      faults: [lostDelete],
      inputs: async () => ({ ...noImage, mode: 'delete' }),
    },
  ],
])('%s', (_, { ends, inputs = async () => ({}), faults = [], ...world }) => {
  test('ends the same whichever read misses the service', async () => {
    const given: Readonly<Record<string, string>> = await inputs()
    const usual = await runEcs({ ...world, inputs: given, faults })
    expect(ending(usual)).toBe(ends)
    const reads = usual.operations.filter((operation) => operation === look).length
    // Without a sight of it before there is nothing to doubt; only what a task is told of it is asked for twice.
    const first = given['run-task'] === undefined ? 2 : 1
    expect(reads).toBeGreaterThanOrEqual(first)
    for (let read = first; read <= reads; read++) {
      const run = await runEcs({ ...world, inputs: given, faults: [...faults, missingIn(read)] })
      expect({ read, ...gist(run) }).toEqual({ read, ...gist(usual) })
    }
  })
})
