import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

/**
 * Opening never blocks (a FIFO may have no writer) and never follows a symbolic link in the last component: the path was resolved
 * before, so a link there is new. Windows has neither flag.
 */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0)

/** Why it is not a readable file; `undefined` if it is. */
export function kindIssue(stats: Stats): string | undefined {
  if (stats.isFile()) return undefined
  if (stats.isDirectory()) return 'is a folder, not a file'
  if (stats.isFIFO()) return 'is a named pipe, not a file'
  if (stats.isSocket()) return 'is a socket, not a file'
  return 'is a device, not a file'
}

/** Opens a file by its real path, asynchronously; throws if it is anything but a regular file. */
export async function openRegular(real: string): Promise<FileHandle> {
  const file = await open(real, FLAGS)
  const issue = kindIssue(await file.stat())
  if (issue === undefined) return file
  await file.close()
  throw new Error(issue)
}

/** The bytes of a regular file by its real path, at most `limit`; one more than that shows that it is larger. */
export function readBounded(real: string, limit: number): { bytes: Buffer } | { issue: string } {
  // Opening a device can already have effects.
  const before = kindIssue(statSync(real))
  if (before !== undefined) return { issue: before }
  const file = openSync(real, FLAGS)
  try {
    const issue = kindIssue(fstatSync(file))
    if (issue !== undefined) return { issue }
    const chunks: Buffer[] = []
    let length = 0
    while (length <= limit) {
      const chunk = Buffer.alloc(64 * 1024)
      const read = readSync(file, chunk)
      if (read === 0) break
      chunks.push(chunk.subarray(0, read))
      length += read
    }
    if (length <= limit) return { bytes: Buffer.concat(chunks) }
    return { issue: `is larger than ${limit / 1_000_000} MB, the limit for input files` }
  } finally {
    closeSync(file)
  }
}
