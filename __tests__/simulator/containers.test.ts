import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startEngine, startRegistry } from '../../scripts/machine.js'
import { scaledClock } from '../../simulator/wire/clock.ts'
import { type Simulator, startSimulator } from '../../simulator/wire/server.ts'

/** Deployments whose containers run for real, on an engine and a registry of the tests' own. */

const registry = await startRegistry()
const engine = await startEngine()
const testHere = registry && engine ? test : test.skip
const speed = 40
let simulator: Simulator | undefined

beforeAll(async () => {
  if (!registry || !engine) return
  simulator = await startSimulator({
    clock: scaledClock(speed),
    docker: { speed, environment: { ...process.env, ...engine.env } },
    switches: { ...registry.switches, urlTemplate: 'loopback', creationSeconds: 0, logLagSeconds: 0 },
  })
  simulator.account.call('CreateContainerService', { serviceName: 'shop', power: 'nano', scale: 1 })
})

afterAll(async () => {
  await simulator?.close()
  await engine?.stop()
  await registry?.stop()
})

function page(text: string, port = 8080) {
  return `FROM scratch\nCOPY busybox /bin/busybox\nCOPY index.html /www/\nCMD ["/bin/busybox", "sh", "-c", "echo ${text}; exec /bin/busybox httpd -f -p ${port} -h /www"]\n`
}

/** Deploys, and waits until the deployment has ended; the simulator is asked as a client asks it. */
async function deploy(image: string, command: readonly string[] = []) {
  const { account, url } = simulator ?? {}
  if (account === undefined || url === undefined) throw new Error('there is no simulator')
  const { containerService } = account.call('CreateContainerServiceDeployment', {
    serviceName: 'shop',
    containers: { app: { image, command, environment: { WHO: 'me' }, ports: { '8080': 'HTTP' } } },
    publicEndpoint: { containerName: 'app', containerPort: 8080, healthCheck: { successCodes: '200' } },
  })
  const version = containerService.nextDeployment?.version
  for (;;) {
    const answer = await (await fetch(`${url}/at/shop/index.html`)).text()
    const { deployments } = account.call('GetContainerServiceDeployments', { serviceName: 'shop' })
    const state = deployments.find((deployment) => deployment.version === version)?.state
    const { logEvents } = account.call('GetContainerLog', { serviceName: 'shop', containerName: 'app' })
    const log = logEvents.map(({ message }) => message)
    if (state !== 'ACTIVATING') return { state, log, answer }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function served() {
  return await (await fetch(`${simulator?.url}/at/shop/index.html`)).text()
}

describe('a deployment ends as its containers do', () => {
  testHere('one that is healthy serves, and its output is in the log', async () => {
    engine?.build('shop:1', page('hello from one'), { 'index.html': 'one' })
    const { state, log } = await deploy('shop:1')
    expect(state).toBe('ACTIVE')
    expect(log).toEqual([
      '[deployment:1] Creating your deployment',
      '[deployment:1] Started 1 new node',
      'hello from one',
      '[deployment:1] Reached a steady state',
      '[deployment:1] Finalizing your deployment',
    ])
    expect(await served()).toBe('one')
  })

  testHere('one that crashes is given up after three starts, and the one before still serves', async () => {
    const { state, log } = await deploy('shop:1', ['/bin/busybox', 'sh', '-c', 'echo $WHO crashed; exit 1'])
    expect(state).toBe('FAILED')
    expect(log.filter((line) => line === 'me crashed')).toHaveLength(3)
    expect(log.at(-1)).toBe('Canceled')
    expect(await served()).toBe('one')
  })

  testHere('one that listens elsewhere takes too long, although the one before answers', async () => {
    engine?.build('shop:3', page('hello from three', 3000), { 'index.html': 'three' })
    const { state, log } = await deploy('shop:3')
    expect(state).toBe('FAILED')
    expect(log.at(-1)).toBe('[deployment:3] Took too long')
    expect(await served()).toBe('one')
  })

  testHere('an image that is nowhere never says a word', async () => {
    const { state, log } = await deploy('127.0.0.1:1/nowhere:1')
    expect(state).toBe('FAILED')
    expect(log.slice(-4)).toEqual([
      ...Array.from({ length: 3 }, () => '[deployment:4] Started 1 new node'),
      'Canceled',
    ])
  })

  testHere('the next good one takes over, at the same port', async () => {
    engine?.build('shop:5', page('hello from five'), { 'index.html': 'five' })
    expect((await deploy('shop:5')).state).toBe('ACTIVE')
    expect(await served()).toBe('five')
  })
})
