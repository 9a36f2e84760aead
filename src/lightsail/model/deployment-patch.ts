import { didYouMean } from '../../inputs/suggestion.ts'
import type { Refusal } from '../../rollout/contract/refusal.ts'
import { limits } from './constraints.ts'
import { emptyContainer, type PatchedContainers, patchedContainers } from './container-patch.ts'
import {
  containerNamed,
  type DeploymentSpec,
  healthCheckDefaults,
  type PublicEndpoint,
  webPorts,
} from './deployment.ts'
import { type DeploymentPatch, fault } from './patch.ts'

/** The deployment that shall run: the inputs applied to the file, or to what runs now, or to nothing yet. */
export function applyPatch(
  patch: DeploymentPatch,
  running: DeploymentSpec | undefined,
): { spec: DeploymentSpec } | { fault: Refusal } {
  const base = patch.file ?? running ?? { containers: {} }
  const containers = patchedContainers(patch, base.containers)
  if ('fault' in containers) return containers
  const names = Object.keys(containers.containers)
  if (names.length === 0) return fault('image-needed', 'there is nothing to deploy yet', 'set image')
  if (names.length > limits.containers) {
    return fault(
      'too-many-containers',
      `${names.length} containers are more than the ${limits.containers} that a deployment can have`,
      'remove some, or split them across two services',
    )
  }
  const isFirst = patch.file === undefined && running === undefined
  const endpoint = patchedEndpoint({ patch, base, isFirst, ...containers })
  if ('fault' in endpoint) return endpoint
  return { spec: { containers: containers.containers, ...endpoint } }
}
function patchedEndpoint({
  patch,
  base,
  isFirst,
  containers,
  meant,
}: PatchedContainers & {
  patch: DeploymentPatch
  base: DeploymentSpec
  isFirst: boolean
}): { publicEndpoint?: PublicEndpoint } | { fault: Refusal } {
  const before = base.publicEndpoint
  if (patch.publicEndpoint === 'none') return {}

  const candidates = Object.keys(containers).filter(
    (name) => webPorts(containers[name] ?? emptyContainer).length > 0,
  )
  const single = isFirst || patch.publicPort !== undefined ? candidates : []
  if (single.length > 1 && !patch.publicEndpoint && !before && patch.containerPort === undefined) {
    return fault(
      'public-endpoint-needed',
      `${candidates.join(' and ')} all have an HTTP port`,
      'set public-endpoint to one of them, or to none for a private service',
    )
  }
  const containerName =
    patch.publicEndpoint?.containerName ??
    (patch.containerPort === undefined ? undefined : meant) ??
    before?.containerName ??
    single[0]
  if (containerName === undefined) {
    const inputs = Object.keys(patch.healthCheck ?? {})
    if (inputs.length === 0 && patch.publicPort === undefined) return {}
    return fault(
      'no-public-endpoint',
      'the health check and public-port need a public endpoint, but there is none',
      'set container-port or public-endpoint, or remove these inputs',
    )
  }

  const container = containerNamed(containers, containerName)
  if (container === undefined) {
    const names = Object.keys(containers)
    return fault(
      'unknown-container',
      `the public endpoint names "${containerName}", but the containers are ${names.join(', ')}${didYouMean(containerName, names)}`,
      'fix public-endpoint',
    )
  }
  const open = webPorts(container)
  const previous = before?.containerName === containerName ? before.containerPort : undefined
  const containerPort =
    patch.publicPort ??
    (containerName === meant ? patch.containerPort : undefined) ??
    (previous !== undefined && open.includes(previous) ? previous : undefined) ??
    (open.length === 1 ? open[0] : undefined)
  if (containerPort === undefined) {
    return fault(
      'public-port-needed',
      open.length === 0
        ? `the container "${containerName}" has no HTTP or HTTPS port for the public endpoint`
        : `the container "${containerName}" has the HTTP ports ${open.join(', ')}`,
      open.length === 0 ? 'set container-port, or public-endpoint: none' : 'set public-port to one of them',
    )
  }
  if (!open.includes(containerPort)) {
    return fault(
      'port-not-open',
      `the public endpoint's port ${containerPort} is not an open HTTP or HTTPS port of the container "${containerName}"`,
      `open it (ports: ${containerPort}=HTTP), or name another port`,
    )
  }
  const healthCheck = { ...healthCheckDefaults, ...before?.healthCheck, ...patch.healthCheck }
  return { publicEndpoint: { containerName, containerPort, healthCheck } }
}
