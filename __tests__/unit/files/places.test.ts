import { posix, win32 } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { isWithin } from '../../../src/files/places.ts'

describe('a path lies in a folder', () => {
  test.each([
    ['a file of it', win32, 'D:\\a\\shop', 'D:\\a\\shop\\deploy.yml', true],
    ['a file of it, written with "/"', win32, 'D:\\a\\shop', 'D:/a/shop/deploy/shop.yml', true],
    ['the folder itself', win32, 'D:\\a\\shop', 'D:\\a\\shop', true],
    [
      'in other letters, which mean the same on Windows',
      win32,
      'D:\\a\\shop',
      'd:\\A\\Shop\\deploy.yml',
      true,
    ],
    ['a file that begins with two dots', win32, 'D:\\a\\shop', 'D:\\a\\shop\\..env', true],
    ['a folder beside it that begins alike', win32, 'D:\\a\\shop', 'D:\\a\\shop-2\\deploy.yml', false],
    ['one above', win32, 'D:\\a\\shop', 'D:\\a\\shop\\..\\other', false],
    ['another drive', win32, 'D:\\a\\shop', 'C:\\a\\shop\\deploy.yml', false],
    ['a share', win32, 'D:\\a\\shop', '\\\\server\\a\\shop\\deploy.yml', false],
    ['a file of it, elsewhere', posix, '/home/runner/shop', '/home/runner/shop/deploy.yml', true],
    ['a name with a backslash, elsewhere', posix, '/home/runner/shop', '/home/runner/shop/..\\x', true],
    ['in other letters, elsewhere', posix, '/home/runner/shop', '/home/runner/Shop/deploy.yml', false],
    ['one above, elsewhere', posix, '/home/runner/shop', '/home/runner', false],
  ])('%s', (_, rules, folder, path, lies) => {
    expect(isWithin(folder, path, rules)).toBe(lies)
  })
})
