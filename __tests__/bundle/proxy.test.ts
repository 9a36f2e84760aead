import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from '@jest/globals'
import { steppedClock } from '../../simulator/wire/clock.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/wire/server.ts'
import { layerWith, ociImage, writeOciArchive } from '../support/docker/archives.ts'
import { pushRun } from '../support/github/runs.ts'
import { type GitHubServer, startGitHub } from '../support/github/server.ts'
import { startProxy } from '../support/net/proxy-server.ts'
import { certificatePath, freePort, passTo, serve, serveSecurely } from '../support/net/servers.ts'
import { runAgainst, type Situation, writes } from './bundle.ts'

/**
 * A proxy is the only way to the network, as on many self-hosted runners. Names are those of AWS and GitHub; everything is on
 * loopback.
 */

const folder = mkdtempSync(join(tmpdir(), 'lightsail-proxy-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let simulator: Simulator
let github: GitHubServer | undefined
afterEach(async () => {
  await simulator.close()
  await github?.close()
  github = undefined
})

const AWS = 'lightsail.eu-central-1.amazonaws.com:443'
async function securely(target: string) {
  return Number(new URL(await serveSecurely(passTo(target))).port)
}

/** Lightsail, which is found at AWS's own name only. */
async function startLightsail(options: SimulatorOptions = {}) {
  simulator = await startSimulator({ scenario: 'update', clock: steppedClock(20_000), ...options })
  return await securely(simulator.url)
}

function run(proxy: string, { env, inputs, ...rest }: Situation) {
  return runAgainst(simulator, {
    ...rest,
    env: {
      AWS_ENDPOINT_URL: '',
      NODE_EXTRA_CA_CERTS: certificatePath,
      HTTPS_PROXY: `http://${proxy}`,
      ...env,
    },
    inputs: { 'max-retries': '0', 'check-image': 'false', ...inputs },
  })
}

describe('HTTPS_PROXY is the only way out', () => {
  test("AWS, GitHub, the image's registry and the public URL are asked through it", async () => {
    const lightsail = await startLightsail()
    github = await startGitHub()
    const site = await securely(await serve((_, response) => response.end('hello')))
    const hub = await securely(github.apiUrl)
    const proxy = await startProxy({
      // ghcr.io does not answer: then nothing is said about the image.
      hosts: { [AWS]: lightsail, 'api.github.com:443': hub, 'shop.test:443': site, 'ghcr.io:443': 1 },
    })
    const { env, files } = pushRun({ apiUrl: 'https://api.github.com' })
    const ended = await run(proxy.address, {
      ...(files && { files }),
      ...(env && { env }),
      inputs: {
        'verify-url': 'https://shop.test/',
        'verify-body': 'hello',
        'github-deployment': 'true',
        'check-image': 'true',
      },
    })
    expect(ended.outputs).toMatchObject({ result: 'success', verified: 'true' })
    expect(writes(ended)).toContain('CreateContainerServiceDeployment')
    expect(github.requests.length).toBeGreaterThan(0)
    expect(new Set(proxy.passages)).toEqual(
      new Set([
        ...[`CONNECT ${AWS}`, 'CONNECT api.github.com:443'],
        ...['CONNECT ghcr.io:443', 'CONNECT shop.test:443'],
      ]),
    )
    expect(ended.log).not.toContain('::warning::')
  })

  test('an image is pushed through it, to a registry and where that keeps its blobs', async () => {
    const pushed: string[] = []
    const registry = await securely(
      await serve((message, response) => {
        const { method = '', url = '' } = message.resume()
        pushed.push(method)
        if (method === 'HEAD') response.writeHead(404).end()
        else if (method === 'POST') response.writeHead(202, { location: 'https://blobs.test/up/1' }).end()
        else message.on('end', () => response.writeHead(201, { location: url }).end())
      }),
    )
    const switches = { registryAddress: 'registry.test' }
    const lightsail = await startLightsail({ switches })
    const proxy = await startProxy({
      hosts: { [AWS]: lightsail, 'registry.test:443': registry, 'blobs.test:443': registry },
    })
    const path = join(folder, 'image.tar')
    await writeOciArchive(path, [ociImage([await layerWith('index.html', 'through a proxy')])])
    const ended = await run(proxy.address, { inputs: { image: `oci-archive:${path}` } })
    expect(ended.outputs).toMatchObject({ result: 'success', image: ':shop.app.1' })
    expect(pushed).toContain('PUT')
    expect(new Set(proxy.passages)).toEqual(
      new Set([`CONNECT ${AWS}`, 'CONNECT registry.test:443', 'CONNECT blobs.test:443']),
    )
  })

  test('its password is sent to it, and shown to nobody', async () => {
    const lightsail = await startLightsail()
    const proxy = await startProxy({ login: 'runner:hunter2/secret', hosts: { [AWS]: lightsail } })
    const ended = await run(proxy.address, {
      // Debug output of libraries must not contain it either.
      env: { HTTPS_PROXY: `http://runner:hunter2%2Fsecret@${proxy.address}`, DEBUG: '*', RUNNER_DEBUG: '1' },
    })
    expect(ended.outputs['result']).toBe('success')
    expect(new Set(proxy.logins)).toEqual(
      new Set([`Basic ${Buffer.from('runner:hunter2/secret').toString('base64')}`]),
    )
    const shown =
      ended.log.replaceAll(/^::add-mask::.*$/gm, '') + ended.summary + JSON.stringify(ended.outputs)
    expect(shown).not.toMatch(/hunter2/)
    expect(shown).not.toContain(Buffer.from('runner:hunter2/secret').toString('base64'))
  })

  test.each([407, 503])('what it answers itself (%d) is told as its own', async (status) => {
    await startLightsail()
    const proxy = await startProxy({ status })
    const ended = await run(proxy.address, { env: { HTTPS_PROXY: `http://u:hunter2@${proxy.address}` } })
    expect(ended.exitCode).toBe(1)
    expect(ended.outputs['reason']).toContain(
      `the proxy ${proxy.address} answers HTTP ${status} to CONNECT ${AWS}`,
    )
    expect(ended.operations).toEqual([])
    expect(ended.log.replaceAll(/^::add-mask::.*$/gm, '') + ended.summary).not.toContain('hunter2')
  })

  test('it does not exist', async () => {
    await startLightsail()
    const proxy = `127.0.0.1:${await freePort()}`
    const ended = await run(proxy, {})
    expect(ended.exitCode).toBe(1)
    expect(ended.outputs['reason']).toContain(`no connection through the proxy ${proxy}`)
  })

  test('the variable names none', async () => {
    await startLightsail()
    const ended = await run('', { env: { HTTPS_PROXY: 'socks5://u:hunter2@p.test:1080' } })
    expect(ended.exitCode).toBe(1)
    expect(ended.outputs['reason']).toContain('HTTPS_PROXY names a socks5 proxy')
    expect(ended.outputs['reason']).not.toContain('hunter2')
  })
})

describe('exceptions', () => {
  test('http goes through HTTP_PROXY, and what NO_PROXY names around it', async () => {
    await startLightsail()
    const proxy = await startProxy()
    const at = { AWS_ENDPOINT_URL_LIGHTSAIL: simulator.url, HTTP_PROXY: `http://${proxy.address}` }
    const through = await run(proxy.address, { env: at, inputs: { mode: 'plan' } })
    expect(through.outputs['result']).toBe('planned')
    expect(new Set(proxy.passages)).toEqual(new Set([`POST ${simulator.url}/`]))
    proxy.passages.length = 0
    const around = await run(proxy.address, {
      env: { ...at, NO_PROXY: 'localhost,127.0.0.1' },
      inputs: { mode: 'plan' },
    })
    expect(around.outputs['result']).toBe('planned')
    expect(proxy.passages).toEqual([])
  })
})

describe("the SDK's own ways to endpoint and credentials go through it", () => {
  /** Requests to a proxy that refuses everything. */
  const asked = async (situation: Situation): Promise<ReadonlySet<string>> => {
    await startLightsail()
    const proxy = await startProxy({ status: 503 })
    const proxies = { HTTPS_PROXY: `http://${proxy.address}`, HTTP_PROXY: `http://${proxy.address}` }
    const ended = await run(proxy.address, {
      ...situation,
      env: { ...proxies, ...situation.env },
      inputs: { mode: 'plan' },
    })
    expect(ended.exitCode).toBe(1)
    return new Set(proxy.passages)
  }
  const noKeys = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }

  test.each<[string, Situation, string]>([
    [
      'FIPS of the environment',
      { env: { AWS_USE_FIPS_ENDPOINT: 'true' } },
      'CONNECT lightsail-fips.eu-central-1.amazonaws.com:443',
    ],
    [
      'an endpoint of the environment',
      { env: { AWS_ENDPOINT_URL: 'https://aws.test:8443' } },
      'CONNECT aws.test:8443',
    ],
    [
      'endpoints of the environment that are to be ignored',
      { env: { AWS_ENDPOINT_URL: 'https://aws.test', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' } },
      `CONNECT ${AWS}`,
    ],
    [
      'FIPS of a file',
      { env: { AWS_CONFIG_FILE: 'config' }, files: { config: '[default]\nuse_fips_endpoint = true\n' } },
      'CONNECT lightsail-fips.eu-central-1.amazonaws.com:443',
    ],
    [
      'an endpoint of a profile',
      {
        env: { AWS_CONFIG_FILE: 'config', AWS_PROFILE: 'ci', ...noKeys },
        files: {
          config:
            '[profile ci]\nservices = here\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n[services here]\nlightsail =\n  endpoint_url = https://profile.test\n',
        },
      },
      'CONNECT profile.test:443',
    ],
    [
      'STS, for a role by web identity',
      {
        env: {
          ...{ ...noKeys, AWS_CONFIG_FILE: 'none', AWS_SHARED_CREDENTIALS_FILE: 'none' },
          ...{ AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/deploy', AWS_WEB_IDENTITY_TOKEN_FILE: 'token' },
        },
        files: { token: 'a.b.c' },
      },
      'CONNECT sts.eu-central-1.amazonaws.com:443',
    ],
    [
      'STS, for a role of a profile',
      {
        env: { ...noKeys, AWS_CONFIG_FILE: 'config', AWS_PROFILE: 'ci' },
        files: {
          config:
            '[profile ci]\nrole_arn = arn:aws:iam::123456789012:role/deploy\nsource_profile = base\n[profile base]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n',
        },
      },
      'CONNECT sts.eu-central-1.amazonaws.com:443',
    ],
  ])('%s', async (_, situation, passage) => {
    expect(await asked(situation)).toEqual(new Set([passage]))
  })

  test("single sign-on, with the CLI's own cache of its token", async () => {
    const home = mkdtempSync(join(folder, 'home-'))
    const { mkdirSync, writeFileSync } = await import('node:fs')
    const { createHash } = await import('node:crypto')
    const cache = join(home, '.aws', 'sso', 'cache')
    mkdirSync(cache, { recursive: true })
    const startUrl = 'https://acme.awsapps.com/start'
    const name = createHash('sha1').update(startUrl).digest('hex')
    const token = {
      accessToken: 'a-token',
      expiresAt: '2119-01-01T00:00:00Z',
      startUrl,
      region: 'eu-central-1',
    }
    writeFileSync(join(cache, `${name}.json`), JSON.stringify(token))
    writeFileSync(
      join(home, '.aws', 'config'),
      `[default]\nsso_start_url = ${startUrl}\nsso_region = eu-central-1\nsso_account_id = 123456789012\nsso_role_name = deploy\n`,
    )
    expect(await asked({ env: { ...noKeys, HOME: home } })).toEqual(
      new Set(['CONNECT portal.sso.eu-central-1.amazonaws.com:443']),
    )
  })

  test("the machine's own metadata service is asked directly", async () => {
    const metadata: string[] = []
    const url = await serve((message, response) => {
      metadata.push(message.url ?? '')
      response.writeHead(404).end()
    })
    const passages = await asked({
      env: {
        ...{ ...noKeys, AWS_CONFIG_FILE: 'none', AWS_SHARED_CREDENTIALS_FILE: 'none' },
        ...{ AWS_EC2_METADATA_DISABLED: '', AWS_EC2_METADATA_SERVICE_ENDPOINT: url },
      },
    })
    expect(metadata.length).toBeGreaterThan(0)
    expect(passages).toEqual(new Set())
  })
})
