import type { Request } from './inputs/request-types.ts'
import { clusterName } from './model/service.ts'
import { familyOf } from './model/task-definition.ts'

/** Identifies the service and rollout of a run for its post step. */
export interface Handle {
  readonly region: string
  /** Name or ARN. */
  readonly cluster: string
  /** Absent where only a task definition is registered. */
  readonly service?: string | undefined
  /** `ecs-svc/<n>` of what was started, or the ARN of a task; absent before. */
  readonly id?: string
  /** ARN of the revision that it brings. */
  readonly taskDefinition?: string
  /** Milliseconds since the epoch, by ECS's clock. */
  readonly createdAt?: number | undefined
  readonly kind?: 'rollout' | 'count' | 'deletion' | 'task'
}

/** The text for the saved state; only this file reads it. */
export function formatHandle(handle: Handle): string {
  return JSON.stringify(handle)
}

/** Our own text, read again. */
export function readHandle(text: string): Handle {
  return JSON.parse(text)
}

/** `shop on prod in eu-central-1`; what is only registered belongs to no service. */
export function subjectOf({ service, cluster, region, taskDefinition }: Request): string {
  if (service !== undefined) return `${service} on ${clusterName(cluster)} in ${region}`
  const family = taskDefinition?.file?.content.family ?? familyOf(taskDefinition?.named ?? 'task definition')
  return `${family} in ${region}`
}
