import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Container } from '../../simulator/lightsail/api-types.ts'
import { blocks, read } from '../contract/markdown.ts'
import { runAction, type Situation } from './action.ts'
import { runEcs } from './ecs/action.ts'
import { inputOf, runSettings, visible } from './helpers.ts'

/** `mode: export` reads a service of Lightsail; what it writes is what ecs@v1 takes. */

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lightsail-export-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function runExport(inputs: Situation['inputs'] = {}, situation: Situation = {}) {
  return runSettings(
    { mode: 'export', 'poll-interval-seconds': '', 'export-to': folder, ...inputs },
    situation,
  )
}

function exported(name: 'task-definition.json' | 'service-definition.json'): string {
  return readFileSync(join(folder, name), 'utf8')
}

const filled: Readonly<Record<string, string>> = {
  executionRoleArn: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
  subnets: 'subnet-0a1b2c3d',
  securityGroups: 'sg-0a1b2c3d',
  targetGroupArn: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/shop/0d1c2b3a4f5e6d7c',
  image: 'ghcr.io/acme/shop:from-lightsail',
}

/** What a person does with the files. */
function fillIn(text: string): string {
  return JSON.stringify(
    JSON.parse(text, (key, value) => {
      if (value === 'TODO') return filled[key]
      return Array.isArray(value) && value.length === 1 && value[0] === undefined ? [filled[key]] : value
    }),
  )
}

describe('mode: export', () => {
  test('two files that only their user can read, a table, and no write to Lightsail', async () => {
    const run = await runExport({ cluster: 'prod' })
    expect(run).toMatchObject({
      exitCode: 0,
      errors: [],
      operations: ['GetContainerServices', 'GetContainerServicePowers'],
      outputs: {
        result: 'reported',
        'reason-code': 'exported',
        'task-definition': join(folder, 'task-definition.json'),
        'service-definition': join(folder, 'service-definition.json'),
        'deployment-version': '17',
        image: 'ghcr.io/acme/shop:1f2e3d',
        'has-changes': '',
      },
    })
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toHaveLength(2)
    expect(run.log).toContain('  Power            nano → cpu 256, memory 512')
    expect(run.summary).toContain('### shop in eu-central-1: exported')
    expect(run.summary).toContain('aws elbv2 create-target-group')
    expect(run.summary).toContain('networkConfiguration.awsvpcConfiguration.subnets.0')
  })

  test('values of the environment are in the file and nowhere else; the password is masked before', async () => {
    const run = await runExport()
    expect(exported('task-definition.json')).toContain('correct-horse-battery-staple')
    expect(visible(run)).not.toMatch(/correct-horse|production/)
    expect(run.log).toMatch(/^::add-mask::.*correct-horse-battery-staple/m)
    expect(run.log).toMatch(
      /::notice::.*task-definition.json contains the values of NODE_ENV, LOG_LEVEL, DATABASE_URL: do not upload or commit it/,
    )
  })

  test('a stored image is to be filled in, and named with its digest', async () => {
    const run = await runExport({}, { scenario: 'registry' })
    expect(run.operations).toContain('GetContainerImages')
    expect(run.summary).toMatch(/shop\.app\.5 .*sha256.* → image TODO/)
  })

  test.each(['GetContainerServicePowers', 'GetContainerImages'] as const)(
    'without permission for %s',
    async (operation) => {
      const run = await runExport(
        {},
        { scenario: 'registry', faults: [{ operation, calls: 'every', effect: { kind: 'access-denied' } }] },
      )
      expect(run.outputs['reason-code']).toBe('exported')
    },
  )
})

describe('no files', () => {
  test.each([
    ['the service is missing', 'empty-account', {}, 'refused · service-missing'],
    ['it never had a deployment', 'ready-service', {}, 'refused · nothing-to-export'],
    ['it has another name', 'private-service', {}, 'refused · service-missing'],
  ] as const)('%s', async (_, scenario, inputs, ending) => {
    const run = await runExport(inputs, { scenario })
    expect(`${run.outputs['result']} · ${run.outputs['reason-code']}`).toBe(ending)
    expect(run).toMatchObject({ exitCode: 1, outputs: { 'task-definition': '' } })
    expect(readdirSync(folder)).toEqual([])
  })

  test('inputs that cannot be meant are told at once, before any call', async () => {
    const run = await runExport({
      'export-to': join(folder, 'nowhere'),
      cluster: 'a b',
      image: 'ghcr.io/acme/shop:2',
      'verify-url': 'true',
    })
    expect(run).toMatchObject({ operations: [], outputs: { result: 'invalid-input' } })
    const told = run.errors.join('\n')
    expect(told).toContain(`export-to: ${join(folder, 'nowhere')} does not exist; create the folder`)
    expect(told).toContain('cluster: "a b" is neither the name of a cluster nor its ARN')
    expect(told).toContain('image: has no effect with mode: export; remove it')
    expect(told).toContain('verify-url: has no effect with mode: export; remove it')
  })

  test('in another mode the inputs of an export have no effect', async () => {
    const run = await runAction({ scenario: 'update', inputs: { 'export-to': folder, cluster: 'prod' } })
    expect(run.errors.map((error) => error.split(';')[0])).toEqual([
      'export-to: has no effect without mode: export',
      'cluster: has no effect without mode: export',
    ])
  })

  test('files that somebody has edited are not overwritten', async () => {
    writeFileSync(join(folder, 'task-definition.json'), 'edited')
    const run = await runExport()
    expect(run).toMatchObject({ operations: [], outputs: { result: 'invalid-input' } })
    expect(run.errors[0]).toContain('already holds task-definition.json, which is not overwritten')
    expect(exported('task-definition.json')).toBe('edited')
  })

  test('files that came while the service was read are not overwritten either', async () => {
    const run = await runExport(
      {},
      {
        onCall: ({ operation }) => {
          if (operation === 'GetContainerServicePowers')
            writeFileSync(join(folder, 'service-definition.json'), 'edited')
        },
      },
    )
    expect(run.outputs).toMatchObject({ result: 'refused', 'reason-code': 'export-not-written' })
    expect(readdirSync(folder)).toEqual(['service-definition.json'])
    expect(exported('service-definition.json')).toBe('edited')
  })
})

