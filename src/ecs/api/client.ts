import {
  CreateServiceCommand,
  type CreateServiceRequest,
  DeleteServiceCommand,
  DeregisterTaskDefinitionCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  ListServicesCommand,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionRequest,
  RunTaskCommand,
  type RunTaskRequest,
  type ServiceDeploymentStatus,
  StopServiceDeploymentCommand,
  StopTaskCommand,
  TagResourceCommand,
  UpdateServiceCommand,
  type UpdateServiceRequest,
} from '@aws-sdk/client-ecs'
import { watchClient } from '../../aws/client.ts'
import { malformedResponse } from '../../aws/errors.ts'
import { ignoreNotFound } from '../../aws/responses.ts'
import { tagList } from '../../aws/tag-list.ts'
import type { EcsApi, EcsApiOptions } from './ecs-api.ts'
import { toServiceError } from './errors.ts'
import { answeredService, answeredTaskDefinition, onlyOne, updatedService } from './responses.ts'
import {
  fromSdkBrief,
  fromSdkFailure,
  fromSdkRevision,
  fromSdkService,
  fromSdkServiceDeployment,
  fromSdkTask,
  fromSdkTaskDefinition,
} from './sdk-mapping.ts'

/** The client of ECS; the only file that uses the SDK's values for ECS. */
export function createEcsApi({ settings, clean, isDefaultCluster = false, ...world }: EcsApiOptions): EcsApi {
  const client = new ECSClient(settings)
  const toError = (operation: string, error: unknown) =>
    toServiceError(operation, error, { clean, isDefaultCluster })
  const { reading, writing, naming, endpoint, serviceTime } = watchClient(client, { ...world, toError })

  const readService: EcsApi['readService'] = async ({ cluster, service }) => {
    const operation = 'DescribeServices'
    const command = new DescribeServicesCommand({ cluster, services: [service], include: ['TAGS'] })
    const { services, failures } = await naming(operation, client.send(command, reading))
    const found = onlyOne(operation, services, failures)
    if (found === undefined) return 'MISSING'
    return found.status === 'INACTIVE' ? 'INACTIVE' : fromSdkService(found)
  }

  return {
    readService,
    getService: async (name) => {
      const found = await readService(name)
      return typeof found === 'string' ? undefined : found
    },
    getTaskDefinition: async (taskDefinition) => {
      const command = new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] })
      const operation = 'DescribeTaskDefinition'
      const answer = await ignoreNotFound(naming(operation, client.send(command, reading)))
      if (answer === undefined) return undefined
      if (!answer.taskDefinition) throw malformedResponse(operation)
      return fromSdkTaskDefinition(answer.taskDefinition, answer.tags)
    },
    registerTaskDefinition: async (content, tags) => {
      const command = new RegisterTaskDefinitionCommand({
        ...(content as unknown as RegisterTaskDefinitionRequest),
        ...(Object.keys(tags).length > 0 && { tags: tagList(tags) }),
      })
      const operation = 'RegisterTaskDefinition'
      return answeredTaskDefinition(operation, await naming(operation, client.send(command, writing)))
    },
    createService: async (members, clientToken) => {
      const request = { ...members, clientToken } as unknown as CreateServiceRequest
      const call = client.send(new CreateServiceCommand(request), writing)
      return answeredService('CreateService', await naming('CreateService', call))
    },
    updateService: async ({ cluster, service }, members) => {
      const request = { cluster, service, ...members } as unknown as UpdateServiceRequest
      const call = client.send(new UpdateServiceCommand(request), writing)
      return updatedService(await naming('UpdateService', call))
    },
    tagService: async (resourceArn, tags) => {
      const command = new TagResourceCommand({ resourceArn, tags: tagList(tags) })
      await naming('TagResource', client.send(command, writing))
    },
    deleteService: async ({ cluster, service }) => {
      const call = client.send(new DeleteServiceCommand({ cluster, service, force: true }), writing)
      return answeredService('DeleteService', await naming('DeleteService', call))
    },
    listServiceDeployments: async ({ cluster, service }, { since, statuses, most }) => {
      const command = new ListServiceDeploymentsCommand({
        ...{ cluster, service, maxResults: most },
        ...(since !== undefined && { createdAt: { after: new Date(since) } }),
        ...(statuses && { status: [...statuses] as ServiceDeploymentStatus[] }),
      })
      const operation = 'ListServiceDeployments'
      const { serviceDeployments } = await naming(operation, client.send(command, reading))
      if (!serviceDeployments) throw malformedResponse(operation)
      return serviceDeployments.map(fromSdkBrief).sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0))
    },
    getServiceDeployment: async (arn) => {
      const operation = 'DescribeServiceDeployments'
      const command = new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] })
      const { serviceDeployments, failures } = await naming(operation, client.send(command, reading))
      const found = onlyOne(operation, serviceDeployments, failures)
      return found && fromSdkServiceDeployment(found)
    },
    getServiceRevisions: async (arns) => {
      const operation = 'DescribeServiceRevisions'
      const command = new DescribeServiceRevisionsCommand({ serviceRevisionArns: [...arns] })
      const { serviceRevisions } = await naming(operation, client.send(command, reading))
      if (!serviceRevisions) throw malformedResponse(operation)
      return serviceRevisions.map(fromSdkRevision)
    },
    stopServiceDeployment: async (serviceDeploymentArn) => {
      const command = new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' })
      await naming('StopServiceDeployment', client.send(command, writing))
    },
    listRevisions: async (familyPrefix) => {
      const operation = 'ListTaskDefinitions'
      const command = new ListTaskDefinitionsCommand({ familyPrefix, status: 'ACTIVE', sort: 'DESC' })
      const { taskDefinitionArns } = await naming(operation, client.send(command, reading))
      if (!taskDefinitionArns) throw malformedResponse(operation)
      return taskDefinitionArns
    },
    deregister: async (taskDefinition) => {
      const command = new DeregisterTaskDefinitionCommand({ taskDefinition })
      await naming('DeregisterTaskDefinition', client.send(command, writing))
    },
    listServices: async (cluster, nextToken) => {
      const operation = 'ListServices'
      const command = new ListServicesCommand({ cluster, maxResults: 100, nextToken })
      const reply = await naming(operation, client.send(command, reading))
      if (!reply.serviceArns) throw malformedResponse(operation)
      return { arns: reply.serviceArns, nextToken: reply.nextToken }
    },
    getServices: async (cluster, services) => {
      const operation = 'DescribeServices'
      const command = new DescribeServicesCommand({ cluster, services: [...services] })
      const reply = await naming(operation, client.send(command, reading))
      if (!reply.services) throw malformedResponse(operation)
      return reply.services.map(fromSdkService)
    },
    listStoppedTasks: async ({ cluster, service }) => {
      const operation = 'ListTasks'
      const command = new ListTasksCommand({ cluster, serviceName: service, desiredStatus: 'STOPPED' })
      const { taskArns } = await naming(operation, client.send(command, reading))
      if (!taskArns) throw malformedResponse(operation)
      return taskArns
    },
    getTasks: async (cluster, asked) => {
      const operation = 'DescribeTasks'
      const command = new DescribeTasksCommand({ cluster, tasks: [...asked] })
      const { tasks } = await naming(operation, client.send(command, reading))
      if (!tasks) throw malformedResponse(operation)
      return tasks.map(fromSdkTask)
    },
    runTask: async (members, clientToken) => {
      const operation = 'RunTask'
      const request = { ...members, clientToken } as unknown as RunTaskRequest
      const { tasks, failures } = await naming(operation, client.send(new RunTaskCommand(request), writing))
      return { tasks: (tasks ?? []).map(fromSdkTask), failures: (failures ?? []).map(fromSdkFailure) }
    },
    stopTask: async (cluster, task, reason) => {
      await naming('StopTask', client.send(new StopTaskCommand({ cluster, task, reason }), writing))
    },
    listTasksStartedBy: async ({ cluster, startedBy, status }, nextToken) => {
      const operation = 'ListTasks'
      const command = new ListTasksCommand({ cluster, startedBy, desiredStatus: status, nextToken })
      const reply = await naming(operation, client.send(command, reading))
      if (!reply.taskArns) throw malformedResponse(operation)
      return { arns: reply.taskArns, nextToken: reply.nextToken }
    },
    endpoint,
    serviceTime,
    close: () => client.destroy(),
  }
}
