import type { FinalPlan } from '../../rollout/contract/plan.ts'
import { type Refusal, refuse } from '../../rollout/contract/refusal.ts'
import type { CodeOf } from '../../verdict/reason-codes.ts'
import type { Request } from '../inputs/request-types.ts'
import { clusterName, isInProgress, primaryOf, type Service } from '../model/service.ts'
import { revisionName } from '../model/task-definition.ts'

/** `the service shop in the cluster prod`. */
export function whichService({ service, cluster }: Pick<Request, 'service' | 'cluster'>): string {
  return `service ${service} in the cluster ${clusterName(cluster)}`
}

export function refuseMissing(request: Request, more: string, fix: string): FinalPlan {
  return refuse({
    reasonCode: 'service-missing',
    message: `there is no ${whichService(request)} in ${request.region}${more}`,
    fix,
  })
}

/** Refuses a service that another system deploys, or whose state accepts no update. */
export function refuseForeign(
  service: Service,
  /** The controller that the service definition asks for. */
  wanted?: string,
): FinalPlan | undefined {
  const { name, deploymentController: controller, isExpress, status } = service
  if (isExpress) {
    return refuse({
      reasonCode: 'express-service',
      message: `${name} is an ECS Express Mode service, whose resources AWS manages`,
      fix: "deploy it with AWS's own action amazon-ecs-deploy-express-service",
    })
  }
  const moves = controller === 'CODE_DEPLOY' && wanted === 'ECS'
  if (controller !== 'ECS' && !moves) {
    const isCodeDeploy = controller === 'CODE_DEPLOY'
    return refuse({
      reasonCode: 'deployment-controller',
      message: `${name} is deployed by ${isCodeDeploy ? 'CodeDeploy' : `the controller ${controller}`}, not by ECS`,
      fix: isCodeDeploy
        ? "deploy it with AWS's action amazon-ecs-deploy-task-definition, or move to ECS's own blue/green with deploymentController: { type: ECS } in service-definition (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/migrate-code-deploy-to-ecs-blue-green.html)"
        : 'deploy it with the tool that manages its task sets',
    })
  }
  if (wanted !== undefined && wanted !== 'ECS') return refuseController(wanted)
  return status === 'ACTIVE' || status === 'DRAINING'
    ? undefined
    : refuse({
        reasonCode: 'unknown-status',
        message: `${name} is ${status}, and only an ACTIVE service can be deployed to`,
        fix: 'check in the console what it is waiting for, then run the job again',
      })
}

/** A service definition that gives the service to somebody else's machinery. */
export function refuseController(wanted: string): FinalPlan {
  return refuse({
    reasonCode: 'deployment-controller',
    message: `the service definition asks for the deployment controller ${wanted}, but this action deploys with ECS's own`,
    fix: 'remove deploymentController, or set its type to ECS',
  })
}

/** A service of that name that is being deleted: another can be made when it is gone. */
export function draining({
  name,
  status,
}: Service): { reasonCode: CodeOf<'refused'>; reason: string } | undefined {
  return status === 'DRAINING'
    ? { reasonCode: 'service-draining', reason: `the service ${name} is still being deleted (DRAINING)` }
    : undefined
}

/** A rollout in progress, whoever started it. */
export function rolloutInProgress(
  service: Service,
): { reasonCode: CodeOf<'refused'>; reason: string } | undefined {
  const primary = primaryOf(service)
  if (primary === undefined || !isInProgress(service)) return undefined
  const reason = `the rollout of ${revisionName(primary.taskDefinition)} to ${service.name} (${primary.id}) is in progress`
  return { reasonCode: 'deployment-in-progress', reason }
}

/** A permission without which the plan cannot be made. */
export function denied(action: string, what: string, fix = ''): Refusal {
  return {
    reasonCode: 'access-denied',
    message: `${what}: ${action} is denied`,
    fix: `allow this job's role ${action}${fix}`,
  }
}
