import {
  type AnalyzedLine,
  type ContainerRun,
  containerLabel,
  crashesOf,
  excerptLines,
  hasStarted,
  type LogAnalysis,
  type Rule,
} from '../log-analysis.ts'
import { isApplicationFrame, isErrorLine, isFatalLine } from '../log-patterns.ts'
import { environmentOfContainer } from '../workload.ts'
import { missingVariables } from './missing-variables.ts'

/** Checks each container, the public one first: the deployment depends on it. */
function containersOf({ spec }: LogAnalysis): string[] {
  const names = Object.keys(spec.containers)
  const main = spec.publicEndpoint?.containerName
  return main === undefined ? names : [main, ...names.filter((name) => name !== main)]
}

/** The runtimes' own words. */
const noMemory =
  /\bJavaScript heap out of memory|^(?:Exception in thread "[^"]*" |Caused by: |Terminating due to )?java\.lang\.OutOfMemoryError\b|^fatal error: (?:runtime: (?:out of memory|cannot allocate memory)|.*out of memory)|^MemoryError\b|^Out of memory\.?$|\bSystem\.OutOfMemoryException\b|\(NoMemoryError\)$|^memory allocation of \d+ bytes failed/

/** The process was killed, in a container nearly always by the kernel because of its memory limit. */
const killed =
  /^(?:\S+: line \d+: +\d+ )?Killed\b(?:\s+\S.*)?$|\bOOMKilled\b|\bwas sent SIGKILL! Perhaps out of memory\?|\bexit(?:ed with)? (?:code|status) 137\b|^npm (?:error|ERR!) signal SIGKILL$/

/** `out-of-memory`: a container says so, or was killed. */
export const outOfMemory: Rule = (findings) => {
  for (const container of containersOf(findings)) {
    const sure = crashesOf(findings, container, ({ text }) => noMemory.test(text))
    const deaths = sure.length > 0 ? sure : crashesOf(findings, container, ({ text }) => killed.test(text))
    if (deaths.length === 0) continue
    const who = containerLabel(findings, container)
    return {
      reasonCode: 'out-of-memory',
      reason:
        sure.length > 0
          ? `${who} ran out of memory`
          : `${who} was killed, most likely because it ran out of memory`,
      fix: findings.words.moreMemory(container),
      lines: excerptLines(deaths.map(({ line }) => line)),
    }
  }
  return undefined
}

/** `missing-variable`: a container ended because an environment variable is not set. */
export const missingVariable: Rule = (findings) => {
  for (const container of containersOf(findings)) {
    const environment = environmentOfContainer(findings.spec, container)
    const misses = ({ text }: AnalyzedLine, { lines }: ContainerRun) =>
      missingVariables(
        text,
        environment,
        lines.map((line) => line.text),
      ) !== undefined
    const deaths = crashesOf(findings, container, misses)
    if (deaths.length === 0) continue
    const names = [
      ...new Set(
        deaths.flatMap(
          ({ line, run }) =>
            missingVariables(
              line.text,
              environment,
              run.lines.map(({ text }) => text),
            ) ?? [],
        ),
      ),
    ]
    const who = containerLabel(findings, container)
    const where = who === 'the app' ? '' : ` with container-name: ${container}`
    return {
      reasonCode: 'missing-variable',
      reason: `${who} needs ${names.length === 0 ? 'an environment variable' : `the environment variable ${names.join(', ')}`}, which is not set`,
      fix: findings.words.setVariables(
        names.length === 0 ? 'the variable that the log names' : names.join(', '),
        where,
      ),
      lines: excerptLines(deaths.map(({ line }) => line)),
    }
  }
  return undefined
}

/** `app-crashed`: a container's process ended with an error. */
export const crashed: Rule = (findings) => {
  for (const container of containersOf(findings)) {
    const deaths = crashesOf(findings, container, endsRun)
    const [death] = deaths
    if (death === undefined) continue
    const times = deaths.length > 1 ? ' every time it started' : ''
    const shown = account(death.run, death.line)
    return {
      reasonCode: 'app-crashed',
      reason: `${containerLabel(findings, container)} crashed${times}`,
      fix: remedy(death.run, findings.words.unit),
      lines: excerptLines(shown),
    }
  }
  return undefined
}

