import { createWriteStream } from 'node:fs'
import { type FileHandle, statfs } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { openRegular } from '../../files/open.ts'
import { locate, type Places } from '../../files/places.ts'
import { ServiceError } from '../../runtime/service-error.ts'
import { unreadableArchive } from '../image-errors.ts'

/** What reading an archive works with. */
export interface ArchiveWork {
  /** Takes what is unpacked or compressed; it is gone afterwards. */
  readonly folder: string
  /** Where the archive may lie. */
  readonly places: Places
  /** Of the run, and of its deadline. */
  readonly signal: AbortSignal
}

/** A tar file as an index of its entries: nothing of it is unpacked or held in memory. */
export interface TarIndex {
  /** Of the tar itself, unpacked if it was compressed, without links. */
  readonly path: string
  /** Where an entry lies in the file, in bytes. Links within the archive are followed. */
  find(name: string): { readonly offset: number; readonly size: number } | undefined
  /** Text of a small entry; throws `ServiceError` if there is none. */
  text(name: string): Promise<string>
}

/** The JSON of an image's description is some kilobytes; more than that is not one. */
const MAX_TEXT_BYTES = 8_000_000

/** Entries of the largest archive; an image has some hundred. */
const MAX_ENTRIES = 100_000

/** Bytes that a compressed archive may have unpacked, however small it is, and how often its own size beyond that. */
const FREE_UNPACKED_BYTES = 64_000_000
const MAX_RATIO = 100

/** Bytes that stay free on the disk. */
const SPARED_BYTES = 100_000_000

/** What stands before the content of an entry. */
const HEADER_BYTES = 512

interface ArchiveEntry {
  readonly offset: number
  readonly size: number
  /** Of a link: what it points to, from the root of the archive. */
  readonly target: string | undefined
}

/** Reads where everything is. Throws `ServiceError`, or the reason of the signal. */
export async function indexTar(path: string, work: ArchiveWork): Promise<TarIndex> {
  try {
    const place = locate(path, work.places)
    if ('issue' in place) throw unreadableArchive('read', `the archive ${path} ${place.issue}`)
    const tar = (await isGzip(place.real, 0)) ? await unpacked(place.real, path, work) : place.real
    const entries = await entriesOf(tar, work.signal)
    return archiveOf(tar, path, entries)
  } catch (error) {
    work.signal.throwIfAborted()
    if (error instanceof ServiceError) throw error
    throw unreadableArchive('read', `the archive ${path} cannot be read: ${shortly(error)}`, error)
  }
}

/** What went wrong, in a line: a schema may have as much to say as the archive is large. */
export function shortly(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500)
}

function archiveOf(tar: string, shown: string, entries: ReadonlyMap<string, ArchiveEntry>): TarIndex {
  const find = (name: string, hops = 0): ArchiveEntry | undefined => {
    const entry = entries.get(name)
    return entry?.target === undefined || hops > 9 ? entry : find(entry.target, hops + 1)
  }
  return {
    path: tar,
    find: (name) => find(name),
    text: async (name) => {
      const entry = find(name)
      if (entry === undefined) throw unreadableArchive('read', `the archive ${shown} contains no ${name}`)
      if (entry.size > MAX_TEXT_BYTES) throw unreadableArchive('read', `${name} in ${shown} is too large`)
      return (await readEntry(tar, entry.offset, entry.size)).toString()
    },
  }
}

async function entriesOf(path: string, signal: AbortSignal): Promise<Map<string, ArchiveEntry>> {
  const entries = new Map<string, ArchiveEntry>()
  const parser = extract()
  let count = 0
  parser.on('entry', (header, stream, next) => {
    const { name, size, type, linkname } = header
    if (++count > MAX_ENTRIES) return parser.destroy(new Error(`it contains more than ${MAX_ENTRIES} files`))
    const isLink = type === 'symlink' || type === 'link'
    const target = isLink ? linkTarget(name, linkname, type) : undefined
    entries.set(plain(name), { offset: stream.offset + HEADER_BYTES, size, target })
    stream.on('end', next)
    stream.resume()
  })
  await pipeline((await openRegular(path)).createReadStream(), parser, { signal })
  return entries
}

function plain(name: string): string {
  return posix.join('/', name).slice(1)
}

/** A symbolic link counts from its own folder, a hard link from the root. */
function linkTarget(name: string, target: string, type: string): string {
  return plain(type === 'symlink' ? posix.join(posix.dirname(name), target) : target)
}

/** Bytes that may be unpacked into a folder; if the disk does not report its space, writing fails when it is full. */
async function roomIn(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return Math.max(bavail * bsize - SPARED_BYTES, 0)
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

async function unpacked(path: string, shown: string, { folder, signal }: ArchiveWork): Promise<string> {
  const tar = join(folder, 'archive.tar')
  const file = await openRegular(path)
  const { size } = await file.stat()
  const [room, most] = [await roomIn(folder), Math.max(FREE_UNPACKED_BYTES, MAX_RATIO * size)]
  let written = 0
  const counted = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      written += chunk.length
      const why =
        written > most
          ? `unpacks to more than ${MAX_RATIO} times its size`
          : written > room
            ? 'unpacks to more than the free disk space'
            : undefined
      if (why !== undefined)
        throw unreadableArchive('read', `the archive ${shown} ${why}; leave it uncompressed`)
      yield chunk
    }
  }
  await pipeline(file.createReadStream(), createGunzip(), counted, createWriteStream(tar), { signal })
  return tar
}

export async function isGzip(path: string, offset: number): Promise<boolean> {
  const magic = await readEntry(path, offset, 2)
  return magic[0] === 0x1f && magic[1] === 0x8b
}

/** A part of a file as a stream. */
export async function streamPart(path: string, offset: number, size: number): Promise<Readable> {
  return size === 0
    ? Readable.from([])
    : (await openRegular(path)).createReadStream({ start: offset, end: offset + size - 1 })
}

/** The bytes of a part of a file; fewer if the file ends before. They lie in `buffer`, if it is given. */
export async function readEntry(
  path: string,
  offset: number,
  size: number,
  buffer: Buffer<ArrayBuffer> = Buffer.alloc(size),
): Promise<Buffer<ArrayBuffer>> {
  const file: FileHandle = await openRegular(path)
  try {
    const { bytesRead } = await file.read(buffer, 0, size, offset)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
