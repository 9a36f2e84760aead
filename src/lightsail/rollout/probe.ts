import { refusePrivateAddress } from '../../net/private-address.ts'
import type { UrlVerification } from '../../options/url-verification.ts'
import type { UrlProbe } from '../../rollout/url/verify-url.ts'
import type { Request } from '../inputs/request-types.ts'
import type { StartedDeployment } from './started.ts'

/** About a minute after ACTIVE the previous version may still answer (docs/lightsail-facts.md §7); only `verify-body` can distinguish the two. */
const SETTLE_MS = 60_000

function settleMs({ body, windowMs }: UrlVerification, hasPrevious: boolean): number {
  return hasPrevious && body === undefined ? Math.min(SETTLE_MS, windowMs / 2) : 0
}

/** Where to probe the new version; a private service can only be probed at a URL of its own. */
export function probeOf(
  { verification }: Request,
  { service, spec, previous }: StartedDeployment,
  clean: UrlProbe['clean'],
): UrlProbe | undefined {
  if (verification === undefined) return undefined
  const { at, statusCodes, windowMs, body: wanted } = verification
  const path = at.kind === 'health-check' ? (spec.publicEndpoint?.healthCheck.path ?? '/') : at.text
  return {
    site: {
      // Without the slash between them, a path of an odd form might become part of the host.
      asked: at.kind === 'url' ? at.text : `${service.url.replace(/\/$/, '')}/${path.replace(/^\//, '')}`,
      own: service.url,
      domainNames: Object.values(service.publicDomainNames).flat(),
    },
    ...{ statusCodes, windowMs, wanted, clean },
    refuseAddress: refusePrivateAddress,
    settleMs: settleMs(verification, previous !== undefined),
  }
}
