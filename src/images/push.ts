import { join } from 'node:path'
import type { Places } from '../files/places.ts'
import type { HttpClient } from '../net/http.ts'
import type { Clock } from '../runtime/clock.ts'
import { type RetryPolicy, retry, transientErrors } from '../runtime/retry.ts'
import type { ImageContent } from './archive/content.ts'
import { openDockerArchive } from './archive/docker-archive.ts'
import { readOciArchive } from './archive/oci-archive.ts'
import { type ContainerEngine, errorMessage } from './docker-cli.ts'
import { dockerPush, isLoginExpired } from './docker-push.ts'
import { imageError } from './image-errors.ts'
import type { ImageSource } from './image-source.ts'
import { createPushProgress } from './push-progress.ts'
import type { CredentialProvider } from './registry/credentials.ts'
import { createRegistry } from './registry/registry.ts'
import { uploadImage } from './registry/upload.ts'
import { type Temporary, withTempFolder } from './temporary-folder.ts'

/** Where an image goes, and who hears about it. */
export interface PushOptions {
  readonly logins: CredentialProvider
  readonly repository: string
  readonly tag: string
  /** True if an image with that digest is there for certain: then nothing is sent. */
  isStored(digest: string): boolean
  onProgress(text: string): void
}

/** Pushes an image from where it lies, each kind in its way; gives the digest of what is in the registry now. */
export function createPush({
  engine,
  temporary,
  places,
  http,
  clock,
  signal,
  maxRetries,
  deadline,
  clean,
}: {
  engine: ContainerEngine
  /** Takes folders that are gone afterwards. */
  temporary: Temporary
  /** Where archives may lie. */
  places: Places
  http: HttpClient
  clock: Clock
  signal: AbortSignal
  maxRetries: number
  deadline: number
  clean(text: string): string
}): (image: string, source: ImageSource, options: PushOptions) => Promise<string> {
  const retriesWith = (onProgress: (text: string) => void): RetryPolicy => ({
    clock,
    signal,
    maxRetries,
    deadline,
    progress: { transient: onProgress },
  })

  const upload = async (
    image: string,
    content: ImageContent,
    { logins, repository, tag, isStored, onProgress }: PushOptions,
  ): Promise<string> => {
    const { digest } = content.manifest
    if (isStored(digest)) return digest
    const report = createPushProgress({ image, layers: content.blobs.length - 1, clock, onProgress })
    const configuration = content.blobs[0]?.digest
    const progress = {
      sent: report.sent,
      done: (blob: { digest: string }, wasThere: boolean) => {
        if (blob.digest !== configuration) report.layer(wasThere)
      },
    }
    const registry = createRegistry({ logins, repository, http, signal, clean })
    await uploadImage(content, { registry, tag, retries: retriesWith(onProgress), progress })
    report.end()
    return digest
  }

  /** For engines whose push would take the whole index of an image, or who push in a way of their own. */
  const saveAndUpload = async (image: string, options: PushOptions): Promise<string> =>
    await withTempFolder(temporary, async (folder) => {
      const path = join(folder, 'saved.tar')
      const saved = await engine.run(['save', '--output', path, image])
      if (saved.kind !== 'ended' || saved.code !== 0)
        throw imageError({
          operation: 'push',
          reasonCode: 'push-failed',
          message: `${image} could not be saved: ${clean(errorMessage(saved))}`,
          fix: 'fix what the engine reports, then run the job again',
        })
      return await upload(
        image,
        await (await openDockerArchive(path, image, { folder, places, signal })).content(),
        options,
      )
    })

  return async (image, source, options) => {
    if (source.kind !== 'engine') {
      return await withTempFolder(temporary, async (folder) => {
        const work = { folder, places, signal }
        const content =
          source.kind === 'oci-archive'
            ? await readOciArchive(source.path, image, work)
            : await (await openDockerArchive(source.path, image, work)).content()
        return await upload(image, content, options)
      })
    }
    const { isDockerCompatible: isLookAlike, keepsIndexes, pushesOnePlatform } = await engine.capabilities()
    if (isLookAlike || (keepsIndexes && !pushesOnePlatform)) return await saveAndUpload(image, options)
    const found = await engine.inspect(image)
    const layers = found.kind === 'found' ? found.image.layers : 0
    const { logins, repository, tag, onProgress } = options
    const attempt = async () => {
      const login = await logins.current()
      const report = createPushProgress({ image, layers, clock, onProgress })
      const name = `${login.address}/${repository}:${tag}`
      const pushing = { engine, image, login, name, onePlatform: pushesOnePlatform, temporary }
      const digest = await dockerPush({ ...pushing, report, clock, clean })
      report.end()
      return digest
    }
    const attemptTwice = async () => {
      const login = await logins.current()
      try {
        return await attempt()
      } catch (failure) {
        if (!isLoginExpired(failure)) throw failure
        await logins.renewed(login)
        onProgress('the registry login expired; pushing again with a new one')
        return await attempt()
      }
    }
    return await retry(attemptTwice, transientErrors, retriesWith(onProgress))
  }
}
