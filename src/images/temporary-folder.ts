import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { MARK } from '../product.ts'

const PREFIX = `${MARK}-`

/** On Windows a file that another process still has open cannot be deleted at once. */
const removal = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }

/** Where folders for a while are made. */
export interface Temporary {
  /** The folder that they are made in. */
  readonly parent: string
  /** Called before anything is written, so that another process can remove the folder if this one is killed. */
  onFolder?(folder: string): void
}

/** The runner's folder for a job, which it empties afterwards. */
export function temporaryParent(environment: Readonly<Record<string, string | undefined>>): string {
  return environment['RUNNER_TEMP'] || tmpdir()
}

/** Gives `use` a folder that nobody else can read, and removes it afterwards whatever happens. */
export async function withTempFolder<Result>(
  { parent, onFolder }: Temporary,
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(parent, PREFIX))
  onFolder?.(folder)
  try {
    return await use(folder)
  } finally {
    await rm(folder, removal)
  }
}

/** Removes the folders that a killed process left: only those that `withTempFolder` made in that parent. */
export async function removeFolders(folders: readonly string[], parent: string): Promise<void> {
  const ours = folders.filter(
    (path) => dirname(resolve(path)) === resolve(parent) && basename(path).startsWith(PREFIX),
  )
  await Promise.all(ours.map((path) => rm(path, removal)))
}
