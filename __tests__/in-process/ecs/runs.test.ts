import { describe, expect, test } from '@jest/globals'
import { scaleByOthers, stopByOthers } from '../../../simulator/ecs/other-actors.ts'
import type { Scenario } from '../../../simulator/ecs/scenarios/scenario.ts'
import { afterRollout, arrangeShop, breaker, shopService } from '../../../simulator/ecs/scenarios/shop.ts'
import { ending, runEcs, writes } from './action.ts'

function web(number: number) {
  return `arn:aws:ecs:eu-central-1:123456789012:task-definition/web:${number}`
}

describe('calls before the first look at the rollout', () => {
  const beforeFollowing = (operations: readonly string[]) =>
    operations.slice(0, operations.indexOf('ListServiceDeployments'))

  test('another image costs five', async () => {
    const { operations } = await runEcs()
    expect(beforeFollowing(operations)).toEqual([
      'DescribeServices',
      'DescribeTaskDefinition',
      'RegisterTaskDefinition',
      'DescribeServices',
      'UpdateService',
    ])
  })

  test('the page links to the console', async () => {
    const { summary } = await runEcs()
    expect(summary).toMatch(
      /\[ECS console\]\(https:\/\/eu-central-1\.console\.aws\.amazon\.com\/\S+\?region=eu-central-1\)/,
    )
  })

  test('an ARN costs two', async () => {
    const { operations } = await runEcs({ inputs: { image: '', 'task-definition-arn': web(17) } })
    expect(beforeFollowing(operations)).toEqual(['DescribeServices', 'UpdateService'])
  })

  test('nothing that differs costs two in all, and is unchanged', async () => {
    const inputs = { image: '', 'circuit-breaker': 'rollback' }
    const run = await runEcs({ inputs })
    expect(ending(run)).toBe('unchanged · no-changes')
    expect(run.operations.length).toBeLessThanOrEqual(2)
    expect(writes(run)).toEqual([])
  })
})

describe('a strategy that takes longer than a run waits', () => {
  /** Blue/green, with an hour between the shift and the end. */
  const slow: Scenario = {
    name: 'an-hour-of-bake',
    sentence: 'shop is deployed blue/green and bakes for an hour; the next rollout succeeds.',
    arrange: (account) => arrangeShop(account, { ...breaker, strategy: 'BLUE_GREEN', bakeTimeInMinutes: 60 }),
  }

  test('the run waits so much longer, and says so', async () => {
    const run = await runEcs({ scenario: slow, secondsPerCall: 1, inputs: { 'poll-interval-seconds': '60' } })
    expect(ending(run)).toBe('success · deployment-active')
    expect(run.log).toContain('the deployment strategy alone takes 60 min: this run waits up to 90 min')
  })

  test('a time that is written is kept', async () => {
    const run = await runEcs({
      scenario: slow,
      inputs: { 'wait-for-minutes': '40', 'poll-interval-seconds': '60' },
    })
    expect(ending(run)).toBe('timed-out · wait-timeout')
    expect(run.outputs['reason']).toContain('within 40 min')
  })

  test('what only changes settings waits for nothing', async () => {
    const run = await runEcs({ scenario: slow, inputs: { image: '', 'desired-count': '4' } })
    expect(ending(run)).toBe('success · count-reached')
    expect(run.log).not.toContain('the deployment strategy alone takes')
  })
})

test('where the desired count is 0 nothing is said to serve after a rollback', async () => {
  const scenario: Scenario = {
    name: 'rolled-back-without-tasks',
    sentence: 'shop runs web:19 with no task at all; somebody rolls the next rollout back.',
    arrange: (account) => {
      arrangeShop(account)
      scaleByOthers(account, { ...shopService, at: account.now() - 3_600_000 }, 0)
    },
    events: [afterRollout(0.5, (account, at) => stopByOthers(account, { ...shopService, at }))],
  }
  const run = await runEcs({ scenario })
  expect(ending(run)).toBe('rolled-back · stopped-by-somebody')
  expect(run.outputs['reason']).toContain('was rolled back, web:19 is back with a desired count of 0: ')
  expect(run.outputs['reason']).not.toContain('serves')
})

