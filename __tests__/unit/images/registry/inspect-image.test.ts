import { describe, expect, test } from '@jest/globals'
import { parseBearerChallenge, tokenUrl } from '../../../../src/images/registry/auth-challenge.ts'
import { parseConfig, parseManifest } from '../../../../src/images/registry/image-manifest.ts'
import { absenceOf } from '../../../../src/images/registry/inspect-image.ts'

const INDEX = 'application/vnd.oci.image.index.v1+json'
const LIST = 'application/vnd.docker.distribution.manifest.list.v2+json'
const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json'
function digest(letter: string) {
  return `sha256:${letter.repeat(64)}`
}

describe('how a registry asks for a token', () => {
  test.each([
    [
      'Docker Hub',
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:acme/shop:pull"',
      'https://auth.docker.io/token?service=registry.docker.io&scope=repository%3Aacme%2Fshop%3Apull',
    ],
    [
      'several scopes, as one parameter each',
      'Bearer realm="https://a.example/t", scope="repository:a:pull repository:b:pull,push"',
      'https://a.example/t?scope=repository%3Aa%3Apull&scope=repository%3Ab%3Apull%2Cpush',
    ],
    [
      'no scope: the image itself',
      'bearer realm="https://a.example/t"',
      'https://a.example/t?scope=repository%3Aacme%2Fshop%3Apull',
    ],
    [
      'a realm with a query of its own',
      'Bearer realm="https://a.example/t?x=1",service=s,scope="s"',
      'https://a.example/t?x=1&service=s&scope=s',
    ],
    [
      'beside another way in, whichever comes first',
      'Basic realm="no", Bearer realm="https://a.example/t",scope="s", Digest realm="no"',
      'https://a.example/t?scope=s',
    ],
    ['a realm without a host', 'Bearer realm="/token",scope="s"', 'https://r.example/token?scope=s'],
  ])('%s', (_, field, url) => {
    const challenge = parseBearerChallenge(field)
    expect(
      challenge && tokenUrl(challenge, { origin: 'https://r.example', repository: 'acme/shop' })?.href,
    ).toBe(url)
  })

  test.each([['Basic realm="r"'], ['Bearer'], ['Bearer scope="s"'], [''], ['NotBearer realm="r"']])(
    'no token is asked for: %s',
    (field) => {
      expect(parseBearerChallenge(field)).toBeUndefined()
    },
  )

  test('what is wrong with a token', () => {
    expect(parseBearerChallenge('Bearer realm="r",error="insufficient_scope"')?.error).toBe(
      'insufficient_scope',
    )
  })

  test('a realm that is no address', () => {
    const challenge = parseBearerChallenge('Bearer realm="https://[",scope="s"')
    expect(challenge && tokenUrl(challenge, { origin: 'https://r', repository: 'a' })).toBeUndefined()
  })

  test('a hostile field of 1 MB is read to its end', () => {
    const field = `Bearer realm="${'\\'.repeat(1_000_000)}`
    expect(parseBearerChallenge(field)).toBeUndefined()
    expect(parseBearerChallenge(`Bearer ${'a,'.repeat(500_000)}`)).toBeUndefined()
  })
})

