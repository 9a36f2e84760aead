import { createHash } from 'node:crypto'
import { NetworkError } from '../../net/http.ts'
import type { RegistryReader, RegistryResponse } from './anonymous-client.ts'
import { indexTypes, type Manifest, manifestTypes, parseConfig, parseManifest } from './image-manifest.ts'
import type { ImageReference } from './image-reference.ts'

/** What can be read of an image: without a login, or with the job's own where its registry lets nobody else read. */
export type ImageInspection =
  | FoundImage
  /** The registry says that there is no image of that name; `isLoggedIn`: to somebody who may see it. */
  | { readonly kind: 'not-found'; readonly missing: 'repository' | 'tag'; readonly isLoggedIn?: true }
  /** It is not there yet, and whether the registry fetches it from another one when it is pulled is not known. */
  | { readonly kind: 'not-cached'; readonly permission: string }
  /** Nobody may pull it without a login; most registries say the same of what is not there. */
  | { readonly kind: 'denied' }
  /** The registry requires a login for everything. */
  | { readonly kind: 'login-needed' }
  /** Nothing is known; `why` is for people, in a few words of our own. */
  | { readonly kind: 'unknown'; readonly why: string }

export interface FoundImage {
  readonly kind: 'found'
  /** What the name stands for now: `sha256:…`, of the index where there is one. */
  readonly digest: string
  /** `undefined` if that is not known. */
  readonly isAmd64: boolean | undefined
  /** What it is built for, as `linux/arm64`; empty if that is not known. */
  readonly platforms: readonly string[]
  /** True if it is certainly built for nothing else. */
  readonly isComplete: boolean
  /** TCP ports that the image for linux/amd64 exposes; empty if it names none, or they are not known. */
  readonly exposedPorts: readonly number[]
}

/** The distribution API's own bound for manifests. */
const MAX_MANIFEST_BYTES = 4 * 1024 * 1024
const MAX_CONFIG_BYTES = 1024 * 1024

const accept = [...indexTypes, ...manifestTypes].join(', ')

/** Asks for manifest and configuration. Never throws for what the network or the registry does. */
export async function inspectImage(image: ImageReference, client: RegistryReader): Promise<ImageInspection> {
  const inspection = await unlessSilent(() => manifestOf(image.reference, client))
  if ('why' in inspection) return { kind: 'unknown', why: inspection.why }
  if (!('manifest' in inspection)) return inspection
  const { digest, manifest } = inspection
  const found: FoundImage = {
    kind: 'found',
    digest,
    isAmd64: undefined,
    platforms: [],
    isComplete: false,
    exposedPorts: [],
  }
  // What follows only adds to what is known already.
  const more = await unlessSilent(() => detailsOf(manifest, client))
  return 'why' in more ? found : { ...found, ...more }
}

type Details = Pick<FoundImage, 'isAmd64' | 'platforms' | 'isComplete' | 'exposedPorts'>

async function detailsOf(manifest: Manifest, client: RegistryReader): Promise<Details> {
  if (manifest.kind === 'image') {
    const config = await configOf(manifest.config, client)
    return {
      isAmd64: config?.platform === undefined ? undefined : config.isAmd64,
      platforms: config?.platform === undefined ? [] : [config.platform],
      isComplete: config?.platform !== undefined,
      exposedPorts: config?.isAmd64 ? config.exposedPorts : [],
    }
  }
  const { amd64, platforms, isComplete } = manifest
  if (amd64 === undefined)
    return { isAmd64: isComplete ? false : undefined, platforms, isComplete, exposedPorts: [] }
  const config = await unlessSilent(async () => {
    const inner = await manifestOf(amd64, client)
    const image = 'manifest' in inner ? inner.manifest : undefined
    return image?.kind === 'image' ? { value: await configOf(image.config, client) } : { value: undefined }
  })
  const exposedPorts = 'value' in config ? (config.value?.exposedPorts ?? []) : []
  return { isAmd64: true, platforms, isComplete, exposedPorts }
}

async function manifestOf(
  reference: string,
  client: RegistryReader,
): Promise<{ digest: string; manifest: Manifest } | Exclude<ImageInspection, FoundImage>> {
  const response = await client.get(`manifests/${reference}`, { accept, maxBytes: MAX_MANIFEST_BYTES })
  if (response.status !== 200) return absenceOf(response)
  const digest = sha256Digest(response.body)
  const named = [response.headers['docker-content-digest'], reference]
  if (named.some((text) => text?.startsWith('sha256:') && text !== digest))
    return { kind: 'unknown', why: 'the content it returns does not match its digest' }
  const manifest = parseManifest(response.body.toString(), response.headers['content-type'] ?? '')
  // The same page of a captive portal must not be taken for the same image.
  return manifest
    ? { digest, manifest }
    : { kind: 'unknown', why: 'it returned something that is not an image' }
}

async function configOf(digest: string, client: RegistryReader) {
  const response = await client.get(`blobs/${digest}`, { accept: '*/*', maxBytes: MAX_CONFIG_BYTES })
  return response.status === 200 && sha256Digest(response.body) === digest
    ? parseConfig(response.body.toString())
    : undefined
}

function sha256Digest(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/**
 * What an answer other than 200 to a manifest says. Only the registry's own codes count, and only after it had its way
 * with tokens: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes
 *
 * - Docker Hub, Quay: a token for everybody, then 401 `UNAUTHORIZED` for what is private and for what is not there alike.
 * - GitHub, GitLab, Google: no token (401 or 403, `DENIED` or `UNAUTHORIZED`), for both alike, too.
 * - Amazon ECR Public: a token for everybody, then 404 `NAME_UNKNOWN`; there is nothing private.
 * - All of them: 404 `MANIFEST_UNKNOWN` for a tag that is not in a public repository. Harbor says `NOT_FOUND`.
 */
export function absenceOf(
  response: Pick<RegistryResponse, 'status' | 'codes' | 'source' | 'challenge' | 'tokenError'>,
): Exclude<ImageInspection, FoundImage> {
  const { status, codes, source, challenge, tokenError } = response
  const says = (...wanted: string[]) => codes.some((code) => wanted.includes(code))
  if (status === 404 && source === 'registry') {
    if (says('NAME_UNKNOWN')) return { kind: 'not-found', missing: 'repository' }
    if (says('MANIFEST_UNKNOWN', 'NOT_FOUND')) return { kind: 'not-found', missing: 'tag' }
  }
  if (status === 401 || status === 403) {
    const isRefused = says('DENIED', 'UNAUTHORIZED') && source !== 'elsewhere'
    // A token may also be refused for its own sake, such as for a clock that is wrong.
    if (challenge === 'bearer' && isRefused && tokenError !== 'invalid_token') return { kind: 'denied' }
    if (challenge === 'other') return { kind: 'login-needed' }
  }
  return { kind: 'unknown', why: `it answers HTTP ${status}` }
}

/** What the network keeps from being known is no fault. */
async function unlessSilent<Answer extends object>(
  call: () => Promise<Answer>,
): Promise<Answer | { readonly why: string }> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof NetworkError) return { why: `${error.kind}: ${error.message}` }
    throw error
  }
}
