import type { Target } from '../rollout/contract/target.ts'
import type { Observed, Steps } from './plan/steps.ts'
import type { RolloutSnapshot, StartedDeployment } from './rollout/status.ts'

export type LightsailTarget = Target<Observed, Steps, StartedDeployment, RolloutSnapshot>
