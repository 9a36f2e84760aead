import type { Target } from '../engine/target.ts'
import type { RolloutSnapshot, StartedDeployment } from './judge.ts'
import type { Observed, Steps } from './steps.ts'

export type LightsailTarget = Target<Observed, Steps, StartedDeployment, RolloutSnapshot>
