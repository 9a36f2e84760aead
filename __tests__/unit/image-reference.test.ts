import { describe, expect, test } from '@jest/globals'
import { imageFault } from '../../src/lightsail/images/image-reference.ts'

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
    expect(imageFault(image)).toBeUndefined()
  })

  test.each([
    ['', 'is blank'],
    ['  ', 'is blank'],
    ['ghcr.io/acme/shop:', 'gave nothing'],
    ['ghcr.io/acme/shop@', 'gave nothing'],
    ['ghcr.io/Acme/shop', 'lower case'],
    ['Nginx', 'lower case'],
    ['nginx latest', 'not an image name'],
    ['nginx:1 2', 'not an image name'],
    ['nginx:1:2', 'not an image name'],
    ['nginx:-1', 'not an image name'],
    [`nginx:${'a'.repeat(129)}`, 'not an image name'],
    ['nginx@sha256:abc', 'not an image name'],
    ['nginx@latest', 'not an image name'],
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
    expect(imageFault(image)).toContain(why)
  })

  test('a very long name is refused without getting lost in it', () => {
    expect(imageFault(`${'a-'.repeat(20_000)}!`)).toContain('not an image name')
    expect(imageFault(`${'a.'.repeat(20_000)}!/`)).toContain('not an image name')
  })
})
