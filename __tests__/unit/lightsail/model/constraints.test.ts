import { describe, expect, test } from '@jest/globals'
import {
  limits,
  validateHealthPath,
  validateName,
  validateSuccessCodes,
} from '../../../../src/lightsail/model/constraints.ts'

describe('names', () => {
  test.each(['a', '7', 'ab', '1a', 'shop', 'a-b', 'a--b', '0-0', 'shop-pr-12', 'a'.repeat(63)])(
    '%s',
    (name) => {
      expect(validateName(name, limits.serviceName)).toBeUndefined()
    },
  )

  // The first five match the pattern of the API model, which is anchored at one side only.
  test.each([
    'ab_c',
    'ab!!',
    'svc-',
    'backend_api',
    'a-',
    '-a',
    '-',
    '',
    ' shop',
    'shop ',
    'shop\n',
    'Shop',
    'shöp',
    'a.b',
    'a b',
    'shop\nx',
  ])('not %j', (name) => {
    expect(validateName(name, limits.serviceName)).toContain('lower-case letters, digits and hyphens')
  })

  test.each([
    ['service', limits.serviceName, 63],
    ['container', limits.containerName, 53],
  ])('the longest name of a %s', (_, max, length) => {
    expect(validateName('a'.repeat(length), max)).toBeUndefined()
    expect(validateName('a'.repeat(length + 1), max)).toBe(
      `is ${length + 1} characters long; at most ${length} are allowed`,
    )
  })
})

describe('success codes', () => {
  test.each(['200', '200-499', '200-299', '200,301', '200-299,301,400-499', '499', ' 200 , 301 '])(
    '%j',
    (codes) => {
      expect(validateSuccessCodes(codes)).toBeUndefined()
    },
  )
  test.each([
    '',
    ' ',
    '199',
    '500',
    '200-500',
    '100-200',
    '299-200',
    '2xx',
    '200;301',
    '200-',
    '-200',
    '200,',
    '0200',
    '20',
    '2000',
    '200 301',
    'ok',
  ])('not %j', (codes) => {
    expect(validateSuccessCodes(codes)).toContain('from 200 to 499')
  })
})

describe('health paths', () => {
  test.each(['/', '/healthz', '/a/b?c=d&e', '/%20', '/~x', '//'])('%s', (path) => {
    expect(validateHealthPath(path)).toBeUndefined()
  })
  test.each(['', 'healthz', ' /healthz', '/a b', '/a\nb', '/a\n', '/a\tb', 'https://shop.example/healthz'])(
    'not %j',
    (path) => {
      expect(validateHealthPath(path)).toContain('must start with "/"')
    },
  )
})
