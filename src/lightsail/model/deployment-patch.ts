import { didYouMean } from '../../inputs/suggestion.ts'
import { limits } from './constraints.ts'
import {
  type Container,
  containerNamed,
  type DeploymentSpec,
  type HealthCheck,
  healthCheckDefaults,
  isWebProtocol,
  type Ports,
  type PublicEndpoint,
  webPorts,
} from './deployment.ts'

/** What the inputs say about the deployment; what they do not mention stays as it is. */
export interface DeploymentPatch {
  /** A whole deployment from `deployment-file`: it replaces what runs. */
  readonly file?: DeploymentSpec
  readonly containerName?: string
  readonly image?: string
  readonly images?: Readonly<Record<string, string>>
  readonly containerPort?: number
  readonly ports?: Ports
  readonly command?: readonly string[]
  readonly environment?: {
    readonly values: Readonly<Record<string, string>>
    readonly strategy: 'merge' | 'overwrite'
  }
  readonly publicEndpoint?: { readonly containerName: string } | 'none'
  readonly publicPort?: number
  readonly healthCheck?: Partial<HealthCheck>
}

/** A contradiction between the inputs and what they apply to. */
export interface Refusal {
  readonly reasonCode: string
  readonly message: string
  readonly fix: string
}

/** The deployment that shall run: the inputs applied to the file, or to what runs now, or to nothing yet. */
export const applyPatch = (
  patch: DeploymentPatch,
  running: DeploymentSpec | undefined,
): { spec: DeploymentSpec } | { fault: Refusal } => {
  const base = patch.file ?? running ?? { containers: {} }
  const containers = patchedContainers(patch, base.containers)
  if ('fault' in containers) return containers
  const names = Object.keys(containers.containers)
  if (names.length === 0) return fault('image-needed', 'there is nothing to deploy yet', 'give an image')
  if (names.length > limits.containers) {
    return fault(
      'too-many-containers',
      `${names.length} containers are more than the ${limits.containers} that one deployment may have`,
      'remove some, or split them over two services',
    )
  }
  const isFirst = patch.file === undefined && running === undefined
  const endpoint = patchedEndpoint({ patch, base, isFirst, ...containers })
  if ('fault' in endpoint) return endpoint
  return { spec: { containers: containers.containers, ...endpoint } }
}

const fault = (reasonCode: string, message: string, fix: string): { fault: Refusal } => ({
  fault: { reasonCode, message, fix },
})

type Containers = Readonly<Record<string, Container>>

interface PatchedContainers {
  readonly containers: Containers
  /** The container that the single inputs mean, if any of them is given. */
  readonly meant: string | undefined
}

const singleInputs = ['image', 'containerPort', 'ports', 'command', 'environment'] as const

const patchedContainers = (
  patch: DeploymentPatch,
  base: Containers,
): PatchedContainers | { fault: Refusal } => {
  const names = Object.keys(base)
  const containers: Record<string, Container> = { ...base }

  for (const [name, image] of Object.entries(patch.images ?? {})) {
    const container = containerNamed(base, name)
    if (container === undefined && names.length > 0) {
      return fault(
        'unknown-container',
        `images names "${name}", but the containers are ${names.join(', ')}${didYouMean(name, names)}`,
        'correct the name in images',
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
      `the inputs could mean any of the containers ${present.join(', ')}`,
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
      'give an image, or correct container-name',
    )
  }
  containers[meant] = patchedContainer({ ...(before ?? emptyContainer), image }, patch)
  return { containers, meant }
}

const firstName = (present: readonly string[]): string | undefined =>
  present.length === 0 ? 'app' : undefined

const emptyContainer: Container = { image: '', command: [], environment: {}, ports: {} }

const patchedContainer = (container: Container, patch: DeploymentPatch): Container => {
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

const patchedEndpoint = ({
  patch,
  base,
  isFirst,
  containers,
  meant,
}: PatchedContainers & {
  patch: DeploymentPatch
  base: DeploymentSpec
  isFirst: boolean
}): { publicEndpoint?: PublicEndpoint } | { fault: Refusal } => {
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
      'the health check and public-port belong to a public endpoint, and there is none',
      'set container-port or public-endpoint, or remove these inputs',
    )
  }

  const container = containerNamed(containers, containerName)
  if (container === undefined) {
    const names = Object.keys(containers)
    return fault(
      'unknown-container',
      `the public endpoint names "${containerName}", but the containers are ${names.join(', ')}${didYouMean(containerName, names)}`,
      'correct public-endpoint',
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
        ? `the container "${containerName}" has no HTTP or HTTPS port to be the public endpoint`
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
