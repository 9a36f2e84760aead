import { isRecord, type PlacedIssue } from '../../inputs/documents/records.ts'
import { didYouMean } from '../../inputs/suggestion.ts'
import type { ServiceMembers } from './service.ts'
import { containerNamed, type PortMapping, type TaskDefinitionContent } from './task-definition.ts'

/** What a service's members say of a task definition that has no such thing; ECS would refuse each (docs/ecs-facts.md §1). */
export function referenceFaults(members: ServiceMembers, content: TaskDefinitionContent): PlacedIssue[] {
  return [
    ...listAt(members, 'loadBalancers').flatMap((entry, index) => balancerFault(entry, index, content)),
    ...listAt(members, 'volumeConfigurations').flatMap((entry, index) => volumeFault(entry, index, content)),
  ]
}

/** The list at a key of a map; empty for anything else. */
export function listAt(members: ServiceMembers, key: string): readonly unknown[] {
  const list = members[key]
  return Array.isArray(list) ? list : []
}

function balancerFault(entry: unknown, index: number, content: TaskDefinitionContent): PlacedIssue[] {
  if (!isRecord(entry)) return []
  const { containerName, containerPort } = entry
  const at = ['loadBalancers', index]
  if (typeof containerName !== 'string') return []
  const container = containerNamed(content, containerName)
  if (container === undefined) {
    const names = content.containerDefinitions.map(({ name }) => name)
    const message = `"${[...at, 'containerName'].join('.')}": there is no container "${containerName}" in the task definition (there is ${names.join(', ')})${didYouMean(containerName, names)}`
    return [{ message, at: [...at, 'containerName'] }]
  }
  if (typeof containerPort !== 'number' || opensPort(container.portMappings ?? [], containerPort)) return []
  const open = (container.portMappings ?? []).map(portText).join(', ')
  const message = `"${[...at, 'containerPort'].join('.')}": ${containerPort} is not a port of the container "${containerName}" in the task definition (${open === '' ? 'it has none' : `it has ${open}`})`
  return [{ message, at: [...at, 'containerPort'] }]
}

function opensPort(mappings: readonly PortMapping[], port: number): boolean {
  return mappings.some(({ containerPort, containerPortRange }) => {
    const [, from, to] = /^(\d+)-(\d+)$/.exec(String(containerPortRange)) ?? []
    return containerPort === port || (from !== undefined && Number(from) <= port && port <= Number(to))
  })
}

function portText({ containerPort, containerPortRange }: PortMapping): string {
  return String(containerPort ?? containerPortRange ?? '?')
}

/** The volumes that a service has to configure. */
export function configuredAtLaunch({ volumes = [] }: TaskDefinitionContent): string[] {
  return volumes.filter((volume) => volume.configuredAtLaunch === true).map(({ name = '' }) => name)
}

function volumeFault(entry: unknown, index: number, content: TaskDefinitionContent): PlacedIssue[] {
  const name = isRecord(entry) ? entry['name'] : undefined
  const volumes = configuredAtLaunch(content)
  if (typeof name !== 'string' || volumes.includes(name)) return []
  const there = volumes.length === 0 ? 'it has none' : `it has ${volumes.join(', ')}`
  const at = ['volumeConfigurations', index, 'name']
  return [
    {
      message: `"${at.join('.')}": the task definition has no volume "${name}" with configuredAtLaunch: true (${there})${didYouMean(name, volumes)}`,
      at,
    },
  ]
}
