import type { Cause } from '../../rollout/contract/diagnostics.ts'
import type { FailureVerdict } from '../../rollout/contract/verdict.ts'
import {
  type AnalyzedLine,
  appLines,
  excerptLines,
  type LogAnalysis,
  type NodeAnalysis,
  platformLines,
  runsOf,
} from '../log-analysis.ts'
import { isErrorLine, isHealthCheck, parseListenAddress } from '../log-patterns.ts'
import type { PublicEndpoint } from '../workload.ts'

/** The start timed out, and the log does not say why. */
export function tookTooLong(findings: NodeAnalysis): Cause | undefined {
  const found = platformLines(findings, /^Took too long/)
  const endpoint = findings.spec.publicEndpoint
  if (found.length === 0) return undefined
  return {
    reasonCode: 'start-timeout',
    reason: endpoint?.healthCheck
      ? `it did not become healthy in time: no good answer to GET :${endpoint.containerPort}${endpoint.healthCheck.path}`
      : 'its containers did not start in time',
    fix: likeliest(findings),
    lines: excerptLines([...quotedEnd(findings), ...found].slice(0, 2)),
  }
}

/**
 * The result if no rule matches: the last lines and, if the deployment FAILED, what to check first. After a mere timeout the reason
 * stays, as nothing may be wrong.
 */
export function unknownCause(findings: NodeAnalysis, { reasonCode, fix }: FailureVerdict): Cause | undefined {
  const lines = excerptLines(quotedEnd(findings))
  if (reasonCode === 'deployment-failed') {
    return { reasonCode, reason: silentReason(findings), fix: likeliest(findings), lines }
  }
  return reasonCode === 'wait-timeout' && lines.length > 0
    ? { reasonCode, reason: '', fix, lines }
    : undefined
}

function silentReason({ lines, unavailable }: LogAnalysis): string {
  if (unavailable.length > 0) return 'the cause is unknown because its log could not be read'
  if (lines.length === 0) return 'the cause is unknown because there is no log yet'
  return lines.every(({ isPlatform }) => isPlatform)
    ? 'the cause is unknown because its containers logged nothing'
    : 'its log does not show why'
}

/** The last lines of the public container or, if it printed none, of another one; before them the first error, if any. */
function quotedEnd(findings: LogAnalysis): AnalyzedLine[] {
  const { containers, publicEndpoint } = findings.spec
  const names = [...(publicEndpoint ? [publicEndpoint.containerName] : []), ...Object.keys(containers)]
  const [last = []] = names.flatMap((name) => {
    const said = runsOf(findings, name)
      .at(-1)
      ?.lines.filter(({ text }) => !isHealthCheck(text) && text.trim() !== '')
    return said && said.length > 0 ? [said] : []
  })
  const error = last.find(({ text }) => isErrorLine(text))
  return error ? [error, ...last.slice(-1)] : last.slice(-2)
}

/** The three most likely checks, chosen from what is known, one per line. */
function likeliest(findings: NodeAnalysis): string {
  return checksOf(findings)
    .slice(0, 3)
    .map((check, index) => `(${index + 1}) ${check}`)
    .join('\n')
}

function checksOf(findings: NodeAnalysis): string[] {
  const { spec, node, unavailable, lines } = findings
  const names = Object.keys(spec.containers)
  const silent = names.filter((name) => appLines(findings, name).length === 0)
  const isMute = silent.length === names.length
  const of = `of ${silent.join(', ')} `
  return [
    ...(unavailable.length > 0
      ? ['read the log in the console; a warning of this run says why it could not be read here']
      : []),
    ...(unavailable.length === 0 && lines.length === 0
      ? ['read the log in the console; it can lag by minutes']
      : []),
    ...(unavailable.length === 0 && isMute ? [`can the image be pulled? ${findings.pullFix()}`] : []),
    ...(unavailable.length === 0 && !isMute && silent.length > 0
      ? [`does the image ${of}exist, and does its command keep running? The log has no line ${of.trim()}`]
      : []),
    ...(spec.publicEndpoint?.healthCheck
      ? endpointChecks(findings, { ...spec.publicEndpoint, healthCheck: spec.publicEndpoint.healthCheck })
      : ['does the command keep running? A container that exits makes the deployment fail']),
    'does it run elsewhere? Try docker run --platform linux/amd64 with the same variables',
    ...(node.memory === undefined ? [] : [`is there enough memory? ${node.power} has ${node.memory}`]),
  ]
}

function endpointChecks(
  findings: LogAnalysis,
  { containerName, containerPort, healthCheck }: Required<PublicEndpoint>,
): string[] {
  const { path, successCodes, timeoutSeconds, intervalSeconds, unhealthyThreshold } = healthCheck
  const listens = appLines(findings, containerName).some(
    ({ text }) => parseListenAddress(text)?.port === containerPort,
  )
  const port = `does the app listen on 0.0.0.0:${containerPort}? (container-port)`
  const answer = `does GET ${path} answer ${successCodes} within ${timeoutSeconds} s? (health-check-path, -success-codes, -timeout-seconds)`
  const start = `does it start within ${intervalSeconds * unhealthyThreshold + timeoutSeconds} s? (health-check-interval-seconds, -unhealthy-threshold)`
  return listens ? [answer, port] : [port, answer, start]
}
