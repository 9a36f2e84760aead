import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startEngine } from '../../../scripts/machine.js'
import type { TaskDefinitionContent } from '../../../simulator/ecs/api-types.ts'
import { scaledClock } from '../../../simulator/wire/clock.ts'
import { type Simulator, startSimulator } from '../../../simulator/wire/server.ts'

/** Tasks whose containers run for real, on an engine of the tests' own. */

const engine = await startEngine()
const testHere = engine ? test : test.skip
const SPEED = 40
let simulator: Simulator | undefined

beforeAll(async () => {
  if (!engine) return
  simulator = await startSimulator({
    clock: scaledClock(SPEED),
    docker: { speed: SPEED, environment: { ...process.env, ...engine.env } },
    ecs: { scenario: 'first-deployment', switches: { logLagSeconds: 0 } },
  })
  engine.build('shop:1', dockerfile('hello from one', 8080), { 'index.html': 'one' })
})

afterAll(async () => {
  await simulator?.close()
  await engine?.stop()
})

function dockerfile(text: string, port: number) {
  return `FROM scratch\nCOPY busybox /bin/busybox\nCOPY index.html /www/\nCMD ["/bin/busybox", "sh", "-c", "echo ${text}; exec /bin/busybox httpd -f -p ${port} -h /www"]\n`
}

function here(): Simulator {
  if (simulator === undefined) throw new Error('there is no simulator')
  return simulator
}

type Member = Readonly<Record<string, unknown>>

function call(operation: Parameters<Simulator['ecs']['account']['call']>[0], request: object) {
  return here().ecs.account.call(operation, request) as Record<string, Member[] & Member>
}

/** A container of the task; registered in the family `real`. */
function register(...containers: readonly Partial<TaskDefinitionContent['containerDefinitions'][number]>[]) {
  const { taskDefinition } = call('RegisterTaskDefinition', {
    family: 'real',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    executionRoleArn: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
    containerDefinitions: containers.map((container) => ({
      name: 'app',
      image: 'shop:1',
      essential: true,
      portMappings: [{ containerPort: 8080 }],
      logConfiguration: {
        logDriver: 'awslogs',
        options: {
          'awslogs-group': '/ecs/real',
          'awslogs-region': 'eu-central-1',
          'awslogs-stream-prefix': 'real',
        },
      },
      ...container,
    })),
  })
  return String(taskDefinition?.['taskDefinitionArn'])
}

const network = { awsvpcConfiguration: { subnets: ['subnet-0a1b2c3d'], securityGroups: ['sg-0f1e2d3c'] } }
const targetGroupArn =
  'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/real/0d1c2b3a4f5e6d7c'

/** A service of one task, behind a target group unless told otherwise. */
function create(serviceName: string, taskDefinition: string, members: object = {}) {
  call('CreateService', {
    cluster: 'prod',
    serviceName,
    taskDefinition,
    desiredCount: 1,
    launchType: 'FARGATE',
    networkConfiguration: network,
    deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 8080 }],
    ...members,
  })
}

