import type { Change } from '../../rollout/contract/plan.ts'
import type { Refusal } from '../../rollout/contract/refusal.ts'
import type { Request } from '../inputs/request-types.ts'
import type { DeploymentSpec } from '../model/deployment.ts'
import { applyPatch } from '../model/deployment-patch.ts'
import type { DeploymentPatch } from '../model/patch.ts'
import type { StoredImage } from '../model/service.ts'

/** The images that this run may push, and those the service has. */
export interface ImageInventory {
  /** Those found on this machine, by what the user wrote, with the digests that they certainly have. */
  readonly local: Readonly<Record<string, readonly string[]>>
  /** In the service, newest first. */
  readonly stored: readonly StoredImage[]
  /** Notices of the search. */
  readonly notices: readonly string[]
  /** What this run pushed: label and image (`stockKey`) to the name that it has now. */
  readonly pushed: Readonly<Record<string, string>>
}

/** One image to be pushed under one label. */
export interface ImagePush {
  readonly label: string
  readonly image: string
}

export function pushKey({ label, image }: ImagePush): string {
  return `${label} ${image}`
}

/** `:shop.app.7` → `app`; a name that is not of a stored image has none. */
export function imageLabel(name: string): string | undefined {
  return /^:[a-z0-9-]+\.([a-z0-9-]+)\.(?:\d+|latest)$/.exec(name)?.[1]
}

/** The name under which a label holds one of these digests already. */
export function findStored(
  stored: readonly StoredImage[],
  label: string,
  digests: readonly string[],
): string | undefined {
  return stored.find(({ name, digest }) => imageLabel(name) === label && digests.includes(digest))?.name
}

/** A deployment with the names that its local images have, or will have, in the service. */
export interface ResolvedImages {
  /** As it can be deployed once `pushes` is empty. */
  readonly spec: DeploymentSpec
  /** As shown to people: images that this run pushes keep the name that the user wrote. */
  readonly shown: DeploymentSpec
  /** What is not in the service yet. */
  readonly pushes: readonly ImagePush[]
  readonly notices: readonly string[]
}

/** Puts stored names in the place of local images, where they have one already. */
export function resolveImages(
  wanted: DeploymentSpec,
  running: DeploymentSpec | undefined,
  { stock, imageLabel }: { stock: ImageInventory | undefined; imageLabel: string | undefined },
): ResolvedImages | { fault: Refusal } {
  const pushes: ImagePush[] = []
  const notices = [...(stock?.notices ?? [])]
  const spec = { ...wanted.containers }
  const shown = { ...wanted.containers }
  const local = Object.entries(wanted.containers).filter(
    ([, { image }]) => stock && Object.hasOwn(stock.local, image),
  )
  if (imageLabel !== undefined && new Set(local.map(([, { image }]) => image)).size > 1) {
    return {
      fault: {
        reasonCode: 'image-label-ambiguous',
        message: `image-label is a single name, but ${local.map(([name]) => name).join(', ')} would all be pushed`,
        fix: "remove image-label: each image is then stored under its container's name",
      },
    }
  }
  for (const [name, container] of local) {
    const { image } = container
    const push = { label: imageLabel ?? name, image }
    const mine = stock?.pushed[pushKey(push)]
    const known = mine ?? findStored(stock?.stored ?? [], push.label, stock?.local[image] ?? [])
    if (known === undefined) {
      if (!pushes.some((other) => pushKey(other) === pushKey(push))) pushes.push(push)
      continue
    }
    spec[name] = { ...container, image: known }
    const isSame = running?.containers[name]?.image === known
    if (mine === undefined || isSame) shown[name] = { ...container, image: known }
    if (mine === undefined) notices.push(`${image} is already stored as ${known}`)
  }
  return { spec: { ...wanted, containers: spec }, shown: { ...wanted, containers: shown }, pushes, notices }
}

/** The plan's lines for images to push. */
export function pushChanges(pushes: readonly ImagePush[]): Change[] {
  return pushes.map(({ label, image }) => ({
    sign: '+',
    subject: 'stored image',
    detail: `${image}, pushed under the label ${label}`,
  }))
}

/** The deployment that shall run, with images of this machine under the names that the service has for them. */
export function resolveDesiredImages(
  { imageLabel }: Request,
  patch: DeploymentPatch,
  { stock }: { readonly stock?: ImageInventory },
  running?: DeploymentSpec,
) {
  const desired = applyPatch(patch, running)
  return 'fault' in desired ? desired : resolveImages(desired.spec, running, { stock, imageLabel })
}
