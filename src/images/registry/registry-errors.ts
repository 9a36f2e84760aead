import type { ServiceError } from '../../runtime/service-error.ts'
import { imageError } from '../image-errors.ts'

const again = 'run the job again; layers that were uploaded are not sent twice'
const correct = 'fix what the registry reports'

/** No answer, or not the whole of one. */
export function noAnswer(error: unknown): ServiceError {
  return imageError({
    kind: 'no-response',
    operation: 'push',
    reasonCode: 'push-failed',
    message: `the registry did not answer: ${error instanceof Error ? error.message : error}`,
    fix: again,
    cause: error,
  })
}

/** A registry's refusal, and why. */
export function refused(status: number, reason: string, clean: (text: string) => string): ServiceError {
  const message = `the registry answers HTTP ${status}${reason === '' ? '' : `: ${clean(reason)}`}`
  const common = { operation: 'push', message }
  if (status >= 500 || status === 429 || status === 408) {
    const kind = status === 429 ? 'throttled' : 'no-response'
    return imageError({ ...common, kind, reasonCode: 'push-failed', fix: 'run the job again' })
  }
  if (status === 401 || status === 403) return imageError({ ...common, ...forbidden })
  return imageError({ ...common, reasonCode: 'push-failed', fix: correct })
}

/** An answer that breaks the rules of the protocol. What it says is not shown: it may hold a signature. */
export function oddAnswer(what: string): ServiceError {
  return imageError({
    operation: 'push',
    reasonCode: 'push-failed',
    message: `the registry ${what}`,
    fix: 'run the job again; if it keeps failing, ask whoever runs the registry, or a proxy in between',
  })
}

/** Kind, code and fix of a push that the registry refuses. */
export const forbidden = {
  kind: 'access-denied',
  reasonCode: 'push-forbidden',
  fix: 'check that this login is allowed to push to the registry',
} as const
