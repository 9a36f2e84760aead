import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileIssue, placesOf, readInputFile } from '../../src/files/read-file.ts'
import type { Runner } from '../../src/github/runner.ts'

/** What a runner receives; the log in the form that @actions/core writes. */
export interface Recorded {
  exitCode: number
  log: string
  readonly outputs: Record<string, string>
  summary: string
  readonly errors: string[]
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

/** Errors of Node.js come from beyond the realm of a test, where they are no `instanceof Error`. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Error((error as Error).message)
  }
}

/** Takes what the real runner writes to the process; files are read as it reads them. */
export function recordingRunner(environment: Readonly<Record<string, string>>, workspace: string) {
  const recorded: Recorded = { exitCode: 0, log: '', outputs: {}, summary: '', errors: [] }
  const say = (line: string) => {
    recorded.log += `${line}\n`
  }
  const command = (name: string, text: string, place = '') => say(`::${name}${place}::${escaped(text)}`)
  let isOpen = false
  const close = () => {
    if (isOpen) command('endgroup', '')
    isOpen = false
  }
  const runner: Runner = {
    log: {
      line: say,
      notice: (text) => command('notice', text),
      warning: (text) => command('warning', text),
      startGroup: (title) => {
        close()
        command('group', title)
        isOpen = true
      },
      endGroup: close,
    },
    mask: (secret) => command('add-mask', secret),
    readEvent: async (path) => JSON.parse(textOf(resolve(workspace, path))),
    readInputFile: async (path) => {
      const read = readInputFile(path, placesOf(environment))
      if ('issue' in read) throw Object.assign(new Error(`${path} ${read.issue}`), { line: read.line })
      return read.text
    },
    fileIssue: async (path) => fileIssue(path, placesOf(environment)),
    publish: ({ outputs, errors, warnings, closing, summary, exitCode }, { jobSummary }) => {
      close()
      recorded.exitCode = exitCode
      for (const text of warnings) command('warning', text)
      for (const { message, file, line, column } of errors) {
        const place = Object.entries({ file, line, col: column }).flatMap(([name, value]) =>
          value === undefined ? [] : [`${name}=${value}`],
        )
        command('error', message, place.length > 0 ? ` ${place.join(',')}` : '')
        recorded.errors.push(message)
      }
      if (closing !== undefined) say(closing)
      Object.assign(recorded.outputs, outputs)
      if (jobSummary && summary !== '') recorded.summary += `${summary}\n`
    },
  }
  return { runner, recorded }
}
