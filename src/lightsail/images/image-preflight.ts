import { foundImage, type Inspections, shortDigest } from '../../images/registry/inspections.ts'
import type { Change, Plan } from '../../rollout/contract/plan.ts'
import { refuse } from '../../rollout/contract/refusal.ts'
import type { Request } from '../inputs/request-types.ts'
import { type DeploymentSpec, isFixedImage } from '../model/deployment.ts'
import type { Observed, Step } from '../plan/steps.ts'
import { digestTags } from './digest-tags.ts'
import { imageReferences } from './image-source.ts'
import { resolveDesiredImages } from './inventory.ts'
import { checkRegistry, uncheckedNotice } from './registry-refusal.ts'

/** What a plan is going to run, also where a write comes before that; `undefined` if it deploys nothing. */
export function specToRun(
  request: Request,
  observed: Observed,
  plan: Plan<Step>,
): DeploymentSpec | undefined {
  if (plan.kind !== 'apply') return undefined
  const { step } = plan
  if (step.deployment) return step.deployment
  if (step.kind !== 'create' || !step.deploysLater || !request.deployment) return undefined
  const desired = resolveDesiredImages(request, request.deployment, observed)
  return 'fault' in desired ? undefined : desired.spec
}

/**
 * Adds the registries' replies to a plan. An image that the workflow names and that cannot run is a refusal, before anything is
 * written; `mode: plan` reports it as a success, since the image may be built later. An image that runs already and is not
 * mentioned only gets a notice.
 */
export function withInspections(plan: Plan<Step>, request: Request, observed: Observed): Plan<Step> {
  const { inspections } = observed
  const spec = specToRun(request, observed, plan)
  if (plan.kind !== 'apply' || !spec || !inspections) return plan
  const named = imageReferences(request.deployment)
  const faults = Object.values(spec.containers).flatMap(({ image }) => {
    const fault = checkRegistry(image, inspections.get(image))
    return fault ? [{ ...fault, isNamed: named.includes(image) }] : []
  })
  const refused = faults.find(({ isNamed }) => isNamed)
  if (refused && request.mode !== 'plan') return refuse(refused)
  const notices = [
    ...plan.notices,
    ...faults.map(({ message, isNamed }) =>
      isNamed ? `a deployment would be refused: ${message}` : `the deployment will probably fail: ${message}`,
    ),
    ...[...inspections].flatMap(([image, inspection]) => uncheckedNotice(image, inspection)),
    ...portNotices(spec, inspections),
  ]
  const changes = plan.changes.map((change) => withDigest(change, spec, inspections))
  const { step } = plan
  if (step.kind !== 'create' || !request.preview) return { ...plan, changes, notices }
  // A preview has its tags from its creation on; its first version is 1 (docs/lightsail-facts.md §2.3).
  const tags = { ...step.tags, ...digestTags(spec, 1, { inspections, existing: step.tags }) }
  return { ...plan, changes, notices, step: { ...step, tags } }
}

/** Warns about a port that the image does not expose: otherwise minutes of health checks would pass first. */
function portNotices({ containers, publicEndpoint }: DeploymentSpec, inspections: Inspections): string[] {
  if (!publicEndpoint) return []
  const { containerName, containerPort } = publicEndpoint
  const image = Object.hasOwn(containers, containerName) ? containers[containerName]?.image : undefined
  const ports = image === undefined ? [] : (foundImage(inspections, image)?.exposedPorts ?? [])
  if (ports.length === 0 || ports.includes(containerPort)) return []
  const shown = ports.slice(0, 10).join(', ')
  return [
    `${image} exposes port ${shown}, but the public endpoint points to ${containerPort}: if the app listens on ${ports[0]}, set container-port: ${ports[0]}`,
  ]
}

/** Adds what the tag stands for to the line that names the image. */
function withDigest(change: Change, { containers }: DeploymentSpec, inspections: Inspections): Change {
  if (change.sign === '-') return change
  const named = Object.entries(containers).filter(
    ([name, { image }]) =>
      !isFixedImage(image) &&
      (change.subject === `${name} image` ? change.detail.endsWith(image) : change.subject === 'deployment'),
  )
  const digests = named.flatMap(([, { image }]) => {
    const found = foundImage(inspections, image)
    return found ? [shortDigest(found.digest)] : []
  })
  return digests.length === 0
    ? change
    : { ...change, detail: `${change.detail} (${[...new Set(digests)].join(', ')})` }
}
