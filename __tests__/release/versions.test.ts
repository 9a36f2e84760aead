import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import { releasedVersions, sectionsOf } from '../../scripts/release/changelog.js'
import { numbersOf } from '../../scripts/release/version.js'
import { runBundle } from '../bundle/bundle.ts'
import { read } from '../contract/markdown.ts'

/** One version: package.json, the lock file, the changelog and the bundle say the same. */

const { version } = JSON.parse(read('package.json')) as { version: string }

test('is three numbers', () => {
  expect(numbersOf(version)).toBeDefined()
})

test('stands in the lock file', () => {
  const lock = JSON.parse(read('package-lock.json')) as {
    version: string
    packages: { '': { version: string } }
  }
  expect([lock.version, lock.packages[''].version]).toEqual([version, version])
})

test('is the newest of the changelog, as soon as that has one; before, all is unreleased', () => {
  const [newest = version] = releasedVersions(read('CHANGELOG.md'))
  expect(newest).toBe(version)
})

test('the changelog begins with what is unreleased, and every other section has a date', () => {
  const [first, ...others] = sectionsOf(read('CHANGELOG.md'))
  expect(first).toMatchObject({ name: 'Unreleased', date: undefined })
  expect(others.filter(({ name, date }) => numbersOf(name) === undefined || date === undefined)).toEqual([])
})

describe.each([
  { action: 'lightsail', product: 'lightsail-deploy', endpoint: 'AWS_ENDPOINT_URL_LIGHTSAIL' },
  { action: 'ecs', product: 'lightsail-deploy-ecs', endpoint: 'AWS_ENDPOINT_URL_ECS' },
] as const)('the bundle of $action', ({ action, product, endpoint }) => {
  test('sends it with its requests', async () => {
    const agents: string[] = []
    const server = createServer((request, response) => {
      agents.push(request.headers['user-agent'] ?? '')
      response.writeHead(400).end('{}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      await runBundle({ action, env: { [endpoint]: url }, inputs: { 'max-retries': '0' } })
    } finally {
      server.close()
    }
    expect(agents.length).toBeGreaterThan(0)
    for (const agent of agents) expect(agent).toContain(`${product}/${version}`)
  })
})
