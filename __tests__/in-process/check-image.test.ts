import { afterEach, describe, expect, test } from '@jest/globals'
import { indexOf, singleImage } from '../support/docker/public-images.ts'
import {
  type PublicRegistry,
  type RegistryOptions,
  startPublicRegistry,
} from '../support/docker/public-registry.ts'
import { passTime, runAction, writes } from './action.ts'

const deploy = 'CreateContainerServiceDeployment'
const app = singleImage({ exposes: ['3000/tcp'] })
const rebuilt = singleImage({ content: 'rebuilt' })

const running: PublicRegistry[] = []
afterEach(async () => {
  for (const registry of running.splice(0)) await registry.stop()
})

const start = async (options: RegistryOptions = {}): Promise<PublicRegistry> => {
  const registry = await startPublicRegistry({ images: { 'acme/shop:1': app }, ...options })
  running.push(registry)
  return registry
}

const manifestsAsked = ({ asked }: PublicRegistry) => asked.filter(({ url }) => url.includes('/manifests/'))

describe('the image is checked before anything is written', () => {
  test('a tag that is not there, also at a second look: refused, with cause and fix', async () => {
    const registry = await start({ manner: 'docker-hub' })
    const image = `${registry.address}/acme/shop:2`
    const run = await runAction({ scenario: 'update', inputs: { image, scale: '2' } })
    expect(run.exitCode).toBe(1)
    expect(run.outputs).toMatchObject({ result: 'refused', 'reason-code': 'image-not-found' })
    expect(run.errors[0]).toContain(`the image ${image} is not there`)
    expect(run.errors[0]).toMatch(/Fix {7}check the name and the tag/)
    expect(writes(run)).toEqual([])
    // Each look asks once without a token, and once with it.
    expect(manifestsAsked(registry)).toHaveLength(4)
  })

  test('a second look finds what was pushed meanwhile', async () => {
    const registry = await start({
      instead: ({ url }, answer, before) => {
        const isFirst = url.includes('/manifests/') && before.length === 0
        return isFirst && !!answer.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}')
      },
    })
    const image = `${registry.address}/acme/shop:1`
    const run = await runAction({ scenario: 'update', inputs: { image } })
    expect(run.outputs['result']).toBe('success')
    expect(writes(run)).toContain(deploy)
  })

  test('a private package, and an image for ARM alone', async () => {
    const images = { 'acme/shop:1': app, 'acme/arm:1': indexOf([{ architecture: 'arm64' }]) }
    const registry = await start({ manner: 'ghcr', images, hidden: ['acme/shop'] })
    const [denied, arm] = await Promise.all(
      ['acme/shop:1', 'acme/arm:1'].map((name) =>
        runAction({ scenario: 'update', inputs: { image: `${registry.address}/${name}` } }),
      ),
    )
    expect(denied?.outputs).toMatchObject({ result: 'refused', 'reason-code': 'image-denied' })
    expect(denied?.outputs['reason']).toContain('is not there, or not public')
    expect(arm?.outputs).toMatchObject({ result: 'refused', 'reason-code': 'image-not-amd64' })
    expect(arm?.outputs['reason']).toContain('is built for linux/arm64, and only linux/amd64 can run')
    expect([...(denied ? writes(denied) : []), ...(arm ? writes(arm) : [])]).toEqual([])
  })

  test('a registry that has no time, and check-image: false, keep nothing from being deployed', async () => {
    const busy = await start({ instead: (_, answer) => !!answer.writeHead(429).end('{"errors":[]}') })
    const lacking = await start()
    const [limited, unchecked] = await Promise.all([
      runAction({ scenario: 'update', inputs: { image: `${busy.address}/acme/shop:1`, push: 'false' } }),
      runAction({
        scenario: 'update',
        inputs: { image: `${lacking.address}/acme/shop:2`, 'check-image': 'false' },
      }),
    ])
    expect(limited?.outputs['result']).toBe('success')
    expect(limited?.log).not.toMatch(/::(?:notice|warning)/)
    expect(unchecked?.outputs['result']).toBe('success')
    expect(lacking.asked).toEqual([])
  })

  test('a registry that hangs is given up, and the run ends', async () => {
    const registry = await start({
      instead: () => {
        passTime(5_000)
        return true
      },
    })
    const run = await runAction({ scenario: 'update', inputs: { image: `${registry.address}/acme/shop:1` } })
    expect(run.outputs['result']).toBe('success')
    expect(registry.asked).toHaveLength(1)
  })

  test('a job that is cancelled while a registry hangs ends, and writes nothing', async () => {
    let cancel: () => void = () => undefined
    const registry = await start({
      instead: () => {
        cancel()
        return true
      },
    })
    const run = await runAction({
      scenario: 'update',
      inputs: { image: `${registry.address}/acme/shop:1` },
      during: (child) => {
        cancel = () => child.kill('SIGINT')
      },
    })
    expect(run.outputs['result']).toBe('cancelled')
    expect(writes(run)).toEqual([])
  })

  test('no login of the job, and no secret, is sent to a registry', async () => {
    const registry = await start({ manner: 'ghcr' })
    const env = {
      DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [registry.address]: { auth: 'dTpw' } } }),
      GITHUB_TOKEN: 'ghs_canary',
    }
    await runAction({ scenario: 'update', env, inputs: { image: `${registry.address}/acme/shop:1` } })
    const sent = JSON.stringify(registry.asked)
    expect(registry.asked.length).toBeGreaterThan(3)
    expect(sent).not.toMatch(/dTpw|canary|cookie|Basic/)
  })
})

describe('what the registry says beside that', () => {
  test('ports, the digest, and whether the tag moved', async () => {
    const registry = await start()
    const image = `${registry.address}/acme/shop:1`
    const short = (digest: string) => digest.slice(0, 19)
    const first = await runAction({
      scenario: 'update',
      inputs: { image, 'container-port': '8080' },
      afterwards: async (rerun) => {
        const same = await rerun({ image, 'container-port': '8080' })
        expect(same.outputs).toMatchObject({ result: 'unchanged', 'has-changes': 'false' })
        registry.images.set('acme/shop:1', rebuilt)
        const moved = await rerun({ image, 'container-port': '8080' })
        expect(moved.outputs).toMatchObject({ result: 'success', 'changes-count': '1' })
        expect(moved.outputs['changes-markdown']).toContain(
          `${image} moved: ${short(app.manifest.digest)} → ${short(rebuilt.manifest.digest)}`,
        )
      },
    })
    expect(first.outputs['result']).toBe('success')
    expect(first.log).toMatch(/::notice::.* exposes port 3000, and not 8080/)
    expect(first.outputs['changes-markdown']).toContain(`${image} (${short(app.manifest.digest)})`)
    expect(first.summary).toContain(app.manifest.digest)
    expect(writes(first)).toContain('TagResource')
  })
})
