import type { LogAnalysis, Rule } from '../../diagnosis/log-analysis.ts'
import { crashed, missingVariable, outOfMemory } from '../../diagnosis/rules/crash.ts'
import { tookTooLong } from '../../diagnosis/rules/fallback.ts'
import { healthCheckFailed } from '../../diagnosis/rules/health-check.ts'
import { hostRefused } from '../../diagnosis/rules/host-refused.ts'
import { localhostOnly, startsTooSlowly, wrongPort } from '../../diagnosis/rules/listen-address.ts'
import type { Cause } from '../../rollout/contract/target.ts'
import { imagePullFailed, wrongArchitecture } from './image-pull.ts'

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
