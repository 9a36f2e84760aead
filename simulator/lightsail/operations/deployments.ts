import type { Container, ContainerService, Containers, Deployment, PublicEndpoint } from '../api-types.ts'
import { inferred, invalidInput, quoted } from '../errors.ts'
import { settingsAt } from '../lifecycle.ts'
import type { DeploymentRecord, ServiceRecord } from '../records.ts'
import { type Context, currentView, existingService, laggingView, refuseIfBusy } from '../requests/context.ts'
import type { DeploymentRequest, Request } from '../requests/shapes.ts'
import { deploymentViews, serviceView } from '../views.ts'
import { storedImage } from './images.ts'

const MAX_CONTAINERS = 10

export interface CheckedDeployment {
  readonly containers: Containers
  readonly publicEndpoint?: PublicEndpoint
}

/** Accepted one at a time; the version is the reply's nextDeployment.version (docs/lightsail-facts.md §1.5, §2.4). */
export function createContainerServiceDeployment(
  input: Request<'CreateContainerServiceDeployment'>,
  context: Context,
): { readonly containerService: ContainerService } {
  const { now, switches } = context
  const record = existingService(currentView(context), input.serviceName)
  const checked = checkedDeployment(record, input, context)
  refuseIfBusy(record, context, { deploymentText: true })
  if (settingsAt(record, now).isDisabled) throw invalidInput(inferred.disabledService(record.name))
  const version = (record.deployments.at(-1)?.version ?? 0) + 1
  record.deployments.push(deploymentRecord({ checked, startsAt: now, version }, context))
  return {
    containerService: serviceView(record, currentView(context), {
      hidesNext: !switches.deployReplyShowsNextDeployment,
    }),
  }
}

/** The last 50, failed ones included: the only place that says FAILED (§2.3). */
export function getContainerServiceDeployments(
  input: Request<'GetContainerServiceDeployments'>,
  context: Context,
): { readonly deployments: readonly Deployment[] } {
  const view = laggingView(context)
  return { deployments: deploymentViews(existingService(view, input.serviceName), view) }
}

export function deploymentRecord(
  {
    checked,
    startsAt,
    version,
  }: { readonly checked: CheckedDeployment; readonly startsAt: number; readonly version: number },
  context: Context,
): DeploymentRecord {
  const { outcome, culprit } = context.takeOutcome(checked.containers, checked.publicEndpoint?.containerName)
  return { version, createdAt: context.now, startsAt, ...checked, outcome, culprit }
}

/** The deployment with everything the server fills in, or the reason why it is refused. */
export function checkedDeployment(
  record: ServiceRecord,
  request: DeploymentRequest,
  context: Context,
): CheckedDeployment {
  const asked = Object.entries(request.containers ?? {})
  if (asked.length === 0) throw invalidInput(inferred.noContainers)
  if (asked.length > MAX_CONTAINERS) throw invalidInput(inferred.tooManyContainers(MAX_CONTAINERS))
  const containers = Object.fromEntries(
    asked.map(([name, container]) => [name, filledContainer(record, { name, container }, context)]),
  )
  const publicEndpoint = filledEndpoint(request.publicEndpoint, containers)
  return { containers, ...(publicEndpoint && { publicEndpoint }) }
}

type AskedContainer = NonNullable<DeploymentRequest['containers']>[string]

function filledContainer(
  record: ServiceRecord,
  { name, container }: { name: string; container: AskedContainer },
  context: Context,
): Container {
  if (container.image === undefined || container.image.trim() === '')
    throw invalidInput(inferred.noImage(name))
  const ports = container.ports ?? {}
  for (const port of Object.keys(ports))
    if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65535)
      throw invalidInput(inferred.badPort(name, port))
  return {
    image: storedImage(record, { container: name, image: container.image }, context),
    command: container.command ?? [],
    environment: container.environment ?? {},
    ports,
  }
}

/** Defaults of §1.4, with the success codes that the server really fills in. */
const defaultHealthCheck = {
  healthyThreshold: 2,
  unhealthyThreshold: 2,
  timeoutSeconds: 2,
  intervalSeconds: 5,
  path: '/',
  successCodes: '200-499',
}

function filledEndpoint(
  asked: DeploymentRequest['publicEndpoint'],
  containers: Containers,
): PublicEndpoint | undefined {
  if (asked === undefined) return undefined
  const { containerName, containerPort, healthCheck } = asked
  const container = Object.hasOwn(containers, containerName) ? containers[containerName] : undefined
  if (container === undefined) throw invalidInput(inferred.unknownEndpoint(containerName))
  const protocol = Object.hasOwn(container.ports, containerPort) ? container.ports[containerPort] : undefined
  if (protocol === undefined) throw invalidInput(quoted.portNotOpen)
  if (protocol !== 'HTTP' && protocol !== 'HTTPS') throw invalidInput(inferred.endpointNotHttp(containerPort))
  return { containerName, containerPort, healthCheck: { ...defaultHealthCheck, ...healthCheck } }
}
