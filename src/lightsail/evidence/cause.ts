import type { Cause } from '../../engine/target.ts'
import { crashed, missingVariable, outOfMemory } from './causes/deaths.ts'
import type { LogAnalysis, Rule } from './causes/findings.ts'
import { healthCheckFailed } from './causes/health-answers.ts'
import { hostRefused } from './causes/host-refused.ts'
import { imagePullFailed, wrongArchitecture } from './causes/image.ts'
import { localhostOnly, startsTooSlowly, wrongPort } from './causes/listening.ts'
import { tookTooLong } from './causes/unknown.ts'

/** The surest first: a wrong cause is worse than none. */
const rules: readonly Rule[] = [
  wrongArchitecture,
  imagePullFailed,
  hostRefused,
  // An app that answers the check has not crashed, whatever errors it logs.
  healthCheckFailed,
  outOfMemory,
  missingVariable,
  crashed,
  localhostOnly,
  wrongPort,
  startsTooSlowly,
]

/** The first rule that recognises something tells the cause. */
export const diagnose = (findings: LogAnalysis): Cause | undefined => {
  for (const rule of rules) {
    const cause = rule(findings)
    if (cause) return cause
  }
  return tookTooLong(findings)
}
