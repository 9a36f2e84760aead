import type { InputIssues } from '../inputs/issues.ts'
import type { InputTexts } from '../inputs/read-inputs.ts'
import { parseBoolean, parsePositiveNumber } from '../inputs/scalars.ts'
import { isSecretName } from '../text/secret-names.ts'
import type { Named } from '../text/secret-values.ts'
import { parseUrl } from '../text/url.ts'

/** How the public URL is to be verified after the deployment became active. */
export interface UrlVerification {
  /** The health-check path of the service, a path of it, or a whole URL. */
  readonly at: { readonly kind: 'health-check' } | { readonly kind: 'path' | 'url'; readonly text: string }
  readonly statusCodes: string
  readonly body: string | undefined
  /** Milliseconds. */
  readonly windowMs: number
}

type VerificationDefault = 'verify-status-codes' | 'verify-minutes' | 'wait-for-minutes'

type VerificationInput =
  | VerificationDefault
  | 'verify-url'
  | 'verify-body'
  | 'rollback-on-failure'
  | 'wait-for-service-stability'

/**
 * `given` are the inputs that are really written, without the defaults, which are handed in for those that need one:
 * what has no effect is an error.
 */
export function parseVerification({
  texts: given,
  issues,
  defaults,
}: {
  texts: InputTexts<VerificationInput>
  issues: InputIssues
  defaults: Readonly<Record<VerificationDefault, string>>
}): UrlVerification | undefined {
  const at = parseWhere(given['verify-url']?.trim() ?? 'false', issues)
  const statusCodes = given['verify-status-codes']?.trim() ?? defaults['verify-status-codes']
  if (!statusCodes.split(',').every(isRange)) {
    const message = `"${statusCodes}" must be codes from 100 to 599, such as 200, 200-399 or 200,301`
    issues.add({ input: 'verify-status-codes', message })
  }
  const minutes = parsePositiveNumber({
    input: 'verify-minutes',
    text: given['verify-minutes'] ?? defaults['verify-minutes'],
    issues,
    unit: 'minutes',
  })
  const budget = Number(given['wait-for-minutes'] ?? defaults['wait-for-minutes'])
  if (given['verify-minutes'] !== undefined && minutes !== undefined && minutes > budget) {
    issues.add({
      input: 'verify-minutes',
      message: `${minutes} is more than wait-for-minutes (${budget})`,
    })
  }
  if (at === undefined) {
    for (const input of ['verify-status-codes', 'verify-minutes', 'verify-body'] as const) {
      if (given[input] !== undefined) issues.add({ input, message: 'has no effect without verify-url' })
    }
    if (
      parseBoolean({
        input: 'rollback-on-failure',
        text: given['rollback-on-failure'],
        issues: ignoredIssues,
      })
    ) {
      issues.add({ input: 'rollback-on-failure', message: 'has no effect without verify-url' })
    }
    return undefined
  }
  if (given['wait-for-service-stability']?.trim() === 'false') {
    issues.add({ input: 'verify-url', message: 'has no effect with wait-for-service-stability: false' })
  }
  return { at, statusCodes, body: given['verify-body'], windowMs: (minutes ?? 0) * 60_000 }
}

/** The value itself is checked where the run options are read. */
const ignoredIssues: InputIssues = { all: [], add: () => undefined }

/** `200`, or `200-399`. */
function isRange(text: string): boolean {
  const [, from, to = from] = /^\s*(\d{3})(?:-(\d{3}))?\s*$/.exec(text) ?? []
  return from !== undefined && to !== undefined && Number(from) >= 100 && from <= to && Number(to) <= 599
}

function parseWhere(text: string, issues: InputIssues): UrlVerification['at'] | undefined {
  if (text === 'false') return undefined
  if (text === 'true') return { kind: 'health-check' }
  if (/^\/\S*$/.test(text)) return { kind: 'path', text }
  const fault = urlFault(text)
  if (fault === undefined) return { kind: 'url', text }
  issues.add({ input: 'verify-url', message: fault })
  return undefined
}

/** The issue of a URL to request; quotes only what cannot be a secret. */
function urlFault(text: string): string | undefined {
  const right = 'must be true, false, a path such as /healthz, or a URL'
  if (/^[^/?#]*(?:\/\/)?[^/?#]*@/.test(text)) return 'must not contain a user name or a password'
  // Backslashes are slashes for a browser, and part of a host's name for others.
  if (/^https?:\/\/[^\s\\]+$/i.test(text) && parseUrl(text) !== undefined) return undefined
  const [, host] = /^((?:[\w-]+\.)+[a-z]+(?::\d+)?)(?:[/?#]\S*)?$/i.exec(text) ?? []
  if (host !== undefined) return `${right}; write https:// before ${host}`
  const [, scheme] = /^([a-z][a-z0-9+.-]*:)/i.exec(text) ?? []
  if (scheme !== undefined && /^https?:$/i.test(scheme))
    return `${right} such as https://shop.example.com/healthz`
  if (scheme !== undefined)
    return `${right} that starts with https:// or http://, but this one starts with ${scheme}`
  return /^[\w./-]{1,60}$/.test(text) ? `"${text}" ${right}` : right
}

/** Shown without its query; the plan shows the query names of the health check's own path. */
export function verificationSecrets(verification: UrlVerification | undefined): Named[] {
  if (verification === undefined || verification.at.kind === 'health-check') return []
  const query = queryOf(verification.at.text)
  return query === '' ? [] : [{ name: '', value: query }, ...querySecrets(verification.at.text)]
}

/** Values of a query are for the application only, except short words such as `json`. */
export function querySecrets(url: string): Named[] {
  return [...new URLSearchParams(queryOf(url))]
    .map(([name, value]) => ({ name, value }))
    .filter(({ name, value }) => value.length >= SHORTEST_VALUE || isSecretName(name))
}

function queryOf(url: string): string {
  return /\?([^#]*)/.exec(url)?.[1] ?? ''
}

const SHORTEST_VALUE = 6
