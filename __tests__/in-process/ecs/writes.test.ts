import { DescribeServicesCommand, DescribeTaskDefinitionCommand, ECSClient } from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import { virtualClock } from '../../../simulator/wire/clock.ts'
import { type EcsOptions, startSimulator } from '../../../simulator/wire/server.ts'
import { createEcsApi } from '../../../src/ecs/api/client.ts'
import { parseRequest } from '../../../src/ecs/inputs/request.ts'
import type { TaskDefinition } from '../../../src/ecs/model/task-definition.ts'
import { planRun } from '../../../src/ecs/plan/plan.ts'
import type { DeleteStep, Observed, Step } from '../../../src/ecs/plan/steps.ts'
import { applyStep } from '../../../src/ecs/rollout/apply.ts'
import { observeService } from '../../../src/ecs/rollout/observe.ts'
import type { Change } from '../../../src/rollout/contract/plan.ts'

/**
 * What a request writes to the service shop of a scenario: the real SDK calls the simulator, and time passes only where a test
 * moves it.
 */

type Texts = Readonly<Record<string, string>>

/** A shop to which runs write, one after the other. */
async function shopIn(ecs: EcsOptions) {
  const clock = virtualClock()
  const simulator = await startSimulator({ clock, ecs })
  const settings = {
    endpoint: simulator.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
    maxAttempts: 1,
  }
  const { signal } = new AbortController()
  const pauses = {
    now: () => clock.now(),
    random: () => 0,
    sleep: (ms: number) => Promise.resolve(clock.advance(ms)),
    alarm: () => new AbortController().signal,
  }
  const api = createEcsApi({ settings, clock: pauses, signal, clean: (text) => text })

  /** Looks, plans and writes until nothing is left, or a rollout has begun. */
  const run = async (inputs: Texts, files: Texts = {}) => {
    const environment = Object.fromEntries(
      Object.entries({ region: 'eu-central-1', service: 'shop', cluster: 'prod', ...inputs }).map(
        ([name, text]) => [`INPUT_${name.toUpperCase()}`, text],
      ),
    )
    const { request, issues } = await parseRequest(environment, (path) => files[path] ?? '')
    if (request === undefined) throw new Error(JSON.stringify(issues))
    const from = simulator.calls.length
    const lines: string[] = []
    let previous: Observed | undefined
    let registered: TaskDefinition | undefined
    const context = {
      ...{ api, clock: pauses, signal, run: { runId: String(from), attempt: '1' } },
      deadline: Number.POSITIVE_INFINITY,
      unansweredStops: new Set<string>(),
      onRegistered: (one: TaskDefinition) => {
        registered = one
      },
    }
    const calls = () => simulator.calls.slice(from).map(({ operation }) => operation)
    for (let turn = 0; turn < 9; turn++) {
      previous = await observeService(api, request, { previous, registered })
      const plan = planRun(request, previous)
      if (plan.kind === 'wait') return { end: `wait ${plan.reasonCode}`, lines, calls: calls() }
      if (plan.kind === 'end') {
        const { result, reasonCode, reason } = plan.verdict
        return { end: `${result} ${reasonCode}`, reason, notices: plan.notices, lines, calls: calls() }
      }
      lines.push(...plan.changes.map(({ sign, subject, detail }: Change) => `${sign} ${subject} ${detail}`))
      const applied = await applyStep(context, plan.step as Exclude<Step, DeleteStep>)
      if (applied.kind === 'started') return { end: `started ${applied.started.kind}`, lines, calls: calls() }
    }
    throw new Error('no end')
  }
  /** The body of the newest call of that name. */
  const sent = (operation: string): Record<string, unknown> =>
    Object(simulator.calls.findLast((call) => call.operation === operation)?.input)
  /** What describe-services and describe-task-definition print. */
  const printed = async () => {
    const client = new ECSClient(settings)
    try {
      const services = await client.send(
        new DescribeServicesCommand({ cluster: 'prod', services: ['shop'], include: ['TAGS'] }),
      )
      const taskDefinition = services.services?.[0]?.taskDefinition
      const definition = await client.send(
        new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] }),
      )
      const text = ({ $metadata: _, ...reply }: { $metadata: unknown }) => JSON.stringify(reply, undefined, 2)
      return { 'service.json': text(services), 'task.json': text(definition) }
    } finally {
      client.destroy()
    }
  }
  return {
    run,
    sent,
    printed,
    advance: (seconds: number) => clock.advance(seconds * 1000),
    close: () => {
      api.close()
      return simulator.close()
    },
  }
}

