import type { Task } from '../model/task.ts'
import type { TaskDefinitionContent } from '../model/task-definition.ts'

/** A task that this run has started, from the reply to RunTask. */
export interface StartedTask {
  readonly kind: 'task'
  /** Name or ARN, as it is sent. */
  readonly cluster: string
  readonly arn: string
  readonly id: string
  /** ARN of its revision. */
  readonly taskDefinition: string
  /** By ECS's clock; milliseconds since the epoch. */
  readonly createdAt: number | undefined
  /** Of its revision; `undefined` if it could not be read. Values of its environment are secret. */
  readonly definition: TaskDefinitionContent | undefined
  /** The service that waits for it; absent if the task is all there is to do. */
  readonly before?: WaitingService
  /** Why this run stopped it; absent if it did not. */
  readonly stopped?: 'timed-out'
}

/** A service that is not touched before the task has ended well. */
export interface WaitingService {
  readonly name: string
  /** `web:19`, if tasks of it run. */
  readonly serving: string | undefined
}

/** The result of one poll: `undefined` if ECS does not show the task. */
export interface TaskSnapshot {
  readonly task: Task | undefined
  /** It was shown at least once. */
  readonly wasSeen: boolean
}
