import { createHash } from 'node:crypto'
import { currentDeployment, settingsAt } from './lifecycle.ts'
import type { ScriptContext, ScriptEntry } from './log-scripts.ts'
import type { DeploymentRecord, LogEvent, ServiceRecord } from './records.ts'

/** The moments that a reader asks for, both included; epoch milliseconds. */
export interface Window {
  readonly oldest: number
  readonly newest: number
}

/**
 * What a container's log holds from `oldest` to `newest`, ascending: its deployments' stories told line by line, the
 * nodes that a change of capacity starts (docs/lightsail-facts.md §2.6).
 */
export function containerLog(
  record: ServiceRecord,
  container: string,
  { canceledLineHasPrefix, ...window }: { canceledLineHasPrefix: boolean } & Window,
): readonly LogEvent[] {
  return [
    ...record.deployments
      .filter(({ containers }) => Object.hasOwn(containers, container))
      .filter((deployment) => mayBeWithin(deployment, window))
      .flatMap((deployment) =>
        deployment.outcome.story.flatMap((entry) =>
          entryLines(entry, { record, deployment, container, canceledLineHasPrefix, window }),
        ),
      ),
    ...record.deployments.flatMap(({ output }) => output?.get(container) ?? []),
    ...capacityLines(record, container),
  ]
    .filter(({ at }) => window.oldest <= at && at <= window.newest)
    .sort((one, other) => one.at - other.at)
}

/** Whether any line of its story can be in the window: most histories lie far before it. */
function mayBeWithin({ startsAt, outcome }: DeploymentRecord, { oldest, newest }: Window): boolean {
  const last = Math.max(
    ...outcome.story.map((entry) => (entry.kind === 'checks' ? entry.until : entry.second + 300)),
  )
  return startsAt - 1000 <= newest && oldest <= startsAt + last * 1000
}

interface Telling {
  readonly record: ServiceRecord
  readonly deployment: DeploymentRecord
  readonly container: string
  readonly canceledLineHasPrefix: boolean
  readonly window: Window
}

function entryLines(entry: ScriptEntry, telling: Telling): readonly LogEvent[] {
  const { deployment, container, record } = telling
  const at = wholeSecond(deployment.startsAt) + entry.second * 1000
  const isCulprit = deployment.culprit === container
  const isAskedFor = telling.window.oldest <= at && at <= telling.window.newest
  const scale = settingsAt(record, deployment.startsAt).scale
  switch (entry.kind) {
    case 'platform':
      return [{ at, message: `[deployment:${deployment.version}] ${entry.line}` }]
    case 'bare':
      return [
        {
          at,
          message: telling.canceledLineHasPrefix
            ? `[deployment:${deployment.version}] ${entry.line}`
            : entry.line,
        },
      ]
    case 'node':
      return Array.from({ length: scale }).flatMap((_, node) => [
        { at: at + node * 1000, message: `[deployment:${deployment.version}] Started 1 new node` },
        ...(isCulprit ? [] : healthyBoot(telling, at + (node + 3) * 1000)),
      ])
    case 'app':
      return isCulprit && isAskedFor
        ? entry.lines(sceneOf(deployment, container)).map((message) => ({ at, message }))
        : []
    case 'checks':
      return isCulprit
        ? checkLines(telling, { from: at, seconds: entry.until - entry.second, status: entry.status, scale })
        : []
  }
}

/** A container that is not the culprit listens, and if it is the public endpoint it answers its health checks. */
function healthyBoot(telling: Telling, at: number): readonly LogEvent[] {
  const { deployment, container } = telling
  const hasPorts = Object.keys(deployment.containers[container]?.ports ?? {}).length > 0
  const message = hasPorts
    ? `Server listening on http://0.0.0.0:${appPort(deployment, container)}`
    : 'Worker ready'
  return [{ at, message }, ...checkLines(telling, { from: at + 4000, seconds: 60, status: 200, scale: 1 })]
}

/** About six addresses of 172.26.0.0/16 ask each node at every interval (§2.6). */
function checkLines(
  { deployment, container, record, window }: Telling,
  { from, seconds, status, scale }: { from: number; seconds: number; status: number; scale: number },
): readonly LogEvent[] {
  const endpoint = deployment.publicEndpoint
  if (endpoint?.containerName !== container) return []
  const { intervalSeconds, path } = endpoint.healthCheck
  const roundAt = (at: number) => Math.floor((at - from) / (intervalSeconds * 1000))
  const first = Math.max(0, roundAt(window.oldest))
  const rounds = Math.max(
    0,
    Math.min(Math.floor(seconds / intervalSeconds), roundAt(window.newest) + 1) - first,
  )
  const digits = createHash('sha256').update(record.arn).digest()
  return Array.from({ length: rounds }).flatMap((_, round) => {
    const at = from + (first + round) * intervalSeconds * 1000
    const rest = `[${accessTime(at)}] "GET ${path} HTTP/1.1" ${status} 0 "-" "ELB-HealthChecker/2.0"`
    return Array.from({ length: 6 * scale }, (_, turn) => ({
      at,
      message: `172.26.${digits[turn % 6]}.${digits[8 + (turn % 6)]} - - ${rest}`,
    }))
  })
}

/** A change of power or scale deploys the current deployment once more (§2.2). */
function capacityLines(record: ServiceRecord, container: string): readonly LogEvent[] {
  return record.updates.flatMap(({ at, settings }) => {
    const before = settingsAt(record, at - 1)
    const current = currentDeployment(record, at)
    const isRedeployed = before.power !== settings.power || before.scale !== settings.scale
    if (!isRedeployed || current === undefined || !Object.hasOwn(current.containers, container)) return []
    return Array.from({ length: settings.scale }, (_, node) => ({
      at: wholeSecond(at) + (30 + node) * 1000,
      message: `[deployment:${current.version}] Started 1 new node`,
    }))
  })
}

function sceneOf(deployment: DeploymentRecord, container: string): ScriptContext {
  const environment = deployment.containers[container]?.environment ?? {}
  return { port: appPort(deployment, container), environment }
}

function appPort({ publicEndpoint, containers }: DeploymentRecord, container: string): number {
  if (publicEndpoint?.containerName === container) return publicEndpoint.containerPort
  return Number(Object.keys(containers[container]?.ports ?? {})[0] ?? 8080)
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** As in an access log: `15/Jan/2026:09:00:52 +0000`. */
function accessTime(at: number): string {
  const iso = new Date(at).toISOString()
  const month = months[Number(iso.slice(5, 7)) - 1]
  return `${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`
}

function wholeSecond(at: number): number {
  return Math.floor(at / 1000) * 1000
}

/**
 * CloudWatch-like patterns (§6): all words must occur, `-word` must not, of several `?word` one must. Quotes keep
 * spaces. Case counts.
 */
export function filterOf(pattern: string): (message: string) => boolean {
  const terms = [...pattern.matchAll(/([-?]?)(?:"([^"]*)"|(\S+))/g)].map(([, sign = '', inQuotes, bare]) => ({
    sign,
    word: inQuotes ?? bare ?? '',
  }))
  const either = terms.filter(({ sign }) => sign === '?')
  return (message) =>
    terms.every(({ sign, word }) => sign === '?' || message.includes(word) === (sign !== '-')) &&
    (either.length === 0 || either.some(({ word }) => message.includes(word)))
}
