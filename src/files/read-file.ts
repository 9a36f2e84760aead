import { readdirSync, statSync } from 'node:fs'
import paths, { basename, dirname, extname, isAbsolute, resolve, sep } from 'node:path'
import { kindIssue, readBounded } from './open.ts'
import { isWithin, locate, type Places } from './places.ts'
import { decodeText } from './text.ts'

export { placesOf } from './places.ts'

/** Bytes of the largest file that an input may name. */
const MAX_BYTES = 1_000_000

/** The text of a file, or what is wrong with it: the sentence goes on from its path. `line` is counted from 1. */
export type FileText =
  | { readonly text: string }
  | { readonly issue: string; readonly line?: number | undefined }

/**
 * Reads a file that an input names: a regular file of bounded size, in the workspace or in RUNNER_TEMP once any link is
 * followed (an absolute path may name others, but not the system's own), as text. Never throws, and never waits.
 */
export function readInputFile(path: string, places: Places): FileText {
  try {
    const place = locate(path, places)
    if ('issue' in place) return place
    const read = readBounded(place.real, MAX_BYTES)
    return 'issue' in read ? read : decodeText(read.bytes)
  } catch (error) {
    return { issue: explain(error, path, places) }
  }
}

/** What is wrong with a file before it is read: its place, or what it is. Its size does not matter. Never throws. */
export function fileIssue(path: string, places: Places): string | undefined {
  try {
    const place = locate(path, places)
    return 'issue' in place ? place.issue : kindIssue(statSync(place.real))
  } catch (error) {
    return explain(error, path, places)
  }
}

function explain(error: unknown, path: string, places: Places): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ENOTDIR') return `does not exist${absenceHint(path, places)}`
  if (code === 'EACCES' || code === 'EPERM') return 'cannot be read by the user that the runner runs as'
  if (code === 'ELOOP') return 'is a link that points to itself, or it changed while it was being read'
  if (code === 'ENXIO') return 'is a socket, not a file'
  if (code === 'ENAMETOOLONG' || code === 'ERR_INVALID_ARG_VALUE') return 'is not a path'
  return `cannot be read: ${message}`
}

/** Why a file may be missing, most frequent reason first. */
function absenceHint(path: string, { workspace }: Places): string {
  const inWorkspace = namesIn(workspace)
  if (path.startsWith('~')) return ': "~" is not expanded here'
  if (/\$\w|\$\{/.test(path))
    return ': shell variables are not expanded here; use the expression github.workspace'
  if (/[*?]/.test(path)) return ': patterns are not expanded here'
  if (isAbsolute(path) && !isWithin(workspace, path, paths))
    return ': a file outside of the workspace must be written by an earlier step of this job'
  const isChecked = inWorkspace.includes('.git')
  if (!isChecked && !inWorkspace.some((name) => !name.startsWith('.')))
    return ': the workspace is empty; run actions/checkout in this job before this step'
  const near = nearby(resolve(workspace, path))
  if (near !== undefined) return `; there is ${near} in the same folder`
  if (sep === '/' && path.includes('\\')) return ' (write the path with "/")'
  return isChecked
    ? ' (paths count from the root of the workspace)'
    : '; the workspace has no checkout: run actions/checkout in this job before this step'
}

/** A file whose name differs in upper and lower case or in its ending alone. */
function nearby(missing: string): string | undefined {
  const stem = (name: string) => basename(name, extname(name)).toLowerCase()
  return namesIn(dirname(missing)).find(
    (name) =>
      stem(name) === stem(missing) &&
      name.toLowerCase().split('.').length === basename(missing).split('.').length,
  )
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
