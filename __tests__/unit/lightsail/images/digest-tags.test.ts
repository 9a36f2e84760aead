import { describe, expect, test } from '@jest/globals'
import type { ImageInspection } from '../../../../src/images/registry/inspect-image.ts'
import {
  digestTags,
  isSettled,
  movedImages,
  rememberedDigest,
} from '../../../../src/lightsail/images/digest-tags.ts'
import { deployment, service, web } from '../../../support/shop.ts'

function digest(letter: string) {
  return `sha256:${letter.repeat(64)}`
}
const image = 'ghcr.io/acme/shop:latest'
const spec = { ...web, containers: { app: { ...web.containers['app'], image } } } as typeof web
const key = 'lightsail-deploy:digest:app'

function found(letter: string): ImageInspection {
  return {
    kind: 'found',
    digest: digest(letter),
    isAmd64: true,
    platforms: [],
    isComplete: true,
    exposedPorts: [],
  }
}
function said(inspection: ImageInspection) {
  return new Map([[image, inspection]])
}
function running(tags: Readonly<Record<string, string>>) {
  return service({ tags, current: { ...deployment(17, 'ACTIVE'), spec } })
}

describe('the digest that is remembered', () => {
  test.each([
    ['of the version that is active', `17@${digest('a')}`, digest('a')],
    ['of an earlier version', `16@${digest('a')}`, undefined],
    ['of a later version, which failed', `18@${digest('a')}`, undefined],
    ['in another form', digest('a'), undefined],
    ['cut', `17@${digest('a').slice(0, 40)}`, undefined],
    ['empty', '', undefined],
  ])('%s', (_, value, expected) => {
    expect(rememberedDigest(running({ [key]: value }), 'app')).toBe(expected)
  })

  test('of a version that failed counts for nothing', () => {
    const current = { ...deployment(17, 'FAILED'), spec }
    expect(
      rememberedDigest(service({ tags: { [key]: `17@${digest('a')}` }, current }), 'app'),
    ).toBeUndefined()
  })
})

describe('a tag is settled only if both sides are known and equal', () => {
  const remembered = running({ [key]: `17@${digest('a')}` })

  test.each<[string, ImageInspection | undefined, boolean, number]>([
    ['equal', found('a'), true, 0],
    ['another', found('b'), false, 1],
    ['not asked', undefined, false, 0],
    ['not there', { kind: 'not-found', missing: 'tag' }, false, 0],
    ['not told', { kind: 'unknown', why: 'it answers HTTP 503' }, false, 0],
  ])('%s', (_, inspection, settled, moved) => {
    const inspections = inspection && said(inspection)
    expect(isSettled(spec, remembered, inspections)).toBe(settled)
    expect(movedImages(spec, remembered, inspections)).toHaveLength(moved)
  })

  test('nothing is remembered', () => {
    expect(isSettled(spec, running({}), said(found('a')))).toBe(false)
    expect(movedImages(spec, running({}), said(found('a')))).toEqual([])
  })

  test('the version failed its URL check: it is deployed, and checked, again', () => {
    const failed = running({ [key]: `17@${digest('a')}`, 'lightsail-deploy:bad': '17' })
    expect(isSettled(spec, failed, said(found('a')))).toBe(false)
  })
})

describe('what is written', () => {
  test('one tag for each container whose image can move', () => {
    const two = {
      ...spec,
      containers: {
        ...spec.containers,
        fixed: { ...web.containers['app'], image: `shop@${digest('c')}` },
        stored: { ...web.containers['app'], image: ':shop.app.7' },
      },
    } as typeof web
    expect(digestTags(two, 18, { inspections: said(found('a')), existing: {} })).toEqual({
      [key]: `18@${digest('a')}`,
    })
  })

  test('nothing where a service has no room for one more tag', () => {
    const existing = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`tag-${at}`, '']))
    expect(digestTags(spec, 18, { inspections: said(found('a')), existing })).toEqual({})
  })

  test('in the place of what was written before', () => {
    const existing = Object.fromEntries(Array.from({ length: 49 }, (_, at) => [`tag-${at}`, '']))
    const tags = digestTags(spec, 18, { inspections: said(found('a')), existing: { ...existing, [key]: '' } })
    expect(Object.keys(tags)).toEqual([key])
  })
})
