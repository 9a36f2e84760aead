import { type ServiceErrors, toServiceError as toNamedError } from '../../aws/errors.ts'
import { tryLater } from '../../aws/network-errors.ts'
import { ServiceError } from '../../runtime/service-error.ts'

const queueUp = 'give the workflow a concurrency group, and run it again later'
const checkCluster =
  'check cluster and region: a cluster belongs to one Region, and this action never creates one'
const setCluster =
  'set cluster to the name or the ARN of an existing cluster in this Region: this action never creates one'
const passRole =
  "allow this job's role iam:PassRole on that role, with the condition iam:PassedToService: ecs-tasks.amazonaws.com"
const trustTasks =
  'check that the role exists and that its trust policy names ecs-tasks.amazonaws.com; a new role takes a while to become usable'
const linkedRole =
  'create it once per account: aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com'
const fargateSizes =
  'use a combination of cpu and memory listed in https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html'
const correct = 'fix what ECS names, then run the job again'

const byName: ServiceErrors['byName'] = {
  ClusterNotFoundException: { kind: 'rejected', reasonCode: 'cluster-missing', fix: checkCluster },
  ServiceNotFoundException: {
    kind: 'not-found',
    reasonCode: 'service-missing',
    fix: 'check service, cluster and region; somebody may just have deleted it',
  },
  ServiceNotActiveException: {
    kind: 'not-found',
    reasonCode: 'service-missing',
    fix: 'it has just been deleted: run the job again to recreate it',
  },
  ServiceDeploymentNotFoundException: {
    kind: 'not-found',
    reasonCode: 'service-missing',
    fix: 'check in the console whether the service still exists',
  },
  ServerException: { kind: 'no-response', reasonCode: 'no-answer', fix: tryLater },
  ConflictException: { kind: 'conflict', reasonCode: 'deployment-in-progress', fix: queueUp },
  UpdateInProgressException: { kind: 'conflict', reasonCode: 'deployment-in-progress', fix: queueUp },
  LimitExceededException: {
    kind: 'rejected',
    reasonCode: 'quota',
    fix: 'ask AWS Support for a higher quota, or remove what is no longer needed',
  },
  PlatformUnknownException: { kind: 'rejected', reasonCode: 'rejected', fix: correct },
  PlatformTaskDefinitionIncompatibilityException: { kind: 'rejected', reasonCode: 'rejected', fix: correct },
  NamespaceNotFoundException: { kind: 'rejected', reasonCode: 'rejected', fix: correct },
  UnsupportedFeatureException: { kind: 'rejected', reasonCode: 'rejected', fix: correct },
}

const noTaskDefinition = {
  kind: 'not-found',
  reasonCode: 'task-definition-missing',
  fix: 'check the name and the revision of the task definition, and the Region',
} as const

/** Texts of InvalidParameterException and ClientException (docs/ecs-facts.md §3). */
const byText: ServiceErrors['byText'] = [
  [
    'Creation of service was not idempotent',
    {
      kind: 'rejected',
      reasonCode: 'not-idempotent',
      fix: 'somebody else has just created the service: run the job again to update it',
    },
  ],
  [
    'Unable to Start a service that is still Draining',
    {
      kind: 'conflict',
      reasonCode: 'service-draining',
      fix: 'wait until the old service of that name is gone',
    },
  ],
  ['Unable to describe task definition', noTaskDefinition],
  ['TaskDefinition not found', { ...noTaskDefinition, kind: 'rejected' }],
  [
    'TaskDefinition is inactive',
    {
      kind: 'rejected',
      reasonCode: 'version-not-usable',
      fix: 'it was deregistered: name another revision, or register it again with task-definition',
    },
  ],
  [
    'Unable to assume the service linked role',
    { kind: 'rejected', reasonCode: 'service-linked-role', fix: linkedRole },
  ],
  ['ECS was unable to assume the role', { kind: 'rejected', reasonCode: 'role-not-ready', fix: trustTasks }],
  [
    'does not have an associated load balancer',
    {
      kind: 'rejected',
      reasonCode: 'target-group-without-listener',
      fix: 'attach the target group to a listener or a rule of a load balancer before the service is created',
    },
  ],
  [
    "Network Configuration must be provided when networkMode 'awsvpc' is specified",
    {
      kind: 'rejected',
      reasonCode: 'network-missing',
      fix: 'set subnets, and security-groups, or networkConfiguration in the service definition',
    },
  ],
  [
    'No Fargate configuration exists for given values',
    { kind: 'rejected', reasonCode: 'fargate-size', fix: fargateSizes },
  ],
  [
    'No Container Instances were found in your cluster',
    {
      kind: 'rejected',
      reasonCode: 'no-instances',
      fix: 'check cluster, or set run-task-launch-type: FARGATE; on EC2 instances have to join the cluster first',
    },
  ],
  ['in progress', { kind: 'conflict', reasonCode: 'deployment-in-progress', fix: queueUp }],
  ['Rate exceeded', { kind: 'throttled', reasonCode: 'throttled', fix: queueUp }],
]

const errors: ServiceErrors = {
  actionPrefix: 'ecs',
  byName,
  byText,
  byAction: { 'iam:PassRole': { kind: 'access-denied', reasonCode: 'pass-role', fix: passRole } },
  rejectedFix: correct,
}

/** Names what went wrong in a call of ECS's. `clean` removes secrets and control characters from AWS's own text. */
export function toServiceError(
  operation: string,
  error: unknown,
  { clean, isDefaultCluster }: { clean: (text: string) => string; isDefaultCluster: boolean },
): ServiceError {
  const failure = toNamedError(operation, error, { clean, errors })
  return failure.reasonCode === 'cluster-missing' && isDefaultCluster ? noDefaultCluster(failure) : failure
}

/** ECS names no cluster in its text, and nobody wrote this name. */
function noDefaultCluster({ kind, operation, reasonCode, cause }: ServiceError): ServiceError {
  const message = 'there is no cluster default, which is used because cluster is not set'
  return new ServiceError({ kind, operation, reasonCode, message, fix: setCluster, cause })
}
