import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { extract } from 'tar-stream'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface ActionArchive {
  /** Where it was unpacked. */
  readonly folder: string
  /** Of every file in it, `/` between folders. */
  readonly paths: readonly string[]
  /** Of the `.tar.gz`. */
  readonly gzippedBytes: number
  remove(): void
}

/**
 * The archive that git makes of this working tree as if all of it were committed, unpacked: what a runner downloads of a tag. The
 * repository itself, its index and its objects stay as they are.
 */
export async function archiveOfWorkingTree(): Promise<ActionArchive> {
  const scratch = mkdtempSync(join(tmpdir(), 'lightsail-deploy-archive-'))
  const [objects, folder] = [join(scratch, 'objects'), join(scratch, 'action')]
  for (const path of [objects, folder]) mkdirSync(path)
  const own = git(['rev-parse', '--path-format=absolute', '--git-path', 'objects']).toString().trim()
  const environment = {
    GIT_INDEX_FILE: join(scratch, 'index'),
    GIT_OBJECT_DIRECTORY: objects,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: own,
  }
  git(['read-tree', 'HEAD'], environment)
  git(['add', '--all'], environment)
  const tree = git(['write-tree'], environment).toString().trim()
  const tar = git(['archive', '--format=tar', tree], environment)
  return {
    folder,
    paths: await unpack(tar, folder),
    gzippedBytes: gzipSync(tar).length,
    remove: () => rmSync(scratch, { recursive: true, force: true }),
  }
}

/** The paths that git has of these, and what is new among them. */
export function pathsInGit(...of: string[]): string[] {
  const listed = git(['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...of])
  const deleted = git(['ls-files', '-z', '--deleted', '--', ...of])
  const gone = new Set(deleted.toString().split('\0'))
  return listed
    .toString()
    .split('\0')
    .filter((path) => !gone.has(path))
}

async function unpack(tar: Buffer, folder: string): Promise<string[]> {
  const paths: string[] = []
  const entries = extract()
  entries.end(tar)
  for await (const entry of entries) {
    const { name, type } = entry.header
    if (type === 'directory') mkdirSync(join(folder, name), { recursive: true })
    if (type === 'file') {
      const chunks: Buffer[] = []
      for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk)
      writeFileSync(join(folder, name), Buffer.concat(chunks))
      paths.push(name)
    }
    entry.resume()
  }
  return paths
}

function git(argv: readonly string[], environment: Record<string, string> = {}): Buffer {
  return execFileSync('git', argv, {
    cwd: root,
    env: { ...process.env, ...environment },
    maxBuffer: 64 * 1024 ** 2,
  })
}
