import { afterEach, describe, expect, test } from '@jest/globals'
import { indexOf, singleImage } from '../support/docker/public-images.ts'
import {
  type PublicRegistry,
  type RegistryOptions,
  startPublicRegistry,
} from '../support/docker/public-registry.ts'
import { type Given, openWorld, passTime, type RunningAction, type World, writes } from './action.ts'

const deploy = 'CreateContainerServiceDeployment'
const amd64 = singleImage({ exposes: ['8080/tcp'] })
const other = singleImage({ content: 'another' })
const arm = indexOf([{ architecture: 'arm64' }, { architecture: 'arm' }])
const windows = indexOf([{ architecture: 'amd64', os: 'windows' }])

const running: { world: World; registry: PublicRegistry }[] = []
afterEach(async () => {
  for (const { world, registry } of running.splice(0)) {
    await world.close()
    await registry.stop()
  }
})

/** A service and a registry, and runs against both. */
async function arrange({ scenario = 'update', ...options }: RegistryOptions & { scenario?: string } = {}) {
  const world = await openWorld({ scenario, secondsPerCall: 0 })
  const { simulator } = world
  const registry = await startPublicRegistry({ images: { 'acme/shop:1': amd64 }, ...options })
  running.push({ world, registry })
  const image = (name: string) => `${registry.address}/${name}`
  let ongoing: RunningAction | undefined
  /** Runs that only begin a deployment are followed by the time that it takes. */
  const run = async (name: string, { inputs, ...given }: Pick<Given, 'inputs' | 'env'> = {}) => {
    const before = simulator.calls.length
    const texts = {
      image: image(name),
      'wait-for-service-stability': 'false',
      'poll-interval-seconds': '5',
      ...inputs,
    }
    const ended = await world.run({
      ...given,
      // Without a container engine, which would be asked for images of this machine.
      env: { PATH: '', ...given.env },
      inputs: texts,
      during: (action) => {
        ongoing = action
      },
    })
    world.pass(600_000)
    const operations = ended.operations.slice(before)
    return { ...ended, writes: writes({ operations }), notices: ended.log.match(/^::notice::.*$/gm) ?? [] }
  }
  const tags = () =>
    simulator.account.records.services.find((service) => service.name === 'shop')?.tagChanges.at(-1)?.tags ??
    []
  const cancel = () => ongoing?.kill('SIGINT')
  return { simulator, registry, world, image, run, tags, cancel }
}

function manifestsAsked({ asked }: PublicRegistry) {
  return asked.filter(({ url }) => url.includes('/manifests/'))
}

