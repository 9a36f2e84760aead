import type { Target, TargetTypes } from '../rollout/contract/target.ts'
import type { Observed, Step } from './plan/steps.ts'
import type { RolloutSnapshot, StartedDeployment } from './rollout/started.ts'

export interface EcsTypes extends TargetTypes {
  readonly observed: Observed
  readonly step: Step
  readonly started: StartedDeployment
  readonly snapshot: RolloutSnapshot
}

export type EcsTarget = Target<EcsTypes>
