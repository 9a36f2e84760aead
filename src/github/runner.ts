import { accessSync, appendFileSync, constants } from 'node:fs'
import * as core from '@actions/core'
import type { Report } from '../report/report.ts'
import type { Log } from '../runtime/log.ts'

/** The GitHub runner: log, masks, outputs, annotations and job summary. */
export interface Runner {
  readonly log: Log
  /** The runner hides this text in the log from now on. */
  mask(secret: string): void
  /** Returns the event from the file of GITHUB_EVENT_PATH, which is `path`; rejects if it cannot be read. */
  readEvent(path: string): Promise<unknown>
  /**
   * Gives the text of a file that an input names. Rejects with an error that says what is wrong with it; where the text is
   * at fault, its `line` says where.
   */
  readInputFile(path: string): Promise<string>
  /** What is wrong with a file that an input names and that is read later, whatever its size; it goes on from the path. */
  fileIssue(path: string): Promise<string | undefined>
  /** Writes the report, once. */
  publish(report: Report, options: { jobSummary: boolean }): void
}

export function createRunner(): Runner {
  let open = false
  const close = () => {
    if (open) core.endGroup()
    open = false
  }
  const log: Log = {
    line: core.info,
    notice: (text) => core.notice(text),
    warning: (text) => core.warning(text),
    startGroup: (title) => {
      close()
      core.startGroup(title)
      open = true
    },
    endGroup: close,
  }

  return {
    log,
    mask: core.setSecret,
    readEvent: async (path) => {
      // Of a file that is not there, @actions/github only prints a line.
      accessSync(path, constants.R_OK)
      const { eventPayload } = await import('./event-payload.ts')
      return eventPayload
    },
    readInputFile: async (path) => {
      const { readInputFile, placesOf } = await filesOfInputs()
      const read = readInputFile(path, placesOf(process.env))
      if ('issue' in read) throw Object.assign(new Error(`${path} ${read.issue}`), { line: read.line })
      return read.text
    },
    fileIssue: async (path) => {
      const { fileIssue, placesOf } = await filesOfInputs()
      return fileIssue(path, placesOf(process.env))
    },
    publish: ({ outputs, errors, warnings, closing, summary, exitCode }, { jobSummary }) => {
      close()
      process.exitCode = exitCode
      for (const text of warnings) core.warning(text)
      for (const { message, file, line, column } of errors) {
        core.error(message, {
          // GitHub knows its files by "/" alone.
          ...(file !== undefined && { file: file.replaceAll('\\', '/') }),
          ...(line !== undefined && { startLine: line }),
          ...(column !== undefined && { startColumn: column }),
        })
      }
      if (closing !== undefined) core.info(closing)
      unlessImpossible('outputs', () => {
        for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value)
      })
      if (jobSummary && summary !== '') unlessImpossible('job summary', () => writeSummary(summary))
    },
  }
}

/** Loaded by runs whose inputs name a file. */
function filesOfInputs() {
  return import('../files/read-file.ts')
}

/** A file command that the runner cannot take does not change the verdict. */
function unlessImpossible(what: string, write: () => void): void {
  try {
    write()
  } catch (error) {
    core.warning(`the ${what} could not be written: ${error instanceof Error ? error.message : error}`)
  }
}

function writeSummary(markdown: string): void {
  const path = process.env['GITHUB_STEP_SUMMARY']
  if (path !== undefined && path !== '') appendFileSync(path, `${markdown}\n`)
}
