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
    meaning: 'The task has no way to the registry.',
    fix: 'A public subnet with `assign-public-ip: ENABLED`, a NAT, or endpoints for ecr.api, ecr.dkr and s3.',
  },
  'registry-rate-limit': {
    meaning: "Docker Hub's limit for anonymous pulls is reached.",
    fix: 'Use `repositoryCredentials`, or a pull-through cache of ECR.',
  },
  'disk-full': {
    meaning: 'The image does not fit on the disk.',
    fix: 'Raise `ephemeralStorage`, or make it smaller.',
  },
  'secret-denied': {
    meaning: 'The execution role may not read a secret.',
    fix: 'Allow it to read the secret, and to decrypt with its key.',
  },
  'secret-missing': { meaning: 'A secret does not exist in this Region.', fix: 'Correct `secrets`.' },
  'secret-key': {
    meaning: 'A secret has no such JSON key.',
    fix: 'Correct what follows its ARN in `secrets`.',
  },
  'no-route-to-secrets': {
    meaning: 'The task cannot reach Secrets Manager or SSM.',
    fix: 'A NAT, or endpoints for secretsmanager, ssm and kms.',
  },
  'log-group-missing': {
    meaning: 'The log group is not there and may not be made.',
    fix: 'Create it, or allow it to the execution role.',
  },
  'log-driver': {
    meaning: 'The log driver did not start.',
    fix: 'Correct its options, or its way to CloudWatch.',
  },
  'efs-mount': {
    meaning: 'The EFS volume could not be mounted.',
    fix: 'Open port 2049 in its security group, and have a mount target in each zone.',
  },
  'network-interface': {
    meaning: 'No network interface could be had.',
    fix: 'Free addresses in the subnets.',
  },
  'command-not-found': {
    meaning: 'The command is not in the image.',
    fix: 'Correct `command`, or the entry point of the image.',
  },
  'not-executable': { meaning: 'The command may not be executed.', fix: 'Correct its mode, or the user.' },
  'app-ended': {
    meaning: 'A container finished; those of a service must go on running.',
    fix: 'Run it in the foreground.',
  },
  segfault: { meaning: 'A container crashed in native code.', fix: 'Check the image and its CPU.' },
  'container-health-check-failed': {
    meaning: "The container's own health check fails.",
    fix: 'Is its command in the image? A late start needs a `startPeriod`.',
  },
  'health-check-no-answer': {
    meaning: 'Nothing answers the health check in time.',
    fix: 'Check port, listening address and security groups, or raise `healthCheckGracePeriodSeconds`.',
  },
  'target-group-missing': { meaning: 'The target group is gone.', fix: 'Correct `loadBalancers`.' },
  'no-capacity': {
    meaning: 'AWS has no capacity in these zones now.',
    fix: 'More zones, another size, or on-demand beside Spot.',
  },
  'quota-tasks': { meaning: "The account's quota of Fargate is used up.", fix: 'Ask AWS for more.' },
  'no-instances': {
    meaning: 'No instance of the cluster can take the task.',
    fix: 'Did instances join, and is it the right cluster?',
  },
  'instance-resources': {
    meaning: 'The instances lack CPU, memory, ports or GPUs.',
    fix: 'Add some; with a fixed host port let `minimumHealthyPercent` be below 100.',
  },
  'rollout-cannot-move': {
    meaning: 'Minimum and maximum percent leave no room for a single task.',
    fix: 'A maximum of 200, or a minimum below 100.',
  },
  'role-not-assumable': {
    meaning: 'A role cannot be assumed.',
    fix: 'Have it trust `ecs-tasks.amazonaws.com`.',
  },
  'volume-key': { meaning: "The volume's key may not be used.", fix: 'Grant it to the infrastructure role.' },
  dependency: {
    meaning: 'A container waits for another, which failed.',
    fix: 'Correct what the error says of the other.',
  },
  'spot-interrupted': { meaning: 'Spot took the task back.', fix: 'Mix in FARGATE; run again.' },
  'protected-tasks': { meaning: 'Protected old tasks hold the rollout.', fix: 'End their protection.' },
  'host-failed': { meaning: 'AWS replaced the machine.', fix: 'Run again.' },
  'blue-green-listeners': {
    meaning: 'The two target groups are not both on the listener rules.',
    fix: 'Correct the production and test rules in `advancedConfiguration`.',
  },
  'slow-drain': {
    meaning: 'The new tasks run; old ones still drain.',
    fix: 'Lower the deregistration delay of the target group, or `stopTimeout`.',
  },
  'zone-not-enabled': {
    meaning: 'The load balancer has no subnet in a zone of the tasks.',
    fix: 'Add one, or take that subnet out of `subnets`.',
  },
  'unable-to-start-consistently': {
    meaning: 'Tasks keep failing and ECS slows down; no reason could be read.',
    fix: 'Allow what could not be read; the error lists it.',
  },
}
