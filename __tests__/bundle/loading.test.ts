import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from '@jest/globals'
import { indexOf } from '../support/docker/public-images.ts'
import { startPublicRegistry } from '../support/docker/public-registry.ts'
import { type BundleRun, runBundle, type Situation } from './bundle.ts'

/** What a run loads delays its start. Node.js itself reports it. */

const dist = fileURLToPath(new URL('../../dist/', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'lightsail-loading-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Words that occur only in the code of these packages. */
const marks = {
  'Lightsail client': /Lightsail_20161128/,
  'ECS client': /AmazonEC2ContainerServiceV20141113/,
  'logs client': /Logs_20140328/,
  octokit: /octokit-core\.js|octokit-request\.js/,
  yaml: /YAMLParseError/,
  zod: /\$ZodError|ZodError/,
  archives: /Invalid tar header/,
  'proxy agents': /https-proxy-agent/,
}

/** What of them a run loaded, and which of Node.js's own modules. */
async function loadedBy(situation: Situation): Promise<{ run: BundleRun; packages: string[]; own: string }> {
  const coverage = mkdtempSync(join(folder, 'run-'))
  const run = await runBundle({
    ...situation,
    env: { ...situation.env, NODE_V8_COVERAGE: coverage, NODE_OPTIONS: '--require ./spy.cjs' },
    files: {
      ...situation.files,
      'spy.cjs': "process.on('exit', () => console.log('loaded: ' + process.moduleLoadList.join(' ')))",
    },
  })
  const scripts = readdirSync(coverage).flatMap((name) => {
    const { result }: { result: { url: string }[] } = JSON.parse(readFileSync(join(coverage, name), 'utf8'))
    return result.map(({ url }) => url).filter((url) => url.startsWith('file:') && url.includes('/dist/'))
  })
  const code = [...new Set(scripts)].map((url) => readFileSync(fileURLToPath(url), 'utf8')).join('\n')
  expect(scripts.some((url) => url.endsWith('/dist/index.js'))).toBe(true)
  const packages = Object.entries(marks).flatMap(([name, mark]) => (mark.test(code) ? [name] : []))
  return { run, packages, own: /^loaded: .*$/m.exec(run.log)?.[0] ?? '' }
}

test('a plain run loads nothing that it does not need', async () => {
  const { run, packages, own } = await loadedBy({ scenario: 'update', inputs: { 'check-image': 'false' } })
  expect(run.outputs['result']).toBe('success')
  expect(packages).toEqual(['Lightsail client'])
  expect(own).toContain('NativeModule http')
  // The simulator answers without TLS.
  expect(own).not.toMatch(/undici|webstreams\/readablestream|NativeModule dns|NativeModule https/)
})

test('a plain run of ECS as well', async () => {
  const { run, packages, own } = await loadedBy({ action: 'ecs', ecs: { scenario: 'shop-on-ecs' } })
  expect(run.outputs['result']).toBe('success')
  // It lasts long enough for the log of its containers to be followed.
  expect(packages).toEqual(['ECS client', 'logs client'])
  expect(own).toContain('NativeModule http')
  expect(own).not.toMatch(/undici|webstreams\/readablestream|NativeModule dns/)
})

test('wrong inputs load no client, and no cryptography', async () => {
  const env = { GITHUB_OUTPUT: '', GITHUB_STATE: '', NODE_OPTIONS: '--require ./spy.cjs' }
  const { run, packages, own } = await loadedBy({ inputs: { image: '' }, env })
  expect(run.errors.length).toBeGreaterThan(0)
  expect(packages).toEqual([])
  expect(own).not.toMatch(/NativeModule (?:crypto|http|https)(?: |$)/)
})

test('a check of the image at its registry reads what that says without a library', async () => {
  const registry = await startPublicRegistry({
    images: { 'acme/shop:1': indexOf([{ architecture: 'amd64' }, { architecture: 'arm64' }]) },
    manner: 'docker-hub',
  })
  const image = `${registry.address}/acme/shop:1`
  // A name with a host of this machine may also be an image of its engine.
  const { run, packages } = await loadedBy({ scenario: 'update', inputs: { image, push: 'false' } })
  await registry.stop()
  expect(run.outputs['result']).toBe('success')
  expect(registry.asked.filter(({ url }) => url.includes('/manifests/')).length).toBeGreaterThan(0)
  expect(packages).toEqual(['Lightsail client'])
})

test('variables as a YAML map load YAML, and nothing else for files', async () => {
  const { run, packages } = await loadedBy({
    scenario: 'update',
    inputs: { 'environment-variables': 'LOG_LEVEL: info\nTZ: UTC\n' },
  })
  expect(run.outputs['result']).toBe('success')
  expect(packages).toEqual(['Lightsail client', 'yaml'])
})

test('a run behind a proxy loads what it takes to get through', async () => {
  const { packages } = await loadedBy({
    scenario: 'update',
    env: {
      AWS_ENDPOINT_URL: '',
      HTTPS_PROXY: 'http://127.0.0.1:1',
    },
    inputs: { 'max-retries': '0', 'check-image': 'false' },
  })
  expect(packages).toEqual(['Lightsail client', 'proxy agents'])
})

test('on ECS the client of CloudWatch Logs is loaded to read a log, and not before', async () => {
  const planned = await loadedBy({
    action: 'ecs',
    ecs: { scenario: 'shop-on-ecs' },
    inputs: { mode: 'plan' },
  })
  expect(planned.run.outputs['result']).toBe('planned')
  expect(planned.packages).toEqual(['ECS client'])
  const { run, packages } = await loadedBy({ action: 'ecs', ecs: { scenario: 'circuit-breaker' } })
  expect(run.outputs['reason-code']).toBe('app-crashed')
  expect(packages).toEqual(['ECS client', 'logs client'])
})

test('every mark is found where it belongs, and undici nowhere', () => {
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.js'),
  )
  const code = files.map((name) => readFileSync(join(dist, name), 'utf8')).join('\n')
  // The code itself is never the expected value: it is a megabyte.
  const found = Object.entries(marks).flatMap(([name, mark]) => (mark.test(code) ? [name] : []))
  expect(found).toEqual(Object.keys(marks))
  expect(/undici/.test(code)).toBe(false)
  expect(readFileSync(join(dist, 'licenses.txt'), 'utf8')).not.toMatch(/^undici|, undici/m)
})
