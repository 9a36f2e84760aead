import type { ServiceMembers } from '../../model/service.ts'
import type { TaskDefinitionContent } from '../../model/task-definition.ts'
import type { Observed, Step } from '../../plan/steps.ts'
import type { StartedTask, WaitingService } from '../started.ts'

/** RunTask: one task, before anything of the service is written. */
export interface RunTaskStep {
  readonly kind: 'run-task'
  readonly observedAt: number
  /** Name or ARN, as it is sent. */
  readonly cluster: string
  /** The whole request but for `clientToken`. Values of its overrides are secret. */
  readonly members: ServiceMembers
  /** ARN of the revision. */
  readonly taskDefinition: string
  readonly startedBy: string
  /** Of the revision; `undefined` if it could not be read. */
  readonly definition: TaskDefinitionContent | undefined
  /** What follows waits for its end. */
  readonly waits: boolean
  readonly before?: WaitingService
}

export type TaskStep = Step | RunTaskStep

/** What was there before a write, and the task of this run, which has ended well unless nobody waits for it. */
export interface TaskObserved extends Observed {
  readonly taskRun?: StartedTask
}
