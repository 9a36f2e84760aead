import {
  CreateContainerServiceDeploymentCommand,
  GetContainerServiceDeploymentsCommand,
  GetContainerServicesCommand,
} from '@aws-sdk/client-lightsail'
import { describe, expect, test } from '@jest/globals'
import { defaultStart, scaledClock, steppedClock, virtualClock } from '../../simulator/wire/clock.ts'
import type { Effect } from '../../simulator/wire/faults.ts'
import { startSimulator } from '../../simulator/wire/server.ts'
import { deploy, deployment, post, sdk, shop, simulated } from './situations.ts'

const read = 'GetContainerServices'
const write = 'CreateContainerServiceDeployment'
const deployShop = { serviceName: 'shop', ...deployment() }

describe('errors in place of an answer', () => {
  test.each([
    ['throttle', 400, 'ThrottlingException', 'Rate exceeded'],
    ['service-exception', 500, 'ServiceException', 'An error occurred'],
    ['expired-token', 400, 'ExpiredTokenException', 'expired'],
    ['not-found', 400, 'NotFoundException', 'does not exist'],
  ] as const)('%s', async (kind, status, type, part) => {
    const simulator = await simulated({
      scenario: 'update',
      faults: [{ operation: write, calls: 1, effect: { kind } }],
    })
    const first = await post(simulator, write, deployShop)
    expect(first.status).toBe(status)
    expect(first.body).toEqual({ __type: type, message: expect.stringContaining(part) })
    expect(simulator.calls).toMatchObject([{ number: 1, operation: write, status, errorType: type }])
    expect(shop(simulator.account).nextDeployment).toBeUndefined()
    expect((await post(simulator, write, deployShop)).status).toBe(200)
  })

  test('access denied names the action and the resource', async () => {
    const simulator = await simulated({ scenario: 'logs-denied' })
    const { status, body } = await post(simulator, 'GetContainerLog', {
      serviceName: 'shop',
      containerName: 'app',
    })
    const { arn } = shop(simulator.account)
    expect([status, body['__type'], body['message']]).toEqual([
      400,
      'AccessDeniedException',
      `User: arn:aws:sts::123456789012:assumed-role/deploy/github is not authorized to perform: lightsail:GetContainerLog on resource: ${arn} because no identity-based policy allows the lightsail:GetContainerLog action`,
    ])
  })

  test('an error of your own', async () => {
    const effect: Effect = { kind: 'error', type: 'RegionSetupInProgressException', message: 'Wait.' }
    const simulator = await simulated({ faults: [{ operation: '*', calls: 'every', effect }] })
    expect((await post(simulator, read)).body).toEqual({
      __type: 'RegionSetupInProgressException',
      message: 'Wait.',
    })
  })

  test('a bad gateway answers with HTML', async () => {
    const simulator = await simulated({
      faults: [{ operation: '*', calls: 1, effect: { kind: 'bad-gateway' } }],
    })
    const response = await fetch(simulator.url, {
      method: 'POST',
      headers: { 'x-amz-target': `Lightsail_20161128.${read}` },
      body: '{}',
    })
    expect([response.status, response.headers.get('content-type')]).toEqual([502, 'text/html'])
    expect(await response.text()).toContain('<h1>502 Bad Gateway</h1>')
  })
})

describe('writes whose answer is lost', () => {
  test.each([
    [{ kind: 'drop', when: 'before-acceptance' }, false],
    [{ kind: 'drop', when: 'after-acceptance' }, true],
    [{ kind: 'truncate' }, true],
    [{ kind: 'service-exception' }, false],
    [{ kind: 'service-exception', accepted: true }, true],
    [{ kind: 'bad-gateway' }, false],
    [{ kind: 'bad-gateway', accepted: true }, true],
  ] as const satisfies readonly (readonly [Effect, boolean])[])(
    '%j: accepted %j',
    async (effect, accepted) => {
      const simulator = await simulated({
        scenario: 'update',
        faults: [{ operation: write, calls: 1, effect }],
      })
      const outcome = await sdk(simulator)
        .send(
          new CreateContainerServiceDeploymentCommand({
            serviceName: 'shop',
            containers: { app: { image: 'nginx' } },
          }),
        )
        .catch((error: unknown) => error)
      expect(outcome).toBeInstanceOf(Error)
      expect(shop(simulator.account).nextDeployment?.version).toBe(accepted ? 18 : undefined)
    },
  )

  test('a dropped call is in the record', async () => {
    const simulator = await simulated({ scenario: 'lost-answer' })
    await expect(post(simulator, write, deployShop)).rejects.toThrow()
    expect(simulator.calls).toEqual([
      {
        number: 1,
        service: 'lightsail',
        operation: write,
        input: deployShop,
        at: defaultStart,
        status: 0,
        dropped: 'after-acceptance',
      },
    ])
  })
})

