import { attestationOf, ociImage, type Part, part } from './archives.ts'
import type { PublicImage } from './public-registry.ts'

/** Images of a few bytes, as they lie in a registry. */

export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json'
export const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json'
const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json'

interface Build {
  readonly architecture?: string
  readonly os?: string
  /** `8080/tcp` */
  readonly exposes?: readonly string[]
  /** Tells one image from another. */
  readonly content?: string
}

function built({ architecture = 'amd64', os = 'linux', exposes, content = 'app' }: Build) {
  return ociImage([Buffer.from(content)], {
    os,
    architecture,
    config: exposes ? { ExposedPorts: Object.fromEntries(exposes.map((port) => [port, {}])) } : {},
  })
}

/** A tag that stands for one manifest. */
export function singleImage(build: Build = {}): PublicImage {
  const { manifest, parts } = built(build)
  return { manifest, mediaType: OCI_MANIFEST, parts }
}

/** A tag that stands for an index, as buildx writes it: with an attestation for each image. */
export function indexOf(builds: readonly Build[], mediaType = OCI_INDEX): PublicImage {
  const images = builds.map(built)
  const attestations = images.map(attestationOf)
  const all = [...images, ...attestations]
  const manifest: Part = part({
    schemaVersion: 2,
    mediaType,
    manifests: all.map(({ descriptor }) => descriptor),
  })
  return { manifest, mediaType, parts: all.flatMap(({ parts }) => parts) }
}