/** A process that says that it ends, or an error as the last line of an application that never started. */
function endsRun({ text }: AnalyzedLine, { lines }: ContainerRun): boolean {
  return isFatalLine(text) || (isErrorLine(text) && !hasStarted(lines))
}

/** The error first, then what explains it, then its place in the application. */
function account({ lines }: ContainerRun, sign: AnalyzedLine): (AnalyzedLine | undefined)[] {
  const error = lines.findLast(({ text }) => isErrorLine(text)) ?? sign
  const at = lines.indexOf(error)
  const after = lines.slice(at + 1)
  const frame =
    after.find(({ text }) => isApplicationFrame(text)) ??
    lines.slice(0, at).findLast(({ text }) => isApplicationFrame(text))
  return [error, explanation(error, after), frame]
}

/** Rust prints the message of a panic on the next line; Spring Boot under a heading. */
function explanation(error: AnalyzedLine, after: readonly AnalyzedLine[]): AnalyzedLine | undefined {
  if (/panicked at/.test(error.text)) return after[0]
  const heading = after.findIndex(({ text }) => text === 'Description:')
  return heading < 0 ? undefined : after.slice(heading + 1).find(({ text }) => text.trim() !== '')
}

/**
 * Fixes for errors that the way of running contributes to: containers of a UNIT share one network (docs/lightsail-facts.md §7), as
 * those of a task do in awsvpc mode.
 */
const remedies: readonly (readonly [error: RegExp, fix: string])[] = [
  [
    /\bEADDRINUSE\b|\baddress already in use\b/i,
    'give each container its own port: all containers of a UNIT share one network',
  ],
  [
    /\b(?:ENOTFOUND|EAI_AGAIN)\b|getaddrinfo|could not translate host name|no such host|Name or service not known|UnknownHostException|host not found in upstream|could not resolve address/,
    'fix the host name that the app connects to: the other containers of the UNIT are at localhost and have no host names',
  ],
  [
    /\bECONNREFUSED\b|\bconnection refused\b/i,
    'have the app wait and retry until what it needs is up: containers start in no particular order, and reach each other at localhost',
  ],
  [
    /Cannot find (?:module|package)|ModuleNotFoundError|cannot load such file|ClassNotFoundException|NoClassDefFoundError|MODULE_NOT_FOUND|Could not load file or assembly/,
    'add what is missing to the image: check COPY and the package installation in its Dockerfile, and command',
  ],
  [
    /\b(?:bind|listen|make_sock|cannot bind socket|listening)\b.*(?:\bEACCES\b|permission denied)|(?:\bEACCES\b|permission denied).*\b(?:bind|listen|make_sock)\b/i,
    'make the app listen on a higher port, and set container-port to it: a user other than root cannot listen below 1024',
  ],
  [
    /\bexec: (?:line )?(?:\d+: )?\w+=\S*: not found|\bexec: "\w+=[^"]*"|^(?:\S*\/)?(?:ba|da|a)?sh: (?:line )?(?:\d+: )?\w+=\S*: /i,
    'set variables in environment-variables: command is not run by a shell, so NAME=value in front of the program is taken for the program',
  ],
  [
    /: (?:command )?not found$|\bexec \S+: no such file|env: \S.*: No such file|executable file not found/,
    'check command, and that the program is in the image; a script needs LF line endings and the shell that its first line names',
  ],
  [
    /\bENOENT\b|No such file or directory|FileNotFoundError/,
    'check command, and that the file is in the image',
  ],
  [
    /\bEACCES\b|permission denied/i,
    "give the image's user that permission; a user other than root cannot listen below 1024",
  ],
]

function remedy({ lines }: ContainerRun, unit: string): string {
  const errors = lines.filter(({ text }) => isErrorLine(text) || isFatalLine(text))
  const known = remedies.find(([pattern]) => errors.some(({ text }) => pattern.test(text)))
  return (
    known?.[1].replaceAll('UNIT', unit) ??
    'fix the error above; docker run --platform linux/amd64 with the same variables probably reproduces it'
  )
}
