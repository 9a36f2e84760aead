import type { LogAnalysis } from '../../../diagnosis/log-analysis.ts'
import { isErrorLine, parseListenAddress } from '../../../diagnosis/log-patterns.ts'
import { crashed, missingVariable, outOfMemory } from '../../../diagnosis/rules/crash.ts'
import { localhostOnly, wrongPort } from '../../../diagnosis/rules/listen-address.ts'
import { statusMeaning } from '../../../diagnosis/rules/status-meaning.ts'
import { formatDuration } from '../../../runtime/clock.ts'
import type { CauseRow, Found } from './cause-row.ts'
import { healthCommand, memory, who } from './names.ts'

const timedOut = /due to \(reason Request timed out\)/i
const answered = /Health checks failed with these codes: \[(\d{3})/i
const fixes = {
  listening:
    'check the port and address that the app listens on, the security group from the load balancer, and how long the app takes to start (healthCheckGracePeriodSeconds)',
  log: 'look at the log of the container for why it ended',
}

/** The app ran, and ended or did not get healthy. The more a row tells the earlier it stands. */
export const appCauses: readonly CauseRow[] = [
  {
    code: 'out-of-memory',
    task: [[/OutOfMemory/i]],
    exit: (code) => code === 137,
    log: (log) => outOfMemory(log),
    reason: (found) =>
      /OutOfMemory/i.test(found.text)
        ? `${who(found)} needed more memory than it may have${sizeText(found)}`
        : `${who(found)} was killed (exit code 137), most likely for want of memory${sizeText(found)}`,
    fix: () => 'raise memory of the container and of the task, or make the app use less',
  },
  {
    code: 'missing-variable',
    log: (log) => missingVariable(log),
    reason: (found) => `${who(found)} misses an environment variable`,
    fix: () => 'set what the log names in environment-variables or secrets',
  },
  {
    code: 'app-ended',
    exit: (code) => code === 0,
    reason: (found) =>
      `${who(found)} finished (exit code 0), and a container of a service must go on running`,
    fix: () =>
      'let command run in the foreground; for work that ends, such as migrations, run a task on its own',
  },
  {
    code: 'segfault',
    exit: (code) => code === 139,
    reason: (found) => `${who(found)} crashed in native code (exit code 139)`,
    fix: () =>
      'check that image, libraries and CPU go together, and run it elsewhere: docker run with the same variables',
  },
  {
    code: 'app-crashed',
    exit: (code) => code > 0 && code !== 143,
    reason: (found) => {
      const words = lastWords(found.log)
      return `${who(found)} exited with ${found.container?.exitCode}${words === undefined ? '' : `: "${words}"`}`
    },
    fix: ({ log }) => (log && crashed(log)?.fix) ?? fixes.log,
  },
  {
    code: 'container-health-check-failed',
    task: [[/failed container health checks/i]],
    event: [[/failed container health checks/i]],
    reason: (found) => {
      const command = healthCommand(found)
      return `the health check of ${who(found)} fails${command === undefined ? '' : `: ${command}`}`
    },
    fix: () =>
      'is what it runs in the image, and does it end with 0? An app that starts late needs a startPeriod in healthCheck of the task definition',
  },
  {
    code: 'health-check-failed',
    event: [[answered]],
    reason: ({ text }) =>
      `the load balancer's health check is answered ${statusOf(text)} (${meaningOf(text).what})`,
    fix: ({ text, log }) => meaningOf(text, log).fix,
  },
  {
    code: 'listens-on-localhost',
    logOf: timedOut,
    log: (log) => localhostOnly(log),
    reason: (found) => `${who(found)} listens on localhost only`,
    fix: () => 'make it listen on 0.0.0.0',
  },
  {
    code: 'wrong-port',
    logOf: timedOut,
    log: (log) => wrongPort(log),
    reason: (found) => `${who(found)} listens on another port than the load balancer asks`,
    fix: () => 'correct containerPort of the load balancer, or the port of the app',
  },
  {
    code: 'health-check-no-answer',
    event: [[timedOut]],
    reason: (found) => `nothing answers the load balancer's health check in time${lateText(found)}`,
    fix: (found) =>
      lateText(found) === ''
        ? fixes.listening
        : 'raise healthCheckGracePeriodSeconds of the service above that, or make the app start faster',
  },
  {
    code: 'health-check-failed',
    task: [[/failed ELB health checks/i]],
    reason: () => "the load balancer's health check failed, and no event says what it was answered",
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
      path: 'the path that is asked',
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
  return `; the app listens ${formatDuration(line.at - startedAt)} after its start`
}
