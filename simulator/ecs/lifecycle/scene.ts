import type { Scene } from '../outcomes/outcome.ts'
import type { ServiceState, TaskGroup } from './state.ts'

/** Values for the texts of a task's outcome, taken from its task definition where possible. */
export function sceneOf(state: ServiceState, { content, culprit }: TaskGroup): Scene {
  const definition = state.surroundings.taskDefinition(content.taskDefinition)?.content
  const container = definition?.containerDefinitions.find(({ name }) => name === culprit)
  const [, , , region = '', account = ''] = state.record.arn.split(':')
  const options = container?.logConfiguration?.options ?? {}
  const environment = (container?.environment ?? []).map(
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
