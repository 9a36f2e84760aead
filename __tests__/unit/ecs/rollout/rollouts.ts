import type { Deployment, Service } from '../../../../src/ecs/model/service.ts'
import type {
  ServiceDeployment,
  ServiceDeploymentDetail,
} from '../../../../src/ecs/model/service-deployment.ts'
import type {
  RolloutPolicy,
  RolloutSnapshot,
  StartedDeployment,
} from '../../../../src/ecs/rollout/started.ts'
import { noMemory } from '../../../../src/ecs/rollout/views/memory.ts'

/** The service shop on prod: web:19, which is ours, went over web:18. */

const account = 'arn:aws:ecs:eu-central-1:123456789012'
export function revision(number: number, family = 'web') {
  return `${account}:task-definition/${family}:${number}`
}
export const begun = Date.parse('2026-01-15T12:00:00Z')

export const ourId = 'ecs-svc/1900000000000000019'
export const earlierId = 'ecs-svc/1800000000000000018'
export const laterId = 'ecs-svc/2000000000000000020'

export function deployment(id: string, taskDefinition: string, more: Partial<Deployment> = {}): Deployment {
  return {
    ...{ id, taskDefinition, status: 'ACTIVE', desiredCount: 3, runningCount: 3, pendingCount: 0 },
    ...{
      failedTasks: 0,
      createdAt: begun,
      updatedAt: begun,
      rolloutState: 'COMPLETED',
      rolloutStateReason: '',
    },
    ...more,
  }
}

export function ours(more: Partial<Deployment> = {}) {
  return deployment(ourId, revision(19), { status: 'PRIMARY', ...more })
}
export function earlier(more: Partial<Deployment> = {}) {
  return deployment(earlierId, revision(18), more)
}

export function service(deployments: readonly Deployment[], more: Partial<Service> = {}): Service {
  return {
    ...{ name: 'shop', arn: `${account}:service/prod/shop`, cluster: `${account}:cluster/prod` },
    ...{ status: 'ACTIVE', createdAt: begun - 1e9, deploymentController: 'ECS', isExpress: false },
    ...{ desiredCount: 3, runningCount: 3, pendingCount: 0, taskDefinition: revision(19) },
    ...{ deployments, events: [], tags: {}, members: {} },
    ...more,
  }
}

export const started: StartedDeployment = {
  ...{ kind: 'rollout', service: 'shop', cluster: 'prod', id: ourId, taskDefinition: revision(19) },
  ...{ createdAt: begun, created: false, reply: service([ours()]), previous: earlier({ status: 'PRIMARY' }) },
  ...{ known: [earlierId], sent: {}, before: {} },
}

export function serviceDeployment(
  status: string,
  { statusReason = '', ...detail }: Partial<ServiceDeploymentDetail> & { statusReason?: string } = {},
): ServiceDeployment {
  const counts = { requested: 3, running: 3, pending: 0, productionWeight: undefined }
  return {
    ...{ arn: `${account}:service-deployment/prod/shop/abc`, status, statusReason, createdAt: begun },
    targetRevision: `${account}:service-revision/prod/shop/1900000000000000019`,
    detail: {
      ...{
        lifecycleStage: undefined,
        hooks: [],
        rollback: undefined,
        bakeMinutes: undefined,
        startedAt: begun,
      },
      target: { arn: '', ...counts },
      sources: [{ arn: '', ...counts }],
      circuitBreaker: { status: 'MONITORING', failures: 0, threshold: 3 },
      alarms: { status: 'DISABLED', triggered: [] },
      ...detail,
    },
  }
}

export function look(more: Partial<RolloutSnapshot>): RolloutSnapshot {
  return {
    ...{ view: 'service-deployments', service: undefined, ours: undefined, newer: undefined },
    memory: { ...noMemory, wasSeen: true },
    ...more,
  }
}

export const policy: RolloutPolicy = { onPause: 'wait', giveUpAfterFailedTasks: 'auto' }