describe('what a tag stands for', () => {
  const entry = (letter: string, os: string, architecture: string, more: object = {}) => ({
    mediaType: MANIFEST,
    digest: digest(letter),
    platform: { os, architecture, ...more },
  })
  const index = (...manifests: object[]) => JSON.stringify({ schemaVersion: 2, manifests })

  test('an index with linux/amd64', () => {
    const text = index(entry('a', 'linux', 'arm64'), entry('b', 'linux', 'amd64'))
    expect(parseManifest(text, INDEX)).toEqual({
      kind: 'index',
      amd64: digest('b'),
      platforms: ['linux/arm64', 'linux/amd64'],
      isComplete: true,
    })
  })

  test('an index without, with an attestation beside it', () => {
    const text = index(
      entry('a', 'linux', 'arm64', { variant: 'v8' }),
      entry('b', 'linux', 'arm', { variant: 'v7' }),
      entry('c', 'unknown', 'unknown'),
    )
    expect(parseManifest(text, `${LIST}; charset=utf-8`)).toMatchObject({
      amd64: undefined,
      platforms: ['linux/arm64/v8', 'linux/arm/v7'],
      isComplete: true,
    })
  })

  test.each([
    ['a platform that is not named', index({ mediaType: MANIFEST, digest: digest('a') })],
    ['an index in an index', index({ mediaType: INDEX, digest: digest('a') })],
    ['nothing', index()],
    ['attestations alone', index(entry('c', 'unknown', 'unknown'))],
  ])('an index that may be for anything: %s', (_, text) => {
    expect(parseManifest(text, INDEX)).toMatchObject({ amd64: undefined, isComplete: false })
  })

  test('windows/amd64 is not linux/amd64', () => {
    const text = index(entry('a', 'windows', 'amd64'))
    expect(parseManifest(text, INDEX)).toMatchObject({ amd64: undefined, platforms: ['windows/amd64'] })
  })

  test('the type in the text counts more than the one of the answer', () => {
    const text = JSON.stringify({ mediaType: MANIFEST, config: { digest: digest('c') } })
    expect(parseManifest(text, 'text/plain')).toEqual({ kind: 'image', config: digest('c') })
  })

  test.each([
    ['no JSON', '<html>'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a manifest of schema 1', JSON.stringify({ schemaVersion: 1, architecture: 'arm64' })],
    [
      'something that is not an image',
      JSON.stringify({
        mediaType: MANIFEST,
        config: { mediaType: 'application/vnd.cncf.helm.config.v1+json', digest: digest('c') },
      }),
    ],
    ['a digest that is a path', JSON.stringify({ mediaType: MANIFEST, config: { digest: '../../x' } })],
  ])('not understood: %s', (_, text) => {
    expect(parseManifest(text, 'application/vnd.docker.distribution.manifest.v1+prettyjws')).toBeUndefined()
  })

  test('a platform with a line break and colours is shown without them', () => {
    const text = index(entry('a', 'linux', '\u001b[31marm\n::error::'))
    expect(parseManifest(text, INDEX)).toMatchObject({ platforms: ['linux/__31marm___error__'] })
  })

  test('the configuration names platform and ports', () => {
    const config = {
      os: 'linux',
      architecture: 'amd64',
      config: { ExposedPorts: { '9000/tcp': {}, '3000': {}, '53/udp': {}, odd: {} } },
    }
    expect(parseConfig(JSON.stringify(config))).toEqual({
      platform: 'linux/amd64',
      isAmd64: true,
      exposedPorts: [3000, 9000],
    })
  })

  test.each([
    ['{"architecture":"arm64","os":"linux"}', 'linux/arm64', false],
    ['{"architecture":"x86_64","os":"linux"}', 'linux/x86_64', true],
    ['{"architecture":"amd64","os":"windows","config":null}', 'windows/amd64', false],
    ['{"architecture":"","os":""}', undefined, false],
    ['{}', undefined, false],
  ])('the configuration %s', (text, platform, isAmd64) => {
    expect(parseConfig(text)).toEqual({ platform, isAmd64, exposedPorts: [] })
  })
})

describe('only a certain no is one', () => {
  const of = (
    status: number,
    codes: string[],
    challenge: 'none' | 'bearer' | 'other' = 'none',
    more: object = {},
  ) => absenceOf({ status, codes, challenge, source: 'registry', tokenError: undefined, ...more }).kind

  test.each([
    ['a tag of a public repository', of(404, ['MANIFEST_UNKNOWN'], 'bearer'), 'not-found'],
    ['a tag of an open registry', of(404, ['MANIFEST_UNKNOWN']), 'not-found'],
    ['a repository of ECR Public', of(404, ['NAME_UNKNOWN'], 'bearer'), 'not-found'],
    ['Harbor', of(404, ['NOT_FOUND'], 'bearer'), 'not-found'],
    ['Docker Hub, private or missing', of(401, ['UNAUTHORIZED'], 'bearer'), 'denied'],
    [
      'Docker Hub names the scope',
      of(401, ['UNAUTHORIZED'], 'bearer', { tokenError: 'insufficient_scope' }),
      'denied',
    ],
    ['GitHub gives no token', of(401, ['UNAUTHORIZED'], 'bearer', { source: 'token-service' }), 'denied'],
    ['GitLab gives no token', of(403, ['DENIED'], 'bearer', { source: 'token-service' }), 'denied'],
    [
      'a token that is no good',
      of(401, ['UNAUTHORIZED'], 'bearer', { tokenError: 'invalid_token' }),
      'unknown',
    ],
    ['a login of another kind', of(401, ['UNAUTHORIZED'], 'other'), 'login-needed'],
    ['no without a word', of(401, [], 'bearer'), 'unknown'],
    ['no without having asked for a token', of(403, ['DENIED']), 'unknown'],
    ['a page that does not exist', of(404, []), 'unknown'],
    [
      'a token service that does not exist',
      of(404, ['NAME_UNKNOWN'], 'bearer', { source: 'token-service' }),
      'unknown',
    ],
    ['the word of another host', of(404, ['MANIFEST_UNKNOWN'], 'none', { source: 'elsewhere' }), 'unknown'],
    ['the denial of another host', of(403, ['DENIED'], 'bearer', { source: 'elsewhere' }), 'unknown'],
    ['too many requests', of(429, ['TOOMANYREQUESTS']), 'unknown'],
    ['too many requests, with the wrong code', of(429, ['DENIED'], 'bearer'), 'unknown'],
    ['a registry that is down', of(503, ['MANIFEST_UNKNOWN']), 'unknown'],
    ['legal reasons', of(451, ['DENIED'], 'bearer'), 'unknown'],
    ['a redirect to nowhere', of(307, []), 'unknown'],
  ])('%s', (_, kind, expected) => {
    expect(kind).toBe(expected)
  })
})
