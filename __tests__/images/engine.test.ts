import { chmodSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { registryPassword } from '../../scripts/machine.js'
import { createLocalImages } from '../../src/images/local-images.ts'
import { createHttpClient } from '../../src/net/http-client.ts'
import { systemClock } from '../../src/runtime/clock.ts'
import { type Passage, startGateway, type Trouble } from '../support/docker/gateway.ts'
import { setMachine } from '../support/docker/machine.ts'

const http = createHttpClient({ environment: {} })
afterAll(() => http.close())

const { registry, engine, folder, testHere, build } = await setMachine()

/** A docker command that stands before the real one: it notes how it is called, and may answer in its place. */
function commandBefore(name: string, script: string) {
  const bin = mkdtempSync(join(folder, `${name}-`))
  const calls = join(bin, 'calls')
  writeFileSync(
    join(bin, 'docker'),
    `#!/bin/sh\necho "$@" >> ${calls}\n${script}\nexec /usr/bin/docker "$@"\n`,
  )
  chmodSync(join(bin, 'docker'), 0o755)
  return { path: `${bin}:/usr/bin:/bin`, calls: () => readFileSync(calls, 'utf8').trim().split('\n') }
}

function connect(
  { path = engine?.env.PATH, env = {} }: { path?: string; env?: Record<string, string> } = {},
  signal = new AbortController().signal,
) {
  const temporary = mkdtempSync(join(folder, 'temporary-'))
  const environment = { ...engine?.env, PATH: path, HOME: folder, RUNNER_TEMP: temporary, ...env }
  const clock = { ...systemClock, sleep: async () => undefined }
  const deadline = systemClock.now() + 3_600_000
  const images = createLocalImages({
    environment,
    http,
    signal,
    clock,
    maxRetries: 3,
    deadline,
    clean: (text) => text,
  })
  return { images, temporary }
}

async function push(
  image: string,
  {
    path,
    passwords = [registryPassword],
    troubleOf,
    signal,
  }: {
    path?: string
    passwords?: readonly string[]
    troubleOf?: (passage: Passage, before: readonly Passage[]) => Trouble | undefined
    signal?: AbortSignal
  } = {},
) {
  const { images, temporary } = connect(path === undefined ? {} : { path }, signal)
  const gateway = troubleOf && (await startGateway(registry?.address ?? '', troubleOf))
  const address = gateway?.address ?? registry?.address ?? ''
  const said: string[] = []
  let asked = 0
  const login = async () => ({ address, username: 'AWS', password: passwords[asked] ?? '' })
  try {
    const digest = await images.push(
      image,
      { kind: 'engine' },
      {
        logins: {
          current: login,
          renewed: () => {
            asked++
            return login()
          },
        },
        repository: 'sr',
        tag: image.replace(':', '-'),
        isStored: () => false,
        onProgress: (text) => said.push(text),
      },
    )
    return { digest, said, asked, left: readdirSync(temporary) }
  } finally {
    await gateway?.stop()
  }
}

function names() {
  return engine?.docker('image', 'ls', '--format', '{{.Repository}}:{{.Tag}}').trim().split('\n') ?? []
}

describe('an image of the engine', () => {
  testHere(
    'is pushed under a name that is gone afterwards, with the digest that the engine names',
    async () => {
      const image = build()
      const { digest, said, left } = await push(image)
      const manifest = await registry?.get(
        `/v2/sr/manifests/${digest}`,
        'application/vnd.docker.distribution.manifest.v2+json',
      )
      expect(manifest?.status).toBe(200)
      expect(manifest?.headers.get('docker-content-digest')).toBe(digest)
      expect(said).toEqual([
        `pushing ${image}: 1 layer`,
        expect.stringMatching(`^pushed ${image}: 1 layer, `),
      ])
      expect(names().filter((name) => name.includes('/sr:'))).toEqual([])
      expect(left).toEqual([])
    },
  )

  testHere('whose layers are there already says so', async () => {
    await push(build())
    expect((await push(build())).said.at(-1)).toContain('1 already there')
  })

  testHere('is looked at before: what it is built for, and whether it is there at all', async () => {
    const { images } = connect()
    expect(await images.look(build(), { kind: 'engine' })).toMatchObject({
      kind: 'usable',
      isKnownToRegistry: false,
    })
    expect(await images.look('nowhere:1', { kind: 'engine' })).toEqual({ kind: 'absent' })
  })

  testHere('for arm64 is refused before the push', async () => {
    engine?.docker('build', '--platform', 'linux/arm64', '--tag', 'arm:1', '--quiet', buildFolder())
    await expect(connect().images.look('arm:1', { kind: 'engine' })).rejects.toMatchObject({
      reasonCode: 'image-not-amd64',
      message: 'arm:1 is built for linux/arm64, but only linux/amd64 can run',
    })
  })

  const buildFolder = () => {
    const context = mkdtempSync(join(folder, 'context-'))
    writeFileSync(join(context, 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /\n')
    return context
  }
})

describe('the login', () => {
  testHere('goes over standard input: no argument of any command holds it', async () => {
    const before = commandBefore('listener', '')
    await push(build(), { path: before.path })
    expect(before.calls().join('\n')).toContain('login --username AWS --password-stdin')
    expect(before.calls().join('\n')).not.toContain(registryPassword)
  })

  testHere('that ended is replaced', async () => {
    const { asked, said } = await push(build(), { passwords: ['yesterday', registryPassword] })
    expect(asked).toBe(1)
    expect(said).toContain('the registry login expired; pushing again with a new one')
  })

  testHere('is removed when the job is cancelled in the middle of a push', async () => {
    const controller = new AbortController()
    const image = build()
    const { images, temporary } = connect({}, controller.signal)
    const gateway = await startGateway(registry?.address ?? '', ({ method, url }) => {
      if (method === 'POST' && url.includes('/uploads/')) controller.abort()
      return undefined
    })
    const pushing = images.push(
      image,
      { kind: 'engine' },
      {
        logins: {
          current: async () => ({ address: gateway.address, username: 'AWS', password: registryPassword }),
          renewed: () => Promise.reject(new Error('not asked for')),
        },
        repository: 'cancelled',
        tag: 'tag',
        isStored: () => false,
        onProgress: () => undefined,
      },
    )
    await expect(pushing).rejects.toMatchObject({ kind: 'cancelled' })
    await gateway.stop()
    expect(readdirSync(temporary)).toEqual([])
    // Without a tag: an engine that was nearly through may note where the image went.
    expect(names().filter((name) => /\/cancelled:(?!<none>)/.test(name))).toEqual([])
  })
})

describe('other engines', () => {
  testHere('a Docker that can push one platform is told which', async () => {
    // What Docker 29 says of itself; the platform is taken out again for the one that is here.
    const before = commandBefore(
      'docker-29',
      `case "$1" in
version) echo '{"Client":{"ApiVersion":"1.52"}}'; exit;;
info) echo '[["driver-type","io.containerd.snapshotter.v1"]]'; exit;;
push) exec /usr/bin/docker push "$4";;
esac`,
    )
    const { digest } = await push(build(), { path: before.path })
    expect(digest).toMatch(/^sha256:/)
    expect(before.calls().find((call) => call.startsWith('push'))).toMatch(
      /^push --platform linux\/amd64 127/,
    )
  })

  const indexes = `version) echo '{"Client":{"ApiVersion":"1.45"}}'; exit;;
info) echo '[["driver-type","io.containerd.snapshotter.v1"]]'; exit;;`
  const podman = `version) echo '{"Client":{"APIVersion":"4.3.1"}}'; exit;;`

  testHere.each([
    ['a Docker that can push only whole indexes', indexes],
    ['Podman', podman],
  ])('%s is asked for a file, which is uploaded without it', async (_, script) => {
    const before = commandBefore('saver', `case "$1" in\n${script}\nesac`)
    const { digest, left } = await push(build(), { path: before.path })
    expect(before.calls().some((call) => call.startsWith('save --output'))).toBe(true)
    expect(before.calls().some((call) => /^(?:push|login)/.test(call))).toBe(false)
    const type = 'application/vnd.docker.distribution.manifest.v2+json'
    expect((await registry?.get(`/v2/sr/manifests/${digest}`, type))?.status).toBe(200)
    expect(left).toEqual([])
  })

  test('without an engine nothing of this machine is found', async () => {
    const { images } = connect({ path: folder })
    expect(await images.look('shop:1', { kind: 'engine' })).toEqual({
      kind: 'no-command',
      why: 'there is no docker command',
    })
  })

  testHere('an engine that does not answer says why', async () => {
    const { images } = connect({ env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' } })
    expect(await images.look('shop:1', { kind: 'engine' })).toMatchObject({
      kind: 'no-answer',
      why: expect.stringContaining('Cannot connect to the Docker daemon'),
    })
  })
})

describe('what goes wrong with a push of the engine', () => {
  const manifestsAnswered = (status: number, body: string) => ({
    troubleOf: ({ method, url }: Passage): Trouble | undefined =>
      method === 'PUT' && url.includes('/manifests/') ? { kind: 'answer', status, body } : undefined,
  })

  testHere.each([
    [
      403,
      '{"errors":[{"code":"DENIED","message":"not you"}]}',
      { kind: 'access-denied', reasonCode: 'push-forbidden' },
    ],
    [
      400,
      '{"errors":[{"code":"MANIFEST_INVALID","message":"not this one"}]}',
      { kind: 'rejected', reasonCode: 'push-failed' },
    ],
    [503, '', { kind: 'no-response', reasonCode: 'push-failed' }],
  ])('HTTP %i is told in the words of the engine', async (status, body, failure) => {
    await expect(push(build(), manifestsAnswered(status, body))).rejects.toMatchObject({
      ...failure,
      message: expect.stringMatching(/was not pushed: .*(?:not you|not this one|503)/),
    })
  })

  testHere('a registry that was away for a moment is asked again', async () => {
    let times = 0
    const { said } = await push(build(), {
      troubleOf: ({ method, url }) =>
        method === 'PUT' && url.includes('/manifests/') && times++ === 0
          ? { kind: 'answer', status: 502 }
          : undefined,
    })
    expect(said.at(-1)).toContain('pushed')
  })

  testHere('an archive of the engine itself can be pushed too', async () => {
    const image = build()
    const path = join(folder, 'saved.tar')
    engine?.docker('save', '--output', path, image)
    const { images } = connect()
    expect(await images.look(`docker-archive:${path}`, { kind: 'docker-archive', path })).toMatchObject({
      kind: 'usable',
    })
  })
})