describe('from Lightsail to ECS', () => {
  const ecsInputs = {
    service: '',
    image: '',
    'task-definition': 'task-definition.json',
    'service-definition': 'service-definition.json',
  }

  test('the files as they were written are refused, each TODO by its path, before any call', async () => {
    await runExport({ cluster: 'prod' })
    const files = Object.fromEntries(
      (['task-definition.json', 'service-definition.json'] as const).map((name) => [name, exported(name)]),
    )
    const run = await runEcs({ scenario: 'first-deployment', files, inputs: { ...ecsInputs, cluster: '' } })
    expect(run).toMatchObject({ operations: [], outputs: { result: 'invalid-input' } })
    const paths = [...run.errors.join('\n').matchAll(/"([\w.]+)" contains a placeholder/g)].map(
      ([, path]) => path,
    )
    const [sample = ''] = blocks(read('docs/guides/ecs-from-lightsail.md'), 'text')
    expect(run.errors).toContain(sample.trimEnd().replace('Error: ', ''))
    expect(paths.toSorted()).toEqual([
      'executionRoleArn',
      'loadBalancers.0.targetGroupArn',
      'networkConfiguration.awsvpcConfiguration.securityGroups.0',
      'networkConfiguration.awsvpcConfiguration.subnets.0',
    ])
  })

  test.each([
    ['update', 'shop'],
    ['two-containers', 'shop'],
    ['registry', 'shop'],
    ['private-service', 'jobs'],
  ])('filled in and deployed: same images, commands, environments, ports (%s)', async (scenario, name) => {
    let before: Record<string, Container> = {}
    const run = await runExport(
      { cluster: 'prod', 'service-name': name },
      {
        scenario,
        during: (_, { account }) => {
          const service = account.records.services.find((one) => one.name === name)
          before = service?.deployments.at(-1)?.containers ?? {}
        },
      },
    )
    expect(run.outputs['reason-code']).toBe('exported')
    expect(Object.keys(before)).not.toEqual([])
    const files = {
      'task-definition.json': fillIn(exported('task-definition.json')),
      'service-definition.json': fillIn(exported('service-definition.json')),
    }
    const there = await runEcs({ scenario: 'first-deployment', files, inputs: { ...ecsInputs, cluster: '' } })
    expect(there.outputs).toMatchObject({
      result: 'success',
      'service-created': 'true',
      service: name,
      cluster: 'prod',
    })
    const { containerDefinitions } = inputOf(there, 'RegisterTaskDefinition') as {
      containerDefinitions: ContainerDefinition[]
    }
    expect(Object.fromEntries(containerDefinitions.map(formOfTask))).toEqual(
      Object.fromEntries(Object.entries(before).map(formOfLightsail)),
    )
    expect(inputOf(there, 'CreateService')).toMatchObject({ desiredCount: 1, launchType: 'FARGATE' })
  })
})

interface ContainerDefinition {
  readonly name: string
  readonly image: string
  readonly command?: readonly string[]
  readonly environment?: readonly { readonly name: string; readonly value: string }[]
  readonly portMappings?: readonly { readonly containerPort: number; readonly protocol: string }[]
}

function formOfTask({ name, image, command, environment, portMappings }: ContainerDefinition) {
  const variables = Object.fromEntries((environment ?? []).map((entry) => [entry.name, entry.value]))
  const ports = (portMappings ?? []).map((port) => `${port.containerPort}/${port.protocol}`)
  return [name, { image, command: command ?? [], variables, ports }] as const
}

function formOfLightsail([name, { image, command, environment, ports }]: [string, Container]) {
  const open = Object.entries(ports ?? {}).map(
    ([port, protocol]) => `${port}/${protocol === 'UDP' ? 'udp' : 'tcp'}`,
  )
  const shown = image?.startsWith(':') ? filled['image'] : image
  return [name, { image: shown, command: command ?? [], variables: environment ?? {}, ports: open }] as const
}
