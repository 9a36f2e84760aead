import type { ContainerDefinition, TaskDefinitionContent } from '../api-types.ts'
import { clientError } from '../errors.ts'
import { refuseUnfitForFargate } from './fargate.ts'
import { quoted } from './refusals.ts'

/** A RegisterTaskDefinition whose types are right; everything else is still to be checked. */
export interface RegisterRequest {
  readonly family: string
  readonly containerDefinitions: readonly Partial<ContainerDefinition>[]
  readonly networkMode?: string
  readonly cpu?: string
  readonly memory?: string
  readonly requiresCompatibilities?: readonly string[]
  readonly volumes?: readonly object[]
  readonly placementConstraints?: readonly object[]
  readonly [member: string]: unknown
}

/** The task definition that ECS stores for the request, with what it fills in. Throws ClientException with ECS's own text. */
export function registeredContent(request: RegisterRequest): TaskDefinitionContent {
  const { family, containerDefinitions, cpu, memory } = request
  if (family === '') throw clientError(quoted.familyBlank)
  if (!/^[a-zA-Z0-9\-_]{1,255}$/.test(family)) throw clientError(quoted.familyInvalid)
  if (containerDefinitions.length === 0) throw clientError(quoted.noContainers)
  const sized = {
    ...request,
    ...(cpu !== undefined && { cpu: units(cpu, 'vcpu') }),
    ...(memory !== undefined && { memory: units(memory, 'gb') }),
  }
  const containers = containerDefinitions.map((container) => registeredContainer(container, sized))
  const content = {
    ...sized,
    containerDefinitions: containers,
    volumes: request.volumes ?? [],
    placementConstraints: request.placementConstraints ?? [],
  }
  refuseUnfitForFargate(content)
  return content
}

function registeredContainer(
  container: Partial<ContainerDefinition>,
  { networkMode, memory: taskMemory }: RegisterRequest,
): ContainerDefinition {
  const { name = '', image = '', memory, memoryReservation, healthCheck, logConfiguration } = container
  if (name === '') throw clientError(quoted.containerWithout('name'))
  if (image === '') throw clientError(quoted.containerWithout('image'))
  if (taskMemory === undefined && memory === undefined && memoryReservation === undefined)
    throw clientError(quoted.noMemory(name))
  const options = logConfiguration?.options ?? {}
  const missing = ['awslogs-region', 'awslogs-group'].filter((option) => options[option] === undefined)
  if (logConfiguration?.logDriver === 'awslogs' && missing.length > 0)
    throw clientError(quoted.logOptionsMissing(missing))
  return {
    ...container,
    name,
    image,
    cpu: container['cpu'] ?? 0,
    portMappings: (container.portMappings ?? []).map((mapping) =>
      registeredPort(mapping, { name, networkMode }),
    ),
    essential: container.essential ?? true,
    environment: container.environment ?? [],
    mountPoints: container['mountPoints'] ?? [],
    volumesFrom: container['volumesFrom'] ?? [],
    ...(healthCheck && { healthCheck: { interval: 30, timeout: 5, retries: 3, ...healthCheck } }),
    systemControls: container['systemControls'] ?? [],
  }
}

type PortMapping = NonNullable<ContainerDefinition['portMappings']>[number]

function registeredPort(
  mapping: PortMapping,
  { name, networkMode }: { readonly name: string; readonly networkMode: string | undefined },
): PortMapping {
  const { containerPort } = mapping
  if ('containerPortRange' in mapping) return { protocol: 'tcp', ...mapping }
  if (containerPort === undefined || containerPort < 1 || containerPort > 65535)
    throw clientError(quoted.badContainerPort(name))
  const isShared = networkMode === 'awsvpc' || networkMode === 'host'
  const hostPort = isShared ? mapping.hostPort || containerPort : (mapping.hostPort ?? 0)
  if (networkMode === 'awsvpc' && hostPort !== containerPort) throw clientError(quoted.hostPortDiffers)
  return { protocol: 'tcp', ...mapping, containerPort, hostPort }
}

/** `1 vCPU` and `0.5 GB` become the numbers that they stand for; 1024 to one. */
function units(text: string, unit: 'vcpu' | 'gb'): string {
  const found = new RegExp(`^\\s*([\\d.]+)\\s*${unit}\\s*$`, 'i').exec(text)
  return found === null ? text : String(Math.round(Number(found[1]) * 1024))
}
