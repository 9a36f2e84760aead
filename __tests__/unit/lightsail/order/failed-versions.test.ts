import { describe, expect, test } from '@jest/globals'
import {
  failedTwin,
  failedVersions,
  failedVersionsTag,
} from '../../../../src/lightsail/order/failed-versions.ts'
import { validateTag } from '../../../../src/options/tags.ts'
import { tagKeys } from '../../../../src/source/resource-tags.ts'
import { container, deployment, web } from '../../../support/shop.ts'

function written(versions: readonly number[], newest: number): string {
  return failedVersionsTag(versions, newest)[tagKeys.bad] ?? ''
}

describe('the tag that remembers which versions failed their URL check', () => {
  test.each([
    ['one', [2], 3, '2'],
    ['several, the highest first, each once', [12, 18, 12, 9], 20, '18 12 9'],
    ['none any more: a tag cannot be taken away', [], 20, 'none'],
    ['what Lightsail no longer keeps is left out', [1, 50, 51, 99], 100, '99 51'],
    ['all of them gone', [1, 2], 100, 'none'],
  ])('%s', (_, versions, newest, text) => {
    expect(written(versions, newest)).toBe(text)
  })

  test.each([
    ['fifty of three digits', 999],
    ['fifty of nine digits: the highest ones stay', 999_999_999],
  ])('is a value that Lightsail takes: %s', (_, newest) => {
    const versions = Array.from({ length: 50 }, (_, index) => newest - index)
    const tag = failedVersionsTag(versions, newest)
    expect(validateTag(tag)).toBeUndefined()
    const read = failedVersions({ tags: tag })
    expect(read[0]).toBe(newest)
    expect(read).toEqual(versions.slice(0, read.length))
    expect(read.length).toBeGreaterThan(24)
  })

  test.each([
    ['there is none', {}, []],
    ['its word for none', { [tagKeys.bad]: 'none' }, []],
    ['numbers', { [tagKeys.bad]: '18 2' }, [18, 2]],
    ['what somebody wrote by hand', { [tagKeys.bad]: ' 2,  x 18 -1 0 1e3 2.5 18' }, [18]],
  ])('is read: %s', (_, tags, versions) => {
    expect(failedVersions({ tags })).toEqual(versions)
  })
})

describe('the content of a version that failed is bad under every number', () => {
  const spec = (image: string) => ({ ...web, containers: { app: container({ image }) } })
  const history = [
    deployment(5, 'ACTIVE', spec('shop:good')),
    deployment(4, 'INACTIVE', spec('shop:bad')),
    deployment(3, 'INACTIVE', spec('shop:bad')),
  ]
  test.each([
    [4, 4],
    [3, 4],
    [5, undefined],
  ])('version %i has that of %s', (version, twin) => {
    const found = history.find((one) => one.version === version)
    expect(found && failedTwin(found, [4], history)).toBe(twin)
  })
})
