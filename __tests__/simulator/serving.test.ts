import { get } from 'node:http'
import { describe, expect, test } from '@jest/globals'
import { respondPublicly } from '../../simulator/lightsail/public-endpoint.ts'
import { accountIn, deploy, shop, simulated } from './situations.ts'

type Account = ReturnType<typeof accountIn>['account']

function visit(account: Account, name = 'shop'): string {
  const { records, switches } = account
  const { status, body } = respondPublicly(name, { records, at: account.now(), switches })
  const title = /<title>(.*)<\/title>/.exec(body)?.[1]
  return title ?? `${status} ${JSON.parse(body).version}`
}

describe('the default URL', () => {
  test.each([
    ['of a service that runs', 'update', 'shop', '200 17'],
    ['of no service', 'empty-account', 'shop', '404 No Such Service'],
    ['of a service without a deployment', 'ready-service', 'shop', '404 No Such Service'],
    ['of a service without a public endpoint', 'private-service', 'jobs', '404 No Such Service'],
    ['of a disabled service', 'disabled-service', 'shop', '503 Service Temporarily Unavailable'],
    ['of a service while another version is activating', 'deployment-in-progress', 'shop', '200 17'],
  ])('%s', (_, scenario, name, expected) => {
    expect(visit(accountIn(scenario).account, name)).toBe(expected)
  })

  test('is unavailable until a first deployment serves, and stays so when it fails', () => {
    const { account, advance } = accountIn('ready-service', {}, ['crashes', 'succeeds'])
    deploy(account)
    expect(visit(account)).toBe('503 Service Temporarily Unavailable')
    advance(600)
    expect(visit(account)).toBe('503 Service Temporarily Unavailable')
    deploy(account)
    advance(600)
    expect(visit(account)).toBe('200 2')
  })

  test('of a deleted service does not exist', () => {
    const { account, advance } = accountIn('update')
    account.call('DeleteContainerService', { serviceName: 'shop' })
    advance(60)
    expect(visit(account)).toBe('404 No Such Service')
  })

  test.each([
    [0, '200 18'],
    [30, '200 17'],
  ])('with a serving lag of %d s answers at the moment of ACTIVE with %s', (servingLagSeconds, expected) => {
    const { account, advance } = accountIn('update', { servingLagSeconds })
    deploy(account)
    advance(160)
    expect(shop(account).currentDeployment?.version).toBe(18)
    expect(visit(account)).toBe(expected)
    advance(30)
    expect(visit(account)).toBe('200 18')
  })

  test('of a version that is active but broken answers 500, until the next', () => {
    const { account, advance } = accountIn('does-not-verify', {}, ['succeeds-but-answers-500', 'succeeds'])
    deploy(account)
    advance(200)
    expect(visit(account)).toBe('500 18')
    deploy(account)
    advance(200)
    expect(visit(account)).toBe('200 19')
  })
})

test('with a loopback URL the simulator answers in the place of the service', async () => {
  const simulator = await simulated({ scenario: 'does-not-verify' })
  const { url } = shop(simulator.account)
  expect(url).toBe(`${simulator.url}/at/shop/`)
  const response = await fetch(`${url}healthz`)
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ service: 'shop', version: 17, image: 'ghcr.io/acme/shop:1f2e3d' })
  expect((await fetch(`${simulator.url}/at/nope/`)).status).toBe(404)
  expect((await fetch(simulator.url)).status).toBe(404)
  expect(simulator.calls).toEqual([])
})

test('with the real URL it answers to the name in the Host header', async () => {
  const simulator = await simulated({ scenario: 'update' })
  const { host } = new URL(shop(simulator.account).url)
  const status = await new Promise((resolve, reject) => {
    get(simulator.url, { headers: { host } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    }).on('error', reject)
  })
  expect(status).toBe(200)
})
