import { mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { registryPassword } from '../../scripts/machine.js'
import type { Effect } from '../../simulator/wire/faults.ts'
import { layerWith, ociImage, writeDockerArchive, writeOciArchive } from '../support/docker/archives.ts'
import { startGateway } from '../support/docker/gateway.ts'
import { setRegistry } from '../support/docker/machine.ts'
import { type ActionRun, runAction, type Situation, writes } from './action.ts'

/** Images that lie in a file are pushed by the action itself: no engine is needed. */

const { registry, folder, testHere } = await setRegistry()

let turn = 0
/** An archive with an image of its own, and the digest that the image has. */
async function archive(content = `image ${turn}`) {
  turn++
  const image = ociImage([await layerWith('index.html', content)])
  const path = join(folder, `image-${turn}.tar`)
  await writeOciArchive(path, [image])
  return { image: `oci-archive:${path}`, digest: image.manifest.digest }
}

async function push(image: string, situation: Parameters<typeof runAction>[0] = {}): Promise<ActionRun> {
  return await runAction({
    scenario: 'update',
    ...situation,
    switches: { ...registry?.switches, ...situation.switches },
    inputs: { image, ...situation.inputs },
  })
}

const register = 'RegisterContainerImage'
const login = 'CreateContainerServiceRegistryLogin'
const deploy = 'CreateContainerServiceDeployment'

function registered({ calls }: ActionRun) {
  return calls.filter(({ operation }) => operation === register).map(({ input }) => input)
}

function deployedImage({ calls }: ActionRun) {
  return JSON.stringify(calls.find(({ operation }) => operation === deploy)?.input).match(
    /"image":"([^"]*)"/,
  )?.[1]
}

describe('an archive', () => {
  testHere('is pushed, registered and deployed under the number that Lightsail gave', async () => {
    const { image, digest } = await archive()
    const run = await push(image)
    expect(run.outputs).toMatchObject({ result: 'success', image: ':shop.app.1', 'deployment-version': '18' })
    expect(writes(run)).toEqual([login, register, deploy])
    expect(registered(run)).toEqual([{ serviceName: 'shop', label: 'app', digest }])
    expect(deployedImage(run)).toBe(':shop.app.1')
    expect(run.log).toContain(`+ stored image  ${image}, pushed under the label app`)
    expect(run.log).toContain(`${image} is stored as :shop.app.1`)
    const accept = 'application/vnd.oci.image.manifest.v1+json'
    expect((await registry?.get(`/v2/sr/manifests/${digest}`, accept))?.status).toBe(200)
  })

  testHere('goes into a service that is created first, and deployed to last', async () => {
    const { image } = await archive()
    const run = await push(image, { scenario: 'first-deploy', inputs: { 'container-port': '8080' } })
    expect(run.outputs).toMatchObject({ result: 'success', 'service-created': 'true', image: ':shop.app.1' })
    expect(writes(run)).toEqual(['CreateContainerService', login, register, deploy])
    expect(run.log.match(/Plan for shop/g)).toHaveLength(1)
  })

  testHere('of docker save works as well, under a label of its own', async () => {
    const path = join(folder, 'saved.tar')
    await writeDockerArchive(path, [await layerWith('index.html', 'saved')], { compressed: true })
    const run = await push(`docker-archive:${path}`, { inputs: { 'image-label': 'web' } })
    expect(run.outputs).toMatchObject({ result: 'success', image: ':shop.web.1' })
  })

  testHere('that is stored already is not pushed again; the same deployment is left alone', async () => {
    const { image } = await archive()
    await push(image, {
      afterwards: async (rerun) => {
        const again = await rerun({ image })
        expect(again.outputs).toMatchObject({
          result: 'unchanged',
          image: ':shop.app.1',
          'has-changes': 'false',
        })
        expect(writes(again)).toEqual([login, register, deploy])
        expect(again.log).toContain(`${image} is already stored as :shop.app.1`)
      },
    })
  })

  testHere('is planned without being pushed', async () => {
    const { image } = await archive()
    const run = await push(image, { inputs: { mode: 'plan' } })
    expect(run.outputs).toMatchObject({ result: 'planned', 'changes-count': '2' })
    expect(run.outputs['changes-markdown']).toContain(`${image}, pushed under the label app`)
    expect(writes(run)).toEqual([])
  })

  testHere('of each of several containers is pushed under the name of its container', async () => {
    const [proxy, app] = [await archive('proxy'), await archive('app')]
    const run = await push('', {
      scenario: 'two-containers',
      inputs: { images: `proxy=${proxy.image}\napp=${app.image}` },
    })
    expect(run.outputs['result']).toBe('success')
    expect(registered(run)).toEqual(
      expect.arrayContaining([
        { serviceName: 'shop', label: 'proxy', digest: proxy.digest },
        { serviceName: 'shop', label: 'app', digest: app.digest },
      ]),
    )
  })

  test('for arm64 only is refused before anything is written', async () => {
    const path = join(folder, 'arm.tar')
    await writeOciArchive(path, [ociImage([Buffer.from('arm')], { architecture: 'arm64' })])
    const run = await push(`oci-archive:${path}`, {
      scenario: 'first-deploy',
      inputs: { 'container-port': '80' },
    })
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: { result: 'refused', 'reason-code': 'image-not-amd64' },
    })
    expect(run.errors[0]).toContain('built for linux/arm64')
    expect(run.errors[0]).toContain('--platform linux/amd64')
    expect(writes(run)).toEqual([])
  })

  test('that must not be pushed is a contradiction', async () => {
    const run = await runAction({ inputs: { image: 'oci-archive:image.tar', push: 'false' } })
    expect(run.outputs['result']).toBe('invalid-input')
    expect(run.operations).toEqual([])
  })
})

