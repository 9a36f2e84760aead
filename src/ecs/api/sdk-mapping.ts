import type {
  Failure,
  Deployment as SdkDeployment,
  Service as SdkService,
  ServiceDeployment as SdkServiceDeployment,
  ServiceRevision as SdkServiceRevision,
  Task as SdkTask,
  TaskDefinition as SdkTaskDefinition,
  ServiceDeploymentBrief,
  ServiceRevisionSummary,
  Tag,
} from '@aws-sdk/client-ecs'
import { tagsOf } from '../../aws/tag-list.ts'
import { plainOf, serviceMembers, taskDefinitionContent } from '../model/reply-members.ts'
import type { Deployment, Service, ServiceEvent, ServiceMembers } from '../model/service.ts'
import type { RevisionCounts, ServiceDeployment } from '../model/service-deployment.ts'
import type { Task } from '../model/task.ts'
import type { TaskDefinition } from '../model/task-definition.ts'
import type { PlacementFailure, ServiceRevision } from './ecs-api.ts'

/** The SDK's shapes, in which everything is optional, and ours, which are exact. */

export function fromSdkService(sdk: SdkService): Service {
  return {
    name: sdk.serviceName ?? '',
    arn: sdk.serviceArn ?? '',
    cluster: sdk.clusterArn ?? '',
    status: sdk.status ?? 'UNKNOWN',
    createdAt: sdk.createdAt?.getTime(),
    deploymentController: sdk.deploymentController?.type ?? 'ECS',
    isExpress: sdk.resourceManagementType === 'ECS',
    desiredCount: sdk.desiredCount ?? 0,
    runningCount: sdk.runningCount ?? 0,
    pendingCount: sdk.pendingCount ?? 0,
    taskDefinition: sdk.taskDefinition ?? '',
    deployments: (sdk.deployments ?? []).map(fromSdkDeployment),
    events: (sdk.events ?? []).map(
      ({ id, createdAt, message }): ServiceEvent => ({
        id: id ?? '',
        createdAt: createdAt?.getTime(),
        message: message ?? '',
      }),
    ),
    tags: tagsOf(sdk.tags),
    members: serviceMembers({ ...sdk }),
  }
}

function fromSdkDeployment(sdk: SdkDeployment): Deployment {
  return {
    id: sdk.id ?? '',
    status: sdk.status ?? 'UNKNOWN',
    taskDefinition: sdk.taskDefinition ?? '',
    desiredCount: sdk.desiredCount ?? 0,
    runningCount: sdk.runningCount ?? 0,
    pendingCount: sdk.pendingCount ?? 0,
    failedTasks: sdk.failedTasks ?? 0,
    createdAt: sdk.createdAt?.getTime(),
    updatedAt: sdk.updatedAt?.getTime(),
    rolloutState: sdk.rolloutState,
    rolloutStateReason: sdk.rolloutStateReason ?? '',
  }
}

export function fromSdkTaskDefinition(sdk: SdkTaskDefinition, tags: Tag[] | undefined): TaskDefinition {
  return {
    arn: sdk.taskDefinitionArn ?? '',
    family: sdk.family ?? '',
    revision: sdk.revision ?? 0,
    status: sdk.status ?? 'UNKNOWN',
    registeredAt: sdk.registeredAt?.getTime(),
    content: taskDefinitionContent({ ...sdk }),
    tags: tagsOf(tags),
  }
}

export function fromSdkBrief(sdk: ServiceDeploymentBrief): ServiceDeployment {
  return {
    arn: sdk.serviceDeploymentArn ?? '',
    status: sdk.status ?? 'UNKNOWN',
    statusReason: sdk.statusReason ?? '',
    createdAt: sdk.createdAt?.getTime(),
    targetRevision: sdk.targetServiceRevisionArn ?? '',
    detail: undefined,
  }
}

export function fromSdkServiceDeployment(sdk: SdkServiceDeployment): ServiceDeployment {
  const { deploymentCircuitBreaker: breaker, alarms, rollback } = sdk
  return {
    ...fromSdkBrief(sdk),
    targetRevision: sdk.targetServiceRevision?.arn ?? '',
    detail: {
      lifecycleStage: sdk.lifecycleStage,
      target: sdk.targetServiceRevision && fromSdkCounts(sdk.targetServiceRevision),
      sources: (sdk.sourceServiceRevisions ?? []).map(fromSdkCounts),
      hooks: (sdk.lifecycleHookDetails ?? []).map((hook) => ({
        id: hook.hookId ?? '',
        kind: hook.targetType ?? '',
        functionArn: hook.targetArn ?? '',
        status: hook.status ?? '',
        expiresAt: hook.expiresAt?.getTime(),
        timeoutAction: hook.timeoutAction ?? '',
      })),
      circuitBreaker: {
        status: breaker?.status ?? '',
        failures: breaker?.failureCount ?? 0,
        threshold: breaker?.threshold,
      },
      alarms: { status: alarms?.status ?? '', triggered: alarms?.triggeredAlarmNames ?? [] },
      rollback: rollback && {
        reason: rollback.reason ?? '',
        serviceRevision: rollback.serviceRevisionArn ?? '',
      },
      bakeMinutes: sdk.deploymentConfiguration?.bakeTimeInMinutes,
      startedAt: sdk.startedAt?.getTime(),
    },
  }
}

function fromSdkCounts(sdk: ServiceRevisionSummary): RevisionCounts {
  return {
    arn: sdk.arn ?? '',
    requested: sdk.requestedTaskCount ?? 0,
    running: sdk.runningTaskCount ?? 0,
    pending: sdk.pendingTaskCount ?? 0,
    productionWeight: sdk.requestedProductionTrafficWeight,
  }
}

export function fromSdkRevision(sdk: SdkServiceRevision): ServiceRevision {
  const { serviceRevisionArn, taskDefinition, monitoring, gatewayConnectors } = sdk
  return {
    arn: serviceRevisionArn ?? '',
    taskDefinition: taskDefinition ?? '',
    members: plainOf({ monitoring, gatewayConnectors }) as ServiceMembers,
  }
}

export function fromSdkTask(sdk: SdkTask): Task {
  const arn = sdk.taskArn ?? ''
  return {
    arn,
    id: arn.slice(arn.lastIndexOf('/') + 1),
    taskDefinition: sdk.taskDefinitionArn ?? '',
    startedBy: sdk.startedBy ?? '',
    lastStatus: sdk.lastStatus ?? 'UNKNOWN',
    desiredStatus: sdk.desiredStatus ?? '',
    stopCode: sdk.stopCode ?? '',
    stoppedReason: sdk.stoppedReason ?? '',
    createdAt: sdk.createdAt?.getTime(),
    startedAt: sdk.startedAt?.getTime(),
    stoppedAt: (sdk.stoppedAt ?? sdk.stoppingAt)?.getTime(),
    attachmentReasons: (sdk.attachments ?? []).flatMap(({ details = [] }) =>
      details.flatMap(({ name, value }) => (name === 'statusReason' && value ? [value] : [])),
    ),
    containers: (sdk.containers ?? []).map(({ name, image, exitCode, reason }) => ({
      name: name ?? '',
      image: image ?? '',
      exitCode,
      reason: reason ?? '',
    })),
  }
}

export function fromSdkFailure({ arn, reason, detail }: Failure): PlacementFailure {
  return { arn: arn ?? '', reason: reason ?? '', detail: detail ?? '' }
}