describe('which calls', () => {
  const statuses = async (calls: Parameters<typeof simulated>[0]) => {
    const simulator = await simulated(calls)
    for (const operation of [read, 'GetContainerServicePowers', read, read]) await post(simulator, operation)
    return simulator.calls.map(({ status }) => status)
  }
  const effect = { kind: 'throttle' } as const

  test.each([
    ['the second of an operation', { operation: read, calls: 2, effect }, [200, 200, 400, 200]],
    ['several of an operation', { operation: read, calls: [1, 3], effect }, [400, 200, 200, 400]],
    ['every one of an operation', { operation: read, calls: 'every', effect }, [400, 200, 400, 400]],
    ['the second of all', { operation: '*', calls: 2, effect }, [200, 400, 200, 200]],
    [
      'those a predicate picks',
      { operation: '*', calls: ({ number }: { number: number }) => number > 2, effect },
      [200, 200, 400, 400],
    ],
  ] as const)('%s', async (_, fault, expected) => {
    expect(await statuses({ faults: [fault] })).toEqual(expected)
  })

  test('faults can be pushed and taken away while it runs', async () => {
    const simulator = await simulated()
    simulator.faults.push({ operation: '*', calls: 'every', effect })
    expect((await post(simulator, read)).status).toBe(400)
    simulator.faults.length = 0
    expect((await post(simulator, read)).status).toBe(200)
  })
})

test('the real SDK retries throttling and 5xx by itself and gets through', async () => {
  const simulator = await simulated({
    scenario: 'update',
    faults: [
      { operation: read, calls: 1, effect: { kind: 'service-exception' } },
      { operation: read, calls: 2, effect: { kind: 'drop', when: 'before-acceptance' } },
    ],
  })
  const reply = await sdk(simulator, 3).send(new GetContainerServicesCommand({}))
  expect(reply.containerServices).toHaveLength(1)
  expect(simulator.calls.map(({ status }) => status)).toEqual([500, 0, 200])
})

test('an event before the second look: somebody else deploys', async () => {
  const simulator = await simulated({
    scenario: 'update',
    faults: [
      {
        operation: read,
        calls: 2,
        effect: { kind: 'event', happens: (account) => deploy(account, 'other:1') },
      },
    ],
  })
  const look = async () =>
    (await sdk(simulator).send(new GetContainerServicesCommand({}))).containerServices?.[0]?.state
  expect([await look(), await look()]).toEqual(['RUNNING', 'DEPLOYING'])
  expect(simulator.calls).toHaveLength(2)
})

test('latency holds the answer back, and close does not wait for it', async () => {
  const simulator = await startSimulator({
    clock: virtualClock(),
    faults: [
      { operation: read, calls: 1, effect: { kind: 'latency', milliseconds: 1 } },
      { operation: read, calls: 2, effect: { kind: 'latency', milliseconds: 3_600_000 } },
    ],
  })
  expect((await post(simulator, read)).status).toBe(200)
  const late = post(simulator, read)
  const lateOutcome = expect(late).rejects.toThrow()
  while (simulator.calls.length < 2) await new Promise(setImmediate)
  await simulator.close()
  await lateOutcome
})

test('close ends keep-alive connections', async () => {
  const simulator = await startSimulator()
  await post(simulator, read)
  await simulator.close()
  await expect(post(simulator, read)).rejects.toThrow()
})

test('a stepped clock moves with each request: a whole deployment in a few calls', async () => {
  const simulator = await startSimulator({ clock: steppedClock(60_000), scenario: 'update' })
  const client = sdk(simulator)
  await post(simulator, write, deployShop)
  const states: (string | undefined)[] = []
  for (let turn = 0; turn < 4; turn += 1) {
    const { deployments } = await client.send(
      new GetContainerServiceDeploymentsCommand({ serviceName: 'shop' }),
    )
    states.push(deployments?.[0]?.state)
  }
  await simulator.close()
  expect(states).toEqual(['ACTIVATING', 'ACTIVATING', 'ACTIVE', 'ACTIVE'])
  expect(simulator.calls.map(({ at }) => at - defaultStart)).toEqual([
    60_000, 120_000, 180_000, 240_000, 300_000,
  ])
})

test('a stepped clock moves with visits to the public URL too', async () => {
  const simulator = await simulated({
    clock: steppedClock(60_000),
    scenario: 'update',
    switches: { urlTemplate: 'loopback' },
  })
  deploy(simulator.account)
  const versions: unknown[] = []
  for (let visit = 0; visit < 5; visit += 1) {
    const response = await fetch(`${simulator.url}/at/shop/`)
    versions.push(JSON.parse(await response.text()).version)
  }
  expect(versions).toEqual([17, 17, 17, 18, 18])
})

test('a scaled clock never runs backwards and starts where it is told', () => {
  const clock = scaledClock(1000, defaultStart)
  const times = Array.from({ length: 100 }, () => clock.now())
  expect(times[0]).toBeGreaterThanOrEqual(defaultStart)
  expect(times).toEqual(times.toSorted((one, other) => one - other))
})

test('an unknown scenario is refused with the names there are', async () => {
  await expect(startSimulator({ scenario: 'nope' })).rejects.toThrow(/no scenario "nope".*failing-update/)
})

test('what to export', async () => {
  const simulator = await simulated({ region: 'ap-south-1' })
  expect(simulator.env).toMatchObject({
    AWS_ENDPOINT_URL: simulator.url,
    AWS_REGION: 'ap-south-1',
    AWS_DEFAULT_REGION: 'ap-south-1',
  })
  expect(simulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
})

test('every call is reported as it is made', async () => {
  const seen: string[] = []
  const simulator = await simulated({
    onCall: ({ number, operation }) => seen.push(`${number} ${operation}`),
  })
  await post(simulator, read)
  await post(simulator, 'GetInstances')
  expect(seen).toEqual([`1 ${read}`, '2 GetInstances'])
  simulator.account.call('GetContainerServices')
  expect(simulator.calls).toHaveLength(2)
})
