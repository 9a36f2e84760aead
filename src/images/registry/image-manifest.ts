import * as z from 'zod/mini'

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

const digest = z.string().check(z.regex(/^sha256:[a-f0-9]{64}$/))
const platform = z.object({
  os: z.string(),
  architecture: z.string(),
  variant: z.optional(z.string()),
})
const indexShape = z.object({
  manifests: z.array(
    z.object({ mediaType: z.optional(z.string()), digest, platform: z.optional(z.nullable(platform)) }),
  ),
})
const manifestShape = z.object({ config: z.object({ mediaType: z.optional(z.string()), digest }) })
const typeShape = z.object({ mediaType: z.optional(z.string()) })
const configShape = z.object({
  os: z.optional(z.string()),
  architecture: z.optional(z.string()),
  variant: z.optional(z.nullable(z.string())),
  config: z.optional(
    z.nullable(z.object({ ExposedPorts: z.optional(z.nullable(z.record(z.string(), z.unknown()))) })),
  ),
})

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
export const parseManifest = (text: string, mediaType: string): Manifest | undefined => {
  const json = parsedJson(text)
  const type = typeShape.safeParse(json).data?.mediaType ?? mediaType.split(';')[0]?.trim() ?? ''
  if (indexTypes.includes(type)) return indexOf(json)
  if (!manifestTypes.includes(type)) return undefined
  const { config } = manifestShape.safeParse(json).data ?? {}
  if (!config || (config.mediaType !== undefined && !configTypes.includes(config.mediaType))) return undefined
  return { kind: 'image', config: config.digest }
}

const indexOf = (json: unknown): Manifest | undefined => {
  const { manifests } = indexShape.safeParse(json).data ?? {}
  if (!manifests) return undefined
  // BuildKit puts attestations beside images, for a platform that is none.
  const images = manifests.filter((entry) => entry.platform?.os !== 'unknown')
  const names = images.flatMap((entry) => (entry.platform ? [platformName(entry.platform)] : []))
  const amd64 = images.find((entry) => entry.platform && isAmd64(entry.platform))
  return {
    kind: 'index',
    amd64: amd64?.digest,
    platforms: [...new Set(names)],
    isComplete: images.length > 0 && names.length === images.length,
  }
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
export const parseConfig = (text: string): ImageConfig | undefined => {
  const found = configShape.safeParse(parsedJson(text)).data
  if (!found) return undefined
  const { os, architecture, variant, config } = found
  const isNamed = os !== undefined && os !== '' && architecture !== undefined && architecture !== ''
  const named = isNamed ? { os, architecture, variant: variant ?? undefined } : undefined
  const ports = Object.keys(config?.ExposedPorts ?? {}).flatMap((key) => {
    const [, port] = /^(\d{1,5})(?:\/tcp)?$/i.exec(key) ?? []
    return port === undefined ? [] : [Number(port)]
  })
  return {
    platform: named && platformName(named),
    isAmd64: named !== undefined && isAmd64(named),
    exposedPorts: [...new Set(ports)].sort((a, b) => a - b),
  }
}

interface Platform {
  readonly os: string
  readonly architecture: string
  readonly variant?: string | undefined
}

const isAmd64 = ({ os, architecture }: Platform): boolean =>
  os.toLowerCase() === 'linux' && /^(?:amd64|x86[-_]64)$/i.test(architecture)

/** The text is the registry's: only what a platform's name is made of is let through. */
const platformName = ({ os, architecture, variant }: Platform): string =>
  [os, architecture, ...(variant ? [variant] : [])]
    .map((part) => part.slice(0, 30).replaceAll(/[^\w.-]/g, '_'))
    .join('/')

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
