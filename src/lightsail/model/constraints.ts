/** What Lightsail accepts, checked before the first call (docs/lightsail-facts.md §1.4 and §4). */

/** The pattern that the service really uses, anchored (docs/lightsail-facts.md §1.4). */
export const namePattern = /^(?:[a-z0-9]{1,2}|[a-z0-9][a-z0-9-]+[a-z0-9])$/

/** Sizes of a node, smallest first. */
export const powers = ['nano', 'micro', 'small', 'medium', 'large', 'xlarge'] as const
export type Power = (typeof powers)[number]

/** Limits of Lightsail (docs/lightsail-facts.md §4): lengths in characters, else counts. */
export const limits = {
  serviceName: 63,
  containerName: 53,
  containers: 10,
  scale: 20,
  port: 65_535,
  /** Stored in one service. */
  images: 150,
  /** Versions of one service that Lightsail keeps (docs/lightsail-facts.md §4). */
  versions: 50,
} as const

/** Seconds and counts; only the first two have documented bounds. */
export const healthCheckRanges = {
  intervalSeconds: { from: 5, to: 300 },
  timeoutSeconds: { from: 2, to: 60 },
  healthyThreshold: { from: 1 },
  unhealthyThreshold: { from: 1 },
} as const

/** What is wrong with a service's or container's name, or nothing. */
export function validateName(name: string, max: number): string | undefined {
  if (name.length > max) return `is ${name.length} characters long; at most ${max} are allowed`
  if (namePattern.test(name)) return undefined
  return `"${name}" may contain only lower-case letters, digits and hyphens, and must start and end with a letter or digit`
}

/** What is wrong with a list of success codes such as `200-299,301`, or nothing. */
export function validateSuccessCodes(codes: string): string | undefined {
  const bad = codes.split(',').find((part) => {
    const range = /^\s*(\d{3})(?:-(\d{3}))?\s*$/.exec(part)
    if (!range) return true
    const [from, to] = [Number(range[1]), Number(range[2] ?? range[1])]
    return from < 200 || to > 499 || from > to
  })
  return bad === undefined
    ? undefined
    : `"${codes}" must be status codes from 200 to 499, such as 200, 200-299 or 200,301`
}

/** What is wrong with the path of a health check; `undefined` if nothing is. */
export function validateHealthPath(path: string): string | undefined {
  return /^\/\S*$/.test(path) ? undefined : `"${path}" must start with "/" and contain no spaces`
}

/** Of one service, whichever certificates they belong to (docs/lightsail-facts.md §4). */
const MAX_DOMAINS = 4

/** What is wrong with a map of certificates and domain names, or nothing. */
export function validateDomainName(domains: Readonly<Record<string, readonly string[]>>): string | undefined {
  const names = Object.values(domains).flat()
  const wildcard = names.find((name) => name.includes('*'))
  if (wildcard !== undefined) return `"${wildcard}": Lightsail does not support wildcards`
  const label = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?'
  const isName = (name: string) => name.length <= 253 && new RegExp(`^(?:${label}\\.)+${label}$`).test(name)
  const bad = names.find((name) => !isName(name))
  if (bad !== undefined) return `"${bad}" is not a domain name such as shop.example.com`
  const lower = names.map((name) => name.toLowerCase())
  const twice = lower.find((name, index) => lower.indexOf(name) !== index)
  if (twice !== undefined) return `"${twice}" is listed twice`
  if (names.length > MAX_DOMAINS) return `${names.length} domain names; a service can have ${MAX_DOMAINS}`
  return undefined
}
