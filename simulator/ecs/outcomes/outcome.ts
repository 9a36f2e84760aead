/** Why a task was stopped (docs/ecs-facts.md §2c). */
export type StopCode =
  | 'TaskFailedToStart'
  | 'EssentialContainerExited'
  | 'ServiceSchedulerInitiated'
  | 'UserInitiated'
  | 'SpotInterruption'

/** Context of a scripted text: the failing container. */
export interface Scene {
  readonly image: string
  readonly container: string
  readonly port: number
  readonly region: string
  readonly account: string
  readonly architecture: string
  readonly logGroup: string
  readonly secret: string
  readonly role: string
  readonly environment: Readonly<Record<string, string>>
}

export type Text = (scene: Scene) => string
export type Lines = (scene: Scene) => readonly string[]

/** A line that the app writes, in seconds after its container started. */
export interface AppLine {
  readonly second: number
  readonly message: string
}

/** How one task ends. Seconds count from its creation or, once it ran, from RUNNING. */
export type TaskOutcome =
  | {
      readonly kind: 'runs'
      readonly extraSeconds?: number
      readonly says?: Lines
    }
  | {
      readonly kind: 'fails-to-start'
      readonly afterSeconds: number
      readonly reason: Text
      /** The reason is also in an event `was unable to place a task. Reason: …`. */
      readonly isToldAsPlacement: boolean
    }
  | {
      readonly kind: 'not-placed'
      readonly event: Text
      /** What RunTask answers: a failure, with the ARN of a container instance or without one, or an error. */
      readonly answer: {
        readonly kind: 'failure' | 'failure-of-instance' | 'error'
        readonly reason: string
      }
    }
  | {
      readonly kind: 'exits'
      readonly afterSeconds: number
      readonly exitCode: number
      readonly containerReason?: string
      readonly reason?: string
      /** EssentialContainerExited unless given. */
      readonly stopCode?: StopCode
      readonly says: Lines
    }
  | {
      readonly kind: 'unhealthy'
      readonly by: 'container' | 'load-balancer'
      /** The load balancer's reason, as in its event. */
      readonly answer?: string
      readonly says: Lines
    }
  | { readonly kind: 'never-starts' }
  /** Its containers run for real (observation.ts). */
  | { readonly kind: 'observed' }

/** The outcome of a rollout: of each of its tasks, and of its alarms and hooks. */
export interface Outcome {
  readonly name: string
  readonly sentence: string
  /** The outcome of a task, by how many the rollout has started (or tried to place) before it. */
  readonly task: (ordinal: number) => TaskOutcome
  /** The configured alarms trigger this long after the rollout began. */
  readonly alarmAfterSeconds?: number
  /** Result of a lifecycle hook's function; success unless given. */
  readonly hook?: 'FAILED' | 'TIMED_OUT'
  /** HTTP status of its healthy tasks; 200 unless given. */
  readonly answers?: number
  /** The rollback of the rollout fails, too. */
  readonly failsToRollBack?: true
}

export type OutcomeTable = Readonly<Record<string, Omit<Outcome, 'name'>>>

/** The same outcome for all tasks. */
export function always(outcome: TaskOutcome): (ordinal: number) => TaskOutcome {
  return () => outcome
}

export function listening({ port }: Scene): readonly string[] {
  return ['Starting', `Server listening on http://0.0.0.0:${port}`]
}
