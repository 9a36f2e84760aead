import { isLoopbackHost } from '../../net/loopback.ts'

/** An image in a registry, as container engines read its name. */
export interface ImageReference {
  /** Host, with its port if one is written: `docker.io`, `ghcr.io`, `127.0.0.1:5000`. */
  readonly registry: string
  /** `library/nginx` */
  readonly repository: string
  /** A tag, or the digest where one is written: `1.27`, `latest`, `sha256:…`. */
  readonly reference: string
}

/** Maximum length of a name with host, tag and digest; longer texts are not parsed. */
const MAX_LENGTH = 600

const DOCKER_HUB = 'docker.io'
/** Other names of Docker Hub that engines know. */
const dockerHubs = [DOCKER_HUB, 'index.docker.io', 'registry-1.docker.io', 'registry.hub.docker.com']

// https://github.com/distribution/reference/blob/main/reference.go
const namePattern = /^([^:@]+)(?::(\w[\w.-]{0,127}))?(?:@(sha256:[a-f0-9]{64}))?$/
const repositoryPattern = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*)*$/
const hostPattern = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[a-fA-F0-9:]+\])(?::\d{1,5})?$/

/** Forms that resemble an image of Docker Hub with a tag, and mean something else. */
const otherForms = /^(?:oci-archive|docker-archive|sha256):/

/**
 * `nginx` → `library/nginx` of Docker Hub with the tag `latest`. `undefined` for what is no name of an image in a
 * registry, such as `:shop.app.7`, `oci-archive:image.tar` or a digest of another kind than SHA-256.
 */
export function parseImageReference(image: string): ImageReference | undefined {
  if (image.length > MAX_LENGTH || otherForms.test(image)) return undefined
  const [first = '', ...rest] = image.split('/')
  const isHost = rest.length > 0 && (/[.:A-Z]/.test(first) || first === 'localhost')
  const registry = isHost ? first : DOCKER_HUB
  const [, path = '', tag, digest] = namePattern.exec(isHost ? rest.join('/') : image) ?? []
  if (!hostPattern.test(registry) || path.length > 255 || !repositoryPattern.test(path)) return undefined
  const isHub = dockerHubs.includes(registry.toLowerCase())
  return {
    registry: isHub ? DOCKER_HUB : registry,
    repository: isHub && !path.includes('/') ? `library/${path}` : path,
    reference: digest ?? tag ?? 'latest',
  }
}

/** Where the registry answers; TLS everywhere but on this machine, as container engines do it. */
export function registryOrigin({ registry }: ImageReference): string {
  if (registry === DOCKER_HUB) return 'https://registry-1.docker.io'
  return `${isLoopbackHost(registry) ? 'http' : 'https'}://${registry}`
}
