import { createReadStream, createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { unreadable } from './failures.ts'

/** A tar file as an index of its entries: nothing of it is unpacked or held in memory. */
export interface Archive {
  /** Of the tar itself, unpacked if it was compressed. */
  readonly path: string
  /** Where an entry lies in the file, in bytes. Links within the archive are followed. */
  find(name: string): { readonly offset: number; readonly size: number } | undefined
  /** Text of a small entry; throws `Failure` if there is none. */
  text(name: string): Promise<string>
}

/** The JSON of an image's description is some kilobytes; more than that is not one. */
const MOST_TEXT_BYTES = 8_000_000

/** What stands before the content of an entry. */
const HEADER_BYTES = 512

interface Entry {
  readonly offset: number
  readonly size: number
  /** Of a link: what it points to, from the root of the archive. */
  readonly target: string | undefined
}

/** Reads where everything is. `folder` takes the tar of a compressed one. Throws `Failure`. */
export const openArchive = async (path: string, folder: string): Promise<Archive> => {
  try {
    const tar = (await isGzip(path, 0)) ? await unpacked(path, folder) : path
    const entries = await entriesOf(tar)
    return archiveOf(tar, path, entries)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw unreadable('read', `the archive ${path} cannot be read: ${why}`, error)
  }
}

const archiveOf = (tar: string, shown: string, entries: ReadonlyMap<string, Entry>): Archive => {
  const find = (name: string, hops = 0): Entry | undefined => {
    const entry = entries.get(name)
    return entry?.target === undefined || hops > 9 ? entry : find(entry.target, hops + 1)
  }
  return {
    path: tar,
    find: (name) => find(name),
    text: async (name) => {
      const entry = find(name)
      if (entry === undefined) throw unreadable('read', `the archive ${shown} holds no ${name}`)
      if (entry.size > MOST_TEXT_BYTES) throw unreadable('read', `${name} in ${shown} is too large`)
      return (await readPart(tar, entry.offset, entry.size)).toString()
    },
  }
}

const entriesOf = async (path: string): Promise<Map<string, Entry>> => {
  const entries = new Map<string, Entry>()
  const parser = extract()
  parser.on('entry', (header, stream, next) => {
    const { name, size, type, linkname } = header
    const isLink = type === 'symlink' || type === 'link'
    const target = isLink ? linkTarget(name, linkname, type) : undefined
    entries.set(plain(name), { offset: stream.offset + HEADER_BYTES, size, target })
    stream.on('end', next)
    stream.resume()
  })
  await pipeline(createReadStream(path), parser)
  return entries
}

const plain = (name: string): string => posix.join('/', name).slice(1)

/** A symbolic link counts from its own folder, a hard link from the root. */
const linkTarget = (name: string, target: string, type: string): string =>
  plain(type === 'symlink' ? posix.join(posix.dirname(name), target) : target)

const unpacked = async (path: string, folder: string): Promise<string> => {
  const tar = join(folder, 'archive.tar')
  await pipeline(createReadStream(path), createGunzip(), createWriteStream(tar))
  return tar
}

export const isGzip = async (path: string, offset: number): Promise<boolean> => {
  const magic = await readPart(path, offset, 2)
  return magic[0] === 0x1f && magic[1] === 0x8b
}

/** The bytes of a part of a file; fewer if the file ends before. */
export const readPart = async (path: string, offset: number, size: number): Promise<Buffer<ArrayBuffer>> => {
  const file = await open(path)
  try {
    const buffer = Buffer.alloc(size)
    const { bytesRead } = await file.read(buffer, 0, size, offset)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
