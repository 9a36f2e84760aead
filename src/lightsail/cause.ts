import { includesStatus } from '../engine/status-codes.ts'
import type { Cause } from '../engine/target.ts'
import type { DeploymentSpec } from './deployment.ts'

/** What a rule can look at: the log of our version, split into what Lightsail says and what the containers say. */
export interface Findings {
  readonly spec: DeploymentSpec
  /** Lines of the containers themselves, oldest first. */
  readonly app: readonly FoundLine[]
  /** Lightsail's own lines without the `[deployment:N]` mark. */
  readonly platform: readonly FoundLine[]
  /** No further line will be waited for. */
  readonly isOver: boolean
}

export interface FoundLine {
  readonly container: string
  /** As it is shown: `app 2:03  "Server listening on …"`. */
  readonly shown: string
  readonly text: string
}

type Rule = (findings: Findings) => Cause | undefined

/** The first rule that recognises something tells the cause; the surest come first. */
export const causeOf = (findings: Findings): Cause | undefined => {
  for (const rule of rules) {
    const cause = rule(findings)
    if (cause) return cause
  }
  return undefined
}

const matching = (lines: readonly FoundLine[], pattern: RegExp): FoundLine[] =>
  lines.filter(({ text }) => pattern.test(text))

/** The first few different lines: a restarting container says the same again and again. */
const shown = (lines: readonly FoundLine[]): string[] => {
  const first = lines.filter(({ text }, index) => lines.findIndex((line) => line.text === text) === index)
  return first.slice(0, 3).map((line) => line.shown)
}

/** Fact sheet §3: linux/amd64 only. */
const wrongArchitecture: Rule = ({ app }) => {
  const found = matching(app, /exec format error/i)
  return found.length === 0
    ? undefined
    : {
        reasonCode: 'wrong-architecture',
        reason: 'the image is not built for linux/amd64, the only platform that Lightsail runs',
        fix: 'build it with docker build --platform linux/amd64',
        lines: shown(found),
      }
}

/** Fact sheet §2.6: nodes start again and again, then Canceled, and no line of the container itself. */
const cannotPull: Rule = ({ app, platform, spec, isOver }) => {
  const starts = matching(platform, /^Started \d+ new node/)
  const cancelled = matching(platform, /^Canceled/)
  if (app.length > 0 || starts.length < 2 || !(isOver || cancelled.length > 0)) return undefined
  const images = Object.values(spec.containers).map(({ image }) => image)
  const isPrivate = images.some((image) => image.includes('.dkr.ecr.'))
  return {
    reasonCode: 'image-not-pulled',
    reason: `no container ever ran: Lightsail probably cannot pull ${images.join(', ')}`,
    fix: isPrivate
      ? 'switch on the ECR image puller role of the service, allow it in the repository policy, and keep the repository in the same Region'
      : 'check that the image and its tag exist and are public (a package on ghcr.io is private at first)',
    lines: shown([...starts, ...cancelled]),
  }
}

const outOfMemory: Rule = ({ app }) => {
  const found = matching(app, /out of memory|\bOutOfMemoryError|exit(?:ed with)? (?:code|status) 137|\bOOM/i)
  return found.length === 0
    ? undefined
    : {
        reasonCode: 'out-of-memory',
        reason: 'the app ran out of memory',
        fix: 'choose a larger power (nano has 512 MB), or make the app use less',
        lines: shown(found),
      }
}

const missingVariable: Rule = ({ app }) => {
  const found = matching(
    app,
    /(?:environment variables?|env(?:ironment)? vars?)\b.*\b(?:not set|missing|required|undefined|not defined)|(?:missing|required)\b.*\benvironment variable/i,
  )
    .concat(matching(app, /KeyError: '[A-Z][A-Z0-9_]+'|key not found: "[A-Z][A-Z0-9_]+"/))
    .filter(({ text }) => !/\b(?:default(?:s|ing)?|optional|using|fall(?:ing|s)? ?back)\b/i.test(text))
  return found.length === 0
    ? undefined
    : {
        reasonCode: 'missing-variable',
        reason: 'the app misses an environment variable',
        fix: 'set it in environment-variables',
        lines: shown(found),
      }
}

