import type { PublicDomainNames } from '../api-types.ts'
import { inferred, invalidInput, quoted } from '../errors.ts'
import { certificateStatusAt, settingsAt } from '../lifecycle.ts'
import type { Context } from '../requests/context.ts'
import { certificateRecordAt, servicesAt } from '../views.ts'

const MAX_DOMAINS = 4
const MAX_CERTIFICATES = 4

/** The key under which a CDN distribution's domain is kept; it has no certificate of its own (docs/lightsail-facts.md §7). */
const distributionKey = '_'

/**
 * The map a service will have: an empty list drops its certificate (§1.5), certificates must exist and be issued and
 * cover their domains, a domain belongs to one service only (§4).
 */
export function checkedDomains(
  { service, asked, before = {} }: { service: string; asked: PublicDomainNames; before?: PublicDomainNames },
  context: Context,
): PublicDomainNames {
  const { switches, records, now } = context
  const whole = switches.publicDomainNamesUpdate === 'merges' ? { ...before, ...asked } : asked
  const kept = Object.entries(whole).filter(([, domains]) => domains.length > 0)
  const named = kept.filter(([certificate]) => certificate !== distributionKey)

  const unknown = named.map(([name]) => name).filter((name) => !certificateRecordAt(records, name, now))
  if (unknown.length > 0) throw invalidInput(quoted.certificatesUnknown(unknown))
  if (named.length > MAX_CERTIFICATES) throw invalidInput(inferred.tooManyAttached(MAX_CERTIFICATES))
  if (named.flatMap(([, domains]) => domains).length > MAX_DOMAINS)
    throw invalidInput(inferred.tooManyDomains(MAX_DOMAINS))

  const taken = servicesAt(records, now)
    .filter(({ name }) => name !== service)
    .flatMap((other) => Object.values(settingsAt(other, now).publicDomainNames).flat())
  for (const [name, domains] of named) {
    const certificate = certificateRecordAt(records, name, now)
    if (certificate === undefined || certificateStatusAt(certificate, now) !== 'ISSUED')
      throw invalidInput(inferred.certificateNotIssued(name))
    for (const domain of domains) {
      if (!certificate.subjectAlternativeNames.includes(domain))
        throw invalidInput(inferred.domainNotCovered(domain, name))
      if (taken.includes(domain)) throw invalidInput(inferred.domainTaken(domain))
    }
  }
  return Object.fromEntries(kept)
}