describe('the password of the registry', () => {
  testHere('is masked, and appears nowhere else; nothing is left behind', async () => {
    const temporary = mkdtempSync(join(folder, 'temporary-'))
    const { image } = await archive()
    const run = await push(image, { env: { RUNNER_TEMP: temporary } })
    expect(run.log).toContain(`::add-mask::${registryPassword}\n`)
    const rest = run.log.replace(`::add-mask::${registryPassword}\n`, '')
    expect(`${rest}${run.summary}${JSON.stringify(run.outputs)}`).not.toContain(registryPassword)
    expect(readdirSync(temporary)).toEqual([])
  })
})

describe('what goes wrong', () => {
  const lost: readonly (readonly [string, Effect])[] = [
    ['the connection is reset', { kind: 'drop', when: 'after-acceptance' }],
    ['HTTP 500', { kind: 'service-exception', accepted: true }],
    ['the answer is cut', { kind: 'truncate' }],
  ]
  testHere.each(lost)(
    'a registration whose answer was lost is found by its digest: %s',
    async (_, effect) => {
      const { image } = await archive()
      const run = await push(image, { faults: [{ operation: register, calls: 1, effect }] })
      expect(run.outputs).toMatchObject({ result: 'success', image: ':shop.app.1' })
      expect(registered(run)).toHaveLength(1)
      expect(run.log).toContain('checking whether RegisterContainerImage was accepted')
    },
  )

  testHere('a registration that was not accepted is made again, without another push', async () => {
    const { image } = await archive()
    const effect = { kind: 'drop', when: 'before-acceptance' } as const
    const run = await push(image, { faults: [{ operation: register, calls: 1, effect }] })
    expect(run.outputs).toMatchObject({ result: 'success', image: ':shop.app.1' })
    expect(registered(run)).toHaveLength(2)
    expect(run.log.match(/pushing /g)).toHaveLength(1)
  })

  testHere('150 images are stored: the registration is refused with a way out', async () => {
    const { image } = await archive()
    const run = await push(image, { scenario: 'registry-full' })
    expect(run.outputs).toMatchObject({ result: 'refused', 'reason-code': 'image-quota' })
    expect(run.errors[0]).toContain('Maximum number of container service images has been reached')
    expect(run.errors[0]).toContain('keep-images: 20')
    expect(run.errors[0]).toContain('nothing was changed')
  })

  testHere('150 images are stored and keep-images is set: room is made first', async () => {
    const { image } = await archive()
    const run = await push(image, { scenario: 'registry-full', inputs: { 'keep-images': '140' } })
    expect(run.outputs['result']).toBe('success')
    const order = run.operations.filter((operation) => operation !== 'GetContainerServices')
    expect(order.indexOf('DeleteContainerImage')).toBeLessThan(order.indexOf(register))
  })

  testHere('the login ended: a new one is asked for', async () => {
    const { image } = await archive()
    let asked = 0
    const gateway = await startGateway(registry?.address ?? '', () =>
      asked > 1 ? undefined : { kind: 'answer', status: 403, body: expired },
    )
    const run = await push(image, {
      switches: { registryAddress: gateway.address },
      onCall: ({ operation }) => {
        if (operation === login) asked++
      },
    }).finally(() => gateway.stop())
    expect(run.outputs['result']).toBe('success')
    expect(asked).toBe(2)
  })

  const expired =
    '{"errors":[{"code":"DENIED","message":"Your authorization token has expired. Reauthenticate and try again."}]}'

  testHere.each([
    [403, '', 'push-forbidden', 'update-container-service'],
    [
      400,
      '{"errors":[{"code":"MANIFEST_INVALID","message":"not this one"}]}',
      'push-failed',
      'MANIFEST_INVALID: not this one',
    ],
    [503, 'come back later', 'push-failed', 'HTTP 503: come back later'],
  ])(
    'the registry answers HTTP %i: nothing is deployed, the reason is shown',
    async (status, body, code, text) => {
      const { image } = await archive()
      const gateway = await startGateway(registry?.address ?? '', ({ method }) =>
        method === 'POST' ? { kind: 'answer', status, body } : undefined,
      )
      const situation: Situation = {
        switches: { registryAddress: gateway.address },
        inputs: { 'max-retries': '1' },
      }
      const run = await push(image, situation).finally(() => gateway.stop())
      expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'refused', 'reason-code': code } })
      expect(run.errors[0]).toContain(text)
      expect(run.errors[0]).toContain('nothing was changed')
      expect(writes(run)).toEqual([login])
    },
  )
})
