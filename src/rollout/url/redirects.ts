import { parseUrl } from '../../text/url.ts'

/** Where the answers of a public URL may lead to. All of it is plain text of others. */
export interface Site {
  /** The URL that is asked first: its host is free, as a person or the service's own API named it. */
  readonly asked: string
  /** The service's own URL, from the reply of its API; its host is free, too. */
  readonly own: string
  /** Domain names that the service carries: followed, but not into a private network. */
  readonly domainNames: readonly string[]
}

export type Redirect =
  /** `isFree`: whatever address the host has. `isAsked`: it is the host that was asked. `shown` is fit for people. */
  | {
      readonly kind: 'followed'
      readonly url: string
      readonly isFree: boolean
      readonly isAsked: boolean
      readonly shown: string
    }
  /** Not followed, and an answer by itself: `why` continues `not followed: `. */
  | { readonly kind: 'elsewhere'; readonly shown: string; readonly why: string }
  /** No place on the web: proves nothing. `shown` continues `redirects to `. */
  | { readonly kind: 'nowhere'; readonly shown: string }

/** 300 and 304 lead nowhere by themselves, 305 and 306 are not in use (RFC 9110, 15.4). */
const redirecting = [301, 302, 303, 307, 308]

/**
 * What an answer redirects to, and whether that is followed: to the host that was asked, at the same port or from http
 * to https, to the service's own URL, and to a domain name of the service. `undefined` if it is no redirect.
 */
export function classifyRedirect(
  { status, location, from }: { status: number; location: string | undefined; from: string },
  site: Site,
): Redirect | undefined {
  if (!redirecting.includes(status) || location === undefined) return undefined
  const target = parseUrl(location, from)
  if (!target) return { kind: 'nowhere', shown: 'something that is not a URL' }
  if (!isWeb(target)) return { kind: 'nowhere', shown: `${target.protocol}…, which is not a web address` }
  // Neither is sent to the server's own, nor shown.
  target.username = ''
  target.password = ''
  target.hash = ''
  target.hostname = hostOf(target)
  const shown = displayUrl(target.href)
  const elsewhere = (why: string): Redirect => ({ kind: 'elsewhere', shown, why })
  if (isSecure(new URL(from)) && !isSecure(target)) return elsewhere('it downgrades from https to http')
  const asked = new URL(site.asked)
  const isAsked = hostOf(asked) === target.hostname
  const followed = (isFree: boolean): Redirect => ({
    kind: 'followed',
    url: target.href,
    shown,
    isFree,
    isAsked,
  })
  if (isAsked) return isSameDoor(asked, target) ? followed(true) : elsewhere('another port')
  const own = parseUrl(site.own)
  if (own && hostOf(own) === target.hostname)
    return isSameDoor(own, target) ? followed(true) : elsewhere('another port')
  if (!site.domainNames.some((name) => hostNamed(name) === target.hostname)) return elsewhere('another host')
  return isSameDoor(asked, target) || target.port === '' ? followed(false) : elsewhere('another port')
}

/** Origin and path: a query may hold what is not for everybody, and so may user info. Of any text that is a URL. */
export function displayUrl(url: string): string {
  const parsed = parseUrl(url)
  if (!parsed) return 'something that is not a URL'
  const { origin, pathname, search } = parsed
  const path = pathname.length > LONGEST_PATH ? '/…' : pathname
  return `${origin}${path}${search === '' ? '' : '?…'}`
}

/** Beyond that nothing of it is shown: a part might be the half of a secret. */
const LONGEST_PATH = 1_000

function isWeb({ protocol }: URL): boolean {
  return protocol === 'http:' || protocol === 'https:'
}

function isSecure({ protocol }: URL): boolean {
  return protocol === 'https:'
}

/** Written with a dot at its end it is the same host. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/(?<=[^.])\.$/, '')
}

function hostNamed(name: string): string | undefined {
  const url = parseUrl(`https://${name}`)
  return url && hostOf(url)
}

function portOf(url: URL): string {
  return url.port || (isSecure(url) ? '443' : '80')
}

/** Another port of the same host may belong to a service that is not public. */
function isSameDoor(known: URL, target: URL): boolean {
  return (
    portOf(known) === portOf(target) ||
    (portOf(known) === '80' && isSecure(target) && portOf(target) === '443')
  )
}
