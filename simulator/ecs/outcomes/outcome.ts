export type StopCode =
  | 'TaskFailedToStart'
  | 'EssentialContainerExited'
  | 'ServiceSchedulerInitiated'
  | 'UserInitiated'
  | 'SpotInterruption'

/** Where a task's story is told: the container to which it happens. */
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

/** What becomes of one task. Seconds count from its creation or, once it ran, from RUNNING. */
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
      /** ECS also tells the reason in an event `was unable to place a task. Reason: …`. */
      readonly isToldAsPlacement: boolean
    }
  | { readonly kind: 'not-placed'; readonly event: Text }
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
      /** Of the load balancer, as its event tells it. */
      readonly answer?: string
      readonly says: Lines
    }
  | { readonly kind: 'never-starts' }

/** What becomes of a rollout: of each of its tasks, and of what watches it. */
export interface Outcome {
  readonly name: string
  readonly sentence: string
  /** The outcome of a task, by how many the rollout has started (or tried to place) before it. */
  readonly task: (ordinal: number) => TaskOutcome
  /** The configured alarms go off so long after the rollout began. */
  readonly alarmAfterSeconds?: number
  /** What a lifecycle hook's function answers; success unless given. */
  readonly hook?: 'FAILED' | 'TIMED_OUT'
  /** HTTP status that its healthy tasks answer people with; 200 unless given. */
  readonly answers?: number
  /** The rollback of the rollout fails, too. */
  readonly failsToRollBack?: true
}

export type OutcomeTable = Readonly<Record<string, Omit<Outcome, 'name'>>>

/** All tasks come to the same. */
export function always(outcome: TaskOutcome): (ordinal: number) => TaskOutcome {
  return () => outcome
}

export function listening({ port }: Scene): readonly string[] {
  return ['Starting', `Server listening on http://0.0.0.0:${port}`]
}
