import { crashed, missingVariable, outOfMemory } from '../../diagnosis/rules/crash.ts'
import { tookTooLong, unknownCause } from '../../diagnosis/rules/fallback.ts'
import { healthCheckFailed } from '../../diagnosis/rules/health-check.ts'
import { hostRefused } from '../../diagnosis/rules/host-refused.ts'
import { localhostOnly, startsTooSlowly, wrongPort } from '../../diagnosis/rules/listen-address.ts'
import type { Cause } from '../../rollout/contract/diagnostics.ts'
import type { FailureVerdict } from '../../rollout/contract/verdict.ts'
import { type AnalyzedDeployment, analysisOf, type LightsailAnalysis } from './analysis.ts'
import { imagePullFailed, wrongArchitecture } from './image-pull.ts'

/** Rules in order of certainty: a wrong cause is worse than none. */
const rules: readonly ((findings: LightsailAnalysis) => Cause | undefined)[] = [
  wrongArchitecture,
  imagePullFailed,
  hostRefused,
  // An application that answers the check has not crashed, whatever errors it logs.
  healthCheckFailed,
  outOfMemory,
  missingVariable,
  crashed,
  localhostOnly,
  wrongPort,
  startsTooSlowly,
]

/** The cause of the first rule that matches. */
export function diagnose(deployment: AnalyzedDeployment): Cause | undefined {
  const findings = analysisOf(deployment)
  for (const rule of rules) {
    const cause = rule(findings)
    if (cause) return cause
  }
  return tookTooLong(findings)
}

/** The cause if no rule matches. */
export function fallbackCause(deployment: AnalyzedDeployment, verdict: FailureVerdict): Cause | undefined {
  return unknownCause(analysisOf(deployment), verdict)
}