describe('a certain no is a refusal, and nothing is written', () => {
  test.each([
    ['no such tag', 'acme/shop:2', {}, 'image-not-found', 'has no such tag or digest'],
    ['no such repository', 'acme/nothing:1', {}, 'image-not-found', 'has no such repository'],
    [
      'a private repository, or none',
      'acme/shop:1',
      { manner: 'docker-hub', hidden: ['acme/shop'] },
      'image-denied',
      'does not exist or is not public',
    ],
    [
      'a private package',
      'acme/shop:1',
      { manner: 'ghcr', hidden: ['acme/shop'] },
      'image-denied',
      'not public',
    ],
    [
      'arm alone',
      'acme/shop:arm',
      { images: { 'acme/shop:arm': arm } },
      'image-not-amd64',
      'is built for linux/arm64, linux/arm, but only linux/amd64 can run',
    ],
  ] as const)('%s', async (_, name, options, reasonCode, text) => {
    const { run, registry, image } = await arrange(options)
    const { outputs, writes, errors } = await run(name)
    expect(outputs).toMatchObject({ result: 'refused', 'reason-code': reasonCode })
    expect(outputs['reason']).toContain(text)
    expect(outputs['reason']).toContain(image(name))
    expect(errors[0]).toMatch(/Fix {7}\S/)
    expect(writes).toEqual([])
    // Both looks ask for the tag; a registry that gives no token is asked for it once a look.
    expect(manifestsAsked(registry).length).toBeGreaterThanOrEqual(2)
  })

  test('an image for Windows becomes one for Linux neither by --platform nor by an x64 runner alone', async () => {
    const { run } = await arrange({ images: { 'acme/shop:windows': windows } })
    const { outputs, errors } = await run('acme/shop:windows')
    expect(outputs['reason']).toContain('is built for windows/amd64, but only linux/amd64 can run')
    expect(errors[0]).toContain('Fix       build it on a Linux runner, from a Linux base image')
  })

  test('also before a service is created', async () => {
    const { run } = await arrange({ scenario: 'empty-account' })
    const { outputs, writes } = await run('acme/shop:2', { inputs: { 'container-port': '8080' } })
    expect(outputs).toMatchObject({ result: 'refused', 'reason-code': 'image-not-found' })
    expect(writes).toEqual([])
  })

  test('also before settings are changed', async () => {
    const { run } = await arrange()
    const { outputs, writes } = await run('acme/shop:2', { inputs: { scale: '2', tags: 'a=b' } })
    expect(outputs).toMatchObject({ result: 'refused', 'reason-code': 'image-not-found' })
    expect(writes).toEqual([])
  })

  test('of any of several containers', async () => {
    const { run, image } = await arrange()
    const { outputs, writes } = await run('acme/shop:1', {
      inputs: { image: '', images: `app=${image('acme/shop:2')}` },
    })
    expect(outputs['reason-code']).toBe('image-not-found')
    expect(writes).toEqual([])
  })

  test('unless the second look finds it: a push may be seconds old', async () => {
    const { run } = await arrange({
      instead: ({ url }, answer, before) => {
        const isFirst = url.includes('/manifests/') && before.length === 0
        return isFirst && !!answer.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}')
      },
    })
    const { outputs, writes } = await run('acme/shop:1')
    expect(outputs['result']).toBe('started')
    expect(writes).toEqual([deploy, 'TagResource'])
  })

  test('mode: plan says so, and stays green: the image may be built later', async () => {
    const { run } = await arrange()
    const { outputs, log } = await run('acme/shop:2', { inputs: { mode: 'plan' } })
    expect(outputs['result']).toBe('planned')
    expect(log).toMatch(/^::notice::a deployment would be refused: the image \S+ does not exist/m)
  })

  test('what runs already and is not mentioned may be kept where it runs: a notice', async () => {
    const { run, registry } = await arrange()
    await run('acme/shop:1')
    registry.images.delete('acme/shop:1')
    registry.images.set('acme/shop:9', amd64)
    const { outputs, log } = await run('', { inputs: { image: '', 'environment-variables': 'A=1' } })
    expect(outputs['result']).toBe('started')
    expect(log).toContain('::notice::the deployment will probably fail: the image')
  })
})

