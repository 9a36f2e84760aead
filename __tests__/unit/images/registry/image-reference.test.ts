import { describe, expect, test } from '@jest/globals'
import { parseImageReference, registryOrigin } from '../../../../src/images/registry/image-reference.ts'
import { isLoopbackHost } from '../../../../src/net/loopback.ts'

const digest = `sha256:${'a'.repeat(64)}`

describe('the name of an image in a registry', () => {
  test.each([
    ['nginx', 'docker.io', 'library/nginx', 'latest'],
    ['nginx:1.27', 'docker.io', 'library/nginx', '1.27'],
    ['acme/shop', 'docker.io', 'acme/shop', 'latest'],
    ['docker.io/nginx:1', 'docker.io', 'library/nginx', '1'],
    ['docker.io/acme/shop:1', 'docker.io', 'acme/shop', '1'],
    ['index.docker.io/library/nginx:1', 'docker.io', 'library/nginx', '1'],
    ['registry-1.docker.io/acme/shop:1', 'docker.io', 'acme/shop', '1'],
    ['ghcr.io/acme/shop:9a8b7c', 'ghcr.io', 'acme/shop', '9a8b7c'],
    ['ghcr.io/acme/shop', 'ghcr.io', 'acme/shop', 'latest'],
    ['quay.io/acme/team/shop:1_2.3-x', 'quay.io', 'acme/team/shop', '1_2.3-x'],
    ['public.ecr.aws/nginx/nginx:1', 'public.ecr.aws', 'nginx/nginx', '1'],
    ['registry.example.com:8443/shop:1', 'registry.example.com:8443', 'shop', '1'],
    ['localhost:5000/shop', 'localhost:5000', 'shop', 'latest'],
    ['localhost/shop:1', 'localhost', 'shop', '1'],
    ['127.0.0.1:5000/acme/shop:1', '127.0.0.1:5000', 'acme/shop', '1'],
    ['[::1]:5000/shop:1', '[::1]:5000', 'shop', '1'],
    [`ghcr.io/acme/shop@${digest}`, 'ghcr.io', 'acme/shop', digest],
    [`ghcr.io/acme/shop:1@${digest}`, 'ghcr.io', 'acme/shop', digest],
    ['a__b/c-d.e:1', 'docker.io', 'a__b/c-d.e', '1'],
  ])('%s', (image, registry, repository, reference) => {
    expect(parseImageReference(image)).toEqual({ registry, repository, reference })
  })

  test.each([
    [':shop.app.7'],
    ['oci-archive:image.tar'],
    ['docker-archive:out/image.tar'],
    [''],
    ['Nginx'],
    ['acme/Shop:1'],
    ['shop:'],
    ['shop:1:2'],
    ['shop@sha256:abc'],
    [`shop@sha512:${'a'.repeat(128)}`],
    [digest],
    ['https://ghcr.io/acme/shop:1'],
    ['ghcr.io/acme/shop:1 '],
    ['ghcr.io//shop:1'],
    ['ghcr.io/../shop:1'],
    ['user:pw@ghcr.io/acme/shop:1'],
    ['gh_cr.io/acme/shop'],
    [`shop:${'a'.repeat(129)}`],
    ['a'.repeat(100_000)],
  ])('no such name: %s', (image) => {
    expect(parseImageReference(image)).toBeUndefined()
  })

  test.each([
    ['nginx', 'https://registry-1.docker.io'],
    ['ghcr.io/acme/shop', 'https://ghcr.io'],
    ['registry.example.com:5000/shop', 'https://registry.example.com:5000'],
    ['localhost:5000/shop', 'http://localhost:5000'],
    ['127.0.0.9:5000/shop', 'http://127.0.0.9:5000'],
  ])('%s is asked at %s', (image, origin) => {
    const reference = parseImageReference(image)
    expect(reference && registryOrigin(reference)).toBe(origin)
  })

  test.each([
    ['127.evil.example.com', false],
    ['localhost.example.com', false],
    ['127.0.0.1:5000', true],
    ['LOCALHOST', true],
    ['[::1]', true],
    ['10.0.0.1', false],
  ])('%s is this machine: %s', (host, isLocal) => {
    expect(isLoopbackHost(host)).toBe(isLocal)
  })
})
