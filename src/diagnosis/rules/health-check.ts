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
import type { PublicEndpoint } from '../workload.ts'

/** nginx logs it when the client, here the load balancer, closed the connection before there was an answer. */
const HUNG_UP = 499

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
  return appLines(findings, endpoint.containerName).flatMap((line) => {
    const status = healthCheckStatus(line.text, endpoint.healthCheck.path)
    return status === undefined ? [] : [{ line, status }]
  })
}

/** The application runs and answers, but with a status that is not healthy. */
export const healthCheckFailed: Rule = (findings) => {
  const endpoint = findings.spec.publicEndpoint
  if (!endpoint) return undefined
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
  const { what, fix } = meaningOf(last.status, endpoint, errors.length > 0)
  return {
    reasonCode: 'health-check-failed',
    reason:
      last.status === HUNG_UP
        ? `${who} does not answer the health check GET ${path} within ${timeoutSeconds} s`
        : `the health check gets ${last.status} from ${path} (${what}), and only ${successCodes} is healthy`,
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

interface StatusMeaning {
  readonly what: string
  readonly fix: string
}

/** What a status says about the path, and what to do about it. */
function meaningOf(status: number, { healthCheck }: PublicEndpoint, hasErrors: boolean): StatusMeaning {
  const { path, successCodes, intervalSeconds, timeoutSeconds } = healthCheck
  const widened = `health-check-success-codes: ${successCodes},${status}`
  const timeout = Math.min(60, Math.max(10, timeoutSeconds * 2))
  const noLogin = `health-check-path: a path that answers without a login, or let ${path} answer everybody`
  const correct = hasErrors
    ? `correct the error that the app logs, or set health-check-path to a path that does not depend on it`
    : `find out why ${path} answers so (ask it locally), or set health-check-path to a path that depends on less`
  const meanings: Readonly<Record<number, StatusMeaning>> = {
    // The balancer uses the node's address as host, not the service's name.
    400: {
      what: 'it refuses the request',
      fix: `let the app answer ${path} whatever host is asked for: the health check asks by IP address`,
    },
    401: { what: 'it wants a login', fix: noLogin },
    403: { what: 'it is forbidden', fix: noLogin },
    404: {
      what: 'there is no such path',
      fix: `health-check-path: a path that the app has, or add ${path} to the app`,
    },
    405: { what: 'it takes no GET', fix: 'health-check-path: a path that answers GET' },
    429: {
      what: 'a rate limiter',
      fix: `exempt the health check from the rate limiter: ${path}, or ELB-HealthChecker from 172.26.0.0/16; some six addresses ask every ${intervalSeconds} s`,
    },
    [HUNG_UP]: {
      what: 'no answer in time',
      fix: `health-check-timeout-seconds: ${timeout} and health-check-interval-seconds: ${Math.max(intervalSeconds, timeout + 5)}, or make ${path} answer faster`,
    },
    502: proxied,
    503: { what: 'it is not ready', fix: correct },
    504: proxied,
  }
  const known = meanings[status]
  if (known) return known
  if (status >= 500) return { what: 'an error of the app', fix: correct }
  if (status >= 300 && status < 400) {
    return { what: 'a redirect', fix: `health-check-path: the path that it leads to, or ${widened}` }
  }
  return {
    what: 'an answer that does not count',
    fix: `${widened}, or health-check-path: a path that answers 200`,
  }
}

/** Containers of one deployment have no names for each other (docs/lightsail-facts.md §7). */
const proxied: StatusMeaning = {
  what: 'a proxy that gets no answer',
  fix: 'let the proxy ask localhost: containers of one deployment share one network, and their names mean nothing in it; or the app behind it is not up',
}