describe('modes', () => {
  test('plan writes nothing', async () => {
    const run = await runEcs({ inputs: { mode: 'plan' } })
    expect(ending(run)).toBe('planned · plan-only')
    expect(writes(run)).toEqual([])
    expect(run.log).toContain('ghcr.io/acme/shop:1f2e3d → ghcr.io/acme/shop:9a8b7c')
  })

  test('status writes nothing', async () => {
    const run = await runEcs({ inputs: { mode: 'status', image: '' } })
    expect(ending(run)).toBe('reported · status')
    expect(writes(run)).toEqual([])
    expect(run.outputs).toMatchObject({ 'task-definition-arn': web(19), 'running-count': '3' })
    expect(run.log).toMatch(/^ {2}Event +\d{4}-\d\d-\d\d \d\d:\d\d UTC {2}has reached a steady state\.$/m)
    expect(run.log).not.toContain('::notice')
  })

  test('register registers alone', async () => {
    const run = await runEcs({ inputs: { mode: 'register' } })
    expect(ending(run)).toBe('success · registered')
    expect(writes(run)).toEqual(['RegisterTaskDefinition'])
    expect(run.outputs['task-definition-arn']).toBe(web(20))
  })

  test('delete stops all tasks and follows to the end', async () => {
    const run = await runEcs({ inputs: { mode: 'delete', image: '' } })
    expect(ending(run)).toBe('deleted · service-deleted')
    expect(writes(run)).toEqual(['DeleteService'])
  })

  test('delete does not take a single look that misses the service for its end', async () => {
    const missing = JSON.stringify({ services: [], failures: [{ arn: 'arn', reason: 'MISSING' }] })
    const { operations, ...run } = await runEcs({
      inputs: { mode: 'delete', image: '' },
      faults: [{ operation: 'DescribeServices', calls: 2, effect: { kind: 'alter', alter: () => missing } }],
    })
    expect(ending({ operations, ...run })).toBe('deleted · service-deleted')
    expect(operations.filter((operation) => operation === 'DescribeServices').length).toBeGreaterThan(3)
    expect(run.log).toContain('checking whether shop is gone')
  })

  test('delete of what does not exist is green', async () => {
    const run = await runEcs({ scenario: 'deleted', inputs: { mode: 'delete', image: '' } })
    expect(ending(run)).toBe('unchanged · already-deleted')
    expect(writes(run)).toEqual([])
  })

  test('rollback puts the newest good one back', async () => {
    const run = await runEcs({ inputs: { mode: 'rollback', image: '', 'check-image': '' } })
    expect(ending(run)).toBe('success · deployment-active')
    expect(run.outputs).toMatchObject({
      'task-definition-arn': web(17),
      'previous-task-definition-arn': web(19),
      'serving-task-definition-arn': web(17),
    })
  })

  test('rollback of what is in progress asks ECS for it', async () => {
    const run = await runEcs({
      scenario: 'rollout-in-progress',
      inputs: { mode: 'rollback', image: '', 'check-image': '' },
    })
    expect(ending(run)).toBe('success · rolled-back-on-request')
    expect(writes(run)).toEqual(['StopServiceDeployment'])
    expect(run.outputs['serving-task-definition-arn']).toBe(web(19))
  })
})

describe('when the time is over', () => {
  test('the rollout is left alone', async () => {
    const run = await runEcs({ scenario: 'never-ends', inputs: { 'wait-for-minutes': '10' } })
    expect(ending(run)).toBe('timed-out · wait-timeout')
    expect(writes(run)).not.toContain('StopServiceDeployment')
  })

  test('or put back, where the run is to do so', async () => {
    const inputs = { 'wait-for-minutes': '10', 'on-timeout': 'rollback' }
    const run = await runEcs({ scenario: 'never-ends', inputs })
    expect(ending(run)).toBe('rolled-back · timed-out-and-rolled-back')
    expect(run.outputs).toMatchObject({ 'rolled-back': 'true', 'serving-task-definition-arn': web(19) })
  })

  test('a first deployment has nothing to go back to: nothing is sent', async () => {
    const inputs = {
      ...{ image: '', 'task-definition-arn': 'web', subnets: 'subnet-0a1b2c3d', 'launch-type': 'FARGATE' },
      ...{ 'wait-for-minutes': '10', 'on-timeout': 'rollback', 'circuit-breaker': 'off' },
      'give-up-after-failed-tasks': 'off',
    }
    const run = await runEcs({ scenario: 'first-deployment', outcomes: ['never-ends'], inputs })
    expect(ending(run)).toBe('timed-out · wait-timeout')
    expect(writes(run)).not.toContain('StopServiceDeployment')
    expect(run.outputs['reason']).toContain('nothing to go back to')
  })
})

