import type { ClusterRecord } from '../records.ts'
import type { View } from '../requests/context.ts'
import { countsOf } from './counts.ts'
import { stateOf } from './lookup.ts'

/** What describe-clusters counts; Fargate tasks belong to no container instance. */
export function clusterCounts({ arn }: ClusterRecord, view: View): object {
  const states = view.records.services
    .filter(({ clusterArn }) => clusterArn === arn)
    .flatMap((record) => stateOf(record, view) ?? [])
  const counts = states.map((state) => countsOf(state, view.at))
  return {
    registeredContainerInstancesCount: 0,
    runningTasksCount: counts.reduce((sum, { running }) => sum + running, 0),
    pendingTasksCount: counts.reduce((sum, { pending }) => sum + pending, 0),
    activeServicesCount: states.filter(({ status }) => status === 'ACTIVE').length,
  }
}
