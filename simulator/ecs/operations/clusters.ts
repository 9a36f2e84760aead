import type { Tag } from '../api-types.ts'
import { invalidParameter } from '../errors.ts'
import { clusterArn, nameOf } from '../identifiers.ts'
import type { ClusterRecord } from '../records.ts'
import { type Context, laggingView, type View } from '../requests/context.ts'
import { inferred } from '../requests/refusals.ts'
import { withTags } from '../requests/tags.ts'
import { clusterCounts } from '../views/clusters.ts'
import { tagsAt } from '../views/services.ts'

/** Creates a cluster, or returns the existing one of that name unchanged (docs/ecs-facts.md §6). */
export function createCluster(
  { clusterName = 'default', tags = [] }: { readonly clusterName?: string; readonly tags?: readonly Tag[] },
  context: Context,
): object {
  const { records, now } = context
  if (!/^[a-zA-Z0-9\-_]{1,255}$/.test(clusterName)) throw invalidParameter(inferred.badClusterName)
  const arn = clusterArn(records, clusterName)
  const existing = records.clusters.find((cluster) => cluster.arn === arn)
  const cluster = existing ?? {
    name: clusterName,
    arn,
    createdAt: now,
    tagChanges: [{ at: now, tags: withTags([], tags) }],
  }
  if (existing === undefined) records.clusters.push(cluster)
  return { cluster: clusterView(cluster, { records, at: now, switches: context.switches }, ['TAGS']) }
}

/** `default` if no name is given; a missing one is a failure in the reply, not an error. */
export function describeClusters(
  {
    clusters = ['default'],
    include = [],
  }: { readonly clusters?: readonly string[]; readonly include?: readonly string[] },
  context: Context,
): object {
  const view = laggingView(context)
  const found = clusters.map((asked) => {
    const arn = asked.startsWith('arn:') ? asked : clusterArn(context.records, nameOf(asked))
    const cluster = context.records.clusters.find((one) => one.arn === arn && one.createdAt <= view.at)
    return { arn, cluster }
  })
  return {
    clusters: found.flatMap(({ cluster }) =>
      cluster === undefined ? [] : [clusterView(cluster, view, include)],
    ),
    failures: found.flatMap(({ arn, cluster }) =>
      cluster === undefined ? [{ arn, reason: 'MISSING' }] : [],
    ),
  }
}

function clusterView(cluster: ClusterRecord, view: View, include: readonly string[]): object {
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: 'ACTIVE',
    ...clusterCounts(cluster, view),
    statistics: [],
    tags: include.includes('TAGS') ? tagsAt(cluster.tagChanges, view.at) : [],
    settings: [],
    capacityProviders: [],
    defaultCapacityProviderStrategy: [],
  }
}
