import { clusterFault } from '../../aws/cluster.ts'
import { printedNothing } from '../../inputs/placeholders.ts'
import { parseServiceArn, serviceNameFault } from '../model/constraints.ts'
import { clusterName } from '../model/service.ts'
import type { LoadedServiceDefinition } from './files/service-definition-input.ts'
import type { InputSource } from './names.ts'

/** What ECS takes where a call names none. */
const DEFAULT_CLUSTER = 'default'

/** Which service is meant, and in which cluster. */
export interface ServicePlace {
  /** Name. */
  readonly service: string | undefined
  /** Name or ARN. */
  readonly cluster: string
  /** Nothing names a cluster. */
  readonly isDefaultCluster: boolean
  readonly notices: readonly string[]
}

/** The input wins over the file; a cluster is the input's, else the one of the service's ARN, else the file's, else `default`. */
export function parseServicePlace(
  { texts, issues }: InputSource,
  file: LoadedServiceDefinition | undefined,
): ServicePlace {
  const written = texts.service?.trim()
  const arn = written?.startsWith('arn:') ? parseServiceArn(written) : undefined
  if (written?.startsWith('arn:') && arn === undefined) {
    const message = `"${written}" is not the ARN of a service, such as arn:aws:ecs:eu-central-1:123456789012:service/prod/shop`
    issues.add({ input: 'service', message })
  }
  const name = arn?.service ?? written
  const nameFault =
    name === undefined || written?.startsWith('arn:')
      ? undefined
      : (printedNothing(name) ?? serviceNameFault(name))
  if (nameFault !== undefined) issues.add({ input: 'service', message: nameFault })
  const cluster = texts.cluster?.trim()
  const fault = cluster === undefined ? undefined : (printedNothing(cluster) ?? clusterFault(cluster))
  if (fault !== undefined) issues.add({ input: 'cluster', message: fault })
  if (cluster !== undefined && arn?.cluster && clusterName(cluster) !== clusterName(arn.cluster)) {
    const message = `"${clusterName(cluster)}" is not the cluster in the service's ARN, which is ${clusterName(arn.cluster)}`
    issues.add({ input: 'cluster', message })
  }
  const inFile = file?.serviceName
  const isOther = name !== undefined && inFile !== undefined && inFile !== name
  const isOtherCluster =
    cluster !== undefined && file?.cluster !== undefined && clusterName(file.cluster) !== clusterName(cluster)
  const wanted = cluster ?? arn?.cluster ?? file?.cluster
  return {
    service: name ?? inFile,
    cluster: wanted ?? DEFAULT_CLUSTER,
    isDefaultCluster: wanted === undefined,
    notices: [
      ...(isOther ? [`the service definition is for "${inFile}"; the input service wins: "${name}"`] : []),
      ...(isOtherCluster
        ? [
            `the service definition is for the cluster ${clusterName(file?.cluster ?? '')}; the input cluster wins: ${clusterName(cluster ?? '')}`,
          ]
        : []),
    ],
  }
}
