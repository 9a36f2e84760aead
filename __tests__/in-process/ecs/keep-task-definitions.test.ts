import { describe, expect, test } from '@jest/globals'
import type { Account } from '../../../simulator/ecs/account.ts'
import { arrangeShop, shopService } from '../../../simulator/ecs/scenarios/shop.ts'
import type { ActionRun } from '../action.ts'
import { ending, expectTold, runEcs } from './action.ts'

/** shop runs web:19; before that web:17 came through, and web:18 was rolled back. There are 19 revisions of web. */
function arrange(account: Account) {
  arrangeShop(account)
}

/** A service of somebody else in the same cluster runs web:5. */
function arrangeShared(account: Account) {
  arrange(account)
  const request = {
    ...{ cluster: 'prod', serviceName: 'worker', taskDefinition: 'web:5', desiredCount: 1 },
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a1b2c3d'] } },
  }
  account.call('CreateService', request, { outcome: 'succeeds' })
}

const shared = { name: 'shared', sentence: 'worker runs web:5', arrange: arrangeShared }

function deregistered({ calls }: ActionRun): string[] {
  return calls
    .filter(({ operation, status }) => operation === 'DeregisterTaskDefinition' && status === 200)
    .map(({ input }) => String((input as { taskDefinition: string }).taskDefinition).replace(/^.*\//, ''))
}

function webs(...numbers: number[]): string[] {
  return numbers.map((number) => `web:${number}`)
}

describe('keep-task-definitions', () => {
  test('deregisters what is older than the newest and used by nobody', async () => {
    const run = await runEcs({ inputs: { 'keep-task-definitions': '3' }, scenario: shared })
    expectTold(run, 'success · deployment-active')
    expect(deregistered(run)).toEqual(webs(17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 4, 3, 2, 1))
    expect(run.log).toContain(
      'deregistered 16 task definitions that no service of the cluster uses: web:17, web:16',
    )
  })

  test('leaves what a service runs that is listed, and not described at first', async () => {
    const inputs = { 'keep-task-definitions': '3' }
    const usual = await runEcs({ inputs, scenario: shared })
    const last = usual.operations.filter((operation) => operation === 'DescribeServices').length
    const alter = (body: string) => {
      const { services } = JSON.parse(body) as { services: { serviceName: string }[] }
      return JSON.stringify({ services: services.filter(({ serviceName }) => serviceName !== 'worker') })
    }
    const run = await runEcs({
      ...{ inputs, scenario: shared },
      faults: [{ operation: 'DescribeServices', calls: last, effect: { kind: 'alter', alter } }],
    })
    expect(deregistered(run)).toEqual(deregistered(usual))
  })

  test('leaves what a rollback would go back to, however old', async () => {
    const scenario = {
      ...shared,
      arrange: (account: Account) => {
        arrange(account)
        account.call(
          'UpdateService',
          { ...shopService, taskDefinition: 'web:3' },
          { at: account.now() - 3_600_000 },
        )
      },
    }
    const run = await runEcs({ scenario, inputs: { 'keep-task-definitions': '1' } })
    expectTold(run, 'success · deployment-active')
    expect(deregistered(run)).not.toContain('web:3')
  })

  test.each([
    ['a deployment that failed', { outcomes: ['crashes'] as const }, 'rolled-back · app-crashed'],
    [
      'a run that does not wait',
      { inputs: { 'wait-for-service-stability': 'false' } },
      'started · not-waiting',
    ],
    ['nothing to deploy', { inputs: { image: '', tags: 'team=storefront' } }, 'unchanged · no-changes'],
  ])('does nothing after %s', async (_, situation, expected) => {
    const { inputs = {}, ...rest } = { inputs: {}, ...situation }
    const run = await runEcs({ ...rest, inputs: { 'keep-task-definitions': '1', ...inputs } })
    expectTold(run, expected)
    expect(deregistered(run)).toEqual([])
  })

  test('does nothing unless it is set', async () => {
    expect(deregistered(await runEcs())).toEqual([])
  })

  test.each(['ListTaskDefinitions', 'ListServices', 'DeregisterTaskDefinition'] as const)(
    'changes nothing about the verdict when %s is denied',
    async (operation) => {
      const run = await runEcs({
        inputs: { 'keep-task-definitions': '3' },
        faults: [{ operation, calls: 'every', effect: { kind: 'access-denied' } }],
      })
      expectTold(run, 'success · deployment-active')
      expect(deregistered(run)).toEqual([])
      expect(run.log).toContain('old task definitions could not all be deregistered: access denied')
      expect(run.log).toContain(`allow ecs:${operation}`)
    },
  )

  test('a plan tells how many there are, and deregisters none', async () => {
    const run = await runEcs({ inputs: { mode: 'plan', 'keep-task-definitions': '15' } })
    expectTold(run, 'planned · plan-only')
    expect(run.log).toContain('after a good deployment up to 5 older revisions would be deregistered')
    expect(deregistered(run)).toEqual([])
  })

  test.each(['0', '100'])('%s is refused', async (text) => {
    const run = await runEcs({ inputs: { 'keep-task-definitions': text } })
    expect(ending(run)).toBe('invalid-input · invalid-input')
    expect(run.errors[0]).toContain('must be a whole number from 1 to 99')
  })
})
