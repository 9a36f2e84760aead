/** A task as DescribeTasks shows it, exact where the SDK's types are optional-everything. Times are epoch milliseconds, by ECS's clock. */
export interface Task {
  readonly arn: string
  /** The end of its ARN, which also ends the name of its log streams. */
  readonly id: string
  /** ARN. */
  readonly taskDefinition: string
  /** `ecs-svc/<n>` of the deployment that started it, or what RunTask was given. */
  readonly startedBy: string
  /** `PROVISIONING` … `RUNNING` … `STOPPED`, or something new. */
  readonly lastStatus: string
  /** `RUNNING`, or `STOPPED` as soon as it is to end. */
  readonly desiredStatus: string
  /** `TaskFailedToStart`, `EssentialContainerExited`, `ServiceSchedulerInitiated` …; empty until it is to end. */
  readonly stopCode: string
  /** ECS's words, untrusted; empty until it is to end. */
  readonly stoppedReason: string
  readonly createdAt: number | undefined
  /** When all of its containers ran; `undefined` if they never did. */
  readonly startedAt: number | undefined
  /** When it began to end, or had ended. */
  readonly stoppedAt: number | undefined
  /** What ECS says of its network interface and volumes; untrusted, mostly empty. */
  readonly attachmentReasons: readonly string[]
  readonly containers: readonly TaskContainer[]
}

/** A container of a task. */
export interface TaskContainer {
  readonly name: string
  readonly image: string
  /** `undefined` as long as it runs, or if it never did. */
  readonly exitCode: number | undefined
  /** Why it ended or did not start; untrusted, mostly empty. */
  readonly reason: string
}

/** The eight digits by which people tell tasks apart: `1f2e3d4c`. */
export function shortTaskId({ id }: Pick<Task, 'id'>): string {
  return id.slice(0, 8)
}

/** How and why it ends is known: only the exit codes of containers that ended by themselves come late. */
export function isOver({ lastStatus, desiredStatus, stopCode }: Task): boolean {
  if (lastStatus === 'STOPPED') return true
  return desiredStatus === 'STOPPED' && stopCode !== '' && stopCode !== 'EssentialContainerExited'
}

/** The same task with its untrusted texts cleaned. */
export function cleanTask(task: Task, clean: (text: string) => string): Task {
  return {
    ...task,
    stoppedReason: clean(task.stoppedReason),
    attachmentReasons: task.attachmentReasons.map(clean),
    containers: task.containers.map((container) => ({ ...container, reason: clean(container.reason) })),
  }
}
