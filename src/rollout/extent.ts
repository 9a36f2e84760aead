import type { ServiceError } from '../runtime/service-error.ts'
import type { VerdictFacts } from '../verdict/facts.ts'
import type { ReasonCode } from '../verdict/reason-codes.ts'
import { type FailureVerdict, failureOf, type Verdict } from './contract/verdict.ts'

/** How far a run came that deployed nothing. */

/** What a run wrote that deployed nothing. `lost` is why the reply to one of its writes is missing. */
interface WriteExtent {
  readonly lost: ServiceError | undefined
  readonly hasSettings: boolean
  readonly prepared: string | undefined
}

/** Adds what the run wrote as facts; facts of the verdict win. */
export function withExtent(verdict: Verdict, { lost, hasSettings, prepared }: WriteExtent): Verdict {
  const facts: Partial<VerdictFacts> = lost
    ? { written: 'unknown', unconfirmed: { operation: lost.operation, lookups: 'open' } }
    : { written: hasSettings ? 'settings' : 'nothing' }
  return { ...verdict, facts: { ...facts, ...(prepared && { prepared }), ...verdict.facts } }
}

/**
 * The verdict of a run that deployed nothing, with what it did write. A run that cannot read any more, or whose write got no reply,
 * does not know whether it was refused.
 */
export function withExtentTold(
  verdict: FailureVerdict,
  { lost, hasSettings }: Omit<WriteExtent, 'prepared'>,
): FailureVerdict {
  const untold = { ...verdict, isExtentUntold: true } as const
  if (verdict.result !== 'refused') return untold
  if (lost) return { ...untold, result: 'unknown', reasonCode: 'response-lost' }
  return hasSettings && blindCodes.includes(verdict.reasonCode)
    ? failureOf({ ...untold, result: 'unknown' })
    : untold
}

const blindCodes: readonly ReasonCode[] = [
  'credentials-expired',
  'credentials-missing',
  'credentials-denied',
  'credentials-invalid',
  'access-denied',
]
