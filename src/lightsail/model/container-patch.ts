import { didYouMean } from '../../inputs/suggestion.ts'
import type { Refusal } from '../../rollout/contract/refusal.ts'
import { type Container, containerNamed, isWebProtocol } from './deployment.ts'
import { type DeploymentPatch, fault } from './patch.ts'

export type Containers = Readonly<Record<string, Container>>

export interface PatchedContainers {
  readonly containers: Containers
  /** The container that the single inputs mean, if any of them is given. */
  readonly meant: string | undefined
}

export const singleInputs = ['image', 'containerPort', 'ports', 'command', 'environment'] as const

export function patchedContainers(
  patch: DeploymentPatch,
  base: Containers,
): PatchedContainers | { fault: Refusal } {
  const names = Object.keys(base)
  const containers: Record<string, Container> = { ...base }

  for (const [name, image] of Object.entries(patch.images ?? {})) {
    const container = containerNamed(base, name)
    if (container === undefined && names.length > 0) {
      return fault(
        'unknown-container',
        `images names "${name}", but the containers are ${names.join(', ')}${didYouMean(name, names)}`,
        'fix the name in images',
      )
    }
    containers[name] = { ...(container ?? emptyContainer), image }
  }

  const wanted = singleInputs.some((key) => patch[key] !== undefined)
  if (!wanted && patch.containerName === undefined) return { containers, meant: undefined }
  const present = Object.keys(containers)
  const meant = patch.containerName ?? (present.length === 1 ? present[0] : undefined) ?? firstName(present)
  if (meant === undefined) {
    return fault(
      'container-name-needed',
      `the inputs could refer to any of the containers ${present.join(', ')}`,
      `set container-name to one of them`,
    )
  }
  const before = containerNamed(containers, meant)
  const image = patch.image ?? before?.image
  if (image === undefined) {
    const others = present.length > 0 ? ` (there is ${present.join(', ')})` : ''
    return fault(
      'image-needed',
      `the container "${meant}" does not exist yet${others}, and a new one needs an image${didYouMean(meant, present)}`,
      'set image, or fix container-name',
    )
  }
  containers[meant] = patchedContainer({ ...(before ?? emptyContainer), image }, patch)
  return { containers, meant }
}

export function firstName(present: readonly string[]): string | undefined {
  return present.length === 0 ? 'app' : undefined
}

export const emptyContainer: Container = { image: '', command: [], environment: {}, ports: {} }

export function patchedContainer(container: Container, patch: DeploymentPatch): Container {
  const { containerPort, command, environment } = patch
  const ports = { ...(patch.ports ?? container.ports) }
  if (containerPort !== undefined && !isWebProtocol(ports[containerPort])) ports[containerPort] = 'HTTP'
  const kept = environment?.strategy === 'overwrite' ? {} : container.environment
  return {
    image: container.image,
    command: command ?? container.command,
    environment: { ...kept, ...environment?.values },
    ports,
  }
}