async function inShop(ecs: EcsOptions, work: (shop: Awaited<ReturnType<typeof shopIn>>) => Promise<void>) {
  const shop = await shopIn(ecs)
  try {
    await work(shop)
  } finally {
    await shop.close()
  }
}

const digest = `sha256:${'c'.repeat(64)}`
const fixed = `ghcr.io/acme/shop@${digest}`

describe('what is sent', () => {
  test('an image alone is five calls, and deployed once', () =>
    inShop({ scenario: 'shop-on-ecs' }, async ({ run, sent, advance }) => {
      expect(await run({ image: fixed })).toMatchObject({
        end: 'started rollout',
        calls: [
          'DescribeServices',
          'DescribeTaskDefinition',
          'RegisterTaskDefinition',
          'DescribeServices',
          'UpdateService',
        ],
      })
      expect(Object.keys(sent('UpdateService')).toSorted()).toEqual(['cluster', 'service', 'taskDefinition'])
      expect(sent('RegisterTaskDefinition')).toMatchObject({
        containerDefinitions: [{ image: fixed, essential: true }],
      })
      advance(600)
      expect(await run({ image: fixed })).toMatchObject({
        end: 'unchanged no-changes',
        calls: ['DescribeServices', 'DescribeTaskDefinition'],
      })
    }))

  test('a revision by its name is two calls', () =>
    inShop({ scenario: 'shop-on-ecs' }, async ({ run, advance }) => {
      await run({ image: fixed })
      advance(600)
      expect(await run({ 'task-definition-arn': 'web:16' })).toMatchObject({
        end: 'started rollout',
        calls: ['DescribeServices', 'UpdateService'],
      })
    }))

  test('what the CLI prints of a service and its definition changes nothing', () =>
    inShop({ scenario: 'shop-on-ecs' }, async ({ run, printed, advance }) => {
      await run({ image: fixed })
      advance(900)
      const files = await printed()
      const inputs = { 'service-definition': 'service.json', 'task-definition': 'task.json' }
      expect(await run(inputs, files)).toMatchObject({ end: 'unchanged no-changes' })
      const service = files['service.json'].replace('"maximumPercent": 200', '"maximumPercent": 150')
      expect(await run(inputs, { ...files, 'service.json': service })).toMatchObject({
        lines: ['~ deployment configuration maximum percent 200 → 150'],
      })
    }))

  test('a count alone starts no rollout, and settings alone neither', () =>
    inShop({ scenario: 'shop-on-ecs' }, async ({ run, sent }) => {
      expect(await run({ 'desired-count': '5' })).toMatchObject({ end: 'started count' })
      expect(sent('UpdateService')).toEqual({ cluster: 'prod', service: 'shop', desiredCount: 5 })
      expect(await run({ 'propagate-tags': 'SERVICE' })).toMatchObject({ end: 'unchanged no-changes' })
      expect(sent('UpdateService')).toEqual({ cluster: 'prod', service: 'shop', propagateTags: 'SERVICE' })
    }))

  test('tags are written for themselves', () =>
    inShop({ scenario: 'shop-on-ecs' }, async ({ run, sent }) => {
      expect(await run({ tags: 'team=shop' })).toMatchObject({
        end: 'unchanged no-changes',
        calls: ['DescribeServices', 'TagResource', 'DescribeServices'],
      })
      expect(sent('TagResource')).toMatchObject({ tags: [{ key: 'team', value: 'shop' }] })
    }))
})

describe('a new service', () => {
  const files = {
    'task.yml': `
family: web
networkMode: awsvpc
requiresCompatibilities: [FARGATE]
cpu: 256
memory: 512
containerDefinitions:
- name: app
  image: ${fixed}
  portMappings: [{containerPort: 8080}]
`,
  }
  const inputs = { 'task-definition': 'task.yml', subnets: 'subnet-0a1b2c3d', 'launch-type': 'FARGATE' }

  test('of a file is four calls', () =>
    inShop({ scenario: 'first-deployment' }, async ({ run, sent, advance }) => {
      expect(await run(inputs, files)).toMatchObject({
        end: 'started rollout',
        calls: ['DescribeServices', 'RegisterTaskDefinition', 'DescribeServices', 'CreateService'],
      })
      expect(sent('CreateService')).toMatchObject({
        desiredCount: 1,
        serviceName: 'shop',
        launchType: 'FARGATE',
      })
      advance(600)
      expect(await run(inputs, files)).toMatchObject({
        end: 'unchanged no-changes',
        calls: ['DescribeServices', 'DescribeTaskDefinition'],
      })
    }))

  test('registered only the definition where no service is named', () =>
    inShop({ scenario: 'first-deployment' }, async ({ run }) => {
      const only = { 'task-definition': 'task.yml', service: '' }
      expect(await run(only, files)).toMatchObject({ end: 'success registered' })
      expect(await run(only, files)).toMatchObject({
        end: 'unchanged no-changes',
        calls: ['DescribeTaskDefinition'],
      })
    }))
})

