import { parseUrl } from '../../text/url.ts'

/** How a registry says that it wants a token: https://distribution.github.io/distribution/spec/auth/token/ */
export interface BearerChallenge {
  readonly realm: string
  readonly service: string | undefined
  /** One entry for each scope; empty if none is named. */
  readonly scopes: readonly string[]
  /** Of a token that was not good enough: `insufficient_scope`, `invalid_token`. */
  readonly error: string | undefined
}

const parameter = /\s*,?\s*(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/y

/** The `Bearer` part of a `WWW-Authenticate` field, which may hold other ways in as well. */
export function parseBearerChallenge(field: string): BearerChallenge | undefined {
  const start = /(?:^|[\s,])bearer\s/i.exec(field)
  if (!start) return undefined
  const found = new Map<string, string>()
  parameter.lastIndex = start.index + start[0].length
  for (let match = parameter.exec(field); match; match = parameter.exec(field)) {
    const [, name = '', quoted, plain] = match
    found.set(name.toLowerCase(), quoted?.replaceAll(/\\(.)/g, '$1') ?? plain ?? '')
  }
  const realm = found.get('realm')
  if (realm === undefined) return undefined
  return {
    realm,
    service: found.get('service'),
    scopes: (found.get('scope') ?? '').split(' ').filter((scope) => scope !== ''),
    error: found.get('error'),
  }
}

/** Where an anonymous token is to be had; `undefined` if the realm is no address. */
export function tokenUrl(
  { realm, service, scopes }: BearerChallenge,
  { origin, repository }: { origin: string; repository: string },
): URL | undefined {
  const url = parseUrl(realm, origin)
  if (!url) return undefined
  if (service !== undefined) url.searchParams.set('service', service)
  // Without a scope the token would be useless, and its refusal would say nothing about the image.
  const wanted = scopes.length > 0 ? scopes : [`repository:${repository}:pull`]
  for (const scope of wanted) url.searchParams.append('scope', scope)
  return url
}
