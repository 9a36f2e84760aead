import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  foreignInputs,
  type InputName,
  inputDefaults,
  inputNames,
  modes,
} from '../../src/ecs/inputs/names.ts'
import { parseRequest } from '../../src/ecs/inputs/request.ts'
import type { ParsedRequest } from '../../src/ecs/inputs/request-types.ts'
import type { Service } from '../../src/ecs/model/service.ts'
import { planRun } from '../../src/ecs/plan/plan.ts'
import type { Observed } from '../../src/ecs/plan/steps.ts'
import { imageNames, nastyText, variableNames } from './draw.ts'

type Texts = Partial<Record<InputName, string>>

const taskDefinition = JSON.stringify({
  family: 'web',
  networkMode: 'awsvpc',
  containerDefinitions: [
    {
      name: 'app',
      image: 'nginx:1',
      environment: [{ name: 'DB', value: 'canary-in-file' }],
      portMappings: [{ containerPort: 80 }],
    },
  ],
})
const serviceDefinition = 'serviceName: shop\ndesiredCount: 2\nenableExecuteCommand: true\n'

function requestOf(texts: Texts): Promise<ParsedRequest> {
  return parseRequest(
    {
      AWS_REGION: 'eu-central-1',
      ...Object.fromEntries(
        Object.entries({ ...inputDefaults, ...texts }).map(([name, text]) => [
          `INPUT_${name.toUpperCase()}`,
          text,
        ]),
      ),
    },
    (path) => {
      if (path === 'task.json') return taskDefinition
      if (path === 'service.yml') return serviceDefinition
      throw new Error(`no such file: ${path}`)
    },
  )
}

const flag = fc.constantFrom('true', 'false')
function words(...all: string[]) {
  return fc.constantFrom(...all)
}
const names = fc.constantFrom('app', 'web', 'app,web')

/** What people write into each input, most of it right; a value of an environment is a canary. */
const usual: Partial<Readonly<Record<InputName, fc.Arbitrary<string>>>> = {
  mode: words(...modes, 'deploy', 'deploy', 'plan'),
  cluster: words('prod', 'arn:aws:ecs:eu-central-1:123456789012:cluster/prod'),
  service: words('shop', 'arn:aws:ecs:eu-central-1:123456789012:service/prod/shop'),
  image: imageNames,
  'container-name': names,
  images: words('app=nginx:2', 'web=nginx:2'),
  command: words('npm start', '["a", "b"]', '[]'),
  'environment-variables': variableNames.map((name) => `${name}=canary-of-a-variable`),
  'environment-variables-strategy': words('merge', 'overwrite'),
  secrets: words('DB=arn:x', 'S=arn:y'),
  'docker-labels': words('a=1', '{"a": "2"}'),
  'log-configuration-log-driver': words('awslogs', 'splunk'),
  'log-configuration-options': words('splunk-token=canary-of-an-option', 'awslogs-group=a'),
  'task-role-arn': words('role'),
  'task-definition': words('task.json'),
  'task-definition-arn': words('web', 'web:3'),
  'service-definition': words('service.yml'),
  'create-service': flag,
  'desired-count': words('0', '3', '-1'),
  'launch-type': words('FARGATE', 'EC2'),
  'capacity-provider-strategy': words('[{"capacityProvider": "FARGATE"}]', '[]', '{'),
  subnets: words('subnet-1,subnet-2'),
  'target-group-arn': words('arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/a/b'),
  'container-port': words('80', '81'),
  'circuit-breaker': words('rollback', 'enable', 'off'),
  'propagate-tags': words('SERVICE', 'NONE'),
  tags: words('a=1', '{"a": "2"}'),
  'force-new-deployment': flag,
  'if-in-progress': words('replace', 'wait', 'fail'),
  'wait-for-service-stability': flag,
  'rollback-to': words('last-good', '17', 'web:17'),
  url: words('https://shop.example.com/'),
  'run-task': words('false'),
}

const texts = fc.record(
  Object.fromEntries(
    [...inputNames, ...foreignInputs].map((name) => [
      name,
      usual[name] === undefined
        ? nastyText
        : fc.oneof({ weight: 9, arbitrary: usual[name] }, { weight: 1, arbitrary: nastyText }),
    ]),
  ),
  { requiredKeys: [] },
) as fc.Arbitrary<Texts>

/** Few of them at a time, most of which fit each other. */
const some = fc
  .tuple(
    fc.subarray([...inputNames]),
    texts,
    fc.subarray(Object.keys(usual) as InputName[], { maxLength: 5 }),
  )
  .map(
    ([, all, kept]): Texts => ({
      service: 'shop',
      ...Object.fromEntries(kept.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]]))),
    }),
  )

