import type { KeyValue } from '../api-types.ts'
import type { Scene } from '../outcomes/outcome.ts'
import type { ServiceState, Surroundings, TaskGroup } from './state.ts'

/** Values for the texts of a service's task. */
export function sceneOf({ surroundings, record }: ServiceState, group: TaskGroup): Scene {
  return sceneFor(group, { surroundings, arn: record.arn })
}

/** Values for the texts of a task's outcome, taken from its task definition where possible. */
export function sceneFor(
  { content, culprit }: Pick<TaskGroup, 'content' | 'culprit'>,
  {
    surroundings,
    arn,
    overrides = [],
  }: {
    readonly surroundings: Surroundings
    /** Of anything in the account and Region. */
    readonly arn: string
    /** Variables that win over those of the task definition. */
    readonly overrides?: readonly KeyValue[]
  },
): Scene {
  const definition = surroundings.taskDefinition(content.taskDefinition)?.content
  const container = definition?.containerDefinitions.find(({ name }) => name === culprit)
  const [, , , region = '', account = ''] = arn.split(':')
  const options = container?.logConfiguration?.options ?? {}
  const environment = [...(container?.environment ?? []), ...overrides].map(
    ({ name = '', value = '' }) => [name, value] as const,
  )
  const balancer = content.loadBalancers.find(({ containerName }) => containerName === culprit)
  const role = String(definition?.['executionRoleArn'] ?? `arn:aws:iam::${account}:role/ecsTaskExecutionRole`)
  return {
    image: container?.image ?? '',
    container: culprit,
    port: balancer?.containerPort ?? container?.portMappings?.[0]?.containerPort ?? 8080,
    region,
    account,
    architecture: definition?.runtimePlatform?.cpuArchitecture === 'ARM64' ? 'linux/arm64' : 'linux/amd64',
    logGroup: options['awslogs-group'] ?? `/ecs/${definition?.family ?? 'shop'}`,
    secret:
      container?.secrets?.[0]?.valueFrom ??
      `arn:aws:secretsmanager:${region}:${account}:secret:shop/session-key-a1b2c3`,
    role,
    environment: Object.fromEntries(environment),
  }
}
