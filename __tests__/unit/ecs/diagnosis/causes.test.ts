import { describe, expect, test } from '@jest/globals'
import type { Evidence } from '../../../../src/ecs/diagnosis/evidence.ts'
import { ecsCauseCodes } from '../../../../src/verdict/codes/ecs-causes.ts'
import { causeOf, ended, image, known, logOf, notStarted, shown, targetGroup, unhealthy } from './stops.ts'

/**
 * One row of the table of causes each: a text in the shape of a real one, and three others near to it that must not be taken for
 * it. Texts are AWS's own; `source` says where such a one was published.
 */
interface Row {
  readonly code: string
  readonly source: string
  readonly real: Evidence
  /** Words of the sentence. */
  readonly says: string
  readonly not: readonly [Evidence, Evidence, Evidence]
}

const guide = 'DG stopped-task-error-codes'
const events = 'DG service-event-messages-list'
const noSecret =
  'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: '
const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/session-key-a1b2c3'
const fromAsm = `${noSecret}unable to retrieve secret from asm: service call has been retried 1 time(s): `
const shimFailed =
  'CannotStartContainerError: ResourceInitializationError: failed to create new container runtime task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: '

const failed = (text: string) => known([notStarted(text)])
const told = (...texts: string[]) =>
  known(
    [],
    texts.map((text) => `(service shop) ${text}`),
  )
const exited = (exitCode: number, ...lines: string[]) =>
  known([{ task: ended({ exitCode }), events: [], ...(lines.length > 0 && { log: logOf(...lines) }) }])
const unreached = (why: string, ...lines: string[]) =>
  known([
    {
      task: unhealthy(),
      events: [
        shown(
          `(service shop) (task 1f2e3d4c5e6f70819293a4b5c6d7e8f9) (port 8080) is unhealthy in ${targetGroup} due to (reason ${why}).`,
        ),
      ],
      ...(lines.length > 0 && { log: logOf(...lines) }),
    },
  ])
const noPlace = 'was unable to place a task because no container instance met all of its requirements.'
const seeMore = 'For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.'

