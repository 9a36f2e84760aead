import { describe, expect, test } from '@jest/globals'
import { doubtImage, validateImage } from '../../../../src/lightsail/images/image-reference.ts'

describe('images', () => {
  const digest = `sha256:${'0123456789abcdef'.repeat(4)}`
  test.each([
    'nginx',
    'nginx:1.29',
    'library/nginx',
    'nginx:1.29-alpine_3.22',
    'nginx:LATEST',
    `nginx@${digest}`,
    `nginx:1.29@${digest}`,
    'ghcr.io/acme/shop:1f2e3d',
    'ghcr.io/acme/group/sub/shop',
    'GHCR.io/acme/shop',
    'public.ecr.aws/nginx/nginx:stable',
    '123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop:v1',
    '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/team/shop:v1',
    'localhost/shop',
    'localhost:5000/shop:1',
    'registry:5000/shop',
    'registry.example.com:443/shop',
    '127.0.0.1:5000/shop',
    'a/b_c/d__e/f-g/h--i/j.k',
    'shop:_1',
    `shop:${'a'.repeat(128)}`,
    ':shop.app.7',
    'oci-archive:image.tar',
    'docker-archive:../out/Image 1.tar.gz',
    ':shop-1.my-react-ui.120',
    ':shop.app.latest',
  ])('%s', (image) => {
    expect(validateImage(image)).toBeUndefined()
  })

  test.each([
    'https://octocat:canary@ghcr.io/acme/shop:1',
    'octocat:canary@ghcr.io/acme/shop',
    'canary@ghcr.io/acme/shop:1',
    'ghcr.io/octocat:canary@acme/shop',
    'docker://octocat:can/ary canary@registry.example.com:443/shop',
  ])('a login is no part of a name, and is not repeated: %s', (image) => {
    const fault = validateImage(image) ?? ''
    expect(fault).toContain('must not contain a user name or a password')
    expect(fault).not.toMatch(/canary|octocat/)
  })

  test.each([
    ['', 'is blank'],
    ['  ', 'is blank'],
    ['ghcr.io/acme/shop:', 'came out empty'],
    ['ghcr.io/acme/shop@', 'came out empty'],
    ['ghcr.io/Acme/shop', 'lower case'],
    ['Nginx', 'lower case'],
    ['nginx latest', 'not an image name'],
    ['nginx:1 2', 'not an image name'],
    ['nginx:1:2', 'not an image name'],
    ['nginx:-1', 'not an image name'],
    [`nginx:${'a'.repeat(129)}`, 'not an image name'],
    ['nginx@sha256:abc', 'not an image name'],
    ['nginx@latest', 'not an image name'],
    [`nginx@${digest.toUpperCase()}`, `write nginx@${digest}`],
    [`ghcr.io/acme/shop@sha256:${'AB'.repeat(32)}`, `write ghcr.io/acme/shop@sha256:${'ab'.repeat(32)}`],
    ['https://ghcr.io/acme/shop', 'not an image name'],
    ['docker://nginx', 'not an image name'],
    ['/nginx', 'not an image name'],
    ['acme//shop', 'not an image name'],
    ['acme/shop/', 'not an image name'],
    ['acme/-shop', 'not an image name'],
    ['acme/shop-', 'not an image name'],
    ['acme/sh___op', 'not an image name'],
    ['acme/sh..op', 'not an image name'],
    ['nginx\n', 'not an image name'],
    ['nginx;id', 'not an image name'],
    ['$(id)', 'not an image name'],
    [':shop.app.LATEST', '(in lower case)'],
    [':shop.app', 'must look like'],
    [':shop.app.', 'must look like'],
    [':shop.app.7a', 'must look like'],
    [':shop..7', 'must look like'],
    [':', 'must look like'],
  ])('not %j: %s', (image, why) => {
    expect(validateImage(image)).toContain(why)
  })

  test.each([
    ['shop.app.7', 'did you mean ":shop.app.7"?'],
    ['shop.app.latest', 'did you mean ":shop.app.latest"?'],
    ['::shop.app.7', '":shop.app.7"'],
    [':v1.2', 'the expression for that name came out empty'],
    [':latest', 'the expression for that name came out empty'],
    [digest, `write name@${digest}`],
    [`@${digest}`, `write name@${digest}`],
    [digest.slice(7), `write name@${digest}`],
    [`shop:${digest}`, `write shop@${digest}`],
    [`shop@${digest.slice(7)}`, `write shop@${digest}`],
    ['shop@sha256:0123', '(there are 4)'],
    ['None', 'for an empty value'],
    ['null', 'for an empty value'],
    ['undefined', 'for an empty value'],
    ['[object Object]', 'for an empty value'],
    ['ghcr.io/acme/shop:undefined', 'the expression for it came out empty'],
    ['ghcr.io/acme/shop:None', 'the expression for it came out empty'],
    ['ghcr.io//shop:1', 'an expression came out empty'],
    ['/shop:1', 'an expression came out empty'],
    ['.dkr.ecr.eu-central-1.amazonaws.com/shop:1', 'an expression came out empty'],
    ['https://ghcr.io/acme/shop:1', 'write ghcr.io/acme/shop:1 without https://'],
    ['docker://nginx', 'write nginx without docker://'],
    ['docker pull nginx', 'write only the name'],
    ['acme/shop/', 'write acme/shop'],
    ['ghcr.io/Acme/Shop:V1', 'write ghcr.io/acme/shop:V1'],
    ['ghcr.io/acme/shop:feature/x', 'write ghcr.io/acme/shop:feature-x'],
    ['registry:5000/shop:feature/x', 'write registry:5000/shop:feature-x'],
    ['shop:1.0+build', 'write shop:1.0-build'],
    ['"nginx:1"', 'write nginx:1 without quotation marks'],
    ['ghcr.io/acme/shop:1\nghcr.io/acme/shop:latest', 'has 2 lines'],
    ['ghcr.io/acme/shop:1,ghcr.io/acme/shop:2', 'set one image'],
    [`ghcr.io/acme/shop:\${TAG}`, 'nothing expands a variable'],
    ['ghcr.io/acme/shop:$TAG', 'nothing expands a variable'],
    ['<IMAGE>', 'nothing expands a placeholder'],
    ['{{ image }}', 'nothing expands a template'],
    ['ghcr.io/acme/shop:1\u200b', 'a zero-width space (U+200B)'],
    ['shop app', 'it contains a space'],
    ['oci-archive:', 'names no file'],
  ])('half a reference says how it is written: %j: %s', (image, why) => {
    expect(validateImage(image)).toContain(why)
  })

  test.each(['http:1', 'docker:24', 'oci:1', 'shop:none', 'none/shop', 'a.b.c', 'shop.app.7/x'])(
    'unusual, and right: %s',
    (image) => {
      expect(validateImage(image)).toBeUndefined()
    },
  )

  test('a tag that ends as if its rest were missing is doubted, not refused', () => {
    expect(validateImage('ghcr.io/acme/shop:sha-')).toBeUndefined()
    expect(doubtImage('ghcr.io/acme/shop:sha-')).toContain(
      'did the expression for the rest of it come out empty?',
    )
    expect(doubtImage('ghcr.io/acme/shop:sha-1')).toBeUndefined()
    expect(doubtImage('oci-archive:a-')).toBeUndefined()
    expect(doubtImage(':1.2.3')).toContain('did the expression for its name come out empty?')
    expect(doubtImage(':shop.app.3')).toBeUndefined()
  })

  test('a very long name is refused without getting lost in it', () => {
    expect(validateImage(`${'a-'.repeat(20_000)}!`)).toContain('not an image name')
    expect(validateImage(`${'a.'.repeat(20_000)}!/`)).toContain('not an image name')
  })
})