test('another capacity is a deployment that is forced, once', () =>
  inShop({ scenario: 'shop-on-ecs' }, async ({ run, sent, advance }) => {
    const strategy = [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }]
    const inputs = { 'capacity-provider-strategy': JSON.stringify(strategy) }
    expect(await run(inputs)).toMatchObject({ end: 'started rollout' })
    expect(sent('UpdateService')).toMatchObject({
      capacityProviderStrategy: strategy,
      forceNewDeployment: true,
    })
    advance(600)
    expect(await run(inputs)).toMatchObject({ end: 'unchanged no-changes' })
  }))

describe('services and permissions that there are', () => {
  const task = {
    family: 'web',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    containerDefinitions: [{ name: 'app', image: fixed, portMappings: [{ containerPort: 8080 }] }],
  }
  const files = {
    'task.json': JSON.stringify(task),
    'codedeploy.yml': 'serviceName: shop\ndeploymentController: { type: CODE_DEPLOY }\n',
    'bridge.json': JSON.stringify({ ...task, requiresCompatibilities: ['EC2'], networkMode: 'bridge' }),
  }
  test.each<[string, string, Texts, string]>([
    [
      'an image with the stock policy cannot be patched in',
      'old-policy',
      { image: fixed },
      'refused access-denied',
    ],
    ['registered a file with it', 'old-policy', { 'task-definition': 'task.json' }, 'started rollout'],
    ['another network mode', 'shop-on-ecs', { 'task-definition': 'bridge.json' }, 'refused cannot-change'],
    ['a revision is deployed', 'old-policy', { 'task-definition-arn': 'web:18' }, 'started rollout'],
    ['a rollback finds the revision before', 'old-policy', { mode: 'rollback' }, 'started rollout'],
    ['also where the Region is older', 'old-partition', { mode: 'rollback' }, 'started rollout'],
    ['a daemon', 'daemon-service', { service: 'agent', image: fixed }, 'started rollout'],
    ['CodeDeploy', 'codedeploy-service', { image: fixed }, 'refused deployment-controller'],
    [
      'CodeDeploy is not given a service by a file',
      'shop-on-ecs',
      { 'service-definition': 'codedeploy.yml' },
      'refused deployment-controller',
    ],
    ['task sets', 'external-service', { image: fixed }, 'refused deployment-controller'],
    ['Express', 'express-service', { image: fixed }, 'refused express-service'],
    ['one that is going', 'draining', { image: fixed }, 'wait service-draining'],
    ['one that is gone', 'deleted', { image: fixed }, 'refused service-missing'],
    ['what runs was deregistered', 'deregistered', { image: fixed }, 'started rollout'],
    ['behind a Classic Load Balancer', 'classic-load-balancer', { image: fixed }, 'started rollout'],
    ['no task wanted', 'scaled-to-zero', { image: fixed }, 'started rollout'],
  ])('%s', (_, scenario, inputs, end) =>
    inShop({ scenario }, async ({ run }) => {
      expect((await run(inputs, files)).end).toBe(end)
    }),
  )
})

describe('a rollback', () => {
  test('goes back to what was before, and further back the next time', () =>
    inShop({ scenario: 'shop-on-ecs' }, async ({ run, sent, advance }) => {
      const revisions: unknown[] = []
      for (const image of [fixed, fixed.replaceAll('c', 'd')]) {
        expect(await run({ image })).toMatchObject({ end: 'started rollout' })
        revisions.push(sent('UpdateService')['taskDefinition'])
        advance(900)
      }
      expect(await run({ mode: 'rollback' })).toMatchObject({ end: 'started rollout' })
      expect(sent('UpdateService')).toEqual({
        cluster: 'prod',
        service: 'shop',
        taskDefinition: revisions[0],
      })
      advance(900)
      expect(await run({ mode: 'rollback' })).toMatchObject({ end: 'started rollout' })
      expect(revisions).not.toContain(sent('UpdateService')['taskDefinition'])
    }))

  test('of what is in progress is left to ECS', () =>
    inShop({ scenario: 'shop-on-ecs' }, async ({ run, advance }) => {
      await run({ image: fixed })
      advance(10)
      expect(await run({ mode: 'rollback' })).toMatchObject({
        end: 'started rollout',
        calls: expect.arrayContaining(['StopServiceDeployment']),
      })
    }))
})
