import type { Switches } from '../behaviour-options.ts'
import { clusterNotFound } from '../errors.ts'
import { clusterArn, nameOf } from '../identifiers.ts'
import type { Outcome } from '../outcomes/outcome.ts'
import type { AccountRecords, ClusterRecord } from '../records.ts'

/** Context of an operation besides its request. `now` is epoch milliseconds. */
export interface Context {
  readonly records: AccountRecords
  readonly now: number
  readonly switches: Switches
  /** The outcome of the rollout that is being started, and the container it happens to. */
  takeOutcome(containers: readonly { readonly name: string; readonly image: string }[]): {
    outcome: Outcome
    culprit: string
  }
}

/**
 * An operation: the request body, whose required members and types were checked against the API's model, to the
 * response body. Throws EcsError.
 */
export type Operation<Request extends object, Response extends object> = (
  request: Request,
  context: Context,
) => Response

/** What a view depends on: the records, the moment looked at (epoch milliseconds) and the switches. */
export interface View {
  readonly records: AccountRecords
  readonly at: number
  readonly switches: Switches
}

/** The view for replies to writes: the account as it is now. */
export function currentView({ records, now, switches }: Context): View {
  return { records, at: now, switches }
}

/** The view for reads: the account as it was `readLagSeconds` ago. */
export function laggingView({ records, now, switches }: Context): View {
  return { records, at: now - switches.readLagSeconds * 1000, switches }
}

/** The cluster of that name or ARN, `default` without one, or ClusterNotFoundException. */
export function existingCluster({ records, at }: View, nameOrArn = 'default'): ClusterRecord {
  const arn = nameOrArn.startsWith('arn:') ? nameOrArn : clusterArn(records, nameOf(nameOrArn))
  const found = records.clusters.find((cluster) => cluster.arn === arn && cluster.createdAt <= at)
  if (found === undefined) throw clusterNotFound()
  return found
}
