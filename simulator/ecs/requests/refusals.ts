/** What ECS is known to answer about task definitions, clusters and tags, to the letter (FIDELITY.md). */
export const quoted = {
  familyBlank: 'Family can not be blank.',
  familyInvalid: 'Family contains invalid characters.',
  noContainers: 'Container list cannot be empty.',
  containerWithout: (member: 'name' | 'image') => `Container.${member} should not be null or empty.`,
  noMemory: (container: string) =>
    `Invalid setting for container '${container}'. At least one of 'memory' or 'memoryReservation' must be specified.`,
  badContainerPort: (container: string) => `Invalid 'containerPort' setting for container '${container}'.`,
  hostPortDiffers: 'When networkMode=awsvpc, the host ports and container ports in port mappings must match.',
  logOptionsMissing: (options: readonly string[]) =>
    `Log driver awslogs requires options: ${options.join(', ')}`,
  fargateNetwork: 'Fargate only supports network mode ‘awsvpc’.',
  fargateWithout: (member: 'cpu' | 'memory') =>
    `Fargate requires that '${member}' be defined at the task level.`,
  fargateSize: (cpu: string, memory: string) =>
    `No Fargate configuration exists for given values: ${cpu} CPU, ${memory} memory. See the Amazon ECS documentation for the valid values.`,
  fargateLogsWithoutRole:
    'Fargate requires task definition to have execution role ARN to support log driver awslogs.',
  noSuchTaskDefinition: 'Unable to describe task definition.',
  longArnOnly: 'Long arn format must be used for tagging operations',
  servicesEmpty: 'Services cannot be empty.',
  tasksEmpty: 'Tasks cannot be empty.',
} as const

/** Texts that are not known: own sentences; never rely on them. */
export const inferred = {
  blank: (path: string) => `${path.slice(0, 1).toUpperCase()}${path.slice(1)} can not be blank.`,
  badClusterName: 'Cluster name contains invalid characters.',
  revisionMissing: 'Revision is missing.',
  noTaskDefinitionToDeregister: 'The specified task definition does not exist.',
  noTaggedTaskDefinition: 'The specified task definition does not exist.',
  notTaggable: 'The specified resource cannot be tagged.',
  badStatus: (status: string) => `Invalid status ${status}.`,
  badTagKey: (most: number) => `A tag key must have from 1 to ${most} characters.`,
  badTagValue: (most: number) => `A tag value must have at most ${most} characters.`,
  reservedTag: 'Tag keys that begin with aws: are reserved.',
  duplicateTag: 'A tag key can be given once only.',
  tooManyTags: (most: number) => `A resource can have at most ${most} tags.`,
} as const
