import type { LogAnalysis } from '../../../diagnosis/log-analysis.ts'
import { isErrorLine, parseListenAddress } from '../../../diagnosis/log-patterns.ts'
import { crashed, missingVariable, outOfMemory } from '../../../diagnosis/rules/crash.ts'
import { localhostOnly, wrongPort } from '../../../diagnosis/rules/listen-address.ts'
import { statusMeaning } from '../../../diagnosis/rules/status-meaning.ts'
import { formatDuration } from '../../../runtime/clock.ts'
import type { CauseRow, Found } from './cause-row.ts'
import { healthCommand, memory, who } from './names.ts'

/** Without an answer in time, and where the connection is refused. */
const notAnswered = /due to \(reason (?:Request timed out|Health checks failed)\)/i
const answered = /Health checks failed with these codes: \[(\d{3})/i
const fixes = {
  listening:
    'check the port and address that the app listens on, the security group from the load balancer, and how long the app takes to start (healthCheckGracePeriodSeconds)',
  log: "check the container's log for why it stopped",
}

/** The app ran, and ended or did not get healthy. The more a row tells the earlier it stands. */
export const appCauses: readonly CauseRow[] = [
  {
    code: 'out-of-memory',
    quotes: 'last',
    task: [[/OutOfMemory/i]],
    exit: (code) => code === 137,
    log: (log) => outOfMemory(log),
    reason: (found) =>
      /OutOfMemory/i.test(found.text)
        ? `${who(found)} exceeded its memory limit${sizeText(found)}`
        : `${who(found)} was killed (exit code 137), most likely because it ran out of memory${sizeText(found)}`,
    fix: () => 'raise the memory of the container and of the task, or make the app use less',
  },
  {
    code: 'missing-variable',
    log: (log) => missingVariable(log),
    reason: (found) => `${who(found)} needs an environment variable that is not set`,
    fix: () => 'set the variable that the log names in environment-variables or secrets',
  },
  {
    code: 'app-ended',
    quotes: 'last',
    exit: (code) => code === 0,
    reason: (found) => `${who(found)} exited with code 0, but a service's containers must keep running`,
    fix: () =>
      'run the command in the foreground; for work that ends, such as migrations, use a one-off task',
  },
  {
    code: 'segfault',
    quotes: 'last',
    exit: (code) => code === 139,
    reason: (found) => `${who(found)} crashed in native code (exit code 139)`,
    fix: () =>
      'check that image, libraries and CPU match, and try it elsewhere: docker run with the same variables',
  },
  {
    code: 'app-crashed',
    quotes: 'last',
    log: (log) => {
      const crash = crashed(log)
      // Of several containers the log tells which one it was.
      const isNamed = Object.keys(log.spec.containers).length > 1
      return crash && { fix: crash.fix, lines: crash.lines, ...(isNamed && { reason: crash.reason }) }
    },
    exit: (code) => code > 0 && code !== 143,
    reason: (found) => {
      const words = lastWords(found.log)
      const code = found.container?.exitCode
      const how = code === undefined ? 'ended with an error' : `exited with ${code}`
      return `${who(found)} ${how}${words === undefined ? '' : `: "${words}"`}`
    },
    fix: () => fixes.log,
  },
  {
    code: 'container-health-check-failed',
    quotes: 'last',
    task: [[/failed container health checks/i]],
    event: [[/failed container health checks/i]],
    reason: (found) => {
      const command = healthCommand(found)
      return `the health check of ${who(found)} fails${command === undefined ? '' : `: ${command}`}`
    },
    fix: () =>
      "check that its command is in the image and exits with 0; an app that starts slowly needs a startPeriod in the task definition's healthCheck",
  },
  {
    code: 'health-check-failed',
    event: [[answered]],
    quotes: 'errors',
    reason: ({ text }) => `the load balancer's health check gets ${statusOf(text)} (${meaningOf(text).what})`,
    fix: ({ text, log }) => meaningOf(text, log).fix,
  },
  {
    code: 'listens-on-localhost',
    logOf: notAnswered,
    log: (log) => localhostOnly(log),
    reason: (found) => `${who(found)} listens only on localhost`,
    fix: () => 'make it listen on 0.0.0.0',
  },
  {
    code: 'wrong-port',
    logOf: notAnswered,
    log: (log) => wrongPort(log),
    reason: (found) => `${who(found)} listens on a different port than the load balancer uses`,
    fix: () => "fix containerPort of the load balancer, or the app's port",
  },
  {
    code: 'health-check-no-answer',
    quotes: 'last',
    event: [[notAnswered]],
    reason: (found) => `nothing answers the load balancer's health check in time${lateText(found)}`,
    fix: (found) =>
      lateText(found) === ''
        ? fixes.listening
        : "raise the service's healthCheckGracePeriodSeconds above that, or make the app start faster",
  },
  {
    code: 'health-check-failed',
    task: [[/failed ELB health checks/i]],
    quotes: 'last',
    reason: () => "the load balancer's health check failed, and no event says what answer it got",
    fix: () => fixes.listening,
  },
]

function sizeText(found: Found): string {
  const size = memory(found)
  return size === undefined ? '' : `: ${size}`
}

/** Length of quoted words. */
const MAX_WORDS = 120

/** The error with which the app ended, else its last line. */
function lastWords(log: LogAnalysis | undefined): string | undefined {
  if (log === undefined) return undefined
  const texts = log.lines.filter(({ text }) => text.trim() !== '')
  const line = texts.findLast(({ text }) => isErrorLine(text)) ?? texts.at(-1)
  if (line === undefined) return undefined
  return line.text.length > MAX_WORDS ? `${line.text.slice(0, MAX_WORDS)} …` : line.text
}

function statusOf(text: string): number {
  return Number(answered.exec(text)?.[1])
}

function meaningOf(text: string, log?: LogAnalysis) {
  const pathName = 'the health check path of the target group'
  const hasErrors = log?.lines.some((line) => isErrorLine(line.text)) === true
  return statusMeaning(
    statusOf(text),
    {
      path: 'the health check path',
      pathName,
      accept: (status) => `add ${status} to the success codes of the target group`,
      waitLonger: 'raise the timeout and interval of the target group',
      client: 'ELB-HealthChecker',
    },
    hasErrors,
  )
}

/** An app that listened where it is asked, but only some time after its task had started. */
const LATE_MS = 20_000

function lateText({ log, stopped, evidence: { target } }: Found): string {
  const startedAt = stopped?.task.startedAt
  const line = log?.lines.find(({ text }) => parseListenAddress(text)?.port === target?.containerPort)
  if (line === undefined || startedAt === undefined || line.at - startedAt < LATE_MS) return ''
  return `; the app started to listen after ${formatDuration(line.at - startedAt)}`
}
