import type { CodeOf } from '../../verdict/reason-codes.ts'
import type { Service } from '../model/service.ts'

interface DeadEnd {
  readonly reasonCode: CodeOf<'failed-nothing-serving'> & CodeOf<'refused'>
  readonly reason: string
  readonly fix: string
}

/** Creation failures during which the service stays PENDING (docs/lightsail-facts.md §2.1). */
const deadEnds: Readonly<Record<string, DeadEnd>> = {
  CERTIFICATE_LIMIT_EXCEEDED: {
    reasonCode: 'certificate-limit',
    reason: 'the certificate for its default domain exceeds an account quota',
    fix: 'delete unused Lightsail certificates in this Region or ask AWS Support for a higher quota; then delete the service and run the job again',
  },
  UNKNOWN_ERROR: {
    reasonCode: 'service-creation-failed',
    reason: 'Lightsail reports an unknown error',
    fix: 'delete the service and run the job again; if it keeps failing, ask AWS Support',
  },
}

/** Why a PENDING service will never become ready, if that is so. */
export function permanentFailure(service: Service): DeadEnd | undefined {
  return service.state === 'PENDING' ? deadEnds[service.detail?.code ?? ''] : undefined
}