/** Asks as a client asks, until something is so. */
async function until<T>(found: () => T | undefined): Promise<T> {
  for (;;) {
    await page('nobody')
    const value = found()
    if (value !== undefined) return value
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function page(service: string): Promise<string> {
  return await (await fetch(`${here().url}/ecs/prod/${service}/index.html`)).text()
}

function primary(service: string): Member | undefined {
  const { services } = call('DescribeServices', { cluster: 'prod', services: [service] })
  return (services?.[0]?.['deployments'] as Member[] | undefined)?.[0]
}

function isEnded(service: string) {
  const state = primary(service)?.['rolloutState']
  return state === 'IN_PROGRESS' ? undefined : state
}

/** The first task of a service, or of a family, that has stopped. */
function stoppedTask(whose: object): Member | undefined {
  const { taskArns = [] } = call('ListTasks', { cluster: 'prod', desiredStatus: 'STOPPED', ...whose })
  const { tasks = [] } = taskArns.length
    ? call('DescribeTasks', { cluster: 'prod', tasks: taskArns })
    : { tasks: [] }
  return tasks.find(({ lastStatus }) => lastStatus === 'STOPPED')
}

async function logOf(task: Member | undefined, container = 'app'): Promise<string[]> {
  const id = String(task?.['taskArn']).split('/').at(-1)
  const answer = await fetch(here().url, {
    method: 'POST',
    headers: { 'x-amz-target': 'Logs_20140328.GetLogEvents', 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ logGroupName: '/ecs/real', logStreamName: `real/${container}/${id}` }),
  })
  const { events } = (await answer.json()) as { events: { message: string }[] }
  return events.map(({ message }) => message)
}

function eventsOf(service: string): string[] {
  const { services } = call('DescribeServices', { cluster: 'prod', services: [service] })
  const events = services?.[0]?.['events'] as Member[] | undefined
  return (events ?? []).map(({ message }) => String(message))
}

const shell = (script: string) => ['/bin/busybox', 'sh', '-c', script]

describe('a task does what its containers do', () => {
  testHere('one that answers is healthy at the load balancer, and serves', async () => {
    create('good', register({}), { desiredCount: 2 })
    expect(await page('good')).toContain('503')
    expect(await until(() => isEnded('good'))).toBe('COMPLETED')
    expect(await page('good')).toBe('one')
    const { taskArns = [] } = call('ListTasks', { cluster: 'prod', serviceName: 'good' })
    const { tasks = [] } = call('DescribeTasks', { cluster: 'prod', tasks: taskArns })
    expect(tasks).toHaveLength(2)
    for (const task of tasks) expect(await logOf(task)).toEqual(['hello from one'])
  })

  testHere(
    'one that crashes ends with its own exit code and last words, and the one before serves',
    async () => {
      const taskDefinition = register({
        command: shell('echo $WHO crashed; exit 3'),
        environment: [{ name: 'WHO', value: 'me' }],
      })
      const before = primary('good')?.['taskDefinition']
      // However slow this machine is, its end comes before the load balancer's verdict.
      const healthCheckGracePeriodSeconds = 3_600
      call('UpdateService', {
        ...{ cluster: 'prod', service: 'good', taskDefinition },
        healthCheckGracePeriodSeconds,
      })
      const back = await until(() => {
        const first = primary('good')
        return first?.['taskDefinition'] === before && first?.['rolloutState'] === 'COMPLETED'
          ? first
          : undefined
      })
      expect(back['rolloutStateReason']).toMatch(/^ECS deployment ecs-svc\/\d+ completed\.$/)
      const task = stoppedTask({ serviceName: 'good' })
      expect(task).toMatchObject({
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
        containers: [{ name: 'app', exitCode: 3, lastStatus: 'STOPPED' }],
      })
      expect(await logOf(task)).toEqual(['me crashed'])
      expect(await page('good')).toBe('one')
    },
  )

  testHere('a program that is not in the image, and an image that is nowhere, say so', async () => {
    create('no-program', register({ entryPoint: ['/nothing/here'] }))
    create('no-image', register({ image: '127.0.0.1:1/nowhere:1' }))
    const [program, image] = await Promise.all(
      ['no-program', 'no-image'].map((serviceName) => until(() => stoppedTask({ serviceName }))),
    )
    expect(program?.['stopCode']).toBe('TaskFailedToStart')
    expect(program?.['stoppedReason']).toMatch(
      /^CannotStartContainerError: Error response from daemon: .*no such file or directory/,
    )
    expect(image?.['stoppedReason']).toMatch(/^CannotPullContainerError: .*127\.0\.0\.1:1.* refused/)
    expect(eventsOf('no-image').join()).toContain('was unable to place a task. Reason: CannotPull')
  })

  testHere("who does not answer fails the load balancer's check", async () => {
    create('elsewhere', register({ command: shell('exec /bin/busybox httpd -f -p 3000 -h /www') }))
    create('not-found', register({ command: shell('exec /bin/busybox httpd -f -p 8080 -h /bin') }))
    for (const serviceName of ['elsewhere', 'not-found'])
      expect((await until(() => stoppedTask({ serviceName })))['stoppedReason']).toBe(
        `Task failed ELB health checks in (target-group ${targetGroupArn})`,
      )
    expect(eventsOf('elsewhere').join()).toContain('due to (reason Health checks failed).')
    expect(eventsOf('not-found').join()).toContain('(reason Health checks failed with these codes: [404])')
  })

  testHere('health checks of containers run inside them', async () => {
    const check = (command: string[]) => ({ healthCheck: { command, interval: 5, retries: 2 } })
    const isUp = ['CMD', '/bin/busybox', 'wget', '-q', '-O', '-', 'http://127.0.0.1:8080/']
    create('well', register(check(isUp)), { loadBalancers: [] })
    create('unwell', register(check(['CMD', '/bin/busybox', 'false'])), { loadBalancers: [] })
    expect(await until(() => isEnded('well'))).toBe('COMPLETED')
    expect((await until(() => stoppedTask({ serviceName: 'unwell' })))['stoppedReason']).toBe(
      'Task failed container health checks',
    )
  })

  testHere('the containers of a task share its network, and an essential one ends it', async () => {
    const ask = '/bin/busybox sleep 1; /bin/busybox wget -q -O - http://127.0.0.1:8080/; exit 7'
    const taskDefinition = register(
      { essential: false },
      { name: 'asks', command: shell(ask), portMappings: [] },
    )
    call('RunTask', {
      cluster: 'prod',
      taskDefinition,
      launchType: 'FARGATE',
      networkConfiguration: network,
      startedBy: 'us',
    })
    const task = await until(() => stoppedTask({ startedBy: 'us' }))
    expect(task['containers']).toMatchObject([
      { name: 'app', lastStatus: 'STOPPED' },
      { name: 'asks', exitCode: 7 },
    ])
    expect(await logOf(task, 'asks')).toEqual(['one'])
  })

  testHere('a task that is run on its own gets the command and variables of the request', async () => {
    call('RunTask', {
      cluster: 'prod',
      taskDefinition: register({ command: shell('exit 9') }),
      launchType: 'FARGATE',
      networkConfiguration: network,
      startedBy: 'migration',
      overrides: {
        containerOverrides: [
          { name: 'app', command: shell('echo from $A'), environment: [{ name: 'A', value: 'abroad' }] },
        ],
      },
    })
    const task = await until(() => stoppedTask({ startedBy: 'migration' }))
    expect(task['containers']).toMatchObject([{ exitCode: 0 }])
    expect(await logOf(task)).toEqual(['from abroad'])
  })
})
