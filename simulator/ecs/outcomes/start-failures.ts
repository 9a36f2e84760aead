import { always, type Outcome, type OutcomeTable, type TaskOutcome, type Text } from './outcome.ts'

// Texts as in docs/ecs-facts.md §5 and §8.

const moreInformation =
  'For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.'

function notStarted(reason: Text, afterSeconds = 40): Outcome['task'] {
  return always({ kind: 'fails-to-start', afterSeconds, reason, isToldAsPlacement: true })
}

function notPlaced(
  event: Text,
  answer: (TaskOutcome & { readonly kind: 'not-placed' })['answer'],
): Outcome['task'] {
  return always({ kind: 'not-placed', event, answer })
}

const noSecret = 'ResourceInitializationError: unable to pull secrets or registry auth'
const fromSecretsManager = `${noSecret}: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s)`

/** Rollouts whose tasks are never placed, or never get as far as RUNNING. */
export const startFailures = {
  missing: {
    sentence: 'fails: the image does not exist',
    task: notStarted(
      ({ image }) =>
        `CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref ${image}: ${image}: not found`,
      120,
    ),
  },
  denied: {
    sentence: 'fails: pulling the image is denied',
    task: notStarted(
      ({ image }) =>
        `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
    ),
  },
  unreachable: {
    sentence: 'fails: the task cannot reach the registry',
    task: notStarted(
      ({ region }) =>
        `${noSecret}: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. RequestError: send request failed caused by: Post "https://api.ecr.${region}.amazonaws.com/": dial tcp 52.94.205.12:443: i/o timeout`,
      120,
    ),
  },
  'rate-limit': {
    sentence: "fails: Docker Hub's limit for anonymous pulls was reached",
    task: notStarted(
      () =>
        'CannotPullContainerError: inspect image has been retried 5 time(s): httpReadSeeker: failed open: unexpected status code 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit',
      60,
    ),
  },
  'wrong-architecture': {
    sentence: 'fails: the image was built for a different CPU',
    task: notStarted(
      ({ architecture }) =>
        `CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform '${architecture}'`,
      120,
    ),
  },
  'disk-full': {
    sentence: 'fails: the image does not fit on the disk',
    task: notStarted(
      ({ image }) =>
        `CannotPullContainerError: ref pull has been retried 1 time(s): failed to extract layer sha256:5f70bf18a086: write ${image}: no space left on device: unknown`,
    ),
  },
  'secret-denied': {
    sentence: 'fails: the execution role is not allowed to read a secret',
    task: notStarted(
      ({ secret, role, account }) =>
        `${fromSecretsManager}: failed to fetch secret ${secret} from secrets manager: AccessDeniedException: User: arn:aws:sts::${account}:assumed-role/${role.slice(role.lastIndexOf('/') + 1)}/0a1b2c3d is not authorized to perform: secretsmanager:GetSecretValue on resource: ${secret} because no identity-based policy allows the secretsmanager:GetSecretValue action status code: 400, request id: 3e1f2a4b`,
    ),
  },
  'secret-missing': {
    sentence: 'fails: a secret does not exist',
    task: notStarted(
      ({ secret }) =>
        `${fromSecretsManager}: failed to fetch secret ${secret} from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.`,
    ),
  },
  'secret-key': {
    sentence: 'fails: a secret does not have the requested key',
    task: notStarted(
      ({ secret }) =>
        `${noSecret}: execution resource retrieval failed: unable to retrieve secrets from asm: retrieved secret from Secrets Manager did not contain json key ${secret.slice(secret.lastIndexOf('/') + 1)}`,
    ),
  },
  'no-route-to-secrets': {
    sentence: 'fails: the task cannot reach its secrets',
    task: notStarted(
      ({ secret, region }) =>
        `${noSecret}: unable to retrieve secret from asm: There is a connection issue between the task and AWS Secrets Manager. Check your task network configuration. failed to fetch secret ${secret} from secrets manager: RequestCanceled: request context canceled caused by: context deadline exceeded (https://secretsmanager.${region}.amazonaws.com/)`,
      120,
    ),
  },
  'log-group-missing': {
    sentence: 'fails: the log group does not exist',
    task: notStarted(
      () =>
        'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1',
      30,
    ),
  },
  'command-not-found': {
    sentence: 'fails: the command is not in the image',
    task: always({
      kind: 'fails-to-start',
      afterSeconds: 25,
      reason: () =>
        'CannotStartContainerError: ResourceInitializationError: failed to create new container runtime task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "start.sh": executable file not found in $PATH: unknown',
      isToldAsPlacement: false,
    }),
  },
  'no-capacity': {
    sentence: 'is stuck: AWS has no capacity in these zones',
    task: notPlaced(
      () =>
        `was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone. ${moreInformation}`,
      {
        kind: 'failure',
        reason:
          'Capacity is unavailable at this time. Please try again later or in a different availability zone',
      },
    ),
  },
  'no-instances': {
    sentence: 'is stuck: the cluster has no container instances',
    task: notPlaced(
      () =>
        `was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster. ${moreInformation}`,
      { kind: 'error', reason: 'No Container Instances were found in your cluster.' },
    ),
  },
  'instance-resources': {
    sentence: 'is stuck: no container instance has enough CPU',
    task: notPlaced(
      () =>
        `was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance 7d3a9b1c5e2f4a6d8c0b1e3f5a7d9c2b) has insufficient CPU units available. ${moreInformation}`,
      { kind: 'failure-of-instance', reason: 'RESOURCE:CPU' },
    ),
  },
  'quota-tasks': {
    sentence: "is stuck: the account's task quota is used up",
    task: notPlaced(
      () =>
        "was unable to place a task. Reason: You've reached the limit on the number of tasks you can run concurrently.",
      {
        kind: 'failure',
        reason: "You've reached the limit on the number of tasks you can run concurrently",
      },
    ),
  },
  'instance-memory': {
    sentence: 'is stuck: no container instance has enough memory',
    task: notPlaced(
      () =>
        `was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance 7d3a9b1c5e2f4a6d8c0b1e3f5a7d9c2b) has insufficient memory available. ${moreInformation}`,
      { kind: 'failure-of-instance', reason: 'RESOURCE:MEMORY' },
    ),
  },
} as const satisfies OutcomeTable
