import { describe, expect, test } from '@jest/globals'
import {
  classifyRedirect,
  displayUrl,
  type Redirect,
  type Site,
} from '../../../../src/rollout/url/redirects.ts'

const own = 'https://shop.abc123.eu-central-1.cs.amazonlightsail.com/'

function lead(
  location: string,
  {
    from = 'https://shop.example.com/a',
    status = 302,
    ...site
  }: Partial<Site> & { from?: string; status?: number } = {},
): Redirect | undefined {
  return classifyRedirect(
    { status, location, from },
    { asked: 'https://shop.example.com/a', own, domainNames: ['www.example.com', 'bücher.example'], ...site },
  )
}

/** Where it is followed to; `undefined` if it is not. */
function followed(...asked: Parameters<typeof lead>): string | undefined {
  const redirect = lead(...asked)
  return redirect?.kind === 'followed' ? redirect.url : undefined
}

describe('the host that was asked is followed', () => {
  test.each([
    ['a path', '/b', 'https://shop.example.com/b'],
    ['a path beside it', 'b?x=1', 'https://shop.example.com/b?x=1'],
    ['nothing', '', 'https://shop.example.com/a'],
    ['a query', '?x=1', 'https://shop.example.com/a?x=1'],
    ['the whole URL', 'https://shop.example.com/b', 'https://shop.example.com/b'],
    ['without a scheme', '//shop.example.com/b', 'https://shop.example.com/b'],
    ['in other letters', 'HTTPS://SHOP.Example.COM/b', 'https://shop.example.com/b'],
    ['with its port', 'https://shop.example.com:443/b', 'https://shop.example.com/b'],
    ['with a dot at its end', 'https://shop.example.com./b', 'https://shop.example.com/b'],
    ['with percent signs', 'https://shop%2eexample.com/b', 'https://shop.example.com/b'],
    ['with full-width letters', 'https://ｓｈｏｐ.example.com/b', 'https://shop.example.com/b'],
    [
      'with user info, which is left out',
      'https://admin:pw@shop.example.com/b',
      'https://shop.example.com/b',
    ],
    ['with a fragment, which is left out', '/b#token=1', 'https://shop.example.com/b'],
    ['with blanks around it', ' /b\t', 'https://shop.example.com/b'],
  ])('%s', (_, location, url) => {
    expect(lead(location)).toMatchObject({ kind: 'followed', url, isFree: true, isAsked: true })
  })

  test('from http to https, at the usual ports alone', () => {
    const from = 'http://shop.example.com/a'
    const asked = from
    expect(followed('https://shop.example.com/a', { from, asked })).toBe('https://shop.example.com/a')
    expect(followed('https://shop.example.com:8443/', { from, asked })).toBeUndefined()
    const odd = 'http://shop.example.com:8080/'
    expect(followed('https://shop.example.com/', { from: odd, asked: odd })).toBeUndefined()
    expect(followed('https://shop.example.com:8080/', { from: odd, asked: odd })).toBeDefined()
  })

  test.each([
    ['http://2130706433:8080/'],
    ['http://0x7f000001:8080/'],
    ['http://0177.0.0.1:8080/'],
    ['http://127.1:8080/'],
    ['http://127.0.0.1.:8080/'],
  ])('an address in an odd form: %s', (location) => {
    const asked = 'http://127.0.0.1:8080/'
    expect(followed(location, { asked, from: asked })).toBe(asked)
  })

  test('IPv6', () => {
    const asked = 'http://[::1]:8080/'
    expect(followed('http://[0:0:0:0:0:0:0:1]:8080/', { asked, from: asked })).toBe(asked)
    expect(followed('http://[::ffff:127.0.0.1]:8080/', { asked, from: asked })).toBeUndefined()
  })
})

describe('what the service carries is followed', () => {
  test('its own URL, whatever its address', () => {
    expect(lead(`${own}b`)).toMatchObject({ kind: 'followed', url: `${own}b`, isFree: true, isAsked: false })
  })

  test.each([
    ['https://www.example.com/b', 'https://www.example.com/b'],
    ['https://WWW.example.com./b', 'https://www.example.com/b'],
    ['https://xn--bcher-kva.example/', 'https://xn--bcher-kva.example/'],
    ['https://BÜCHER.example/', 'https://xn--bcher-kva.example/'],
  ])('a domain name of its own, after a look at its address: %s', (location, url) => {
    expect(lead(location)).toMatchObject({ kind: 'followed', url, isFree: false, isAsked: false })
  })

  test('and back to what was asked', () => {
    const from = 'https://www.example.com/'
    expect(lead('https://shop.example.com/b', { from })).toMatchObject({ isAsked: true, isFree: true })
  })
})

