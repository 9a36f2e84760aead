import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { indexOf } from '../../support/docker/public-images.ts'
import { type PublicRegistry, startPublicRegistry } from '../../support/docker/public-registry.ts'
import { ending, runEcs, writes } from './action.ts'

/** What an image's registry says before anything is written. Tasks may have a login of their own: only what is certain refuses. */

let registry: PublicRegistry
beforeEach(async () => {
  registry = await startPublicRegistry({
    images: {
      'acme/shop:both': indexOf([{ architecture: 'amd64' }, { architecture: 'arm64' }]),
      'acme/shop:arm': indexOf([{ architecture: 'arm64' }]),
      'acme/shop:windows': indexOf([{ architecture: 'amd64', os: 'windows' }]),
    },
    manner: 'docker-hub',
  })
})
afterEach(() => registry.stop())

function deploy(name: string, inputs: Readonly<Record<string, string>> = {}) {
  return runEcs({ inputs: { image: `${registry.address}/${name}`, 'check-image': 'true', ...inputs } })
}

describe('check-image', () => {
  test('an image that is there is deployed, and its digest is told', async () => {
    const run = await deploy('acme/shop:both')
    expect(ending(run)).toBe('success · deployment-active')
    expect(run.log).toMatch(/acme\/shop:both \(sha256:[a-f0-9]{12}\)/)
  })

  test('the plan is printed once, although it is written in two steps', async () => {
    const { log } = await deploy('acme/shop:both')
    expect(log.match(/^Plan for/gm)).toHaveLength(1)
  })

  test('registered a tag that does not exist is refused, before anything', async () => {
    const run = await deploy('acme/shop:none')
    expect(ending(run)).toBe('refused · image-not-found')
    expect(writes(run)).toEqual([])
  })

  test('an image for another CPU is refused', async () => {
    const run = await deploy('acme/shop:arm')
    expect(ending(run)).toBe('refused · wrong-architecture')
    expect(run.outputs['reason']).toContain('is built for linux/arm64')
    expect(writes(run)).toEqual([])
  })

  test('an image for another operating system is refused, and the fix names what would allow it', async () => {
    const run = await deploy('acme/shop:windows')
    expect(ending(run)).toBe('refused · wrong-architecture')
    expect(run.errors[0]).toContain('set runtimePlatform.operatingSystemFamily')
  })

  test('an image that only somebody with a login may see is deployed', async () => {
    expect(ending(await deploy('acme/private:1'))).toBe('success · deployment-active')
  })

  test('nobody is asked where it is switched off', async () => {
    expect(ending(await deploy('acme/shop:none', { 'check-image': 'false' }))).toBe(
      'success · deployment-active',
    )
    expect(registry.asked).toEqual([])
  })

  test('a plan says that a deployment would be refused, and stays green', async () => {
    const run = await deploy('acme/shop:none', { mode: 'plan' })
    expect(ending(run)).toBe('planned · plan-only')
    expect(run.log).toContain('a deployment would be refused')
  })
})
