import { get } from 'node:http'
import { describe, expect, test } from '@jest/globals'
import { named, type Shop, shopIn } from './shop.ts'

/** Status and revision, as a visitor sees them. */
function visit({ simulator }: Shop, service = 'shop'): Promise<string> {
  return new Promise((resolve, reject) => {
    get(`${simulator.url}/ecs/prod/${service}/healthz`, (response) => {
      let body = ''
      response.on('data', (chunk) => {
        body += chunk
      })
      response.on('end', () => {
        const revision = body.startsWith('{') ? ` ${JSON.parse(body).taskDefinition}` : ''
        resolve(`${response.statusCode}${revision}`)
      })
    }).on('error', reject)
  })
}

describe('a service behind its load balancer', () => {
  test('answers with what serves, during a rollout and after it', async () => {
    const shop = await shopIn('shop-on-ecs')
    expect(await visit(shop)).toBe('200 web:19')
    await shop.deploy()
    shop.advance(40)
    expect(await visit(shop)).toBe('200 web:19')
    shop.advance(60)
    expect(await visit(shop)).toBe('200 web:16')
  })

  test('answers with the revision that has the traffic', async () => {
    const shop = await shopIn('canary-alarm')
    await shop.deploy()
    shop.advance(60)
    expect(await visit(shop)).toBe('200 web:19')
  })

  test('goes on with the revision before where the next one crashes', async () => {
    const shop = await shopIn('circuit-breaker')
    await shop.deploy()
    for (let poll = 0; poll < 20; poll += 1) {
      shop.advance(5)
      expect(await visit(shop)).toBe('200 web:19')
    }
  })

  test('is healthy and broken all the same, until it is put back', async () => {
    const shop = await shopIn('does-not-verify')
    await shop.deploy()
    shop.advance(120)
    expect(await shop.rollout()).toMatchObject({ status: 'SUCCESSFUL' })
    expect(await visit(shop)).toBe('500 web:16')
    await shop.deploy({ taskDefinition: 'web:19' })
    shop.advance(120)
    expect(await visit(shop)).toBe('200 web:19')
  })

  test('is unavailable without a task, and not found without a service', async () => {
    const shop = await shopIn('scaled-to-zero')
    expect(await visit(shop)).toBe('503')
    expect(await visit(shop, 'other')).toBe('404')
    shop.account.call('DeleteService', { ...named, force: true })
    shop.advance(60)
    expect(await visit(shop)).toBe('404')
  })
})
