import { realpathSync } from 'node:fs'
import paths, { dirname, isAbsolute, type PlatformPath, resolve } from 'node:path'

/** Folders that files of a run may be in; symbolic links may lead to these only. */
export interface Places {
  /** GITHUB_WORKSPACE; relative paths count from it. */
  readonly workspace: string
  /** RUNNER_TEMP, if there is one. */
  readonly temporary: string | undefined
}

/** The places that a run's environment names; without a workspace of GitHub's it is the current folder. */
export function placesOf(environment: Readonly<Record<string, string | undefined>>): Places {
  return {
    workspace: realPath(environment['GITHUB_WORKSPACE'] ?? '') ?? resolve('.'),
    temporary: realPath(environment['RUNNER_TEMP'] ?? ''),
  }
}

function realPath(path: string): string | undefined {
  try {
    return path === '' ? undefined : realpathSync(path)
  } catch {
    return undefined
  }
}

/** Whether a path is a folder or lies in it, by the rules of a system: on Windows another drive is no way up. */
export function isWithin(folder: string, path: string, rules: PlatformPath): boolean {
  const way = rules.relative(folder, path)
  return way !== '..' && !way.startsWith(`..${rules.sep}`) && !rules.isAbsolute(way)
}

/** Folders whose files are the system's own state: environments, memory, devices. */
const systemFolders = ['/proc', '/sys', '/dev']

/** The resolved path of a file, or why it may not be read. May throw what `realpath` throws. */
export function locate(path: string, places: Places): { readonly real: string } | { readonly issue: string } {
  const written = isAbsolute(path) ? resolve(path) : resolve(places.workspace, path)
  const workspace = realpathSync(places.workspace)
  const roots = [
    workspace,
    ...(places.temporary === undefined ? [] : [realPath(places.temporary) ?? places.temporary]),
  ]
  const isInside = (candidate: string) => roots.some((root) => isWithin(root, candidate, paths))
  if (!isAbsolute(path) && !isWithin(places.workspace, written, paths)) {
    return { issue: 'points outside of the workspace; a file that is elsewhere needs an absolute path' }
  }
  const real = realpathSync(written)
  if (systemFolders.some((folder) => isWithin(folder, real, paths) || isWithin(folder, written, paths)))
    return { issue: 'is a file of the operating system, which inputs are not allowed to name' }
  if (!isInside(real) && passesThrough(written, isInside))
    return { issue: 'is a link that points outside of the workspace; such links are not followed' }
  return { real }
}

/** True if the path leads through one of the run's own folders, however it is written. */
function passesThrough(path: string, isInside: (candidate: string) => boolean): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (isInside(realPath(folder) ?? folder)) return true
    if (folder === dirname(folder)) return false
  }
}
