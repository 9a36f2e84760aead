import { isRecord } from '../../../inputs/documents/records.ts'
import type { Refusal } from '../../../rollout/contract/refusal.ts'
import type { Request } from '../../inputs/request-types.ts'
import { configuredAtLaunch, listAt, referenceFaults } from '../../model/references.ts'
import type { Service, ServiceMembers } from '../../model/service.ts'
import type { TaskDefinitionContent } from '../../model/task-definition.ts'

/** Members that refer to something the task definition does not have; if it was not read, ECS will check. */
export function checkReferences(
  members: ServiceMembers,
  content: TaskDefinitionContent | undefined,
): Refusal | undefined {
  const [fault] = content ? referenceFaults(members, content) : []
  if (fault === undefined) return undefined
  const isVolume = fault.at[0] === 'volumeConfigurations'
  return {
    reasonCode: isVolume ? 'unknown-volume' : 'unknown-container',
    message: `the service and the task definition do not match: ${fault.message}`,
    fix: isVolume
      ? 'name a volume of the task definition that has configuredAtLaunch: true'
      : 'fix the load balancer, container-name or container-port',
  }
}

/** A network is for awsvpc, and awsvpc needs one: of what is written, or else of the service. */
export function checkNetwork(
  written: ServiceMembers,
  content: TaskDefinitionContent | undefined,
  service: Pick<Service, 'name' | 'members'>,
): Refusal | undefined {
  if (content === undefined) return undefined
  const hasNetwork =
    (written['networkConfiguration'] ?? service.members['networkConfiguration']) !== undefined
  const { networkMode = 'bridge' } = content
  if (networkMode === 'awsvpc') return hasNetwork ? undefined : noNetwork
  return hasNetwork
    ? {
        reasonCode: 'cannot-change',
        message: `the task definition has networkMode ${networkMode}, but ${service.name} gives its tasks their own network, which needs awsvpc`,
        fix: 'set networkMode: awsvpc in the task definition',
      }
    : undefined
}

const noNetwork: Refusal = {
  reasonCode: 'network-missing',
  message: 'the task definition has networkMode awsvpc, but no input says in which subnets the tasks run',
  fix: 'set subnets and security-groups; in a public subnet also assign-public-ip: ENABLED',
}

/** What a new service must say for its task definition. */
export function checkCreation(
  members: ServiceMembers,
  content: TaskDefinitionContent | undefined,
): Refusal | undefined {
  if (content === undefined) return undefined
  const needsNetwork = content.networkMode === 'awsvpc'
  if (needsNetwork && members['networkConfiguration'] === undefined) return noNetwork
  const configured = listAt(members, 'volumeConfigurations').map((entry) => isRecord(entry) && entry['name'])
  const missing = configuredAtLaunch(content).find((name) => !configured.includes(name))
  return missing === undefined
    ? undefined
    : {
        reasonCode: 'unknown-volume',
        message: `the task definition's volume "${missing}" is configured at launch, but the service does not configure it`,
        fix: 'set service-managed-ebs-volume-name and service-managed-ebs-volume, or volumeConfigurations in service-definition',
      }
}

/** The deployment controller that the service definition asks for. */
export function controllerOf({ settings }: Request): string | undefined {
  const controller = settings.file?.['deploymentController']
  const type = isRecord(controller) ? controller['type'] : undefined
  return typeof type === 'string' ? type : undefined
}
