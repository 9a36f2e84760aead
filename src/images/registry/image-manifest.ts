import { at, parsedJson, textAt } from '../../text/json.ts'

/** What a tag can stand for: https://github.com/opencontainers/image-spec/blob/main/manifest.md */
export const indexTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]
export const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]
const configTypes = [
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
]

/** A manifest as far as it matters here. */
export type Manifest =
  /** Images for several platforms. */
  | {
      readonly kind: 'index'
      /** The first image for linux/amd64, if there is one. */
      readonly amd64: string | undefined
      /** Each once, as `linux/arm64`; of attestations and the like none. */
      readonly platforms: readonly string[]
      /** False if a platform is not named, so that any could be meant. */
      readonly isComplete: boolean
    }
  | { readonly kind: 'image'; readonly config: string }

/** `undefined` for what is no image, or is not understood. `mediaType` is that of the answer. */
export function parseManifest(text: string, mediaType: string): Manifest | undefined {
  const json = parsedJson(text)
  const type = textAt(json, 'mediaType') ?? mediaType.split(';')[0]?.trim() ?? ''
  if (indexTypes.includes(type)) return indexOf(json)
  if (!manifestTypes.includes(type)) return undefined
  const digest = digestAt(json, 'config')
  const configType = textAt(json, 'config', 'mediaType')
  if (digest === undefined || (configType !== undefined && !configTypes.includes(configType)))
    return undefined
  return { kind: 'image', config: digest }
}

function digestAt(json: unknown, ...path: readonly string[]): string | undefined {
  const digest = textAt(json, ...path, 'digest')
  return digest !== undefined && /^sha256:[a-f0-9]{64}$/.test(digest) ? digest : undefined
}

function indexOf(json: unknown): Manifest | undefined {
  const manifests = at(json, 'manifests')
  if (!Array.isArray(manifests)) return undefined
  const entries = manifests.map(entryOf).filter((entry) => entry !== undefined)
  if (entries.length < manifests.length) return undefined
  // BuildKit puts attestations beside images, for a platform that is none.
  const images = entries.filter((entry) => entry.platform?.os !== 'unknown')
  const names = images.flatMap((entry) => (entry.platform ? [platformName(entry.platform)] : []))
  const amd64 = images.find((entry) => entry.platform && isAmd64(entry.platform))
  return {
    kind: 'index',
    amd64: amd64?.digest,
    platforms: [...new Set(names)],
    isComplete: images.length > 0 && names.length === images.length,
  }
}

/** One image of an index; `undefined` if it is not understood. */
function entryOf(json: unknown): { digest: string; platform: Platform | undefined } | undefined {
  const digest = digestAt(json)
  if (digest === undefined) return undefined
  if ((at(json, 'platform') ?? undefined) === undefined) return { digest, platform: undefined }
  const [os, architecture, variant] = platformParts(at(json, 'platform'))
  return os === undefined || architecture === undefined
    ? undefined
    : { digest, platform: { os, architecture, variant } }
}

function platformParts(json: unknown) {
  return ['os', 'architecture', 'variant'].map((name) => textAt(json, name))
}

/** What the configuration of an image says about it. */
export interface ImageConfig {
  /** `linux/arm64`; `undefined` if it is not named. */
  readonly platform: string | undefined
  readonly isAmd64: boolean
  /** TCP ports that the image exposes, in order; empty if it names none. */
  readonly exposedPorts: readonly number[]
}

/** `undefined` if it is not understood. */
export function parseConfig(text: string): ImageConfig | undefined {
  const json = parsedJson(text)
  const ports = at(json, 'config', 'ExposedPorts') ?? {}
  if (typeof json !== 'object' || json === null || typeof ports !== 'object') return undefined
  const [os = '', architecture = '', variant] = platformParts(json)
  const named = os !== '' && architecture !== '' ? { os, architecture, variant } : undefined
  const exposed = Object.keys(ports).flatMap((key) => {
    const [, port] = /^(\d{1,5})(?:\/tcp)?$/i.exec(key) ?? []
    return port === undefined ? [] : [Number(port)]
  })
  return {
    platform: named && platformName(named),
    isAmd64: named !== undefined && isAmd64(named),
    exposedPorts: [...new Set(exposed)].sort((a, b) => a - b),
  }
}

interface Platform {
  readonly os: string
  readonly architecture: string
  readonly variant?: string | undefined
}

function isAmd64({ os, architecture }: Platform): boolean {
  return os.toLowerCase() === 'linux' && /^(?:amd64|x86[-_]64)$/i.test(architecture)
}

/** The text is the registry's: only what a platform's name is made of is let through. */
function platformName({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant ? [variant] : [])]
    .map((part) => part.slice(0, 30).replaceAll(/[^\w.-]/g, '_'))
    .join('/')
}
