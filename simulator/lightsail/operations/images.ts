import { epochSeconds } from '../api-types.ts'
import { inferred, invalidInput, notFound, quoted } from '../errors.ts'
import { currentDeployment } from '../lifecycle.ts'
import type { ImageRecord, ServiceRecord } from '../records.ts'
import { type Context, currentView, existingService, laggingView } from '../requests/context.ts'
import type { Request } from '../requests/shapes.ts'

interface ContainerImage {
  readonly image: string
  readonly digest: string
  readonly createdAt: number
}

/** The number comes from one counter per service and is never used twice (docs/lightsail-facts.md §3). */
export function registerContainerImage(
  input: Request<'RegisterContainerImage'>,
  context: Context,
): { readonly containerImage: ContainerImage } {
  const { now, switches } = context
  const { serviceName, label, digest } = input
  const record = existingService(currentView(context), serviceName)
  if (imagesAt(record, now).length >= switches.imageQuota) throw invalidInput(quoted.imageQuota)
  const counted = record.images.filter(
    (image) => switches.imageNumbering === 'per-service' || image.label === label,
  )
  const number = (counted.at(-1)?.number ?? 0) + 1
  const image = { label, number, image: `:${serviceName}.${label}.${number}`, digest, createdAt: now }
  record.images.push(image)
  return { containerImage: imageView(image) }
}

/** Newest first; public images are never listed (§1.5). */
export function getContainerImages(
  input: Request<'GetContainerImages'>,
  context: Context,
): { readonly containerImages: readonly ContainerImage[] } {
  const view = laggingView(context)
  const record = existingService(view, input.serviceName)
  return { containerImages: imagesAt(record, view.at).map(imageView).reverse() }
}

export function deleteContainerImage(
  input: Request<'DeleteContainerImage'>,
  context: Context,
): Record<string, never> {
  const { now, switches } = context
  const record = existingService(currentView(context), input.serviceName)
  const stored = imagesAt(record, now).find(({ image }) => image === input.image)
  if (stored === undefined) throw notFound(inferred.unknownImage(input.image))
  const inUse = Object.values(currentDeployment(record, now)?.containers ?? {}).some(
    ({ image }) => image === input.image,
  )
  if (inUse && switches.deleteImageInUse === 'rejected') throw invalidInput(inferred.imageInUse(input.image))
  stored.deletedAt = now
  return {}
}

/**
 * The image that a deployment stores: public references as they are, `:service.label.latest` as the highest number,
 * anything else with a colon in front checked against what is registered (§2.4, §3).
 */
export function storedImage(
  record: ServiceRecord,
  { container, image }: { container: string; image: string },
  { now, switches }: Context,
): string {
  if (!image.startsWith(':')) return image
  const [, service, label, number] = /^:([a-z0-9-]+)\.([a-z0-9-]+)\.(\d+|latest)$/.exec(image) ?? []
  if (service !== record.name || label === undefined || number === undefined)
    throw invalidInput(quoted.badImage({ container, image, service: record.name }))
  const found = imagesAt(record, now).findLast(
    (stored) => stored.label === label && (number === 'latest' || stored.number === Number(number)),
  )
  if (found === undefined) throw invalidInput(inferred.imageNotStored(container, image))
  return switches.latestIsShownResolved ? found.image : image
}

function imagesAt(record: ServiceRecord, at: number): readonly ImageRecord[] {
  return record.images.filter(
    ({ createdAt, deletedAt = Number.POSITIVE_INFINITY }) => createdAt <= at && at < deletedAt,
  )
}

function imageView({ image, digest, createdAt }: ImageRecord): ContainerImage {
  return { image, digest, createdAt: epochSeconds(createdAt) }
}
