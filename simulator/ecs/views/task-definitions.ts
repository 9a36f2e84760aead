import { epochSeconds } from '../api-types.ts'
import type { AccountRecords, TaskDefinitionRecord } from '../records.ts'
import { isActiveAt } from './lookup.ts'

/** A task definition as RegisterTaskDefinition, DescribeTaskDefinition and DeregisterTaskDefinition show it. */
export function taskDefinitionView(
  definition: TaskDefinitionRecord,
  { records, at }: { readonly records: AccountRecords; readonly at: number },
): object {
  const { arn, revision, registeredAt, deregisteredAt, content } = definition
  const isActive = isActiveAt(definition, at)
  return {
    taskDefinitionArn: arn,
    ...content,
    revision,
    status: isActive ? 'ACTIVE' : 'INACTIVE',
    requiresAttributes: requiredAttributes(content).map((name) => ({ name })),
    compatibilities: compatibilities(content),
    registeredAt: epochSeconds(registeredAt),
    ...(!isActive && deregisteredAt !== undefined && { deregisteredAt: epochSeconds(deregisteredAt) }),
    registeredBy: `arn:${records.partition}:sts::${records.id}:assumed-role/deploy/github`,
  }
}

type Content = TaskDefinitionRecord['content']

/** Where it could run; Fargate wants awsvpc and sizes for the whole task. */
function compatibilities({ networkMode, cpu, memory }: Content): readonly string[] {
  if (networkMode !== 'awsvpc') return ['EXTERNAL', 'EC2']
  return cpu === undefined || memory === undefined ? ['EC2'] : ['EC2', 'FARGATE']
}

/** Some of what ECS derives; nothing here looks at them. */
function requiredAttributes({
  networkMode,
  containerDefinitions,
  executionRoleArn,
  taskRoleArn,
}: Content): readonly string[] {
  const drivers = new Set(
    containerDefinitions.flatMap(({ logConfiguration }) => logConfiguration?.logDriver ?? []),
  )
  return [
    ...[...drivers].map((driver) => `com.amazonaws.ecs.capability.logging-driver.${driver}`),
    ...(drivers.has('awslogs') && executionRoleArn !== undefined
      ? ['ecs.capability.execution-role-awslogs']
      : []),
    ...(taskRoleArn === undefined ? [] : ['com.amazonaws.ecs.capability.task-iam-role']),
    'com.amazonaws.ecs.capability.docker-remote-api.1.18',
    ...(networkMode === 'awsvpc' ? ['ecs.capability.task-eni'] : []),
  ]
}
