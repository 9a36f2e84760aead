import { clusterName } from './model/service.ts'

/** Where the console of a Region answers: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
function consoleHost(region: string): string {
  if (region.startsWith('cn-')) return `${region}.console.amazonaws.cn`
  if (region.startsWith('us-gov-')) return `${region}.console.amazonaws-us-gov.com`
  if (region.startsWith('eusc-')) return `${region}.console.amazonaws-eusc.eu`
  return `${region}.console.aws.amazon.com`
}

/** The console's page of a service's deployments; `cluster` is a name or an ARN. */
export function consoleUrl({
  region,
  cluster,
  service,
}: {
  region: string
  cluster: string
  service: string
}): string {
  const path = `clusters/${encodeURIComponent(clusterName(cluster))}/services/${encodeURIComponent(service)}/deployments`
  return `https://${consoleHost(region)}/ecs/v2/${path}?region=${region}`
}

/** The console's page of a task. */
export function taskUrl({ region, cluster, id }: { region: string; cluster: string; id: string }): string {
  const path = `clusters/${encodeURIComponent(clusterName(cluster))}/tasks/${encodeURIComponent(id)}/configuration`
  return `https://${consoleHost(region)}/ecs/v2/${path}?region=${region}`
}

/** The console's page of the revisions of a family. */
export function familyUrl(family: string, region: string): string {
  return `https://${consoleHost(region)}/ecs/v2/task-definitions/${encodeURIComponent(family)}?region=${region}`
}
