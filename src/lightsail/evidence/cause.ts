import type { Cause } from '../../engine/target.ts'
import { crashed, missingVariable, outOfMemory } from './causes/deaths.ts'
import type { Findings, Rule } from './causes/findings.ts'
import { healthCheckAnswer } from './causes/health-answers.ts'
import { hostRefused } from './causes/host-refused.ts'
import { cannotPull, wrongArchitecture } from './causes/image.ts'
import { localhostOnly, startsTooSlowly, wrongPort } from './causes/listening.ts'
import { tookTooLong } from './causes/unknown.ts'

/** The surest first: a wrong cause is worse than none. */
const rules: readonly Rule[] = [
  wrongArchitecture,
  cannotPull,
  hostRefused,
  // An app that answers the check has not crashed, whatever errors it logs.
  healthCheckAnswer,
  outOfMemory,
  missingVariable,
  crashed,
  localhostOnly,
  wrongPort,
  startsTooSlowly,
]

/** The first rule that recognises something tells the cause. */
export const causeOf = (findings: Findings): Cause | undefined => {
  for (const rule of rules) {
    const cause = rule(findings)
    if (cause) return cause
  }
  return tookTooLong(findings)
}