describe('everything else is deployed', () => {
  test.each<[string, RegistryOptions]>([
    ['too many requests', { instead: (_, answer) => !!answer.writeHead(429).end() }],
    ['a registry that is down', { instead: (_, answer) => !!answer.writeHead(503).end() }],
    ['a page in place of an answer', { instead: (_, answer) => !!answer.writeHead(404).end('<html>') }],
    ['a broken connection', { instead: (_, answer) => !!answer.socket?.destroy() }],
    ['odd JSON', { instead: (_, answer) => !!answer.writeHead(200).end('{"manifests":7') }],
  ])('%s: without a word', async (_, options) => {
    const { run } = await arrange(options)
    const { outputs, notices, writes } = await run('acme/shop:1')
    expect(outputs['result']).toBe('started')
    expect(notices).toEqual([])
    expect(writes).toEqual([deploy])
  })

  test('a registry that asks everybody for a login: one notice', async () => {
    const { run } = await arrange({ manner: 'basic' })
    const { outputs, notices } = await run('acme/shop:1')
    expect(outputs['result']).toBe('started')
    expect(notices).toEqual([
      expect.stringMatching(/^::notice::cannot tell whether Lightsail can pull \S+: /),
    ])
  })

  test('a registry that hangs is given up at its bound', async () => {
    const { run, registry } = await arrange({
      instead: () => {
        passTime(5_000)
        return true
      },
    })
    const { outputs } = await run('acme/shop:1')
    expect(outputs['result']).toBe('started')
    expect(registry.asked).toHaveLength(1)
  })

  test('check-image: false asks nobody', async () => {
    const { run, registry } = await arrange()
    const { outputs } = await run('acme/shop:2', { inputs: { 'check-image': 'false' } })
    expect(outputs['result']).toBe('started')
    expect(registry.asked).toEqual([])
  })

  test('against an emulator only registries on loopback are asked', async () => {
    const { run, registry } = await arrange()
    for (const image of ['nginx:1.27', 'ghcr.io/acme/shop:9a8b7c', 'registry.invalid/acme/shop:1']) {
      const { outputs, log } = await run('', { inputs: { image } })
      expect(outputs['result']).toBe('started')
      expect(log).not.toContain('sha256:')
    }
    expect(registry.asked).toEqual([])
  })

  test('a rollback is not kept from putting back what ran', async () => {
    const { run, registry } = await arrange()
    const { outputs } = await run('', { inputs: { image: '', mode: 'rollback' } })
    expect(outputs['result']).toBe('started')
    expect(registry.asked).toEqual([])
  })

  test('a cancelled job asks no longer, and writes nothing', async () => {
    let cancelJob: () => void = () => undefined
    const { run, cancel } = await arrange({
      instead: () => {
        cancelJob()
        return true
      },
    })
    cancelJob = cancel
    const { outputs, writes } = await run('acme/shop:1')
    expect(outputs['result']).toBe('cancelled')
    expect(writes).toEqual([])
  })

  test('no login of the job, and no secret, is sent to a registry', async () => {
    const { run, registry } = await arrange({ manner: 'ghcr' })
    const env = {
      DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [registry.address]: { auth: 'dTpw' } } }),
      GITHUB_TOKEN: 'ghs_canary',
    }
    await run('acme/shop:1', { env })
    expect(registry.asked.length).toBeGreaterThan(3)
    expect(JSON.stringify(registry.asked)).not.toMatch(/dTpw|canary|cookie|Basic/)
  })
})

