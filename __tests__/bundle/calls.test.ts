import { expect, test } from '@jest/globals'
import { modes as ecsModes } from '../../src/ecs/inputs/names.ts'
import { modes } from '../../src/lightsail/inputs/names.ts'
import { runBundle, type Situation } from './bundle.ts'

/**
 * Every call of a run of the built files, in each mode: a file that started its run twice, or a chunk that started one when it was
 * loaded, would deploy twice. Ten minutes pass with each call, so the second look is the last one.
 */

type Case = readonly [mode: string, calls: string, inputs?: Situation['inputs'], env?: Situation['env']]

const noImage = { image: '', 'check-image': '' }
const onGitHub = {
  GITHUB_ACTIONS: 'true',
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_REPOSITORY_ID: '4242',
  GITHUB_RUN_ID: '42',
  GITHUB_RUN_ATTEMPT: '1',
  GITHUB_EVENT_NAME: 'schedule',
  GITHUB_SHA: 'a'.repeat(40),
  GITHUB_REF: 'refs/heads/main',
}

const lightsail: readonly Case[] = [
  ['deploy', 'GetContainerServices CreateContainerServiceDeployment GetContainerServices'],
  ['plan', 'GetContainerServices GetContainerServicePowers'],
  ['status', 'GetContainerServices GetContainerServicePowers', noImage],
  [
    'rollback',
    'GetContainerServices GetContainerServiceDeployments CreateContainerServiceDeployment GetContainerServices',
    noImage,
  ],
  ['delete', 'GetContainerServices DeleteContainerService GetContainerServices', noImage],
  ['cleanup', 'GetContainerServices GetContainerServicePowers', noImage, onGitHub],
  [
    'export',
    'GetContainerServices GetContainerServicePowers',
    { ...noImage, 'poll-interval-seconds': '', 'export-to': '.' },
  ],
]

const ecs: readonly Case[] = [
  [
    'deploy',
    'DescribeServices DescribeTaskDefinition RegisterTaskDefinition DescribeServices UpdateService ListServiceDeployments DescribeServices DescribeServiceDeployments DescribeServices',
  ],
  ['plan', 'DescribeServices DescribeTaskDefinition'],
  ['register', 'DescribeServices DescribeTaskDefinition RegisterTaskDefinition'],
  ['status', 'DescribeServices DescribeTaskDefinition', noImage],
  [
    'rollback',
    'DescribeServices DescribeTaskDefinition ListServiceDeployments DescribeServiceRevisions DescribeTaskDefinition UpdateService ListServiceDeployments DescribeServices DescribeServiceDeployments DescribeServices',
    noImage,
  ],
  ['delete', 'DescribeServices DeleteService DescribeServices', noImage],
]

test('no mode is left out', () => {
  expect(lightsail.map(([mode]) => mode).sort()).toEqual([...modes].sort())
  expect(ecs.map(([mode]) => mode).sort()).toEqual([...ecsModes].sort())
})

test.each(lightsail)('Lightsail, mode %s', async (mode, calls, inputs = {}, env = {}) => {
  const run = await runBundle({
    scenario: 'update',
    secondsPerCall: 600,
    env,
    inputs: { mode, 'check-image': 'false', ...inputs },
  })
  expect(run.operations.join(' ')).toBe(calls)
})

test.each(ecs)('ECS, mode %s', async (mode, calls, inputs = {}) => {
  const run = await runBundle({
    action: 'ecs',
    ecs: { scenario: 'shop-on-ecs' },
    secondsPerCall: 600,
    inputs: { mode, ...inputs },
  })
  expect(run.operations.join(' ')).toBe(calls)
})
