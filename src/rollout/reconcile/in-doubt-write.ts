import type { Clock } from '../../runtime/clock.ts'
import type { ServiceError } from '../../runtime/service-error.ts'
import type { Applied } from '../contract/plan.ts'

/** A write whose reply was lost: it may have been accepted. */
export interface InDoubtWrite<Step> {
  readonly step: Step
  /** Key of the difference that it should resolve. */
  readonly key: string
  readonly failure: ServiceError
  /** When it was sent; milliseconds since the epoch. */
  readonly since: number
  readonly lookups: number
  /** How often a repetition was rejected. */
  readonly rejections: number
}

/** What was sent, as far as it has to be found again. */
export type SentWrite<Step> = Pick<InDoubtWrite<Step>, 'step' | 'key'>

/** Looks for the last write without a reply, until it is found or given up. */
export interface InDoubtWrites<Step, Started> {
  readonly current: InDoubtWrite<Step> | undefined
  /** Another write got no reply. */
  record(sent: SentWrite<Step>, failure: ServiceError): void
  /** It was found, or does not matter any more. */
  resolve(): void
  /** Looks for it once: its result, `again` after a pause if it may become visible later, `gone` if it does not exist. */
  lookUp(write: InDoubtWrite<Step>): Promise<Applied<Started> | 'again' | 'gone'>
  /** A repetition was rejected, perhaps because the lost write had succeeded: look again after a pause. */
  keepLooking(write: InDoubtWrite<Step>): Promise<undefined>
  /** Whether a rejection may be a consequence of the lost write. */
  mayExplainRejection(): boolean
}

/** Lookups before a lost write counts as not accepted: reads may lag behind writes. */
const MAX_LOOKUPS = 3
/** One that was accepted for certain is not sent again: only looking is left, for at least as long. Milliseconds. */
const ACCEPTED_LAG_MS = 60_000

export function createInDoubtWrites<Step, Started>({
  find,
  pause,
  clock,
  isTimeUp,
}: {
  /** Result of the write, if it was accepted after all. */
  find(step: Step): Promise<Applied<Started> | undefined>
  pause(): Promise<void>
  readonly clock: Clock
  isTimeUp(): boolean
}): InDoubtWrites<Step, Started> {
  let current: InDoubtWrite<Step> | undefined
  const isGivenUp = ({ failure, since, lookups }: InDoubtWrite<Step>) =>
    lookups >= MAX_LOOKUPS && (failure.kind !== 'accepted' || clock.now() - since >= ACCEPTED_LAG_MS)
  return {
    get current() {
      return current
    },
    record: (sent, failure) => {
      current = { ...sent, failure, since: clock.now(), lookups: 0, rejections: current?.rejections ?? 0 }
    },
    resolve: () => {
      current = undefined
    },
    lookUp: async (write) => {
      const found = await find(write.step)
      if (found) return found
      if (isGivenUp(write) || isTimeUp()) return 'gone'
      current = { ...write, lookups: write.lookups + 1 }
      await pause()
      return 'again'
    },
    keepLooking: async (write) => {
      const { lookups, rejections } = write
      current = { ...write, lookups: rejections < MAX_LOOKUPS ? 0 : lookups, rejections: rejections + 1 }
      await pause()
      return undefined
    },
    mayExplainRejection: () => current !== undefined && current.rejections <= MAX_LOOKUPS,
  }
}

/** The phase to print meanwhile. */
export function lookupText(failure: ServiceError): string {
  return failure.kind === 'accepted'
    ? `looking for what ${failure.operation} started`
    : `checking whether ${failure.operation} was accepted`
}
