import type { Containers } from '../api-types.ts'
import type { Switches } from '../behaviour-options.ts'
import { inferred, invalidInput, notFound, quoted } from '../errors.ts'
import { pendingDeployment, stageAt } from '../lifecycle.ts'
import type { Outcome } from '../outcomes.ts'
import type { AccountRecords, ServiceRecord } from '../records.ts'
import { serviceRecordAt, type View } from '../views.ts'

/** Context of an operation besides its request. `now` is epoch milliseconds. */
export interface Context {
  readonly records: AccountRecords
  readonly now: number
  readonly switches: Switches
  /** The outcome of the deployment that is being created, and the container it happens to. */
  takeOutcome(containers: Containers, endpoint: string | undefined): { outcome: Outcome; culprit: string }
}

/** The view for replies to writes: the account as it is now. */
export function currentView({ records, now, switches }: Context): View {
  return { records, at: now, switches }
}

/** The view for reads: the account as it was `readLagSeconds` ago. */
export function laggingView({ records, now, switches }: Context): View {
  return { records, at: now - switches.readLagSeconds * 1000, switches }
}

/** The service, or NotFoundException. */
export function existingService({ records, at }: View, name: string): ServiceRecord {
  const record = serviceRecordAt(records, name, at)
  if (record === undefined) throw notFound(inferred.unknownService(name))
  return record
}

/**
 * Refuses a write while another operation is in progress (docs/lightsail-facts.md §2.4); `deploymentText`: the error may name the
 * deployment.
 */
export function refuseIfBusy(
  record: ServiceRecord,
  { now }: Context,
  { deploymentText = false }: { deploymentText?: boolean } = {},
): void {
  const stage = stageAt(record, now)
  if (stage.kind === 'absent') return
  switch (stage.state) {
    case 'DEPLOYING': {
      const pending = pendingDeployment(record, now)
      if (deploymentText && pending !== undefined)
        throw invalidInput(quoted.deploymentInProgress(pending.version, record.name))
      throw invalidInput(quoted.busy(record.name, stage.state))
    }
    case 'PENDING':
    case 'UPDATING':
    case 'DELETING':
      throw invalidInput(quoted.busy(record.name, stage.state))
    case 'READY':
    case 'RUNNING':
    case 'DISABLED':
      return
  }
}
