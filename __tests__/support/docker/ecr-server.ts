import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PublicImage } from './public-registry.ts'

/** Private ECR on loopback, as far as it is asked about images: its API and the addresses of layers that it gives. */
export interface EcrServer {
  /** What makes the SDK find it. */
  readonly env: Readonly<Record<string, string>>
  /** Names of the operations, in order. */
  readonly operations: string[]
  /** Requests of the API, in order. */
  readonly requests: Readonly<Record<string, unknown>>[]
  /** `repository:tag`; may be changed while it runs. */
  readonly images: Map<string, PublicImage>
  stop(): Promise<void>
}

export interface EcrOptions {
  readonly images?: Readonly<Record<string, PublicImage>>
  /** Prefixes of pull-through cache rules. */
  readonly cached?: readonly string[]
  /** Operations that are answered otherwise. */
  readonly refused?: Readonly<Record<string, { readonly status: number; readonly type: string }>>
}

/** Account and Region of the images that it has: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/acme/shop:1`. */
export const ecrHost = '123456789012.dkr.ecr.eu-central-1.amazonaws.com'

interface Asked {
  readonly repositoryName?: string
  readonly layerDigest?: string
  readonly imageIds?: readonly { readonly imageTag?: string; readonly imageDigest?: string }[]
}

type Answer = readonly [status: number, body: object]

export async function startEcr({ images: given = {}, cached = [], refused = {} }: EcrOptions = {}) {
  const images = new Map(Object.entries(given))
  const operations: string[] = []
  const requests: Readonly<Record<string, unknown>>[] = []
  let url = ''

  const ofRepository = (name: string) =>
    [...images].filter(([image]) => image.slice(0, image.indexOf(':')) === name)

  /** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html */
  const batchGetImage = ({ repositoryName = '', imageIds = [] }: Asked): Answer => {
    const all = ofRepository(repositoryName)
    if (all.length === 0) return [400, { __type: 'RepositoryNotFoundException', message: 'not there' }]
    const [{ imageTag, imageDigest } = {}] = imageIds
    const tagged = all.find(([image]) => image === `${repositoryName}:${imageTag}`)?.[1]
    const found = tagged
      ? { ...tagged.manifest, mediaType: tagged.mediaType }
      : all
          .flatMap(([, image]) => image.parts)
          .map((part) => ({ ...part, mediaType: 'application/vnd.oci.image.manifest.v1+json' }))
          .find(({ digest }) => digest === imageDigest)
    if (!found)
      return [200, { images: [], failures: [{ imageId: imageIds[0], failureCode: 'ImageNotFound' }] }]
    const image = {
      imageId: { imageDigest: found.digest },
      imageManifest: found.bytes.toString(),
      imageManifestMediaType: found.mediaType,
    }
    return [200, { images: [image], failures: [] }]
  }

  const answers: Readonly<Record<string, (asked: Asked) => Answer>> = {
    BatchGetImage: batchGetImage,
    GetDownloadUrlForLayer: ({ layerDigest }) => [
      200,
      { downloadUrl: `${url}/layers/${layerDigest}`, layerDigest },
    ],
    DescribePullThroughCacheRules: () => [
      200,
      { pullThroughCacheRules: cached.map((ecrRepositoryPrefix) => ({ ecrRepositoryPrefix })) },
    ],
  }

  const server = createServer(async (incoming, reply) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const layer = /^\/layers\/(.+)$/.exec(incoming.url ?? '')?.[1]
    if (layer !== undefined) {
      const blob = [...images.values()].flatMap(({ parts }) => parts).find(({ digest }) => digest === layer)
      reply.writeHead(blob ? 200 : 404).end(blob?.bytes)
      return
    }
    const operation = String(incoming.headers['x-amz-target']).split('.')[1] ?? ''
    const asked = JSON.parse(Buffer.concat(chunks).toString())
    operations.push(operation)
    requests.push(asked)
    const denied = refused[operation]
    const [status, body] = denied
      ? [denied.status, { __type: denied.type, message: 'no' }]
      : (answers[operation]?.(asked) ?? [400, { __type: 'UnknownOperationException' }])
    reply.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const ecr: EcrServer = {
    env: { AWS_ENDPOINT_URL_ECR: url },
    operations,
    requests,
    images,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return ecr
}
