import type { CauseRow } from './cause-row.ts'
import { command, executionRole, logGroup, secret, who } from './names.ts'

const secrets = /unable to pull secrets|unable to retrieve secrets?\b|fetch(?:ing)? secret/i

/** What a task needs before its containers run. */
export const startCauses: readonly CauseRow[] = [
  {
    code: 'secret-denied',
    task: [[secrets, /AccessDenied|Access to KMS is not allowed/i]],
    reason: (found) => `${executionRole(found)} may not read ${secret(found)}`,
    fix: (found) =>
      `allow ${executionRole(found)} secretsmanager:GetSecretValue or ssm:GetParameters on it, and kms:Decrypt if it has a key of its own`,
  },
  {
    code: 'secret-missing',
    task: [
      [secrets, /ResourceNotFound|can't find the specified secret|invalid parameters|ParameterNotFound/i],
    ],
    reason: (found) => `${secret(found)} does not exist in this Region`,
    fix: () => 'correct secrets, or create it where the task runs',
  },
  {
    code: 'secret-key',
    task: [[secrets, /did not contain json key|invalid character/i]],
    reason: (found) => {
      const key = /json key ([\w.-]+)/i.exec(found.text)?.[1]
      return key
        ? `${secret(found)} has no JSON key ${key}`
        : `${secret(found)} is no JSON, and a key of it is asked for`
    },
    fix: () => 'correct what follows the ARN in secrets, or the content of the secret',
  },
  {
    code: 'no-route-to-secrets',
    task: [
      [secrets, /context deadline|i\/o timeout|send request failed|RequestCanceled/i],
      [/connection issue between the task and AWS (?:Secrets Manager|Systems Manager|SSM)/i],
    ],
    reason: () => 'the task cannot reach Secrets Manager or Systems Manager',
    fix: () =>
      'public subnets with assign-public-ip: ENABLED, or a NAT gateway, or endpoints for secretsmanager, ssm and kms; and a security group that lets HTTPS out',
  },
  {
    code: 'log-group-missing',
    task: [[/log group does not exist/i], [/logs:CreateLogGroup/i]],
    reason: (found) => `${logGroup(found)} is not there, and the task may not make it`,
    fix: (found) =>
      `create it, or allow ${executionRole(found)} logs:CreateLogGroup with the option awslogs-create-group`,
  },
  {
    code: 'log-driver',
    task: [[/failed to initialize logging driver/i], [/failed to validate logger args/i]],
    reason: () => 'the log driver did not start',
    fix: () =>
      'check the options in logConfiguration, the way to CloudWatch Logs, and logs:CreateLogStream of the execution role',
  },
  {
    code: 'efs-mount',
    task: [[/failed to invoke EFS utils/i], [/mount\.nfs4/i]],
    reason: () => 'the EFS volume could not be mounted',
    fix: () =>
      'let port 2049 through its security group, and have a mount target in each zone of the task and DNS host names in the VPC',
  },
  {
    code: 'network-interface',
    task: [[/Timeout waiting for network interface provisioning/i], [/network interface provision/i]],
    event: [[/RESOURCE:ENI/i]],
    reason: () => 'no network interface could be had for the task',
    fix: () =>
      'free addresses in the subnets; on EC2 an instance has only so many interfaces. If all is well there, run again',
  },
  {
    code: 'command-not-found',
    task: [
      [
        /Cannot(?:Start|Create)Container/i,
        /executable file not found|\bexec\b.*no such file|\bstat [^:]+: no such file/i,
      ],
    ],
    exit: (code) => code === 127,
    reason: (found) => `${command(found)} is not in the image of ${who(found)}`,
    fix: () =>
      "correct command, or the image's entry point; a script needs LF line ends, and the shell that its first line names",
  },
  {
    code: 'not-executable',
    task: [[/Cannot(?:Start|Create)Container/i, /\bexec\b.*permission denied/i]],
    exit: (code) => code === 126,
    reason: (found) => `${command(found)} of ${who(found)} may not be executed`,
    fix: () => 'COPY --chmod=755 in the Dockerfile, or let a user run it that may',
  },
]
