import { foundImage, type Inspections } from '../../images/registry/inspections.ts'
import { MARK } from '../../product.ts'
import { tagValue } from '../../source/resource-tags.ts'
import { type DeploymentSpec, isFixedImage } from '../model/deployment.ts'
import { lastActive, type Service } from '../model/service.ts'
import { failedVersions } from '../order/failed-versions.ts'

/**
 * For each container with a movable tag, the digest at its deployment: `18@sha256:…`. It includes the version, as a later
 * deployment by somebody else, or a rollback, may have another image.
 */
function tagKey(container: string): string {
  return `${MARK}:digest:${container}`
}

/** Tags that one service can have (docs/lightsail-facts.md §4). */
const MAX_TAGS = 50

type Tags = Readonly<Record<string, string>>

/** The digest tags of a version; none if there is no room for all of them beside the service's other tags. */
export function digestTags(
  spec: DeploymentSpec,
  version: number,
  { inspections, existing }: { inspections: Inspections | undefined; existing: Tags },
): Tags {
  const tags = Object.entries(spec.containers).flatMap(([name, { image }]) => {
    const found = isFixedImage(image) ? undefined : foundImage(inspections, image)
    return found ? [[tagKey(name), `${version}@${found.digest}`] as const] : []
  })
  const all = new Set([...Object.keys(existing), ...tags.map(([key]) => key)])
  return all.size > MAX_TAGS ? {} : Object.fromEntries(tags)
}

/** The digest that the active version's container was deployed with, if recorded. */
export function rememberedDigest(service: Service, container: string): string | undefined {
  const active = lastActive(service)
  const [, version, digest] =
    /^(\d+)@(sha256:[a-f0-9]{64})$/.exec(tagValue(service.tags, tagKey(container)) ?? '') ?? []
  return active !== undefined && version === String(active.version) ? digest : undefined
}

/** A tag that has moved since its deployment. */
export interface MovedImage {
  readonly container: string
  readonly image: string
  readonly before: string
  readonly after: string
}

/** Containers whose image name stays the same and whose tag has certainly moved. */
export function movedImages(
  spec: DeploymentSpec,
  service: Service,
  inspections: Inspections | undefined,
): MovedImage[] {
  const running = lastActive(service)?.spec.containers ?? {}
  return Object.entries(spec.containers).flatMap(([container, { image }]) => {
    const isSameName = Object.hasOwn(running, container) && running[container]?.image === image
    const before = isSameName ? rememberedDigest(service, container) : undefined
    const after = foundImage(inspections, image)?.digest
    const isMoved = before !== undefined && after !== undefined && before !== after
    return isMoved ? [{ container, image, before, after }] : []
  })
}

/**
 * True if no image of the running deployment can have changed since. A version that failed its URL check is deployed and checked
 * again even if its tags did not move.
 */
export function isSettled(
  spec: DeploymentSpec,
  service: Service,
  inspections: Inspections | undefined,
): boolean {
  const hasFailed = failedVersions(service).includes(lastActive(service)?.version ?? 0)
  return Object.entries(spec.containers).every(([container, { image }]) => {
    if (isFixedImage(image)) return true
    const digest = hasFailed ? undefined : foundImage(inspections, image)?.digest
    return digest !== undefined && digest === rememberedDigest(service, container)
  })
}
