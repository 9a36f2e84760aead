import type { CodeOf } from '../verdict/reason-codes.ts'

/**
 * Why a call to a service did not give what was asked, in words that hold for any service.
 *
 * - `not-found`: the thing asked for does not exist.
 * - `conflict`: something else is in progress; the same call can succeed later.
 * - `throttled`: not now, such as too many calls; certainly not accepted, and the same call can soon succeed.
 * - `not-sent`: no connection came about, so nothing left; certainly not accepted, and the same call can succeed later.
 * - `no-response`: no usable answer (reset, 5xx, time-out, garbage); a write may have been accepted.
 * - `accepted`: a write was accepted, and its answer does not show what it started; it must not be sent again.
 * - `unreachable`: something on our side of the service, such as TLS or a proxy, lets no request through; certainly not
 *   accepted, and asking again does not help.
 * - `access-denied`: the identity may not do this.
 * - `unauthenticated`: there are no credentials, or they ended.
 * - `rejected`: the service understood and said no.
 * - `cancelled`: the job was cancelled, and it was given up in time: certainly not accepted.
 */
export type ServiceErrorKind =
  | 'not-found'
  | 'conflict'
  | 'throttled'
  | 'not-sent'
  | 'no-response'
  | 'accepted'
  | 'unreachable'
  | 'access-denied'
  | 'unauthenticated'
  | 'rejected'
  | 'cancelled'

/** Verdict details of a run that is ended by a failed call. */
export type ServiceErrorCode = CodeOf<'refused' | 'unknown' | 'cancelled'>

/** A call that failed, named. `operation` is the service's own name of the call, `message` what it said. */
export class ServiceError extends Error {
  readonly kind: ServiceErrorKind
  readonly operation: string
  readonly reasonCode: ServiceErrorCode
  readonly fix: string

  constructor(options: {
    kind: ServiceErrorKind
    operation: string
    message: string
    reasonCode: ServiceErrorCode
    fix: string
    cause: unknown
  }) {
    // It becomes part of a sentence.
    super(options.message.replace(/[.?!]+$/, ''), { cause: options.cause })
    this.name = 'Failure'
    this.kind = options.kind
    this.operation = options.operation
    this.reasonCode = options.reasonCode
    this.fix = options.fix
  }

  /** What this failure means to a caller that knows more; this one is its cause. */
  as(
    meaning: Partial<Pick<ServiceError, 'kind' | 'operation' | 'reasonCode' | 'message' | 'fix'>>,
  ): ServiceError {
    const { kind, operation, reasonCode, message, fix } = this
    return new ServiceError({ kind, operation, reasonCode, message, fix, ...meaning, cause: this })
  }
}
