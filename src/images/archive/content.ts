import { createHash } from 'node:crypto'

/** Part of a file that a registry stores under its digest. */
export interface Blob {
  /** `sha256:…` */
  readonly digest: string
  /** Bytes. */
  readonly size: number
  readonly path: string
  /** Where in the file it begins. */
  readonly offset: number
}

/** One image for one platform, ready for a registry. */
export interface ImageContent {
  readonly manifest: {
    readonly mediaType: string
    readonly bytes: Uint8Array<ArrayBuffer>
    readonly digest: string
  }
  /** Its configuration and its layers, each once. */
  readonly blobs: readonly Blob[]
}

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

export function uniqueBlobs(blobs: readonly Blob[]): Blob[] {
  return [...new Map(blobs.map((blob) => [blob.digest, blob])).values()]
}