describe('what the tag stands for', () => {
  const short = (digest: string) => digest.slice(0, 19)

  test('is shown in the plan and the summary, and remembered', async () => {
    const { run, image, tags } = await arrange()
    const { log, summary } = await run('acme/shop:1', { inputs: { 'wait-for-service-stability': 'true' } })
    const { digest } = amd64.manifest
    expect(log).toContain(`→ ${image('acme/shop:1')} (${short(digest)})`)
    expect(summary).toContain(digest)
    expect(tags()).toContainEqual({ key: 'lightsail-deploy:digest:app', value: `18@${digest}` })
  })

  test('the same tag and the same digest: unchanged', async () => {
    const { run } = await arrange()
    await run('acme/shop:1')
    const { outputs, writes } = await run('acme/shop:1')
    expect(outputs).toMatchObject({ result: 'unchanged', 'has-changes': 'false' })
    expect(outputs['reason']).toContain(`is still ${short(amd64.manifest.digest)}`)
    expect(writes).toEqual([])
  })

  test('the same tag and another digest: deployed, and said', async () => {
    const { run, registry, image, tags } = await arrange()
    await run('acme/shop:1')
    registry.images.set('acme/shop:1', other)
    const { outputs, log } = await run('acme/shop:1')
    expect(outputs).toMatchObject({ result: 'started', 'deployment-version': '19', 'changes-count': '1' })
    expect(log).toContain(
      `~ app image  ${image('acme/shop:1')} moved: ${short(amd64.manifest.digest)} → ${short(other.manifest.digest)}`,
    )
    expect(tags()).toContainEqual({
      key: 'lightsail-deploy:digest:app',
      value: `19@${other.manifest.digest}`,
    })
  })

  test('mode: plan sees both', async () => {
    const { run, registry } = await arrange()
    await run('acme/shop:1')
    expect((await run('acme/shop:1', { inputs: { mode: 'plan' } })).outputs['has-changes']).toBe('false')
    registry.images.set('acme/shop:1', other)
    expect((await run('acme/shop:1', { inputs: { mode: 'plan' } })).outputs['has-changes']).toBe('true')
  })

  test('what nobody remembers is not claimed: deployed again', async () => {
    const { run } = await arrange()
    await run('acme/shop:1', { inputs: { 'check-image': 'false' } })
    const { outputs, log } = await run('acme/shop:1')
    expect(outputs['result']).toBe('started')
    expect(log).toContain(`may point to a new image (${short(amd64.manifest.digest)})`)
  })

  test('what was deployed since then by somebody else is not what is remembered', async () => {
    const { run, simulator, world } = await arrange()
    await run('acme/shop:1')
    simulator.account.call('CreateContainerServiceDeployment', {
      serviceName: 'shop',
      containers: { app: { image: 'ghcr.io/acme/other:1', ports: { '8080': 'HTTP' } } },
      publicEndpoint: { containerName: 'app', containerPort: 8080 },
    })
    world.pass(600_000)
    await run('acme/shop:1', { inputs: { 'check-image': 'false' } })
    const { outputs } = await run('acme/shop:1')
    expect(outputs['result']).toBe('started')
  })

  test('a registry that does not tell: deployed again, as ever', async () => {
    let isDown = false
    const { run } = await arrange({ instead: (_, answer) => isDown && !!answer.writeHead(503).end() })
    await run('acme/shop:1')
    isDown = true
    expect((await run('acme/shop:1')).outputs['result']).toBe('started')
  })

  test('of several containers each has its own', async () => {
    const { run, registry, image, tags } = await arrange()
    registry.images.set('acme/proxy:1', other)
    const file = { 'container-name': 'proxy', image: image('acme/proxy:1'), 'container-port': '' }
    await run('acme/shop:1')
    expect((await run('', { inputs: file })).outputs['result']).toBe('started')
    expect(tags()).toEqual(
      expect.arrayContaining([
        { key: 'lightsail-deploy:digest:app', value: `19@${amd64.manifest.digest}` },
        { key: 'lightsail-deploy:digest:proxy', value: `19@${other.manifest.digest}` },
      ]),
    )
    expect((await run('', { inputs: file })).outputs['result']).toBe('unchanged')
    registry.images.set('acme/shop:1', other)
    const { outputs, log } = await run('', { inputs: file })
    expect(outputs['result']).toBe('started')
    expect(log).toContain('~ app image  ')
  })

  test('a digest in the image itself needs no memory', async () => {
    const { run, tags } = await arrange()
    await run(`acme/shop@${amd64.manifest.digest}`)
    expect(tags().map(({ key }) => key)).toEqual(['team'])
    expect((await run(`acme/shop@${amd64.manifest.digest}`)).outputs['result']).toBe('unchanged')
  })

  test('a run that may not tag says what comes of it', async () => {
    const { run, simulator } = await arrange()
    simulator.faults.push({ operation: 'TagResource', calls: 'every', effect: { kind: 'access-denied' } })
    const { outputs, log } = await run('acme/shop:1')
    expect(outputs['result']).toBe('started')
    expect(log).toContain('with the digests of its images, so the next run redeploys them')
  })
})

describe('the ports that the image exposes', () => {
  test('container-port is not among them: a notice says which are', async () => {
    const { run, registry } = await arrange()
    registry.images.set('acme/shop:2', singleImage({ exposes: ['3000/tcp', '9090/tcp', '53/udp'] }))
    const { log, outputs } = await run('acme/shop:2', { inputs: { 'container-port': '8080' } })
    expect(outputs['result']).toBe('started')
    expect(log).toMatch(/^::notice::\S+ exposes port 3000, 9090, but the public endpoint points to 8080/m)
  })

  test.each([
    ['it is among them', ['9090/tcp', '8080/tcp']],
    ['the image exposes none', []],
    ['the image exposes none of TCP', ['53/udp']],
  ])('%s: not a word', async (_, exposes) => {
    const { run, registry } = await arrange()
    registry.images.set('acme/shop:2', singleImage({ exposes }))
    const { log } = await run('acme/shop:2', { inputs: { 'container-port': '8080' } })
    expect(log).not.toContain('exposes port')
  })
})
