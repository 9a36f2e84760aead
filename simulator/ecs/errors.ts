import { ApiError } from '../wire/api-error.ts'

/** An error as ECS gives it (docs/ecs-facts.md §3). */
export class EcsError extends ApiError {
  override readonly name = 'EcsError'
}

/** An InvalidParameterException (docs/ecs-facts.md §3 has its texts). */
export function invalidParameter(message: string): EcsError {
  return new EcsError({ type: 'InvalidParameterException', message })
}

/** A ClientException. */
export function clientError(message: string): EcsError {
  return new EcsError({ type: 'ClientException', message })
}

/** The error for an unknown cluster. */
export function clusterNotFound(): EcsError {
  return new EcsError({ type: 'ClusterNotFoundException', message: 'Cluster not found.' })
}

/** The error for a service that never existed. */
export function serviceNotFound(): EcsError {
  return new EcsError({ type: 'ServiceNotFoundException', message: 'Service not found.' })
}

/** The error for a DRAINING or INACTIVE service. */
export function serviceNotActive(): EcsError {
  return new EcsError({ type: 'ServiceNotActiveException', message: 'Service was not ACTIVE.' })
}

/** The error for an unknown Fargate platform version. */
export function platformUnknown(): EcsError {
  return new EcsError({
    type: 'PlatformUnknownException',
    message: 'The specified platform version does not exist.',
  })
}

/** Texts of the real service, to the letter (FIDELITY.md). */
export const quoted = {
  notIdempotent: 'Creation of service was not idempotent.',
  stillDraining: 'Unable to Start a service that is still Draining.',
  scaledAboveZero: 'The service cannot be stopped while it is scaled above 0.',
  noTaskDefinition: 'TaskDefinition not found.',
  inactiveTaskDefinition: 'TaskDefinition is inactive',
  daemonWithCount:
    'The daemon scheduling strategy does not support a desired count for services. Remove a desired count value and try again',
  launchTypeAndStrategy:
    'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
  capacityWithoutForce:
    'When switching from launch type to capacity provider strategy on an existing service, or making a change to a capacity provider strategy on a service that is already using one, you must force a new deployment.',
  noNetwork: "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
  networkNotAllowed: 'Network Configuration is not valid for the given networkMode of this task definition.',
  launchTypeNotSupported: (launchType: string) =>
    `Task definition does not support launch_type ${launchType}.`,
  noContainer: (container: string) => `The container ${container} does not exist in the task definition.`,
  noContainerPort: (container: string, port: number) =>
    `The container ${container} did not have a container port ${port} defined.`,
  noTaskDefinitionWith: (controller: string) =>
    `Unable to update task definition on services with a ${controller} deployment controller.${byCodeDeploy(controller)}`,
  noForceWith: (controller: string) =>
    `Cannot force a new deployment on services with a ${controller} deployment controller.${byCodeDeploy(controller)}`,
  /** Answered by faults and scenarios: the simulator knows no roles and no listeners. */
  roleNotAssumed: (role: string) =>
    `ECS was unable to assume the role '${role}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`,
  noServiceLinkedRole:
    'Unable to assume the service linked role. Please verify that the ECS service linked role exists.',
  targetGroupWithoutListener: (arn: string) =>
    `The target group with targetGroupArn ${arn} does not have an associated load balancer.`,
  noFargateConfiguration: 'No Fargate configuration exists for given values',
  noTask: 'The referenced task was not found.',
  overrideOfNoContainer: (container: string) =>
    `Override for container named ${container} is not a container in the TaskDefinition.`,
} as const

function byCodeDeploy(controller: string): string {
  return controller === 'CODE_DEPLOY' ? ' Use AWS CodeDeploy to trigger a new deployment.' : ''
}

/** Texts that are not known (docs/ecs-facts.md §10): own sentences in the same style; never rely on them. */
export const inferred = {
  badServiceName: (name: string) => `The service name ${name} is not valid.`,
  noDesiredCount: 'A desired count must be specified for the replica scheduling strategy.',
  noTaskDefinitionGiven: 'A task definition must be specified.',
  rollbackInProgress: 'A rollback of a service deployment is in progress.',
  tooMany: (what: string, most: number) => `At most ${most} ${what} can be described in one call.`,
  deploymentNotFound: 'Service deployment not found.',
  deploymentIsOver: 'The service deployment is already in a terminal state.',
  hookNotPaused: 'The lifecycle hook is not awaiting an action.',
  badToken: 'Invalid token.',
  tokenInUse: 'The provided clientToken is already in use with a different RunTask request.',
  badStartedBy: 'startedBy contains invalid characters.',
  tooManyOverrides: 'The overrides are too long.',
} as const
