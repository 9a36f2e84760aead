import type { Target } from '../engine/target.ts'
import type { Snapshot, Started } from './judge.ts'
import type { Observed, Steps } from './steps.ts'

export type LightsailTarget = Target<Observed, Steps, Started, Snapshot>