describe('anything else ends as an answer by itself', () => {
  test.each([
    ['another host', 'https://login.example.com/b', 'another host'],
    ['a longer name', 'https://shop.example.com.evil.test/', 'another host'],
    ['a shorter name', 'https://example.com/', 'another host'],
    ['a name under one of the service', 'https://a.www.example.com/', 'another host'],
    ['a name that looks alike', 'https://shоp.example.com/', 'another host'],
    ['without a scheme', '//evil.test/', 'another host'],
    ['with backslashes', '\\\\evil.test\\b', 'another host'],
    ['a slash and a backslash', '/\\evil.test/', 'another host'],
    ['with too many slashes', 'https:////evil.test/', 'another host'],
    ['broken by a line', '/\n/evil.test/', 'another host'],
    ['the host as user info', 'https://shop.example.com@evil.test/', 'another host'],
    ['the host as user info, with a backslash', 'https://evil.test\\@shop.example.com/', 'another host'],
    ['the metadata of a cloud', 'https://169.254.169.254/latest/', 'another host'],
    ['the same as a number', 'https://2852039166/', 'another host'],
    ['the same in hexadecimal', 'https://0xa9fea9fe/', 'another host'],
    ['the same in IPv6', 'https://[::ffff:169.254.169.254]/', 'another host'],
    ['this machine', 'https://localhost/', 'another host'],
    ['another port', 'https://shop.example.com:9200/', 'another port'],
    ['another port of the own URL', `${own.slice(0, -1)}:9200/`, 'another port'],
    ['another port of a domain name', 'https://www.example.com:9200/', 'another port'],
    ['from https to http', 'http://shop.example.com/', 'it downgrades from https to http'],
    [
      'from https to http, at the same port',
      'http://shop.example.com:443/',
      'it downgrades from https to http',
    ],
  ])('%s', (_, location, why) => {
    expect(lead(location)).toMatchObject({ kind: 'elsewhere', why })
  })

  test('from https to http, although http was asked first', () => {
    const asked = 'http://shop.example.com/'
    const from = 'https://shop.example.com/'
    expect(lead('http://shop.example.com/b', { asked, from })).toMatchObject({ kind: 'elsewhere' })
  })
})

describe('what is no place on the web proves nothing', () => {
  test.each([
    'data:text/plain,v2-marker',
    'DATA:text/plain,v2-marker',
    'file:///etc/passwd',
    'ftp://shop.example.com/',
    'javascript:alert(1)',
    'blob:https://shop.example.com/1',
    'about:blank',
    'https://',
    'https://[',
    'https://a b/',
    'https://shop.example.com:99999/',
    'https://300.1.1.1/',
  ])('%s', (location) => {
    const redirect = lead(location)
    expect(redirect?.kind).toBe('nowhere')
    expect(JSON.stringify(redirect)).not.toMatch(/marker|passwd|alert/)
  })
})

test('only redirects are', () => {
  for (const status of [200, 201, 300, 304, 305, 404, 503]) expect(lead('/b', { status })).toBeUndefined()
  for (const status of [301, 302, 303, 307, 308]) expect(lead('/b', { status })).toBeDefined()
  expect(
    classifyRedirect({ status: 302, location: undefined, from: own }, { asked: own, own, domainNames: [] }),
  ).toBeUndefined()
})

describe('what is shown', () => {
  test.each([
    ['https://login.example.com/oauth?state=canary', 'https://login.example.com/oauth?…'],
    ['https://canary:canary@login.example.com/', 'https://login.example.com/'],
    ['https://login.example.com/#canary', 'https://login.example.com/'],
    ['https://login.example.com/?', 'https://login.example.com/'],
    [`https://login.example.com/${'canary/'.repeat(1_000)}`, 'https://login.example.com/…'],
    [`https://login.example.com:8443/a?canary`, 'https://login.example.com:8443/a?…'],
    ['canary', 'something that is not a URL'],
  ])('%s', (url, shown) => {
    expect(displayUrl(url)).toBe(shown)
  })

  test('of a redirect', () => {
    const secret = 'https://canary:canary@login.example.com/a?canary#canary'
    expect(lead(secret)).toMatchObject({ shown: 'https://login.example.com/a?…' })
  })
})
