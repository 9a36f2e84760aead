import { singleImage } from '../../../support/docker/public-images.ts'
import type { Inputs } from '../inputs.ts'
import type { Chance } from '../prng.ts'

/** What private ECR says of the image that is to be deployed; `nobody` where the image is elsewhere. */
export interface PrivateRegistry {
  readonly kind:
    | 'nobody'
    | 'there'
    /** Not at the first look, and then it is. */
    | 'just pushed'
    | 'no tag'
    | 'no repository'
    | 'another CPU'
    | 'denied'
    | 'throttled'
    | 'silent'
    /** It is not there, and a pull-through cache may fetch it, or may not be asked about that. */
    | 'cached'
    | 'rules denied'
}

/** Where the image is instead of ghcr.io. */
export const ECR_HOST = '123456789012.dkr.ecr.eu-central-1.amazonaws.com'

const API = 'api.ecr.eu-central-1.amazonaws.com'

/** Kinds of which ECR proves that a deployment cannot work. */
export const PROVEN: readonly PrivateRegistry['kind'][] = ['no tag', 'no repository', 'another CPU']
/** Kinds of which nothing is known. */
export const UNKNOWN: readonly PrivateRegistry['kind'][] = ['denied', 'throttled', 'silent']

/** Drawn last. An image without a login is asked for nowhere, so that there nothing is known. */
export function drawPrivateRegistry(
  chance: Chance,
  inputs: Inputs,
  image: string,
): { readonly registry: PrivateRegistry; readonly inputs: Inputs } {
  const isOf = [inputs['image'], inputs['images']].some((text) => text?.endsWith(image))
  if (!isOf || chance.percent(80)) return { registry: { kind: 'nobody' }, inputs }
  const kind = chance.one<PrivateRegistry['kind']>([
    ...(['there', 'just pushed', 'no tag', 'no tag', 'no repository', 'another CPU'] as const),
    ...(['denied', 'denied', 'throttled', 'silent', 'cached', 'rules denied'] as const),
  ])
  const moved = Object.entries(inputs).map(([name, text]) => [
    name,
    name === 'image' || name === 'images' ? text.replace('ghcr.io', ECR_HOST) : text,
  ])
  return { registry: { kind }, inputs: Object.fromEntries(moved) }
}

/** True for a request to ECR's API, or for a part of an image that it has sent the run to. */
export function isForEcr(url: string): boolean {
  return new URL(url).hostname === API
}

/** The answers of ECR's API in one run: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/ */
export function answersOfEcr({ kind }: PrivateRegistry) {
  const image = singleImage({ architecture: kind === 'another CPU' ? 'arm64' : 'amd64' })
  let looks = 0

  const batchGetImage = (): readonly [number, object | Buffer] => {
    looks++
    if (kind === 'denied') return refused('AccessDeniedException')
    if (kind === 'throttled') return refused('ThrottlingException')
    if (kind === 'no repository') return refused('RepositoryNotFoundException')
    const isThere = ['there', 'another CPU'].includes(kind) || (kind === 'just pushed' && looks > 1)
    if (!isThere) return [200, { images: [], failures: [{ failureCode: 'ImageNotFound' }] }]
    const { digest, bytes } = image.manifest
    const found = {
      imageId: { imageDigest: digest },
      imageManifest: bytes.toString(),
      imageManifestMediaType: image.mediaType,
    }
    return [200, { images: [found], failures: [] }]
  }

  /** `target` is the operation as the SDK names it; without one a part of the image is fetched. */
  return (target: string | undefined, url: string): readonly [number, object | Buffer] => {
    switch (target?.split('.')[1]) {
      case 'BatchGetImage':
        return batchGetImage()
      case 'GetDownloadUrlForLayer': {
        const config = image.parts.find(({ bytes }) => bytes.toString().includes('"architecture"'))
        return [200, { downloadUrl: `https://${API}/layers/${config?.digest}` }]
      }
      case 'DescribePullThroughCacheRules':
        if (kind === 'rules denied') return refused('AccessDeniedException')
        return [200, { pullThroughCacheRules: kind === 'cached' ? [{ ecrRepositoryPrefix: 'ROOT' }] : [] }]
    }
    const part = image.parts.find(({ digest }) => url.endsWith(`/layers/${digest}`))
    return part ? [200, Buffer.from(part.bytes)] : [404, {}]
  }
}

function refused(type: string): readonly [number, object] {
  return [400, { __type: type, message: `${type} of ECR` }]
}