describe('a pause', () => {
  test('that nobody ends is a timeout whose fix is the command', async () => {
    const { errors, log, outputs } = await runEcs({ scenario: 'paused' })
    expect(outputs['reason']).not.toContain('aws ecs')
    const command =
      /aws ecs continue-service-deployment --service-deployment-arn \S+ --hook-id \S+ --action CONTINUE/
    expect(errors[0]).toMatch(new RegExp(`Fix {7}let it continue: ${command.source}\n`))
    // Once while it waits, once as the fix.
    expect(log.match(new RegExp(command, 'g'))).toHaveLength(2)
  })

  test('ends the run where it is to be left', async () => {
    const run = await runEcs({ scenario: 'paused', inputs: { 'on-pause': 'leave' } })
    expect(ending(run)).toBe('started · paused')
    expect(run.exitCode).toBe(0)
  })
})

describe('only what was written is sent', () => {
  const update = async (inputs: Readonly<Record<string, string>>) => {
    const run = await runEcs({ inputs })
    const call = run.calls.find(({ operation }) => operation === 'UpdateService')
    return { run, keys: Object.keys((call?.input ?? {}) as object).toSorted() }
  }

  test('an image alone', async () => {
    const { keys } = await update({})
    expect(keys).toEqual(['cluster', 'service', 'taskDefinition'])
  })

  test('the count alone, which starts no rollout', async () => {
    const { run, keys } = await update({ image: '', 'desired-count': '5' })
    expect(keys).toEqual(['cluster', 'desiredCount', 'service'])
    expect(ending(run)).toBe('success · count-reached')
    expect(run.outputs).toMatchObject({ 'running-count': '5', 'desired-count': '5' })
  })

  test('a setting alone, which starts no rollout', async () => {
    const { run, keys } = await update({ image: '', 'enable-ecs-managed-tags': 'true' })
    expect(keys).toEqual(['cluster', 'enableECSManagedTags', 'service'])
    expect(ending(run)).toBe('success · settings-applied')
  })

  test('no tasks at all prove nothing, and that is said', async () => {
    const { run } = await update({ 'desired-count': '0' })
    expect(ending(run)).toBe('success · deployment-active')
    expect(run.outputs['reason']).toContain('nothing was proven')
  })
})

describe('the commit', () => {
  const github = {
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_REPOSITORY_ID: '4711',
    GITHUB_SHA: 'a'.repeat(40),
    GITHUB_RUN_ID: '815',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_EVENT_NAME: 'push',
  }

  test('is remembered in tags of the service, unless it is not to be', async () => {
    const run = await runEcs({ env: github, inputs: { 'github-token': '' } })
    expect(writes(run)).toContain('TagResource')
    const silent = await runEcs({ env: github, inputs: { 'github-token': '', 'track-commit': 'false' } })
    expect(writes(silent)).not.toContain('TagResource')
  })

  test('a permission that is missing costs a line, and no verdict', async () => {
    const faults = [{ operation: 'TagResource', calls: 'every', effect: { kind: 'access-denied' } }] as never
    const run = await runEcs({ env: github, inputs: { 'github-token': '' }, faults })
    expect(ending(run)).toBe('success · deployment-active')
    expect(run.log).toContain('with its commit, so an older commit would not be refused')
  })
})

describe('lost answers', () => {
  test.each([['RegisterTaskDefinition'], ['UpdateService']])(
    '%s is looked for before it is sent again',
    async (operation) => {
      const faults = [{ operation, calls: 1, effect: { kind: 'drop', when: 'after-acceptance' } }] as never
      const run = await runEcs({ faults })
      expect(ending(run)).toBe('success · deployment-active')
      expect(writes(run)).toEqual(['RegisterTaskDefinition', 'UpdateService'])
    },
  )

  test('a creation is sent again with the same token', async () => {
    const whole = {
      image: '',
      'task-definition-arn': 'web',
      subnets: 'subnet-0a1b2c3d',
      'launch-type': 'FARGATE',
    }
    const run = await runEcs({ scenario: 'lost-creation', inputs: whole })
    const tokens = run.calls
      .filter(({ operation }) => operation === 'CreateService')
      .map(({ input }) => (input as { clientToken?: string }).clientToken)
    expect(new Set(tokens).size).toBe(1)
    expect(tokens[0]).toMatch(/^[!-~]{36}$/)
  })
})
