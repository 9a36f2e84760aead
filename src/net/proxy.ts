import { BlockList, isIP } from 'node:net'
import { parseUrl } from '../text/url.ts'
import { NetworkError } from './http.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** A proxy of the environment. */
export interface ProxyServer {
  /** `http:` or `https:`, without user info. */
  readonly url: URL
  /** `host:port`, for people. */
  readonly name: string
  /** Of `ProxyServer-Authorization`, from the user info of the variable; a secret. */
  readonly authorization: string | undefined
}

/** AWS metadata services of instances and containers: only this machine can reach them. */
const MACHINES_OWN = '169.254.0.0/16, fe80::/10, fd00:ec2::/32'

/**
 * The proxy for a URL, by the variables that curl and Go read; in lower case they come first. `undefined`: there is none,
 * or the host is excepted. Throws a `NetworkError` if a variable names no proxy.
 */
export function proxyFor(url: URL, environment: Environment): ProxyServer | undefined {
  const names = url.protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy', 'HTTP_PROXY']
  const name = names.find((one) => read(environment, one) !== '')
  if (name === undefined) return undefined
  const exceptions = read(environment, 'no_proxy') || read(environment, 'NO_PROXY')
  if (isExcepted(url, exceptions) || isExcepted(url, MACHINES_OWN)) return undefined
  return proxyOf(name, read(environment, name))
}

function read(environment: Environment, name: string): string {
  return environment[name]?.trim() ?? ''
}

/** The text may hold a password: it is not quoted. */
function proxyOf(name: string, text: string): ProxyServer {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`
  const url = parseUrl(whole)
  if (!url || url.hostname === '')
    throw new NetworkError(
      'proxy',
      `${name} is not the URL of a proxy, such as http://proxy.example.com:3128`,
    )
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    const scheme = url.protocol.slice(0, -1)
    throw new NetworkError(
      'proxy',
      `${name} names a ${scheme} proxy, but only http and https proxies are supported`,
    )
  }
  const { username, password } = url
  url.username = url.password = ''
  return {
    url,
    name: `${url.hostname}:${portOf(url)}`,
    authorization:
      username === '' && password === ''
        ? undefined
        : `Basic ${Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64')}`,
  }
}

/** The text of a part of a URL, also where a percent sign is meant as such. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function portOf({ protocol, port }: URL): string {
  return port || (protocol === 'https:' ? '443' : '80')
}

/**
 * Whether a list such as `localhost, .example.com, 10.0.0.0/8, [::1]:8080` holds the host of a URL: a name stands for
 * itself and all below it, `*` for every host, and a port restricts an entry to it.
 */
export function isExcepted(url: URL, list: string): boolean {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      // An IPv6 address without brackets holds colons, too, and has no port.
      const [, bracketed, name, port] = /^(?:\[(.*)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? [entry, entry]
      return (port === undefined || port === portOf(url)) && covers(bracketed ?? name ?? '', host)
    })
}

function covers(entry: string, host: string): boolean {
  if (entry === '*') return true
  const family = isIP(host) === 0 ? undefined : isIP(host) === 4 ? 'ipv4' : 'ipv6'
  const [address = '', bits] = entry.split('/')
  if (family && isIP(address) === isIP(host)) {
    const addresses = new BlockList()
    const most = family === 'ipv4' ? 32 : 128
    const prefix = bits === undefined ? most : Number(bits)
    if (!Number.isInteger(prefix) || prefix < 0 || prefix > most) return false
    addresses.addSubnet(address, prefix, family)
    return addresses.check(host, family)
  }
  const name = entry.replace(/^\*?\.+/, '').replace(/\.$/, '')
  return name !== '' && (host === name || (family === undefined && host.endsWith(`.${name}`)))
}
