import { isRecord } from '../../inputs/documents/records.ts'
import type { Refusal } from '../../rollout/contract/refusal.ts'
import { fault } from './container-patch.ts'
import type { ServicePatch } from './patch.ts'
import { listAt } from './references.ts'
import type { ServiceMembers } from './service.ts'
import { containerNamed, type TaskDefinitionContent } from './task-definition.ts'

/** What the members of a service are written against. */
export interface PatchedService {
  /** Of the service as it is; `undefined` if there is none. */
  readonly current: ServiceMembers | undefined
  /** What shall run, if it is known. */
  readonly content: TaskDefinitionContent | undefined
  readonly containerNames: readonly string[] | undefined
}

/**
 * Every member that the file and the inputs write, in CreateService's shape; an input wins over the file. Of
 * `deploymentConfiguration` only what is written: what the service has beside it is added where it is sent.
 */
export function writtenMembers(
  settings: ServicePatch,
  service: PatchedService,
): { readonly members: ServiceMembers } | { readonly fault: Refusal } {
  const { launchType, capacityProviderStrategy, enableEcsManagedTags, propagateTags } = settings
  const { launchType: ofFile, capacityProviderStrategy: strategyOfFile, ...file } = settings.file ?? {}
  const isSaid = launchType !== undefined || capacityProviderStrategy !== undefined
  const balancers = loadBalancers(settings, service)
  if (balancers && 'fault' in balancers) return balancers
  return {
    members: {
      ...file,
      ...(!isSaid && ofFile !== undefined && { launchType: ofFile }),
      ...(!isSaid && strategyOfFile !== undefined && { capacityProviderStrategy: strategyOfFile }),
      ...(launchType !== undefined && { launchType }),
      ...(capacityProviderStrategy && { capacityProviderStrategy }),
      ...network(settings, service.current),
      ...(balancers && { loadBalancers: balancers.list }),
      ...deployment(settings),
      ...(enableEcsManagedTags !== undefined && { enableECSManagedTags: enableEcsManagedTags }),
      ...(propagateTags !== undefined && { propagateTags }),
      ...volumes(settings),
    },
  }
}

function network(
  { file, subnets, securityGroups, assignPublicIp }: ServicePatch,
  current: ServiceMembers | undefined,
): ServiceMembers {
  if (!subnets && !securityGroups && assignPublicIp === undefined) return {}
  const before = awsvpc(file) ?? awsvpc(current) ?? {}
  return {
    networkConfiguration: {
      awsvpcConfiguration: {
        ...before,
        ...(subnets && { subnets }),
        ...(securityGroups && { securityGroups }),
        ...(assignPublicIp !== undefined && { assignPublicIp }),
      },
    },
  }
}

function awsvpc(members: ServiceMembers | undefined): ServiceMembers | undefined {
  const configuration = members?.['networkConfiguration']
  const inner = isRecord(configuration) ? configuration['awsvpcConfiguration'] : undefined
  return isRecord(inner) ? inner : undefined
}

/** One entry, for the container that the inputs mean and its port. */
function loadBalancers(
  { targetGroupArn, containerPort }: ServicePatch,
  { content, containerNames }: PatchedService,
): { readonly list: readonly ServiceMembers[] } | { readonly fault: Refusal } | undefined {
  if (targetGroupArn === undefined) return undefined
  const names = content?.containerDefinitions.map(({ name }) => name) ?? []
  const containerName = containerNames?.[0] ?? (names.length === 1 ? names[0] : undefined)
  if (containerName === undefined) {
    return fault(
      'container-name-needed',
      names.length === 0
        ? 'target-group-arn needs a container to send traffic to'
        : `target-group-arn could be for any of the containers ${names.join(', ')}`,
      'set container-name to one of them',
    )
  }
  const mappings = (content && containerNamed(content, containerName)?.portMappings) ?? []
  const port = containerPort ?? (mappings.length === 1 ? mappings[0]?.containerPort : undefined)
  return port === undefined
    ? fault(
        'container-port-needed',
        `target-group-arn needs a port of the container "${containerName}"${mappings.length > 1 ? `, which has ${mappings.map((mapping) => mapping.containerPort).join(', ')}` : ''}`,
        'set container-port',
      )
    : { list: [{ targetGroupArn, containerName, containerPort: port }] }
}

function deployment({ file, circuitBreaker }: ServicePatch): ServiceMembers {
  if (circuitBreaker === undefined) return {}
  const before = file?.['deploymentConfiguration']
  const configuration = isRecord(before) ? before : {}
  const breaker = configuration['deploymentCircuitBreaker']
  const deploymentCircuitBreaker = {
    ...(isRecord(breaker) && breaker),
    enable: circuitBreaker !== 'off',
    rollback: circuitBreaker === 'rollback',
  }
  return { deploymentConfiguration: { ...configuration, deploymentCircuitBreaker } }
}

function volumes({ file, volume }: ServicePatch): ServiceMembers {
  if (volume === undefined) return {}
  const others = listAt(file ?? {}, 'volumeConfigurations').filter(
    (entry) => isRecord(entry) && entry['name'] !== volume.name,
  )
  return { volumeConfigurations: [...others, volume] }
}