const rows: readonly Row[] = [
  {
    code: 'image-not-found',
    source: `${guide}: CannotPullContainer`,
    real: failed(
      `CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref ${image}: ${image}: not found`,
    ),
    says: `the image ${image} does not exist`,
    not: [
      failed(`${fromAsm}failed to fetch secret ${arn}: ResourceNotFoundException: secret not found`),
      failed(`CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: 403 Forbidden`),
      exited(1, 'Error: module not found'),
    ],
  },
  {
    code: 'image-denied',
    source: 'aws/containers-roadmap #2493',
    real: failed(
      'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref 123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop:1: unexpected status from HEAD request to https://123456789012.dkr.ecr.eu-central-1.amazonaws.com/v2/shop/manifests/1: 403 Forbidden',
    ),
    says: 'ECS is not allowed to pull',
    not: [
      failed(
        `${fromAsm}AccessDeniedException: User: x is not authorized to perform: secretsmanager:GetSecretValue on resource: ${arn}`,
      ),
      failed(
        `CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref ${image}: ${image}: not found`,
      ),
      exited(1, 'HTTP 403 unauthorized'),
    ],
  },
  {
    code: 'wrong-architecture',
    source: `${guide}: CannotPullContainer`,
    real: failed(
      "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'",
    ),
    says: 'is not built for linux/amd64',
    not: [
      failed(`CannotPullContainerError: failed to resolve ref ${image}: ${image}: not found`),
      exited(1, 'SyntaxError: date format error'),
      failed(`${shimFailed}exec: "start.sh": executable file not found in $PATH: unknown`),
    ],
  },
  {
    code: 'no-route-to-registry',
    source: `${guide}: unable to pull registry auth`,
    real: failed(
      'ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. RequestError: send request failed caused by: Post "https://api.ecr.eu-central-1.amazonaws.com/": dial tcp 52.94.205.12:443: i/o timeout',
    ),
    says: 'cannot reach the registry',
    not: [
      failed(
        `${fromAsm}failed to fetch secret ${arn} from secrets manager: RequestCanceled: request context canceled caused by: context deadline exceeded`,
      ),
      exited(1, 'dial tcp 10.0.0.4:5432: i/o timeout'),
      unreached('Request timed out'),
    ],
  },
  {
    code: 'registry-rate-limit',
    source: `${guide}: CannotPullContainer`,
    real: failed(
      'CannotPullContainerError: inspect image has been retried 5 time(s): httpReadSeeker: failed open: unexpected status code 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit',
    ),
    says: "Docker Hub's limit",
    not: [
      exited(1, '429 Too Many Requests'),
      unreached('Health checks failed with these codes: [429]'),
      failed('ThrottlingException: Rate exceeded'),
    ],
  },
  {
    code: 'disk-full',
    source: `${guide}: CannotPullContainer`,
    real: failed(
      'CannotPullContainerError: ref pull has been retried 1 time(s): failed to extract layer sha256:5f70bf18a086: write /var/lib/containerd/x: no space left on device: unknown',
    ),
    says: "does not fit on the task's disk",
    not: [
      exited(1, 'ENOSPC: no space left on device'),
      failed('Timeout waiting for EphemeralStorage provisioning to complete.'),
      exited(137),
    ],
  },
  {
    code: 'secret-denied',
    source: 'aws/copilot-cli #3104',
    real: failed(
      `${fromAsm}failed to fetch secret ${arn} from secrets manager: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/ecsTaskExecutionRole/0a1b is not authorized to perform: secretsmanager:GetSecretValue on resource: ${arn} because no identity-based policy allows the secretsmanager:GetSecretValue action status code: 400`,
    ),
    says: 'the execution role ecsTaskExecutionRole is not allowed to read the secret shop/session-key-a1b2c3',
    not: [
      failed(
        'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s): AccessDeniedException: User: x is not authorized to perform: ecr:GetAuthorizationToken on resource: *',
      ),
      exited(1, 'AccessDeniedException: not authorized to perform: secretsmanager:GetSecretValue'),
      failed(
        'ResourceInitializationError: failed to initialize logging driver: AccessDeniedException: logs:CreateLogStream',
      ),
    ],
  },
  {
    code: 'secret-missing',
    source: `${guide}: ResourceInitializationError`,
    real: failed(
      `${fromAsm}failed to fetch secret ${arn} from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.`,
    ),
    says: 'the secret shop/session-key-a1b2c3 does not exist in this Region',
    not: [
      failed(
        'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1',
      ),
      exited(1, "Secrets Manager can't find the specified secret."),
      failed(
        `${noSecret}unable to retrieve secret from asm: retrieved secret from Secrets Manager did not contain json key PORT`,
      ),
    ],
  },
  {
    code: 'secret-key',
    source: 'reports of several projects',
    real: failed(`${fromAsm}retrieved secret from Secrets Manager did not contain json key SESSION_KEY`),
    says: 'has no JSON key SESSION_KEY',
    not: [
      exited(1, 'SyntaxError: invalid character in JSON'),
      failed(
        `${fromAsm}failed to fetch secret ${arn}: AccessDeniedException: Access to KMS is not allowed status code: 400`,
      ),
      failed(`${fromAsm}RequestCanceled: request context canceled caused by: context deadline exceeded`),
    ],
  },
  {
    code: 'no-route-to-secrets',
    source: 'Releem/releem-agent #195',
    real: failed(
      `${fromAsm.replace('1 time', '5 time')}failed to fetch secret ${arn} from secrets manager: RequestCanceled: request context canceled caused by: context deadline exceeded. Please check your task network configuration.`,
    ),
    says: 'cannot reach Secrets Manager',
    not: [
      failed(
        'CannotPullContainerError: Error response from daemon: Get https://registry-1.docker.io/v2/: net/http: request canceled while waiting for connection, i/o timeout',
      ),
      exited(1, 'context deadline exceeded'),
      failed(`${fromAsm}failed to fetch secret ${arn}: ResourceNotFoundException`),
    ],
  },
  {
    code: 'log-group-missing',
    source: `${guide}: ResourceInitializationError`,
    real: failed(
      'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1',
    ),
    says: 'the log group /ecs/web does not exist',
    not: [
      failed(
        'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: RequestError: send request failed caused by: Post "https://logs.eu-central-1.amazonaws.com/": dial tcp 1.2.3.4:443: i/o timeout : exit status 1',
      ),
      exited(1, 'The specified log stream does not exist.'),
      failed(
        `${fromAsm}failed to fetch secret ${arn}: ResourceNotFoundException: Secrets Manager can't find the specified secret.`,
      ),
    ],
  },
  {
    code: 'log-driver',
    source: 'DG stopped-task-error-codes (userguide), ResourceInitializationError',
    real: failed(
      'ResourceInitializationError: failed to initialize logging driver: failed to create Cloudwatch log stream: operation error CloudWatch Logs: CreateLogStream, exceeded maximum number of attempts, 1',
    ),
    says: 'the log driver did not start',
    not: [
      exited(1, 'failed to load driver: postgres'),
      failed(
        'ResourceInitializationError: failed to validate logger args: create stream: ResourceNotFoundException: The specified log group does not exist.',
      ),
      failed('ResourceInitializationError: failed to initialize volume'),
    ],
  },
  {
    code: 'efs-mount',
    source: `${guide}: ResourceInitializationError`,
    real: failed(
      'ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: Failed to resolve "fs-0e4a39a0b7bb8b885.efs.eu-central-1.amazonaws.com" - check that your file system ID is correct, and ensure that the VPC has an EFS mount target for this file system ID.',
    ),
    says: 'the EFS volume could not be mounted',
    not: [
      exited(1, 'Error: cannot mount /data'),
      failed(
        'ResourceInitializationError: unable to pull secrets or registry auth: pull command failed: : signal: killed',
      ),
      failed(`${shimFailed}error mounting "/etc/app" to rootfs: no such file or directory: unknown`),
    ],
  },
  {
    code: 'network-interface',
    source: `${guide}: Task`,
    real: failed('Timeout waiting for network interface provisioning to complete.'),
    says: 'no network interface was available',
    not: [
      failed('Timeout waiting for EphemeralStorage provisioning to complete.'),
      told('was unable to place a task. Reason: RESOURCE:MEMORY.'),
      exited(1, 'no such network interface eth1'),
    ],
  },
  {
    code: 'command-not-found',
    source: `${guide}: CannotStartContainerError`,
    real: failed(`${shimFailed}exec: "start.sh": executable file not found in $PATH: unknown`),
    says: 'start.sh is not in the image of the app',
    not: [
      exited(1, "Error: ENOENT: no such file or directory, open 'config.json'"),
      failed(
        `${shimFailed}error mounting "/etc/app" to rootfs at "/app": no such file or directory: unknown`,
      ),
      failed(`CannotPullContainerError: ${image}: not found`),
    ],
  },
  {
    code: 'not-executable',
    source: 'the exit code of shells',
    real: exited(126, '/bin/sh: 1: ./start.sh: Permission denied'),
    says: 'node of the app is not executable',
    not: [
      exited(1, "Error: EACCES: permission denied, open '/data/x'"),
      failed(`${shimFailed}error mounting "/x": permission denied: unknown`),
      exited(127, '/bin/sh: 1: start.sh: not found'),
    ],
  },
  {
    code: 'out-of-memory',
    source: `${guide}: OutOfMemoryError`,
    real: known([ended({ exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' })]),
    says: 'the app exceeded its memory limit: 512 MiB',
    not: [
      known([unhealthy()]),
      known([
        ended(
          { exitCode: 137 },
          { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Scaling activity' },
        ),
      ]),
      exited(1, 'Picked up JAVA_TOOL_OPTIONS: -XX:+ExitOnOutOfMemoryError', 'Error: no database'),
    ],
  },
  {
    code: 'missing-variable',
    source: "the rule that reads apps' logs; its lines have fixtures of their own",
    real: exited(
      1,
      'Error: Missing required environment variable SESSION_KEY',
      '    at readConfig (/app/config.js:7:11)',
    ),
    says: 'the app needs the environment variable SESSION_KEY, which is not set',
    not: [
      exited(1, 'Environment variable LOG_LEVEL not set, using default', 'Error: cannot connect'),
      exited(0, 'Error: Missing required environment variable SESSION_KEY'),
      unreached('Request timed out', 'Error: Missing required environment variable SESSION_KEY'),
    ],
  },
  {
    code: 'app-crashed',
    source: `${guide}: EssentialContainerExited`,
    real: exited(
      1,
      "TypeError: Cannot read properties of undefined (reading 'map')",
      '    at Object.<anonymous> (/app/server.js:14:30)',
    ),
    says: `the app exited with 1: "TypeError: Cannot read properties of undefined (reading 'map')"`,
    not: [exited(0, 'TypeError: x'), exited(143), known([unhealthy()])],
  },
  {
    code: 'app-ended',
    source: 'reports of several projects',
    real: exited(0, 'Migrations are up to date.'),
    says: 'the app exited with code 0',
    not: [
      exited(1, 'Migrations are up to date.'),
      known([
        ended(
          { exitCode: 0 },
          { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Task failed ELB health checks' },
        ),
      ]),
      known([ended({ exitCode: 0 }, { stopCode: 'UserInitiated', stoppedReason: 'Task stopped by user' })]),
    ],
  },
  {
    code: 'segfault',
    source: 'the exit code of shells',
    real: exited(139, 'Starting'),
    says: 'crashed in native code',
    not: [exited(134), exited(1, 'Segmentation is complete'), exited(137)],
  },
  {
    code: 'container-health-check-failed',
    source: `${guide}: ServiceSchedulerInitiated`,
    real: known([unhealthy('Task failed container health checks')]),
    says: 'the health check of the app fails: curl -f http://localhost:8080/healthz',
    not: [known([unhealthy()]), exited(1, 'health check failed'), unreached('Request timed out')],
  },
  {
    code: 'health-check-failed',
    source: events,
    real: unreached('Health checks failed with these codes: [404]'),
    says: "the load balancer's health check gets 404 (the path does not exist)",
    not: [
      unreached('Request timed out'),
      known([unhealthy('Task failed container health checks')]),
      exited(1, 'Health checks failed'),
    ],
  },
  {
    code: 'health-check-no-answer',
    source: events,
    real: unreached('Request timed out', 'Starting', 'Waiting for the database'),
    says: "nothing answers the load balancer's health check in time",
    not: [
      unreached('Health checks failed with these codes: [504]'),
      exited(1, 'Error: Request timed out'),
      known([unhealthy('Task failed container health checks')]),
    ],
  },
  {
    code: 'health-check-no-answer',
    source: 'aws/copilot-cli #3772: the connection is refused',
    real: unreached('Health checks failed', 'Starting', 'Waiting for the database'),
    says: "nothing answers the load balancer's health check",
    not: [
      unreached('Health checks failed with these codes: [502]'),
      exited(1, 'Error: Health checks failed'),
      known([unhealthy('Task failed container health checks')]),
    ],
  },
  {
    code: 'listens-on-localhost',
    source: "the rule that reads apps' logs",
    real: unreached('Request timed out', 'Server listening on http://127.0.0.1:8080'),
    says: 'the app listens on 127.0.0.1:8080 only',
    not: [
      unreached('Health checks failed with these codes: [503]', 'Server listening on http://127.0.0.1:8080'),
      unreached('Request timed out', 'Server listening on http://0.0.0.0:8080'),
      exited(1, 'Server listening on http://127.0.0.1:8080', 'Error: x'),
    ],
  },
  {
    code: 'wrong-port',
    source: "the rule that reads apps' logs",
    real: unreached('Request timed out', 'Server listening on http://0.0.0.0:3000'),
    says: 'the app listens on port 3000, but the load balancer points to port 8080',
    not: [
      unreached('Health checks failed with these codes: [404]', 'Server listening on http://0.0.0.0:3000'),
      unreached('Request timed out', 'Server listening on http://0.0.0.0:8080'),
      unreached('Request timed out', 'connected to postgres on port 5432'),
    ],
  },
  {
    code: 'wrong-port',
    source: 'aws/copilot-cli #3772: the connection is refused',
    real: unreached('Health checks failed', 'Server listening on http://0.0.0.0:3000'),
    says: 'the app listens on port 3000, but the load balancer points to port 8080',
    not: [
      unreached('Health checks failed with these codes: [502]', 'Server listening on http://0.0.0.0:3000'),
      unreached('Health checks failed', 'Server listening on http://0.0.0.0:8080'),
      unreached('Health checks failed', 'connected to postgres on port 5432'),
    ],
  },
  {
    code: 'target-group-missing',
    source: events,
    real: told(
      `(task 1f2e3d4c) (port 8080) is unhealthy in ${targetGroup} due to TARGET GROUP IS NOT FOUND.`,
    ),
    says: "the service's target group no longer exists",
    not: [
      told(`registered 1 targets in ${targetGroup}`),
      told(`deregistered 1 targets in ${targetGroup}`),
      exited(1, 'Target group not found'),
    ],
  },
  {
    code: 'no-capacity',
    source: 'sil-org/ecs-deploy #277',
    real: told(
      `was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone. ${seeMore}`,
    ),
    says: 'AWS currently has no capacity',
    not: [
      told(
        "was unable to place a task. Reason: You've reached the limit on the number of tasks you can run concurrently.",
      ),
      told(`${noPlace} Reason: No Container Instances were found in your cluster. ${seeMore}`),
      exited(1, 'Capacity is unavailable'),
    ],
  },
  {
    code: 'quota-tasks',
    source: events,
    real: told(
      "was unable to place a task. Reason: You've reached the limit on the number of vCPUs you can run concurrently.",
    ),
    says: "the account's quota for Fargate is used up (vCPUs)",
    not: [
      told('was unable to place a task. Reason: Capacity is unavailable at this time.'),
      exited(1, 'Error: limit on the number of connections'),
      told('has started 2 tasks: (task a) (task b).'),
    ],
  },
  {
    code: 'no-instances',
    source: 'aws-samples/amazon-scalable-infra-discord-diffusion #3',
    real: told(`${noPlace} Reason: No Container Instances were found in your cluster. ${seeMore}`),
    says: 'no instance of the cluster can run the task',
    not: [
      told(
        `${noPlace} The closest matching (container-instance 7d3a) has insufficient CPU units available. ${seeMore}`,
      ),
      told('was unable to place a task. Reason: Capacity is unavailable at this time.'),
      told('has reached a steady state.'),
    ],
  },
  {
    code: 'instance-resources',
    source: 'boto/boto3 #1942',
    real: told(
      `${noPlace} The closest matching (container-instance d20a57cd-80a3-4bef-98a3-ddac785d9d7e) has insufficient CPU units available. ${seeMore}`,
    ),
    says: 'the instances of the cluster lack CPU',
    not: [
      told(`${noPlace} Reason: No Container Instances were found in your cluster. ${seeMore}`),
      exited(1, 'insufficient memory'),
      told('was unable to place a task. Reason: Capacity is unavailable at this time.'),
    ],
  },
  {
    code: 'rollout-cannot-move',
    source: events,
    real: told(
      'was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
    ),
    says: 'minimumHealthyPercent and maximumPercent leave no room',
    not: [
      told('has stopped 1 running tasks: (task a).'),
      told('(deployment ecs-svc/1) deployment failed: tasks failed to start.'),
      told(
        'was unable to reach steady state because (taskSet ecs-svc/1) was unable to scale in due to (reason 2 tasks under protection)',
      ),
    ],
  },
  {
    code: 'role-not-assumable',
    source: 'reports of several projects',
    real: told(
      "failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::123456789012:role/shop-task' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.).",
    ),
    says: 'ECS cannot assume the role shop-task',
    not: [
      exited(
        1,
        'AccessDenied: is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/shop-task',
      ),
      told('was unable to place a task.'),
      failed(
        `${fromAsm}AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/shop-task/1 is not authorized`,
      ),
    ],
  },
  {
    code: 'volume-key',
    source: 'DG troubleshoot-ebs-volumes',
    real: known([
      ended(
        {},
        {
          ...{ stopCode: 'TaskFailedToStart', stoppedReason: 'Task failed to start' },
          attachmentReasons: [
            'ECS failed to set up the EBS volume. Encountered IdempotentParameterMismatch"; "The client token you have provided is associated with a resource that is already deleted. Please use a different client token."',
          ],
        },
      ),
    ]),
    says: "the EBS volume's key does not exist, or cannot be used",
    not: [
      failed(
        `${fromAsm}failed to fetch secret ${arn}: AccessDeniedException: Access to KMS is not allowed status code: 400`,
      ),
      exited(1, 'KMS: cannot decrypt'),
      failed(
        'ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: mount.nfs4: Connection timed out',
      ),
    ],
  },
  {
    code: 'dependency',
    source: 'aws/amazon-ecs-agent #3218',
    real: known([
      ended(
        {
          reason:
            'CannotStartContainerError: dependency graph: failed to resolve container ordering dependency [migrate(public.ecr.aws/acme/migrate) (STOPPED->RUNNING) - Exit: 1] for target [app(ghcr.io/acme/shop:9a8b7c) (NONE->RUNNING)] as dependency did not exit successfully.',
          exitCode: 143,
        },
        { stopCode: 'TaskFailedToStart', stoppedReason: 'Task failed to start' },
      ),
    ]),
    says: 'the container app depends on migrate, which failed',
    not: [
      exited(1, 'Error: dependency injection container is not ready'),
      failed(`${shimFailed}exec: "start.sh": executable file not found in $PATH: unknown`),
      exited(1, 'npm error peer dependency'),
    ],
  },
  {
    code: 'spot-interrupted',
    source: guide,
    real: known([
      ended(
        { exitCode: 143 },
        { stopCode: 'SpotInterruption', stoppedReason: 'Your Spot Task was interrupted.' },
      ),
    ]),
    says: 'Spot reclaimed the task',
    not: [exited(143), known([unhealthy()]), exited(1, 'Spot instance interrupted')],
  },
  {
    code: 'protected-tasks',
    source: events,
    real: told(
      'was unable to reach steady state because (taskSet ecs-svc/1) was unable to scale in due to (reason 2 tasks under protection)',
    ),
    says: '2 tasks under protection block the rollout',
    not: [
      told('has begun draining connections on 2 tasks.'),
      exited(1, 'branch is under protection'),
      told('was unable to place a task.'),
    ],
  },
  {
    code: 'host-failed',
    source: `${guide}: JS StopCode`,
    real: known([
      ended(
        {},
        { stopCode: 'InfrastructureHealth', stoppedReason: 'Host EC2 (instance i-0a1b) terminated.' },
      ),
    ]),
    says: 'AWS replaced the machine',
    not: [exited(1, 'host unreachable'), known([unhealthy()]), exited(143)],
  },
  {
    code: 'blue-green-listeners',
    source: 'DG blue-green deployments',
    real: known([], [], {
      reasons: [
        'Service deployment rolled back because of invalid networking configuration: Both targetGroup and alternateTargetGroup must be associated with the productionListenerRule or testListenerRule.',
      ],
    }),
    says: 'the two target groups are not both on the listener rules',
    not: [
      known([], [], {
        reasons: ['Service deployment rolled back because the circuit breaker threshold was exceeded.'],
      }),
      known([], [], { reasons: ['Service deployment rolled back by user.'] }),
      told(`registered 1 targets in ${targetGroup}`),
    ],
  },
  {
    code: 'slow-drain',
    source: 'reports',
    real: known([], ['(service shop, taskSet ecs-svc/1) has begun draining connections on 3 tasks.'], {
      isDraining: true,
    }),
    says: 'the new tasks are running, and the old ones are still draining',
    not: [told('has begun draining connections on 3 tasks.'), exited(1), known([])],
  },
  {
    code: 'zone-not-enabled',
    source: 'reports',
    real: told(
      `(task 1f2e3d4c) (port 8080) is unhealthy in ${targetGroup} due to (reason Target is in an Availability Zone that is not enabled for the load balancer).`,
    ),
    says: 'a task is in a zone where the load balancer has no subnet',
    not: [
      told(
        'was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.',
      ),
      unreached('Request timed out'),
      exited(1, 'Availability Zone eu-central-1c'),
    ],
  },
  {
    code: 'unable-to-start-consistently',
    source: events,
    real: known([], ['(service shop) is unable to consistently start tasks successfully.'], {
      unavailable: ['ecs:ListTasks is not allowed'],
    }),
    says: 'the cause is unknown',
    not: [
      known(
        [notStarted('Timeout waiting for network interface provisioning to complete.')],
        ['(service shop) is unable to consistently start tasks successfully.'],
      ),
      known(
        [ended({}, { stopCode: 'UserInitiated', stoppedReason: 'x' })],
        ['(service shop) is unable to consistently start tasks successfully.'],
      ),
      told('has reached a steady state.'),
    ],
  },
]

describe.each(rows)('$code', ({ code, real, says, not }) => {
  test('a real text', () => {
    const cause = causeOf(
      real.tasks,
      real.events.map(({ text }) => text),
      real,
    )
    expect(cause).toMatchObject({ reasonCode: code, reason: expect.stringContaining(says) })
    expect(cause?.fix).toMatch(/\w{3}/)
    expect(cause?.reason).toMatch(/[^.\s]$/)
  })

  test.each([0, 1, 2] as const)('another text near to it (%i)', (index) => {
    const other = not[index]
    expect(
      causeOf(
        other.tasks,
        other.events.map(({ text }) => text),
        other,
      )?.reasonCode,
    ).not.toBe(code)
  })
})

test('each cause that stopped tasks and events can show has its row here', () => {
  const codes = new Set(rows.map(({ code }) => code))
  expect(Object.keys(ecsCauseCodes).filter((code) => !codes.has(code))).toEqual([])
})
