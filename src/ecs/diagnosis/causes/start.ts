import type { CauseRow } from './cause-row.ts'
import { command, executionRole, logGroup, secret, who } from './names.ts'

const secrets = /unable to pull secrets|unable to retrieve secrets?\b|fetch(?:ing)? secret/i

/** What a task needs before its containers run. */
export const startCauses: readonly CauseRow[] = [
  {
    code: 'secret-denied',
    task: [[secrets, /AccessDenied|Access to KMS is not allowed/i]],
    reason: (found) => `${executionRole(found)} is not allowed to read ${secret(found)}`,
    fix: (found) =>
      `allow ${executionRole(found)} secretsmanager:GetSecretValue or ssm:GetParameters on it, and kms:Decrypt if it has its own key`,
  },
  {
    code: 'secret-missing',
    task: [
      [secrets, /ResourceNotFound|can't find the specified secret|invalid parameters|ParameterNotFound/i],
    ],
    reason: (found) => `${secret(found)} does not exist in this Region`,
    fix: () => "fix secrets, or create it in the task's Region",
  },
  {
    code: 'secret-key',
    task: [[secrets, /did not contain json key|invalid character/i]],
    reason: (found) => {
      const key = /json key ([\w.-]+)/i.exec(found.text)?.[1]
      return key
        ? `${secret(found)} has no JSON key ${key}`
        : `${secret(found)} is not JSON, but a JSON key is requested`
    },
    fix: () => 'fix what follows the ARN in secrets, or the content of the secret',
  },
  {
    code: 'no-route-to-secrets',
    task: [
      [secrets, /context deadline|i\/o timeout|send request failed|RequestCanceled/i],
      [/connection issue between the task and AWS (?:Secrets Manager|Systems Manager|SSM)/i],
    ],
    reason: () => 'the task cannot reach Secrets Manager or Systems Manager',
    fix: () =>
      'use public subnets with assign-public-ip: ENABLED, a NAT gateway, or endpoints for secretsmanager, ssm and kms; and a security group that allows outbound HTTPS',
  },
  {
    code: 'log-group-missing',
    task: [[/log group does not exist/i], [/logs:CreateLogGroup/i]],
    reason: (found) => `${logGroup(found)} does not exist, and the task is not allowed to create it`,
    fix: (found) =>
      `create it, or allow ${executionRole(found)} logs:CreateLogGroup with the option awslogs-create-group`,
  },
  {
    code: 'log-driver',
    task: [[/failed to initialize logging driver/i], [/failed to validate logger args/i]],
    reason: () => 'the log driver did not start',
    fix: () =>
      'check the options in logConfiguration, network access to CloudWatch Logs, and logs:CreateLogStream for the execution role',
  },
  {
    code: 'efs-mount',
    task: [[/failed to invoke EFS utils/i], [/mount\.nfs4/i]],
    reason: () => 'the EFS volume could not be mounted',
    fix: () =>
      'open port 2049 in its security group, create a mount target in each zone of the task, and turn on DNS host names in the VPC',
  },
  {
    code: 'network-interface',
    task: [[/Timeout waiting for network interface provisioning/i], [/network interface provision/i]],
    event: [[/RESOURCE:ENI/i]],
    reason: () => 'no network interface was available for the task',
    fix: () =>
      'free IP addresses in the subnets; on EC2, the number of interfaces per instance is limited. If neither is the cause, run again',
  },
  {
    code: 'command-not-found',
    quotes: 'last',
    task: [
      [
        /Cannot(?:Start|Create)Container/i,
        /executable file not found|\bexec\b.*no such file|\bstat [^:]+: no such file/i,
      ],
    ],
    exit: (code) => code === 127,
    reason: (found) => `${command(found)} is not in the image of ${who(found)}`,
    fix: () =>
      "fix command, or the image's entry point; a script needs LF line endings and the shell that its first line names",
  },
  {
    code: 'not-executable',
    quotes: 'last',
    task: [[/Cannot(?:Start|Create)Container/i, /\bexec\b.*permission denied/i]],
    exit: (code) => code === 126,
    reason: (found) => `${command(found)} of ${who(found)} is not executable`,
    fix: () => 'use COPY --chmod=755 in the Dockerfile, or run it as a user that is allowed to',
  },
]