const crashed: Rule = ({ app }) => {
  const found = matching(
    app,
    /^\s*(?:Uncaught |Unhandled exception\. )?(?:\w+\.)*\w*(?:Error|Exception)(?: \[\w+\])?: |^Traceback |^panic: |^Exception in thread|\bpanicked at |\(\w*(?:Error|Exception)\)$|exit(?:ed with)? (?:code|status) [1-9]|^fatal error/,
  )
  return found.length === 0
    ? undefined
    : {
        reasonCode: 'app-crashed',
        reason: 'the app ended with an error',
        fix: 'correct the error in the log above; the same image fails the same way when it is run locally',
        lines: shown(found),
      }
}

/** An address that something listens at: behind the word for it, and not a time, a process id or somebody else's. */
const listening =
  /(?:\b(?:listen(?:ing|s)?|running|serving|started|ready|bound)\b|^\W*(?:Local|Network):).*?(?:\bport(?:\(s\))?"?\s*[:=]?\s*|\bhttps?:\/\/[^\s/@]*?:|(?<![\w.:\]-]|\w")(?:\d{1,3}(?:\.\d{1,3}){3}|localhost|\*|\[[\da-f:]*\]|::)?:)(\d{2,5})\b(?![:.]\d)/i

/** What listens beside the app itself. */
const besideTheApp = /\b(?:debugger|inspector|metrics|admin|management|pprof)\b/i

const wrongPort: Rule = ({ app, spec }) => {
  const endpoint = spec.publicEndpoint
  if (!endpoint) return undefined
  const found = app
    .filter(({ container, text }) => container === endpoint.containerName && !besideTheApp.test(text))
    .map((line) => ({ line, port: Number(listening.exec(line.text)?.[1]) }))
    .filter(({ port }) => port > 0)
  const first = found[0]
  if (!first || found.some(({ port }) => port === endpoint.containerPort)) return undefined
  return {
    reasonCode: 'wrong-port',
    reason: `the app listens on port ${first.port}, the public endpoint asks port ${endpoint.containerPort}`,
    fix: `container-port: ${first.port}, or make the app listen on ${endpoint.containerPort}`,
    lines: [first.line.shown],
  }
}

/** Access logs of the balancer's checks: `"GET /healthz HTTP/1.1" 404 … "ELB-HealthChecker/2.0"` (fact sheet §2.6). */
const checked = /GET (\S+) HTTP\/[\d.]+"?\s+(\d{3})\b/

const healthCheckAnswer: Rule = ({ app, spec }) => {
  const endpoint = spec.publicEndpoint
  if (!endpoint) return undefined
  const answers = app.flatMap((line) => {
    const [, path, status] = line.text.includes('ELB-HealthChecker') ? (checked.exec(line.text) ?? []) : []
    return status === undefined ? [] : [{ line, path, status }]
  })
  const last = answers.at(-1)
  if (!last || includesStatus(endpoint.healthCheck.successCodes, Number(last.status))) return undefined
  return {
    reasonCode: 'health-check-failed',
    reason: `the health check gets ${last.status} from ${last.path}, and only ${endpoint.healthCheck.successCodes} is healthy`,
    fix: 'set health-check-path to a path that answers 200 without a login, or widen health-check-success-codes',
    lines: [last.line.shown],
  }
}

const tookTooLong: Rule = ({ platform, spec }) => {
  const found = matching(platform, /^Took too long/)
  const endpoint = spec.publicEndpoint
  if (found.length === 0) return undefined
  return {
    reasonCode: 'took-too-long',
    reason: endpoint
      ? `it did not become healthy in time: no good answer to GET :${endpoint.containerPort}${endpoint.healthCheck.path}`
      : 'its containers did not come up in time',
    fix: 'check that the app listens on 0.0.0.0 and the right port, and raise health-check-timeout-seconds or health-check-interval-seconds if it starts slowly',
    lines: shown(found),
  }
}

const rules: readonly Rule[] = [
  wrongArchitecture,
  cannotPull,
  outOfMemory,
  // An app that answers the check has not crashed, whatever errors it logs.
  healthCheckAnswer,
  missingVariable,
  crashed,
  wrongPort,
  tookTooLong,
]
