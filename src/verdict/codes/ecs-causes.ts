import { type CodeEntry, type CodeText, causes } from '../code-entry.ts'

/** What stopped tasks, events and hooks of Amazon ECS show. */
export const ecsCauseCodes = {
  'no-route-to-registry': { results: causes },
  'registry-rate-limit': { results: causes },
  'disk-full': { results: causes },
  'secret-denied': { results: causes },
  'secret-missing': { results: causes },
  'secret-key': { results: causes },
  'no-route-to-secrets': { results: causes },
  'log-group-missing': { results: causes },
  'log-driver': { results: causes },
  'efs-mount': { results: causes },
  'network-interface': { results: ['refused', ...causes] },
  'command-not-found': { results: causes },
  'not-executable': { results: causes },
  'app-ended': { results: causes },
  segfault: { results: causes },
  'container-health-check-failed': { results: causes },
  'health-check-no-answer': { results: causes },
  'target-group-missing': { results: causes },
  'no-capacity': { results: ['refused', ...causes] },
  'quota-tasks': { results: ['refused', ...causes] },
  'no-instances': { results: ['refused', ...causes] },
  'instance-resources': { results: ['refused', ...causes] },
  'rollout-cannot-move': { results: causes },
  'role-not-assumable': { results: causes },
  'volume-key': { results: causes },
  dependency: { results: causes },
  'spot-interrupted': { results: causes },
  'protected-tasks': { results: causes },
  'host-failed': { results: causes },
  'blue-green-listeners': { results: causes },
  'slow-drain': { results: causes },
  'zone-not-enabled': { results: causes },
  'unable-to-start-consistently': { results: causes },
} as const satisfies Readonly<Record<string, CodeEntry>>

export const ecsCauseTexts: Readonly<Record<keyof typeof ecsCauseCodes, CodeText>> = {
  'no-route-to-registry': {
    meaning: 'The task cannot reach the registry.',
    fix: 'Use a public subnet with `assign-public-ip: ENABLED`, a NAT gateway, or endpoints for ecr.api, ecr.dkr and s3.',
  },
  'registry-rate-limit': {
    meaning: "Docker Hub's limit for anonymous pulls was reached.",
    fix: 'Use `repositoryCredentials`, or an ECR pull-through cache.',
  },
  'disk-full': {
    meaning: 'The image does not fit on the disk.',
    fix: 'Raise `ephemeralStorage`, or make the image smaller.',
  },
  'secret-denied': {
    meaning: 'The execution role is not allowed to read a secret.',
    fix: 'Allow it to read the secret and to decrypt with its key.',
  },
  'secret-missing': { meaning: 'A secret does not exist in this Region.', fix: 'Correct `secrets`.' },
  'secret-key': {
    meaning: 'A secret does not have the requested JSON key.',
    fix: 'Fix what follows its ARN in `secrets`.',
  },
  'no-route-to-secrets': {
    meaning: 'The task cannot reach Secrets Manager or SSM.',
    fix: 'Use a NAT gateway, or endpoints for secretsmanager, ssm and kms.',
  },
  'log-group-missing': {
    meaning: 'The log group does not exist, and the task is not allowed to create it.',
    fix: 'Create it, or allow the execution role to create it.',
  },
  'log-driver': {
    meaning: 'The log driver did not start.',
    fix: 'Fix its options, or its network access to CloudWatch.',
  },
  'efs-mount': {
    meaning: 'The EFS volume could not be mounted.',
    fix: 'Open port 2049 in its security group, and create a mount target in each zone.',
  },
  'network-interface': {
    meaning: 'No network interface was available.',
    fix: 'Free IP addresses in the subnets.',
  },
  'command-not-found': {
    meaning: 'The command is not in the image.',
    fix: "Fix `command`, or the image's entry point.",
  },
  'not-executable': { meaning: 'The command is not executable.', fix: 'Fix its file mode, or the user.' },
  'app-ended': {
    meaning: "A container exited; a service's containers must keep running.",
    fix: 'Run it in the foreground.',
  },
  segfault: { meaning: 'A container crashed in native code.', fix: 'Check the image and its CPU.' },
  'container-health-check-failed': {
    meaning: "The container's own health check fails.",
    fix: 'Check that its command is in the image; a slow start needs a `startPeriod`.',
  },
  'health-check-no-answer': {
    meaning: 'Nothing answers the health check in time.',
    fix: 'Check the port, the listening address and the security groups, or raise `healthCheckGracePeriodSeconds`.',
  },
  'target-group-missing': { meaning: 'The target group no longer exists.', fix: 'Correct `loadBalancers`.' },
  'no-capacity': {
    meaning: 'AWS currently has no capacity in these zones.',
    fix: 'Use more zones, another size, or on-demand capacity in addition to Spot.',
  },
  'quota-tasks': { meaning: "The account's Fargate quota is used up.", fix: 'Ask AWS for a higher quota.' },
  'no-instances': {
    meaning: 'No instance of the cluster can run the task.',
    fix: 'Check that instances have joined, and that it is the right cluster.',
  },
  'instance-resources': {
    meaning: 'The instances lack CPU, memory, ports or GPUs.',
    fix: 'Add capacity; with a fixed host port set `minimumHealthyPercent` below 100.',
  },
  'rollout-cannot-move': {
    meaning: 'The minimum and maximum percent leave no room for a single task.',
    fix: 'Set the maximum to 200, or the minimum below 100.',
  },
  'role-not-assumable': {
    meaning: 'A role cannot be assumed.',
    fix: 'Let it trust `ecs-tasks.amazonaws.com`.',
  },
  'volume-key': { meaning: "The volume's key cannot be used.", fix: 'Grant it to the infrastructure role.' },
  dependency: {
    meaning: 'A container depends on another one, which failed.',
    fix: 'Fix what the error says about the other.',
  },
  'spot-interrupted': {
    meaning: 'Spot reclaimed the task.',
    fix: 'Add FARGATE to the capacity providers; run again.',
  },
  'protected-tasks': { meaning: 'Protected old tasks block the rollout.', fix: 'End their protection.' },
  'host-failed': { meaning: 'AWS replaced the underlying machine.', fix: 'Run again.' },
  'blue-green-listeners': {
    meaning: 'The two target groups are not both on the listener rules.',
    fix: 'Fix the production and test rules in `advancedConfiguration`.',
  },
  'slow-drain': {
    meaning: 'The new tasks are running; old ones are still draining.',
    fix: "Lower the target group's deregistration delay, or `stopTimeout`.",
  },
  'zone-not-enabled': {
    meaning: "The load balancer has no subnet in one of the tasks' zones.",
    fix: 'Add one, or remove that subnet from `subnets`.',
  },
  'unable-to-start-consistently': {
    meaning: 'Tasks keep failing and ECS slows down; no reason could be read.',
    fix: 'Allow the reads that failed; the error lists them.',
  },
}
