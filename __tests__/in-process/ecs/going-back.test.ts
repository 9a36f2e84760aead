import { describe, expect, test } from '@jest/globals'
import type { Account } from '../../../simulator/ecs/account.ts'
import { serve } from '../../support/net/servers.ts'
import { ending, runEcs, whole, writes } from './action.ts'

/** What answers at the URL decides, after ECS's own word; and what is put back is exactly what was changed. */

function web(number: number) {
  return `arn:aws:ecs:eu-central-1:123456789012:task-definition/web:${number}`
}

async function answering(status: number) {
  const url = await serve((_, response) => response.writeHead(status).end('hello'))
  return { url, 'verify-url': 'true', 'verify-minutes': '0.5', 'rollback-on-failure': 'true' }
}

function updates(run: Awaited<ReturnType<typeof runEcs>>) {
  return run.calls
    .filter(({ operation }) => operation === 'UpdateService')
    .map(({ input }) => input as Readonly<Record<string, unknown>>)
}

describe('the URL', () => {
  test('answers as asked', async () => {
    const run = await runEcs({ inputs: await answering(200) })
    expect(ending(run)).toBe('success · deployment-active')
    expect(run.outputs).toMatchObject({ verified: 'true', 'rolled-back': 'false' })
    expect(run.outputs['url']).toMatch(/^http:\/\/127/)
  })

  test('does not: what ran before is put back, and the revision is remembered as bad', async () => {
    const run = await runEcs({ inputs: await answering(500) })
    expect(ending(run)).toBe('rolled-back · not-verified')
    expect(run.exitCode).toBe(1)
    expect(run.outputs).toMatchObject({
      verified: 'false',
      'rolled-back': 'true',
      'serving-task-definition-arn': web(19),
    })
    expect(updates(run).map(({ taskDefinition }) => taskDefinition)).toEqual([web(20), web(19)])
    const tags = run.calls.filter(({ operation }) => operation === 'TagResource').map(({ input }) => input)
    expect(JSON.stringify(tags)).toContain('{"key":"lightsail-deploy:bad","value":"web:20"}')
  })

  test('does not, and the settings that this run changed go back as well', async () => {
    const run = await runEcs({ inputs: { ...(await answering(500)), 'desired-count': '5' } })
    expect(ending(run)).toBe('rolled-back · not-verified')
    const [first, second] = updates(run)
    expect(first).toMatchObject({ taskDefinition: web(20), desiredCount: 5 })
    expect(Object.keys(second ?? {}).toSorted()).toEqual([
      'cluster',
      'desiredCount',
      'service',
      'taskDefinition',
    ])
    expect(second).toMatchObject({ taskDefinition: web(19), desiredCount: 3 })
  })

  test('does not, and nothing is to be put back', async () => {
    const inputs = { ...(await answering(500)), 'rollback-on-failure': 'false' }
    const run = await runEcs({ inputs })
    expect(ending(run)).toBe('not-verified · not-verified')
    expect(updates(run)).toHaveLength(1)
  })

  test('does not on a first deployment: there is nothing to roll back to', async () => {
    const run = await runEcs({
      scenario: 'first-deployment',
      inputs: { ...(await answering(500)), ...whole },
    })
    expect(ending(run)).toBe('not-verified · not-verified')
    expect(run.outputs['reason']).toContain(
      'it keeps serving because there is no earlier good version to roll back to',
    )
  })

  test('does not on a first deployment of no tasks: nothing keeps serving', async () => {
    const run = await runEcs({
      scenario: 'first-deployment',
      inputs: { ...(await answering(500)), ...whole, 'desired-count': '0' },
    })
    expect(ending(run)).toBe('not-verified · not-verified')
    expect(run.outputs['reason']).toContain('it was not rolled back because there is no earlier good version')
    expect(run.outputs['reason']).not.toContain('keeps serving')
  })

  test('does not, of no tasks, and the rollback fails: nothing was serving', async () => {
    const run = await runEcs({
      inputs: { ...(await answering(500)), 'desired-count': '0' },
      faults: [{ operation: 'UpdateService', calls: [2], effect: { kind: 'access-denied' } }],
    })
    expect(ending(run)).toBe('not-verified · rollback-failed')
    expect(run.outputs['reason']).toContain('the rollback did not complete')
    expect(run.outputs['reason']).not.toContain('serving')
  })
})

describe('a job that is cancelled during the rollout', () => {
  const cancelled = (inputs: Readonly<Record<string, string>>) =>
    runEcs({
      inputs,
      during: ({ kill }, { calls }) => {
        const push = calls.push.bind(calls)
        calls.push = (...more) => {
          if (more.some(({ operation }) => operation === 'DescribeServiceDeployments')) kill('SIGINT')
          return push(...more)
        }
      },
    })

  test('leaves the rollout alone', async () => {
    const run = await cancelled({})
    expect(ending(run)).toBe('cancelled · job-cancelled')
    expect(writes(run)).not.toContain('StopServiceDeployment')
    expect(run.outputs['reason']).toContain('may still succeed')
  })

  test('or asks ECS to put back what ran before', async () => {
    const run = await cancelled({ 'on-cancel': 'rollback' })
    expect(ending(run)).toBe('cancelled · job-cancelled')
    expect(writes(run).at(-1)).toBe('StopServiceDeployment')
    expect(run.operations.at(-1)).toBe('StopServiceDeployment')
  })
})

describe('somebody else deploys between our look and our write', () => {
  const between = {
    operation: 'UpdateService',
    calls: 1,
    effect: {
      kind: 'event',
      happens: (account: Account) =>
        account.call('UpdateService', { cluster: 'prod', service: 'shop', taskDefinition: 'web:17' }),
    },
  } as const

  test('ours goes over it, and that is said', async () => {
    const run = await runEcs({ faults: [between] })
    expect(ending(run)).toBe('success · deployment-active')
    expect(run.log).toContain('somebody else deployed web:17 of shop while this run was starting')
  })

  test('it costs no call where nobody does', async () => {
    const { operations } = await runEcs()
    expect(operations.filter((operation) => operation === 'ListServiceDeployments')).toHaveLength(1)
    expect(operations).not.toContain('DescribeServiceRevisions')
  })
})
