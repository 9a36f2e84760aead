import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { ecsRecipeFiles, ecsRecipes, recipes } from '../../support/recipes.ts'
import { runAction } from '../action.ts'
import { inputOf } from '../helpers.ts'
import { expectTold, runEcs, writes } from './action.ts'

/** The workflows of examples/ecs, as people copy them: each step of ours, in an account with nothing, with a cluster, with the service. */

/** Inputs of most runs here that an example does not write. */
const unwritten = { cluster: '', service: '', image: '', 'check-image': '', 'poll-interval-seconds': '' }

const found = ecsRecipes
  .filter(({ path }) => path.startsWith('examples/ecs/'))
  .map(({ path, inputs }) => {
    const name = path.slice('examples/ecs/'.length)
    const { mode, service } = inputs
    return {
      name: [name, mode, service === 'worker' ? service : undefined].filter(Boolean).join(' '),
      inputs,
    }
  })

/** How each ends: without a cluster, with the cluster `prod`, and with the service `shop`, as docs/guides/ecs.md says. */
const endings: Readonly<Record<string, readonly [empty: string, cluster: string, shop: string]>> = {
  'deploy.yml': ['refused · cluster-missing', 'success · deployment-active', 'success · deployment-active'],
  'plan.yml': ['refused · cluster-missing', 'success · deployment-active', 'success · deployment-active'],
  'plan.yml plan': ['refused · cluster-missing', 'planned · plan-only', 'planned · plan-only'],
  'rollback.yml rollback': [
    'refused · cluster-missing',
    'refused · service-missing',
    'success · deployment-active',
  ],
  'migrate.yml': ['refused · cluster-missing', 'success · deployment-active', 'success · deployment-active'],
  'blue-green.yml': [
    'refused · cluster-missing',
    'success · deployment-active',
    'success · deployment-active',
  ],
  'web-and-worker.yml': [
    'refused · cluster-missing',
    'success · deployment-active',
    'success · deployment-active',
  ],
  'web-and-worker.yml worker': [
    'refused · cluster-missing',
    'success · deployment-active',
    'success · deployment-active',
  ],
  'from-aws-actions.yml': [
    'refused · cluster-missing',
    'refused · network-missing',
    'success · deployment-active',
  ],
}

/** The files of the example, where its workflow has them. */
function checkOut(workspace: string): void {
  mkdirSync(join(workspace, 'ecs'))
  for (const [path, text] of Object.entries(ecsRecipeFiles)) writeFileSync(join(workspace, path), text)
}

function run(scenario: string, inputs: Readonly<Record<string, string>>) {
  return runEcs({ scenario, prepare: checkOut, inputs: { ...unwritten, ...inputs } })
}

test('every step of an example is started', () => {
  expect(found.map(({ name }) => name).toSorted()).toEqual(Object.keys(endings).toSorted())
})

describe.each(found)('$name', ({ name, inputs }) => {
  const [empty = '', cluster = '', shop = ''] = endings[name] ?? []

  test('in an account with nothing', async () => {
    const ended = await run('empty-account', inputs)
    expectTold(ended, empty)
    expect(writes(ended)).toEqual([])
  })

  test('in a cluster without the service', async () => {
    expectTold(await run('first-deployment', inputs), cluster)
  })

  test('with the service', async () => {
    expectTold(await run('shop-on-ecs', inputs), shop)
  })
})

test('export.yml: files for ECS in the folder that it makes', async () => {
  const inputs = recipes.find(({ path }) => path === 'examples/ecs/export.yml')?.inputs
  const ended = await runAction({
    scenario: 'update',
    inputs: { image: '', 'poll-interval-seconds': '', ...inputs },
    prepare: (workspace) => mkdirSync(join(workspace, 'ecs')),
  })
  expect(ended.outputs).toMatchObject({
    result: 'reported',
    'reason-code': 'exported',
    'task-definition': 'ecs/task-definition.json',
    'service-definition': 'ecs/service-definition.json',
  })
})

describe('from CodeDeploy to blue/green of ECS', () => {
  const inputs = found.find(({ name }) => name === 'blue-green.yml')?.inputs ?? {}

  test('a service that CodeDeploy deploys is refused as long as nothing says otherwise', async () => {
    const deploy = found.find(({ name }) => name === 'deploy.yml')?.inputs ?? {}
    const ended = await run('codedeploy-service', deploy)
    expectTold(ended, 'refused · deployment-controller')
    expect(writes(ended)).toEqual([])
  })

  test('with the controller and the strategy in the service definition it becomes one of ECS, in one update', async () => {
    const ended = await run('codedeploy-service', inputs)
    expectTold(ended, 'success · deployment-active')
    expect(writes(ended).filter((operation) => operation === 'UpdateService')).toHaveLength(1)
    expect(inputOf(ended, 'UpdateService')).toMatchObject({
      deploymentController: { type: 'ECS' },
      deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 },
      loadBalancers: [{ advancedConfiguration: { productionListenerRule: expect.any(String) } }],
    })
  })

  test('the plan says so before', async () => {
    const ended = await run('codedeploy-service', { ...inputs, mode: 'plan' })
    expectTold(ended, 'planned · plan-only')
    expect(ended.log).toMatch(/deploymentController.*CODE_DEPLOY → ECS|controller.*CODE_DEPLOY → ECS/)
  })
})