const account = 'arn:aws:ecs:eu-central-1:123456789012'
function deployment(more: object) {
  return {
    ...{
      id: 'ecs-svc/1',
      status: 'PRIMARY',
      taskDefinition: `${account}:task-definition/web:18`,
      desiredCount: 3,
    },
    ...{
      runningCount: 3,
      pendingCount: 0,
      failedTasks: 0,
      createdAt: 0,
      updatedAt: 0,
      rolloutState: 'COMPLETED',
      rolloutStateReason: '',
    },
    ...more,
  }
}
function service(more: Partial<Service>): Service {
  return {
    ...{
      name: 'shop',
      arn: `${account}:service/prod/shop`,
      cluster: `${account}:cluster/prod`,
      status: 'ACTIVE',
    },
    ...{
      createdAt: 0,
      deploymentController: 'ECS',
      isExpress: false,
      desiredCount: 3,
      runningCount: 3,
      pendingCount: 0,
    },
    ...{
      taskDefinition: `${account}:task-definition/web:18`,
      deployments: [deployment({})],
      events: [],
      tags: {},
    },
    members: {
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    },
    ...more,
  }
}
const content = {
  family: 'web',
  networkMode: 'awsvpc',
  containerDefinitions: [
    {
      name: 'app',
      image: 'nginx:1',
      environment: [{ name: 'DB', value: 'canary-that-runs' }],
      portMappings: [{ containerPort: 80 }],
    },
  ],
}
const running = {
  ...{
    arn: `${account}:task-definition/web:18`,
    family: 'web',
    revision: 18,
    status: 'ACTIVE',
    registeredAt: 0,
  },
  ...{ content, tags: {} },
}

const worlds: fc.Arbitrary<Observed> = fc
  .record({
    service: fc.constantFrom(
      undefined,
      service({}),
      service({ status: 'DRAINING' }),
      service({ deployments: [deployment({ rolloutState: 'IN_PROGRESS' })] }),
      service({ deployments: [deployment({ rolloutState: 'FAILED' })] }),
      service({ deployments: [] }),
      service({ isExpress: true }),
    ),
    running: fc.constantFrom(
      { kind: 'read', value: running } as const,
      { kind: 'denied', action: 'ecs:DescribeTaskDefinition' } as const,
      { kind: 'missing' } as const,
    ),
    named: fc.constantFrom({ kind: 'read', value: running } as const, { kind: 'missing' } as const),
  })
  .map((world): Observed => ({ at: 0, ...world }))

describe('whatever the inputs hold', () => {
  test('there is one request, or every issue of it', async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (written) => {
        const { request, issues } = await requestOf(written)
        expect(request === undefined).toBe(issues.length > 0)
        for (const { input = '', message } of issues) {
          expect([...inputNames, ...foreignInputs]).toContain(input)
          expect(message).not.toBe('')
        }
      }),
    )
  })
})

describe('a plan', () => {
  const planned = fc.asyncProperty(some, worlds, async (written, world) => {
    const { request } = await requestOf(written)
    if (request === undefined) return
    const plan = planRun(request, world)
    const { step, ...shown } = plan.kind === 'apply' ? plan : { ...plan, step: undefined }
    expect(JSON.stringify(shown)).not.toContain('canary')
    if (request.mode === 'status') expect(plan.kind).toBe('end')
    if (step === undefined) return
    expect(shown).toHaveProperty('changes.0')
    if (step.kind !== 'update') return
    // Nothing that was not written: each member is of an input or the file that is there.
    const members = Object.keys(step.members)
    const isWritten = (...inputs: InputName[]) => inputs.some((name) => written[name] !== undefined)
    expect(members.length).toBeGreaterThan(0)
    expect(!members.includes('desiredCount') || isWritten('desired-count')).toBe(true)
    expect(!members.includes('volumeConfigurations')).toBe(true)
    expect(!members.includes('tags')).toBe(true)
    expect(!members.includes('deploymentConfiguration') || isWritten('circuit-breaker')).toBe(true)
    expect(!members.includes('networkConfiguration') || isWritten('subnets')).toBe(true)
    expect(!members.includes('loadBalancers') || isWritten('target-group-arn')).toBe(true)
    expect(!members.includes('enableExecuteCommand') || isWritten('service-definition')).toBe(true)
  })
  test('is plain data without a value of an environment, and sends nothing that was not written', async () => {
    await fc.assert(planned, { numRuns: 1500 })
  })
})
