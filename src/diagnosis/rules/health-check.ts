import { includesStatus } from '../../text/status-codes.ts'
import {
  type AnalyzedLine,
  appLines,
  containerLabel,
  excerptLines,
  type LogAnalysis,
  type Rule,
} from '../log-analysis.ts'
import { healthCheckStatus, isErrorLine, isFatalLine } from '../log-patterns.ts'
import type { HealthCheck } from '../workload.ts'
import { type HealthCheckTerms, HUNG_UP, statusMeaning } from './status-meaning.ts'

/** Two rounds of the balancer's six clients (docs/lightsail-facts.md §2.6): the most frequent answer counts. */
const RECENT = 12

export interface ProbeAnswer {
  readonly line: AnalyzedLine
  readonly status: number
}

/** What the container of the public endpoint answered to the health check. */
export function probeAnswersOf(findings: LogAnalysis): ProbeAnswer[] {
  const endpoint = findings.spec.publicEndpoint
  if (!endpoint) return []
  // Where the path is not known, only the balancer's name tells.
  const path = endpoint.healthCheck?.path ?? ''
  return appLines(findings, endpoint.containerName).flatMap((line) => {
    const status = healthCheckStatus(line.text, path)
    return status === undefined ? [] : [{ line, status }]
  })
}

/** The application runs and answers, but with a status that is not healthy. */
export const healthCheckFailed: Rule = (findings) => {
  const endpoint = findings.spec.publicEndpoint
  if (!endpoint?.healthCheck) return undefined
  const { path, successCodes, timeoutSeconds } = endpoint.healthCheck
  const recent = probeAnswersOf(findings).slice(-RECENT)
  const bad = recent.filter(({ status }) => status === HUNG_UP || !includesStatus(successCodes, status))
  const last = bad.at(-1)
  if (last === undefined || bad.length * 2 <= recent.length) return undefined
  const lines = appLines(findings, endpoint.containerName)
  // A crash is a better explanation than the answers before it.
  if (lines.slice(lines.indexOf(last.line)).some(({ text }) => isFatalLine(text))) return undefined

  const who = containerLabel(findings, endpoint.containerName)
  const errors = last.status >= 500 ? lines.filter(({ text }) => isLoggedError(text)).slice(-2) : []
  const { what, fix } = statusMeaning(last.status, termsOf(endpoint.healthCheck), errors.length > 0)
  return {
    reasonCode: 'health-check-failed',
    reason:
      last.status === HUNG_UP
        ? `${who} does not answer the health check GET ${path} within ${timeoutSeconds} s`
        : `the health check gets ${last.status} from ${path} (${what}), but only ${successCodes} counts as healthy`,
    fix,
    lines: excerptLines([...errors, last.line]),
  }
}

/** Worth showing beside an answer, though it proves nothing. */
function isLoggedError(text: string): boolean {
  return (
    isErrorLine(text) ||
    /^\W*(?:error|fatal|critical)\b|\[(?:error|crit)\]|"level":"(?:error|fatal)"/i.test(text)
  )
}

function termsOf({ path, successCodes, intervalSeconds, timeoutSeconds }: HealthCheck): HealthCheckTerms {
  const timeout = Math.min(60, Math.max(10, timeoutSeconds * 2))
  return {
    path,
    pathName: 'health-check-path',
    accept: (status) => `health-check-success-codes: ${successCodes},${status}`,
    waitLonger: `health-check-timeout-seconds: ${timeout} and health-check-interval-seconds: ${Math.max(intervalSeconds, timeout + 5)}`,
    client: `ELB-HealthChecker from 172.26.0.0/16; some six addresses ask every ${intervalSeconds} s`,
  }
}
