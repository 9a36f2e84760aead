import type { RevisionContent } from '../api-types.ts'
import { clientError, invalidParameter, platformUnknown, quoted } from '../errors.ts'
import { ecsArn, nameOf, nextDeploymentDigits, nextServiceDeploymentId } from '../identifiers.ts'
import type { DeploymentRecord, TaskDefinitionRecord } from '../records.ts'
import { findTaskDefinition, isActiveAt } from '../views/lookup.ts'
import type { Context } from './context.ts'
import type { RevisionRequest } from './services.ts'

/** The revision that a request names, which must be ACTIVE. */
export function activeTaskDefinition(nameOrArn: string, { records, now }: Context): TaskDefinitionRecord {
  const found = findTaskDefinition(records, nameOrArn, now)
  if (found === undefined) throw clientError(quoted.noTaskDefinition)
  if (!isActiveAt(found, now)) throw clientError(quoted.inactiveTaskDefinition)
  return found
}

/** What runs before, with the members that the request names: an absent one stays, an empty list clears. */
export function mergedRevision(
  before: RevisionContent,
  request: RevisionRequest,
  taskDefinition: TaskDefinitionRecord | undefined,
): RevisionContent {
  const named = {
    ...before,
    ...(taskDefinition && { taskDefinition: taskDefinition.arn }),
    ...pick(request, [
      'capacityProviderStrategy',
      'platformVersion',
      'networkConfiguration',
      'loadBalancers',
      'serviceRegistries',
      'serviceConnectConfiguration',
      'volumeConfigurations',
      'vpcLatticeConfigurations',
    ]),
  }
  if (!request.capacityProviderStrategy?.length) return named
  const { launchType, ...rest } = named
  return rest
}

/** The members that the request has. */
export function pick<T extends object, K extends keyof T>(
  request: T,
  names: readonly K[],
): Partial<Pick<T, K>> {
  const found: Partial<Pick<T, K>> = {}
  for (const name of names) if (request[name] !== undefined) found[name] = request[name]
  return found
}

const platformVersions = ['LATEST', '1.4.0', '1.3.0']

/** Refuses what does not go together (docs/ecs-facts.md §1a). */
export function checkRevision(content: RevisionContent, definition: TaskDefinitionRecord): void {
  const { networkMode = 'bridge', requiresCompatibilities, containerDefinitions } = definition.content
  const { launchType, platformVersion = 'LATEST' } = content
  if (!platformVersions.includes(platformVersion)) throw platformUnknown()
  if (launchType !== undefined && requiresCompatibilities && !requiresCompatibilities.includes(launchType))
    throw invalidParameter(quoted.launchTypeNotSupported(launchType))
  if (networkMode === 'awsvpc' && content.networkConfiguration === undefined)
    throw invalidParameter(quoted.noNetwork)
  if (networkMode !== 'awsvpc' && content.networkConfiguration !== undefined)
    throw invalidParameter(quoted.networkNotAllowed)
  for (const { containerName = '', containerPort = 0 } of content.loadBalancers) {
    const container = containerDefinitions.find(({ name }) => name === containerName)
    if (container === undefined) throw invalidParameter(quoted.noContainer(containerName))
    if (!container.portMappings?.some((mapping) => mapping.containerPort === containerPort))
      throw invalidParameter(quoted.noContainerPort(containerName, containerPort))
  }
}

/** A new rollout with ids of its own. */
export function newDeployment(
  context: Context,
  service: { readonly name: string; readonly clusterArn: string },
  content: RevisionContent,
): DeploymentRecord {
  const { records, now, switches } = context
  const digits = nextDeploymentDigits(records)
  const path = `${nameOf(service.clusterArn)}/${service.name}`
  const revisionDigits = switches.revisionDigits === 'same' ? digits : nextDeploymentDigits(records)
  const definition = records.taskDefinitions.find(({ arn }) => arn === content.taskDefinition)
  return {
    digits,
    createdAt: now,
    serviceDeploymentArn: ecsArn(records, `service-deployment/${path}/${nextServiceDeploymentId(records)}`),
    revisionArn: ecsArn(records, `service-revision/${path}/${revisionDigits}`),
    content,
    ...context.takeOutcome(definition?.content.containerDefinitions ?? []),
  }
}
