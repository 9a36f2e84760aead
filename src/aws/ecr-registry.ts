import {
  BatchGetImageCommand,
  DescribePullThroughCacheRulesCommand,
  ECRClient,
  GetDownloadUrlForLayerCommand,
} from '@aws-sdk/client-ecr'
import type { RegistryReader, RegistryResponse } from '../images/registry/anonymous-client.ts'
import type { ImageReference } from '../images/registry/image-reference.ts'
import { type ImageInspection, inspectImage } from '../images/registry/inspect-image.ts'
import { type HttpClient, NetworkError } from '../net/http.ts'
import type { Redactor } from '../text/redactor.ts'
import { clientSettings } from './client-settings.ts'
import { watchCredentials } from './credentials.ts'
import { createRequestHandler } from './request-handler.ts'

/** What a question to ECR needs. */
export interface EcrAccess {
  readonly http: HttpClient
  readonly userAgent: string
  /** Of the process: credentials and endpoints are found in it. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Learns the credentials that requests are signed with. */
  readonly secrets: Pick<Redactor, 'add'>
}

/** A repository of a private registry. */
export interface EcrRepository {
  readonly registryId: string
  readonly region: string
  readonly repositoryName: string
}

/**
 * What private ECR has of an image, by its API: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html
 * What the job may not see, or ECR does not answer, is `unknown`. Throws nothing.
 */
export async function inspectEcrImage(
  image: ImageReference,
  { region, ...repository }: EcrRepository,
  { http, userAgent, environment, secrets, signal }: EcrAccess & { readonly signal: AbortSignal },
): Promise<ImageInspection> {
  const requestHandler = createRequestHandler(http)
  const client = new ECRClient(
    clientSettings({ service: 'ECR', region, userAgent, requestHandler, environment }),
  )
  watchCredentials(client, { onFound: secrets.add, signal })
  try {
    const inspection = await inspectImage(image, readerOf(repository, { client, http, signal }))
    if (inspection.kind !== 'not-found') return inspection
    const isCached = await mayBeCached(repository, client, signal)
    if (isCached === undefined) return { kind: 'not-cached', permission: 'ecr:DescribePullThroughCacheRules' }
    return isCached
      ? { kind: 'unknown', why: 'a pull-through cache may fetch it' }
      : { ...inspection, isLoggedIn: true }
  } finally {
    client.destroy()
  }
}

/** ECR's answers in the form of the distribution API, which the images are read by. */
function readerOf(
  repository: Omit<EcrRepository, 'region'>,
  { client, http, signal }: { client: ECRClient; http: HttpClient; signal: AbortSignal },
): RegistryReader {
  const options = { abortSignal: signal }

  const manifest = async (reference: string, accept: string): Promise<RegistryResponse> => {
    const imageId = reference.startsWith('sha256:') ? { imageDigest: reference } : { imageTag: reference }
    const acceptedMediaTypes = accept.split(', ')
    const command = new BatchGetImageCommand({ ...repository, imageIds: [imageId], acceptedMediaTypes })
    const { images = [], failures = [] } = await client.send(command, options)
    const [found] = images
    if (found?.imageManifest === undefined) {
      const code = failures[0]?.failureCode
      return code === 'ImageNotFound' ? missing('MANIFEST_UNKNOWN') : silent(`ECR says ${code ?? 'nothing'}`)
    }
    return answer(200, Buffer.from(found.imageManifest), {
      'content-type': found.imageManifestMediaType ?? '',
      'docker-content-digest': found.imageId?.imageDigest ?? '',
    })
  }

  const blob = async (digest: string, maxBytes: number): Promise<RegistryResponse> => {
    const command = new GetDownloadUrlForLayerCommand({ ...repository, layerDigest: digest })
    const { downloadUrl = '' } = await client.send(command, options)
    const { status, text } = await http.request({ url: downloadUrl, signal })
    return answer(status, Buffer.from(await text(maxBytes)))
  }

  return {
    get: async (path, { accept, maxBytes }) => {
      const [kind, reference = ''] = path.split('/')
      try {
        return await (kind === 'manifests' ? manifest(reference, accept) : blob(reference, maxBytes))
      } catch (error) {
        if (nameOf(error) === 'RepositoryNotFoundException') return missing('NAME_UNKNOWN')
        return silent(nameOf(error))
      }
    },
  }
}

/** True if a rule covers the repository, `undefined` if that may not be seen: what is not there may come from another registry. */
async function mayBeCached(
  { registryId, repositoryName }: Omit<EcrRepository, 'region'>,
  client: ECRClient,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  try {
    const command = new DescribePullThroughCacheRulesCommand({
      registryId,
      maxResults: 1_000,
    })
    const { pullThroughCacheRules = [] } = await client.send(command, { abortSignal: signal })
    return pullThroughCacheRules.some(
      ({ ecrRepositoryPrefix: prefix = '' }) => prefix === 'ROOT' || repositoryName.startsWith(`${prefix}/`),
    )
  } catch {
    return undefined
  }
}

function answer(
  status: number,
  body: Buffer,
  headers: Readonly<Record<string, string>> = {},
  codes: readonly string[] = [],
): RegistryResponse {
  return { status, headers, body, codes, source: 'registry', challenge: 'none', tokenError: undefined }
}

function missing(code: string): RegistryResponse {
  return answer(404, Buffer.alloc(0), {}, [code])
}

/** What keeps ECR from answering is no fault of the image. */
function silent(why: string): never {
  throw new NetworkError('broken', why)
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'no answer'
}
