import type { Refusal } from '../../rollout/contract/refusal.ts'
import type { DomainNames } from './service.ts'

/** A certificate of the account in the service's Region. */
export interface Certificate {
  readonly name: string
  /** `ISSUED`, `PENDING_VALIDATION`, … */
  readonly status: string
  /** The domain and its alternative names. */
  readonly names: readonly string[]
  /** DNS records that prove the ownership; empty once validated or unknown. */
  readonly validation: readonly string[]
}

/** Of one service (docs/lightsail-facts.md §4). */
export const MAX_ATTACHED = 4

/** Why the wanted domains cannot be attached, with the DNS records to create where that is what is missing. */
export function checkCertificates(
  wanted: DomainNames,
  attached: DomainNames,
  certificates: readonly Certificate[],
  region: string,
): Refusal | undefined {
  for (const [name, names] of Object.entries(wanted)) {
    if (names.length === 0) continue
    const certificate = certificates.find((candidate) => candidate.name === name)
    const fault = certificate ? faultOfOne(certificate, names) : missing(name, certificates, region)
    if (fault) return fault
  }
  const all = Object.entries({ ...attached, ...wanted }).filter(
    ([key, names]) => key !== '_' && names.length > 0,
  )
  const count = all.flatMap(([, names]) => names).length
  if (all.length > MAX_ATTACHED || count > MAX_ATTACHED) {
    return {
      reasonCode: 'too-many-domains',
      message: `the service would have ${count} domain names from ${all.length} certificates, but ${MAX_ATTACHED} of each are allowed`,
      fix: 'detach some: write "certificate=" with nothing after it',
    }
  }
  return undefined
}

function missing(name: string, certificates: readonly Certificate[], region: string): Refusal {
  const others = certificates.map((certificate) => certificate.name).join(', ')
  return {
    reasonCode: 'certificate-missing',
    message: `there is no Lightsail certificate "${name}" in ${region}${others === '' ? '' : ` (there is ${others})`}`,
    fix: `create it there: aws lightsail create-certificate --region ${region} --certificate-name ${name} --domain-name …`,
  }
}

function faultOfOne(
  { name, status, names, validation }: Certificate,
  wanted: readonly string[],
): Refusal | undefined {
  if (status !== 'ISSUED') {
    const pending = status === 'PENDING_VALIDATION' && validation.length > 0
    return {
      reasonCode: 'certificate-not-issued',
      message: `the certificate "${name}" is ${status}, not ISSUED`,
      fix: pending
        ? `create these DNS records, wait a few minutes, then run the job again: ${validation.join('; ')}`
        : 'create a new certificate and validate it',
    }
  }
  const uncovered = wanted.filter((domain) => !names.includes(domain))
  return uncovered.length === 0
    ? undefined
    : {
        reasonCode: 'certificate-does-not-cover',
        message: `the certificate "${name}" is for ${names.join(', ')}, not for ${uncovered.join(', ')}`,
        fix: 'fix the names, or create a certificate that contains them',
      }
}
