import type { Account } from '../../../simulator/ecs/account.ts'
import type { EcsFault, EcsTimedEvent } from '../../../simulator/wire/ecs.ts'

/** What somebody else does reaches the account itself, past the ledger. */
export function byOthers(
  account: Account,
  { faults, events }: { readonly faults: readonly EcsFault[]; readonly events: readonly EcsTimedEvent[] },
): { readonly faults: readonly EcsFault[]; readonly events: readonly EcsTimedEvent[] } {
  return {
    faults: faults.map((fault): EcsFault => {
      const { effect } = fault
      return effect.kind === 'event'
        ? { ...fault, effect: { kind: 'event', happens: () => effect.happens(account) } }
        : fault
    }),
    events: events.map(
      ({ dueAt, happens }): EcsTimedEvent => ({
        dueAt: () => dueAt(account),
        happens: (_, at) => happens(account, at),
      }),
    ),
  }
}
