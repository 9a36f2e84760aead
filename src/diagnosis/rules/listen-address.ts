import type { Cause } from '../../rollout/contract/diagnostics.ts'
import {
  type AnalyzedLine,
  appLines,
  containerLabel,
  excerptLines,
  type LogAnalysis,
  type NodeAnalysis,
  platformLines,
  type Rule,
  runsOf,
} from '../log-analysis.ts'
import { isAnyAddress, isLoopback, isProxy, type ListenAddress, parseListenAddress } from '../log-patterns.ts'
import { probeAnswersOf } from './health-check.ts'

/** Ports of databases and other peers: not meant for the application itself. */
const portsOfOthers = [3306, 5432, 5672, 6379, 9092, 9229, 27017]

interface Listener extends ListenAddress {
  readonly line: AnalyzedLine
}

/** Where the container listens according to its log; empty if a health check reached it. */
function listenersOf(findings: LogAnalysis): Listener[] {
  const endpoint = findings.spec.publicEndpoint
  if (!endpoint || probeAnswersOf(findings).length > 0) return []
  const runs = runsOf(findings, endpoint.containerName).filter(({ hasEnded }) => hasEnded)
  return runs
    .flatMap(({ lines }) => lines)
    .flatMap((line) => {
      const listening = parseListenAddress(line.text)
      return listening && !portsOfOthers.includes(listening.port) ? [{ ...listening, line }] : []
    })
}

/** `wrong-port`: the public container listens on another port than the endpoint's. */
export const wrongPort: Rule = (findings) => {
  const endpoint = findings.spec.publicEndpoint
  const found = listenersOf(findings)
  const [first] = found
  if (!endpoint || !first || found.some(({ port }) => port === endpoint.containerPort)) return undefined
  // A silent proxy in front of the application may listen on the right port.
  if (appLines(findings, endpoint.containerName).some(({ text }) => isProxy(text))) return undefined
  const { containerName, containerPort } = endpoint
  const ports = [...new Set(found.map(({ port }) => port))]
  const inside = found.every(({ line }) => isLoopback(line.text)) ? ', on 0.0.0.0' : ''
  const who = containerLabel(findings, containerName)
  return {
    reasonCode: 'wrong-port',
    reason: `${who} listens on ${ports.length > 1 ? 'ports' : 'port'} ${ports.join(' and ')}, but ${findings.words.asker} points to port ${containerPort}`,
    fix: `${findings.words.setPort(ports.join(' or '))}, or make ${who} listen on ${containerPort}${inside}`,
    lines: excerptLines(ports.length > 1 ? found.map(({ line }) => line) : [first.line]),
  }
}

/** The balancer connects from outside of the container, where 127.0.0.1 is another machine. */
export const localhostOnly: Rule = (findings) => {
  const endpoint = findings.spec.publicEndpoint
  if (!endpoint) return undefined
  const found = listenersOf(findings).filter(({ port }) => port === endpoint.containerPort)
  const own = appLines(findings, endpoint.containerName)
  const [first] = found
  const isLocal = found.every(({ line }) => isLoopback(line.text))
  if (!first || !isLocal || own.some(({ text }) => isAnyAddress(text))) return undefined
  const who = containerLabel(findings, endpoint.containerName)
  return {
    reasonCode: 'listens-on-localhost',
    reason: `${who} listens on ${first.host}:${first.port} only, where the health check cannot reach it`,
    fix: `make ${who} listen on 0.0.0.0:${first.port} (most servers have an option such as --host 0.0.0.0)`,
    lines: excerptLines([first.line]),
  }
}

/** The application listens on the right port, but always later than the health check waits. */
export function startsTooSlowly(findings: NodeAnalysis): Cause | undefined {
  const endpoint = findings.spec.publicEndpoint
  if (!endpoint?.healthCheck || platformLines(findings, /^(?:Took too long|Canceled)/).length === 0)
    return undefined
  const { intervalSeconds, unhealthyThreshold, timeoutSeconds } = endpoint.healthCheck
  const toleranceSeconds = intervalSeconds * unhealthyThreshold + timeoutSeconds
  const right = listenersOf(findings).filter(({ port }) => port === endpoint.containerPort)
  const starts = runsOf(findings, endpoint.containerName).flatMap(({ startedAt, lines }) => {
    const first = right.find(({ line }) => lines.includes(line))
    return first && startedAt !== undefined
      ? [{ line: first.line, seconds: (first.line.at - startedAt) / 1000 }]
      : []
  })
  const [first] = starts
  const seconds = Math.round(Math.max(...starts.map((start) => start.seconds)))
  if (!first || starts.some((start) => start.seconds <= toleranceSeconds)) return undefined
  return tooSlow({
    who: containerLabel(findings, endpoint.containerName),
    line: first.line,
    seconds,
    toleranceSeconds,
    longest: findings.node.longestIntervalSeconds,
    ...endpoint.healthCheck,
  })
}

function tooSlow({
  who,
  line,
  seconds,
  toleranceSeconds,
  longest,
  intervalSeconds,
  unhealthyThreshold,
}: {
  who: string
  line: AnalyzedLine
  seconds: number
  toleranceSeconds: number
  /** Longest interval between two checks. Seconds. */
  longest: number
  intervalSeconds: number
  unhealthyThreshold: number
}): Cause {
  const { threshold, interval } = enoughFor(seconds * 1.5, {
    interval: intervalSeconds,
    threshold: unhealthyThreshold,
    longest,
  })
  return {
    reasonCode: 'starts-too-slowly',
    reason: `${who} takes ${seconds} s until it listens, but the health check gives up after ${toleranceSeconds} s`,
    fix: `health-check-interval-seconds: ${interval} and health-check-unhealthy-threshold: ${threshold}, which allow ${interval * threshold} s; or make the app start faster, for example with a larger power`,
    lines: excerptLines([line]),
  }
}

/** The highest threshold that load balancers of AWS take. */
const MAX_CHECKS = 10

/** More checks are suggested first: a longer interval also delays a good start. */
function enoughFor(
  seconds: number,
  { interval, threshold, longest }: { interval: number; threshold: number; longest: number },
) {
  const more = Math.min(MAX_CHECKS, Math.max(threshold, Math.ceil(seconds / interval)))
  const longer = Math.max(interval, Math.ceil(seconds / more / 5) * 5)
  return { threshold: more, interval: Math.min(longest, longer) }
}
