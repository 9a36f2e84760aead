import { secondLook } from '../../runtime/second-look.ts'
import { ServiceError } from '../../runtime/service-error.ts'
import type { LightsailApi } from '../api/lightsail-api.ts'
import { type DeploymentSpec, imagesOf } from '../model/deployment.ts'
import type { StoredImage } from '../model/service.ts'
import { imageLabel } from './inventory.ts'

/**
 * Unused images: beyond the newest `keep` of each of the labels, and in none of the deployments.
 * `stored` is newest first. `:shop.app.latest` in a deployment stands for the newest of its label.
 */
export function unusedImages({
  stored,
  labels,
  keep,
  used,
}: {
  stored: readonly StoredImage[]
  labels: readonly string[]
  keep: number
  used: readonly DeploymentSpec[]
}): string[] {
  const needed = new Set(used.flatMap(imagesOf))
  return labels.flatMap((label) => {
    const names = stored.map(({ name }) => name).filter((name) => imageLabel(name) === label)
    return names.slice(Math.max(keep, 1)).filter((name) => !needed.has(name))
  })
}

/**
 * Deletes the unused images, after reading all versions that Lightsail keeps: each of them can be rolled back to. Best effort: what
 * cannot be deleted is reported. Never throws `ServiceError`. Returns what is deleted, or may be.
 */
export async function pruneImages({
  api,
  service,
  labels,
  keep,
  mine,
  onProgress,
}: {
  api: LightsailApi
  service: string
  labels: readonly string[]
  keep: number
  /** Deployments that a lagging read may not show yet. */
  mine: readonly DeploymentSpec[]
  onProgress(text: string): void
}): Promise<readonly string[]> {
  const asked: string[] = []
  const deleted: string[] = []
  try {
    const [current, history, stored] = await Promise.all([
      secondLook(true, () => api.getService(service)),
      secondLook(true, async () => {
        const deployments = await api.getDeployments(service)
        return deployments.length === 0 ? undefined : deployments
      }),
      api.getImages(service),
    ])
    // One of its versions has just come to serve: without it nobody knows which images are used.
    if (current === undefined || history === undefined) {
      onProgress(`no old images were deleted: ${service} was not found when its versions were read`)
      return asked
    }
    const shown = [current.current, current.next, ...history].flatMap((deployment) => deployment?.spec ?? [])
    const spare = unusedImages({ stored, labels: [...new Set(labels)], keep, used: [...shown, ...mine] })
    for (const name of spare) {
      asked.push(name)
      await api.deleteImage(service, name)
      deleted.push(name)
    }
  } catch (failure) {
    if (!(failure instanceof ServiceError)) throw failure
    onProgress(`some old images could not be deleted: ${failure.message}; ${failure.fix}`)
  }
  if (deleted.length > 0)
    onProgress(`deleted ${deleted.length} stored images that no version uses: ${deleted.join(', ')}`)
  return asked
}
