import { foundImage, type Inspections } from '../../images/registry/inspections.ts'
import { MARK } from '../../product.ts'
import { tagValue } from '../../source/resource-tags.ts'
import { type DeploymentSpec, isFixedImage } from '../model/deployment.ts'
import { lastActive, type Service } from '../model/service.ts'
import { failedVersions } from '../order/failed-versions.ts'

/**
 * Of each container whose image can move, what its tag stood for when it was deployed: `18@sha256:…`. The version is in
 * it, since what somebody deployed since then, or what is put back, may be of another image.
 */
const tagKey = (container: string): string => `${MARK}:digest:${container}`

/** Tags that one service can have (docs/lightsail-facts.md §4). */
const MAX_TAGS = 50

type Tags = Readonly<Record<string, string>>

/** What to remember of a version; nothing where there is no room for all of it beside the service's own tags. */
export const digestTags = (
  spec: DeploymentSpec,
  version: number,
  { inspections, existing }: { inspections: Inspections | undefined; existing: Tags },
): Tags => {
  const tags = Object.entries(spec.containers).flatMap(([name, { image }]) => {
    const found = isFixedImage(image) ? undefined : foundImage(inspections, image)
    return found ? [[tagKey(name), `${version}@${found.digest}`] as const] : []
  })
  const all = new Set([...Object.keys(existing), ...tags.map(([key]) => key)])
  return all.size > MAX_TAGS ? {} : Object.fromEntries(tags)
}

/** The digest with which the container of the version that is active now was deployed, if that is remembered. */
export const rememberedDigest = (service: Service, container: string): string | undefined => {
  const active = lastActive(service)
  const [, version, digest] =
    /^(\d+)@(sha256:[a-f0-9]{64})$/.exec(tagValue(service.tags, tagKey(container)) ?? '') ?? []
  return active !== undefined && version === String(active.version) ? digest : undefined
}

/** A tag that stands for something else than when it was deployed. */
export interface MovedImage {
  readonly container: string
  readonly image: string
  readonly before: string
  readonly after: string
}

/** Of the containers that shall run with the image's name that they run with, those whose image moved for certain. */
export const movedImages = (
  spec: DeploymentSpec,
  service: Service,
  inspections: Inspections | undefined,
): MovedImage[] => {
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
 * True if no image of the deployment, which is the one that runs, can be another than when it was deployed. What failed
 * its URL check is not settled by a tag that stayed: it is deployed, and checked, again.
 */
export const isSettled = (
  spec: DeploymentSpec,
  service: Service,
  inspections: Inspections | undefined,
): boolean => {
  const hasFailed = failedVersions(service).includes(lastActive(service)?.version ?? 0)
  return Object.entries(spec.containers).every(([container, { image }]) => {
    if (isFixedImage(image)) return true
    const digest = hasFailed ? undefined : foundImage(inspections, image)?.digest
    return digest !== undefined && digest === rememberedDigest(service, container)
  })
}
