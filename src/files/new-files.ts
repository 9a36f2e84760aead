import { accessSync, closeSync, constants, lstatSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { locate, type Places } from './places.ts'

/** Nobody but the user of this process may read them. */
const MODE = 0o600

/**
 * Never the file of somebody else: one that is there is not opened, and a link is not followed. Windows has no O_NOFOLLOW.
 */
const FLAGS = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)

/** Why files of these names cannot be made in a folder; `undefined` if they can. The sentence goes on from the folder's path. */
export function newFilesIssue(folder: string, names: readonly string[], places: Places): string | undefined {
  const found = findFolder(folder, names, places)
  return 'issue' in found ? found.issue : undefined
}

/**
 * Makes files of these names and texts in a folder, all of them or none; returns why there are none, as a sentence that goes on
 * from the folder's path. Never throws.
 */
export function writeNewFiles(
  folder: string,
  texts: Readonly<Record<string, string>>,
  places: Places,
): { readonly issue: string } | undefined {
  const found = findFolder(folder, Object.keys(texts), places)
  if ('issue' in found) return found
  const made: string[] = []
  try {
    for (const [name, text] of Object.entries(texts)) {
      const path = join(found.real, name)
      const file = openSync(path, FLAGS, MODE)
      made.push(path)
      try {
        writeSync(file, text)
      } finally {
        closeSync(file)
      }
    }
    return undefined
  } catch (error) {
    for (const path of made) rmSync(path, { force: true })
    return { issue: explain(error, folder) }
  }
}

function findFolder(folder: string, names: readonly string[], places: Places) {
  try {
    const place = locate(folder, places)
    if ('issue' in place) return place
    if (!statSync(place.real).isDirectory()) return { issue: 'is a file, not a folder' }
    accessSync(place.real, constants.W_OK | constants.X_OK)
    const there = names.filter((name) => lstatSync(join(place.real, name), { throwIfNoEntry: false }))
    if (there.length === 0) return place
    const which = `${there.join(' and ')}, which ${there.length === 1 ? 'is' : 'are'} not overwritten`
    return { issue: `already holds ${which}: move what is there, or name another folder` }
  } catch (error) {
    return { issue: explain(error, folder) }
  }
}

function explain(error: unknown, folder: string): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return folder.startsWith('~')
      ? 'does not exist: "~" is not expanded here'
      : 'does not exist; create the folder in an earlier step of this job'
  if (code === 'EACCES' || code === 'EPERM') return 'may not be written by the user that the runner works as'
  if (code === 'EROFS') return 'is on a file system that is read-only'
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'has no space left'
  if (code === 'EEXIST') return 'was written to by somebody else at the same time; name another folder'
  if (code === 'ELOOP') return 'is a link that leads to itself'
  if (code === 'ENAMETOOLONG' || code === 'ERR_INVALID_ARG_VALUE') return 'is not a path'
  return `cannot be written: ${message}`
}
