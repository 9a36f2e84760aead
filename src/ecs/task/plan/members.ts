import { isRecord } from '../../../inputs/documents/records.ts'
import { didYouMean } from '../../../inputs/suggestion.ts'
import type { Refusal } from '../../../rollout/contract/refusal.ts'
import type { Request } from '../../inputs/request-types.ts'
import { configuredAtLaunch } from '../../model/references.ts'
import type { Service, ServiceMembers } from '../../model/service.ts'
import { writtenMembers } from '../../model/service-patch.ts'
import type { TaskDefinitionContent } from '../../model/task-definition.ts'
import type { TaskRun } from '../task-run.ts'

/** What is planned for: a request that runs a task. */
export interface TaskRequest extends Request {
  readonly taskRun: TaskRun
}

/** RunTask's request but for the cluster, the revision and the token. */
export function taskMembers(
  request: TaskRequest,
  service: Service | undefined,
  content: TaskDefinitionContent | undefined,
): ServiceMembers {
  const { taskRun, settings } = request
  const { launchType, capacityProviderStrategy, overrides, tags, volume, startedBy } = taskRun
  const { enableEcsManagedTags } = settings
  const network = networkOf(taskRun, content, serviceNetwork(request, service, content))
  return {
    count: 1,
    startedBy,
    ...(capacityProviderStrategy ? { capacityProviderStrategy } : { launchType }),
    ...(network && { networkConfiguration: { awsvpcConfiguration: network } }),
    ...(overrides.length > 0 && { overrides: { containerOverrides: overrides } }),
    ...(enableEcsManagedTags !== undefined && { enableECSManagedTags: enableEcsManagedTags }),
    ...(tags.length > 0 && { tags }),
    ...(volume && { volumeConfigurations: [volume] }),
  }
}

/** The network that the service has, or is to have. */
function serviceNetwork(
  { settings, taskDefinition }: TaskRequest,
  service: Service | undefined,
  content: TaskDefinitionContent | undefined,
): unknown {
  const containerNames = taskDefinition?.containerNames
  const written = writtenMembers(settings, { current: service?.members, content, containerNames })
  const ofFile = 'members' in written ? written.members['networkConfiguration'] : undefined
  return ofFile ?? service?.members['networkConfiguration']
}

/** What is written, and else the network of the service, for a task that needs one. */
function networkOf(
  { subnets, securityGroups, assignPublicIp }: TaskRun,
  content: TaskDefinitionContent | undefined,
  ofService: unknown,
): ServiceMembers | undefined {
  const written = { ...(subnets && { subnets }), ...(securityGroups && { securityGroups }) }
  if (subnets) return { ...written, assignPublicIp }
  const inner = isRecord(ofService) ? ofService['awsvpcConfiguration'] : undefined
  const inherited = content?.networkMode === 'awsvpc' && isRecord(inner) ? inner : undefined
  if (inherited === undefined) return securityGroups ? { ...written, assignPublicIp } : undefined
  return { ...inherited, ...written, ...(assignPublicIp === 'ENABLED' && { assignPublicIp }) }
}

/** What ECS would refuse, or what would have no effect. */
export function taskFault(
  { overrides, volume }: TaskRun,
  { networkConfiguration }: ServiceMembers,
  content: TaskDefinitionContent,
): Refusal | undefined {
  const names = content.containerDefinitions.map(({ name }) => name)
  const strange = overrides.find(({ name }) => !names.includes(name))
  if (strange !== undefined) {
    return {
      reasonCode: 'unknown-container',
      message: `run-task-container-overrides names the container "${strange.name}", and the task definition has ${names.join(', ')}${didYouMean(strange.name, names)}`,
      fix: 'correct the name in run-task-container-overrides',
    }
  }
  const volumes = configuredAtLaunch(content)
  if (volume !== undefined && !volumes.includes(volume.name)) {
    return {
      reasonCode: 'unknown-volume',
      message: `the task definition has no volume "${volume.name}" with configuredAtLaunch: true`,
      fix: 'correct run-task-managed-ebs-volume-name',
    }
  }
  return content.networkMode === 'awsvpc' && networkConfiguration === undefined
    ? {
        reasonCode: 'network-missing',
        message:
          'the task definition has networkMode awsvpc, and nothing says in which subnets the task runs',
        fix: 'set run-task-subnets, and run-task-security-groups; run-task-assign-public-IP: ENABLED in a public subnet',
      }
    : undefined
}
