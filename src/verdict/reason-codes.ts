import type { CodeEntry } from './code-entry.ts'
import { applicationCodes } from './codes/application.ts'
import { callCodes } from './codes/calls.ts'
import { ecsCodes } from './codes/ecs.ts'
import { ecsCauseCodes } from './codes/ecs-causes.ts'
import { imageCodes } from './codes/images.ts'
import { lightsailCodes } from './codes/lightsail.ts'
import { previewCodes } from './codes/previews.ts'
import { rolloutCodes } from './codes/rollout.ts'
import type { Result } from './results.ts'

/** Every `reason-code` that a run can end with. Stable, while sentences may be reworded. */
export const reasonCodes = {
  ...rolloutCodes,
  ...callCodes,
  ...applicationCodes,
  ...imageCodes,
  ...lightsailCodes,
  ...previewCodes,
  ...ecsCodes,
  ...ecsCauseCodes,
} as const

type ReasonCodes = typeof reasonCodes

/** A reason code, of any target. */
export type ReasonCode = keyof ReasonCodes

/** The codes that may explain each of these results. */
export type CodeOf<Explained extends Result> = {
  [Code in ReasonCode]: Explained extends ReasonCodes[Code]['results'][number] ? Code : never
}[ReasonCode]

/** What a cause that is found is to the code; `undefined` if none is looked for: what somebody removed has none. */
export function causeOf(reasonCode: ReasonCode): CodeEntry['cause'] {
  const entry: CodeEntry = reasonCodes[reasonCode]
  return entry.cause
}
