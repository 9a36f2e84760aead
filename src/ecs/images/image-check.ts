import { type EcrAccess, ecrRegistry } from '../../aws/ecr.ts'
import { isForWindows } from '../../images/image-errors.ts'
import { createImageChecker } from '../../images/registry/image-checker.ts'
import {
  foundImage,
  type Inspections,
  missingImage,
  notCachedNotice,
  platformsText,
  shortDigest,
} from '../../images/registry/inspections.ts'
import type { Change, Plan } from '../../rollout/contract/plan.ts'
import { type Refusal, refuse } from '../../rollout/contract/refusal.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { EcsApi } from '../api/ecs-api.ts'
import type { Request } from '../inputs/request-types.ts'
import { isFixedImage, type TaskDefinitionContent } from '../model/task-definition.ts'
import { desiredRevision } from '../plan/desired/desired-revision.ts'
import type { Observed, Step } from '../plan/steps.ts'
import type { EcsTarget } from '../target-types.ts'

interface Means extends EcrAccess {
  readonly request: Request
  readonly api: Pick<EcsApi, 'endpoint'>
  readonly clock: Clock
  readonly signal: AbortSignal
}

/**
 * Checks the images that the inputs name at their registries, in parallel with the first read of the service. Tasks may have a
 * login of their own, so only certain failures refuse: a tag that is missing in a public repository, what is missing in ECR, and a
 * CPU that the image is not built for.
 */
export function withImageCheck(target: EcsTarget, means: Means): { target: EcsTarget; close(): void } {
  const { request, api } = means
  const images = namedImages(request)
  const deploys = ['deploy', 'plan', 'register'].includes(request.mode)
  if (!request.checkImage || !deploys || images.length === 0) return { target, close: () => undefined }
  const checker = createImageChecker({
    ...means,
    endpoint: api.endpoint,
    privateRegistry: ecrRegistry(means),
    isRefused: ({ kind }) => kind === 'not-found',
  })
  return {
    target: {
      ...target,
      observe: async (previous) => {
        for (const image of images) checker.ask(image).catch(() => undefined)
        const observed = await target.observe(previous)
        const answers = await Promise.all(
          images.map(async (image) => [image, await checker.ask(image)] as const),
        )
        const inspections: Inspections = new Map(
          answers.flatMap(([image, answer]) => (answer ? [[image, answer] as const] : [])),
        )
        return { ...observed, inspections }
      },
      plan: (observed) => withInspections(target.plan(observed), request, observed),
    },
    close: checker.close,
  }
}

/** The images that the inputs and the file name; what runs and is not mentioned is not checked, nor are images with a login. */
function namedImages({ taskDefinition: patch }: Request): string[] {
  const ofFile = (patch?.file?.content.containerDefinitions ?? []).filter(
    (container) => container['repositoryCredentials'] === undefined,
  )
  const all = [
    ...(patch?.image === undefined ? [] : [patch.image]),
    ...Object.values(patch?.images ?? {}),
    ...ofFile.map(({ image }) => image),
  ]
  return [...new Set(all)]
}

/** The content that is to be registered, by the next write or by one after it; nothing else can bring another image. */
function contentToCome(
  plan: Plan<Step>,
  request: Request,
  observed: Observed,
): TaskDefinitionContent | undefined {
  if (plan.kind === 'apply' && plan.step.kind === 'register') return plan.step.content
  const desired = desiredRevision(request, observed)
  return 'revision' in desired && desired.revision.kind === 'new' ? desired.revision.content : undefined
}

/** An image that cannot run is a refusal before anything is written; `mode: plan` reports it as a success. */
function withInspections(plan: Plan<Step>, request: Request, observed: Observed): Plan<Step> {
  const { inspections } = observed
  if (plan.kind !== 'apply' || !inspections) return plan
  // Also after the registration: a plan that reads otherwise would be printed again.
  const changes = plan.changes.map((change) => withDigest(change, inspections))
  const content = contentToCome(plan, request, observed)
  if (!content) return { ...plan, changes }
  const faults = content.containerDefinitions.flatMap(({ image, repositoryCredentials }) => {
    const fault = repositoryCredentials === undefined ? faultOf(image, content, inspections) : undefined
    return fault ? [fault] : []
  })
  const [fault] = faults
  if (fault && request.mode !== 'plan') return refuse(fault)
  return {
    ...plan,
    changes,
    notices: [
      ...plan.notices,
      ...faults.map(({ message }) => `a deployment would be refused: ${message}`),
      ...[...inspections].flatMap(([image, inspection]) => notCachedNotice(image, inspection)),
    ],
  }
}

function faultOf(
  image: string,
  { runtimePlatform }: TaskDefinitionContent,
  inspections: Inspections,
): Refusal | undefined {
  const inspection = inspections.get(image)
  if (inspection?.kind === 'not-found' && (inspection.missing === 'tag' || inspection.isLoggedIn))
    return missingImage(image, inspection)
  if (inspection?.kind !== 'found' || !inspection.isComplete) return undefined
  const wanted = runtimePlatform?.cpuArchitecture === 'ARM64' ? 'linux/arm64' : 'linux/amd64'
  const isWindows = runtimePlatform?.operatingSystemFamily?.startsWith('WINDOWS') === true
  const { platforms } = inspection
  if (isWindows || platforms.length === 0 || platforms.some((platform) => platform.startsWith(wanted)))
    return undefined
  return {
    reasonCode: 'wrong-architecture',
    message: `the image ${image} is built for ${platformsText(platforms)}, but the task definition asks for ${wanted}`,
    fix: `build it for that platform, or set runtimePlatform.${isForWindows(platforms) ? 'operatingSystemFamily' : 'cpuArchitecture'} in the task definition`,
  }
}

/** Adds what the tag stands for to the line that names the image. */
function withDigest(change: Change, inspections: Inspections): Change {
  const moving = [...inspections.keys()].find(
    (image) => change.sign !== '-' && !isFixedImage(image) && change.detail.endsWith(image),
  )
  const found = moving && foundImage(inspections, moving)
  return found ? { ...change, detail: `${change.detail} (${shortDigest(found.digest)})` } : change
}
