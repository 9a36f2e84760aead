import { describe, expect, test } from '@jest/globals'
import { localCandidates, parseImageSource } from '../../../../src/lightsail/images/image-source.ts'
import { type ImageInventory, resolveImages } from '../../../../src/lightsail/images/inventory.ts'
import { unusedImages } from '../../../../src/lightsail/images/prune.ts'
import type { DeploymentPatch } from '../../../../src/lightsail/model/patch.ts'
import { container } from '../../../support/shop.ts'

function specOf(images: Readonly<Record<string, string>>) {
  return {
    containers: Object.fromEntries(
      Object.entries(images).map(([name, image]) => [name, container({ image })]),
    ),
  }
}

describe('which images may lie on this machine', () => {
  const candidates = (image: string, push: 'auto' | 'true' | 'false' = 'auto') =>
    localCandidates({ deployment: { image } as DeploymentPatch, push }).length > 0

  test.each([
    ['shop', true],
    ['shop:1.2.3', true],
    ['acme/shop:1', true],
    ['my.shop:1', true],
    ['localhost/shop:1', true],
    ['localhost:5000/shop:1', true],
    ['127.0.0.1:5000/shop:1', true],
    ['oci-archive:image.tar', true],
    ['docker-archive:/tmp/image.tar', true],
    ['ghcr.io/acme/shop:1', false],
    ['registry:5000/shop:1', false],
    [`shop@sha256:${'a'.repeat(64)}`, false],
    [':shop.app.7', false],
  ])('%s: %s', (image, isCandidate) => {
    expect(candidates(image)).toBe(isCandidate)
  })

  test('push: true looks for all but stored ones, push: false for none but archives', () => {
    expect(candidates('ghcr.io/acme/shop:1', 'true')).toBe(true)
    expect(candidates(':shop.app.7', 'true')).toBe(false)
    expect(candidates('shop:1', 'false')).toBe(false)
  })

  test('an archive is told from an image of that name', () => {
    expect(parseImageSource('oci-archive:a/b.tar')).toEqual({ kind: 'oci-archive', path: 'a/b.tar' })
    expect(parseImageSource('docker-archive:D:\\a\\_temp\\shop.tar')).toEqual({
      kind: 'docker-archive',
      path: 'D:\\a\\_temp\\shop.tar',
    })
    expect(parseImageSource('archive:1')).toEqual({ kind: 'engine' })
  })
})

describe('a deployment with images of this machine', () => {
  const digest = `sha256:${'d'.repeat(64)}`
  const stock: ImageInventory = {
    local: { 'shop:1': [], 'shop:2': [digest] },
    stored: [
      { name: ':shop.web.9', digest },
      { name: ':shop.app.8', digest },
    ],
    notices: [],
    pushed: { 'app shop:1': ':shop.app.10' },
  }
  const stocked = (images: Readonly<Record<string, string>>, imageLabel?: string, running = specOf({})) => {
    const result = resolveImages(specOf(images), running, { stock, imageLabel })
    if ('fault' in result) return result.fault.reasonCode
    const names = (spec: typeof result.spec) => Object.values(spec.containers).map(({ image }) => image)
    return { real: names(result.spec), shown: names(result.shown), pushes: result.pushes }
  }

  test('what this run pushed has its name, and is shown as the user wrote it', () => {
    expect(stocked({ app: 'shop:1' })).toEqual({ real: [':shop.app.10'], shown: ['shop:1'], pushes: [] })
  })

  test('what is there already keeps its number, if the label is the same', () => {
    expect(stocked({ app: 'shop:2' })).toEqual({ real: [':shop.app.8'], shown: [':shop.app.8'], pushes: [] })
    expect(stocked({ proxy: 'shop:2' })).toMatchObject({ pushes: [{ label: 'proxy', image: 'shop:2' }] })
    expect(stocked({ app: 'shop:2' }, 'web')).toMatchObject({ real: [':shop.web.9'] })
  })

  test('what was pushed and turned out to run already is no change', () => {
    const running = specOf({ app: ':shop.app.10' })
    expect(stocked({ app: 'shop:1' }, undefined, running)).toMatchObject({ shown: [':shop.app.10'] })
  })

  test('other images are left alone', () => {
    expect(stocked({ app: 'nginx:1', proxy: ':shop.proxy.3' })).toMatchObject({ pushes: [] })
  })

  test('one label cannot name two images', () => {
    expect(stocked({ app: 'shop:1', proxy: 'shop:2' }, 'web')).toBe('image-label-ambiguous')
    expect(stocked({ app: 'shop:3', proxy: 'shop:3' }, 'web')).toMatchObject({ pushes: [] })
  })
})

describe('images that nobody needs', () => {
  const stored = [9, 8, 7, 6, 5].flatMap((number) => [
    { name: `:shop.app.${number}`, digest: '' },
    { name: `:shop.proxy.${number}`, digest: '' },
  ])
  const spare = (keep: number, used: Readonly<Record<string, string>> = {}, labels = ['app']) =>
    unusedImages({ stored, labels, keep, used: [specOf(used)] })

  test('are beyond the newest of their label', () => {
    expect(spare(3)).toEqual([':shop.app.6', ':shop.app.5'])
    expect(spare(5)).toEqual([])
    expect(spare(4, {}, ['app', 'proxy'])).toEqual([':shop.app.5', ':shop.proxy.5'])
  })

  test('are in no deployment', () => {
    expect(spare(1, { app: ':shop.app.6', old: ':shop.app.5' })).toEqual([':shop.app.8', ':shop.app.7'])
  })

  test('are never the newest: it may be deployed as latest', () => {
    expect(spare(0, { app: ':shop.app.latest' })).not.toContain(':shop.app.9')
  })
})
