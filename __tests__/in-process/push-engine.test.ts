import { mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { registryPassword } from '../../scripts/machine.js'
import { startGateway } from '../support/docker/gateway.ts'
import { setMachine } from '../support/docker/machine.ts'
import { type ActionRun, runAction, type Situation, writes } from './action.ts'

/** An image that was built in the same job: the bundle, a real engine, a real registry. */

const { registry, engine, folder, testHere, build } = await setMachine()

async function push(image: string, situation: Parameters<typeof runAction>[0] = {}): Promise<ActionRun> {
  return await runAction({
    scenario: 'update',
    ...situation,
    switches: { ...registry?.switches, ...situation.switches },
    env: { ...engine?.env, HOME: folder, ...situation.env },
    inputs: { image, ...situation.inputs },
  })
}

const register = 'RegisterContainerImage'
const login = 'CreateContainerServiceRegistryLogin'
const deploy = 'CreateContainerServiceDeployment'

describe('an image of the job', () => {
  testHere('is pushed, and the number that Lightsail gives it is deployed', async () => {
    const image = build()
    const run = await push(image)
    expect(run.outputs).toMatchObject({ result: 'success', image: ':shop.app.1', 'deployment-version': '18' })
    expect(writes(run)).toEqual([login, register, deploy])
    expect(run.log).toContain(`+ stored image  ${image}, pushed under the label app`)
    expect(run.log).toMatch(new RegExp(`pushed ${image}: 1 layer`))
    expect(run.log).toContain(`${image} is stored as :shop.app.1`)
    expect(run.log.replace(`::add-mask::${registryPassword}\n`, '')).not.toContain(registryPassword)
  })

  testHere('goes into a new service, which is made first', async () => {
    const run = await push(build(), { scenario: 'first-deploy', inputs: { 'container-port': '8080' } })
    expect(run.outputs).toMatchObject({ result: 'success', 'service-created': 'true', image: ':shop.app.1' })
    expect(writes(run)).toEqual(['CreateContainerService', login, register, deploy])
  })

  testHere('that is stored already gets no new number, and nothing is deployed', async () => {
    const image = build()
    await push(image, {
      afterwards: async (rerun) => {
        const again = await rerun({ image })
        expect(again.outputs).toMatchObject({ result: 'unchanged', image: ':shop.app.1' })
        expect(writes(again)).toEqual([login, register, deploy, login])
        expect(again.log).toContain('1 layer, 1 already there')
        expect(again.log).toContain(`${image} is already stored as :shop.app.1`)
      },
    })
  })

  testHere('is pushed beside others, each under the name of its container', async () => {
    const run = await push('', {
      scenario: 'two-containers',
      inputs: { images: `proxy=${build('proxy')}\napp=ghcr.io/acme/shop:2` },
    })
    expect(run.outputs['result']).toBe('success')
    const input = JSON.stringify(run.calls.find(({ operation }) => operation === deploy)?.input)
    expect(input).toContain('":shop.proxy.1"')
    expect(input).toContain('"ghcr.io/acme/shop:2"')
  })
})

describe('what is not pushed', () => {
  testHere.each([
    ['a reference in a registry, although the engine has it', 'ghcr.io/acme/shop:1', {}],
    ['an image that the engine does not have', 'nginx:1.29', {}],
    ['anything with push: false', 'shop:false', { push: 'false' }],
  ])('%s', async (_, image, inputs) => {
    if (!image.startsWith('nginx')) engine?.docker('tag', build(), image)
    const run = await push(image, { inputs })
    expect(run.outputs).toMatchObject({ result: 'success', image })
    expect(writes(run)).toEqual([deploy])
  })

  testHere('a reference in a registry is, with push: true', async () => {
    engine?.docker('tag', build(), 'ghcr.io/acme/shop:2')
    const run = await push('ghcr.io/acme/shop:2', { inputs: { push: 'true' } })
    expect(run.outputs).toMatchObject({ result: 'success', image: ':shop.app.1' })
  })

  testHere('what does not exist cannot be, with push: true', async () => {
    const run = await push('shop:nowhere', { inputs: { push: 'true' } })
    expect(run.outputs).toMatchObject({ result: 'refused', 'reason-code': 'image-not-found' })
    expect(writes(run)).toEqual([])
  })

  test('without an engine the image is left to Lightsail', async () => {
    const run = await runAction({
      scenario: 'update',
      env: { PATH: folder },
      inputs: { image: 'nginx:1.29' },
    })
    expect(run.outputs).toMatchObject({ result: 'success', image: 'nginx:1.29' })
    expect(run.log).not.toContain('::notice')
  })

  testHere('an engine that does not answer is told, and the image is left to Lightsail', async () => {
    const run = await push('shop:1', { env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' } })
    expect(run.outputs).toMatchObject({ result: 'success', image: 'shop:1' })
    expect(run.log).toContain('::notice::could not ask Docker whether shop:1 was built in this job: ')
  })
})

describe('a job that is cancelled in the middle of a push', () => {
  testHere('ends cancelled, deploys nothing, and leaves neither login nor name behind', async () => {
    const temporary = mkdtempSync(join(folder, 'temporary-'))
    const image = build()
    let interrupt: () => void = () => undefined
    const gateway = await startGateway(registry?.address ?? '', ({ method, url }) => {
      if (method === 'POST' && url.includes('/uploads/')) interrupt()
      return undefined
    })
    const during: Situation['during'] = (process) => {
      interrupt = () => process.kill('SIGINT')
    }
    const run = await push(image, {
      switches: { registryAddress: gateway.address },
      env: { RUNNER_TEMP: temporary },
      during,
    }).finally(() => gateway.stop())
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'cancelled' } })
    expect(writes(run)).toEqual([login])
    expect(readdirSync(temporary)).toEqual([])
    // Without a tag: an engine that was nearly through may note where the image went.
    const names = engine?.docker('image', 'ls', '--format', '{{.Repository}}:{{.Tag}}') ?? ''
    expect(names).not.toMatch(/\/sr:(?!<none>)/)
  })
})
