import { type EcrAccess, ecrRegistry } from '../../aws/ecr.ts'
import { createImageChecker } from '../../images/registry/image-checker.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { LightsailApi } from '../api/lightsail-api.ts'
import type { Request } from '../inputs/request-types.ts'
import { imagesOf } from '../model/deployment.ts'
import { operationInProgress } from '../plan/preconditions.ts'
import type { Observed } from '../plan/steps.ts'
import type { StartedDeployment } from '../rollout/started.ts'
import type { LightsailTarget } from '../target-types.ts'
import { digestTags } from './digest-tags.ts'
import { specToRun, withInspections } from './image-preflight.ts'
import { imageReferences } from './image-source.ts'

interface ImageCheckDependencies extends EcrAccess {
  readonly request: Request
  readonly api: Pick<LightsailApi, 'endpoint'>
  readonly clock: Clock
  readonly signal: AbortSignal
}

/**
 * Checks the images at their registries, in parallel with the first read of the service. The replies are in `Observed.inspections`,
 * and become part of the plan. `tagsFor` returns what to record of an accepted deployment; `close` aborts checks that are not
 * needed any more.
 */
export function withImageCheck(
  target: LightsailTarget,
  dependencies: ImageCheckDependencies,
): {
  target: LightsailTarget
  tagsFor(started: Pick<StartedDeployment, 'spec' | 'version' | 'service'>): Readonly<Record<string, string>>
  close(): void
} {
  const { request, api } = dependencies
  const deploys = request.mode === 'deploy' || request.mode === 'plan'
  if (!request.checkImage || !deploys) return { target, tagsFor: () => ({}), close: () => undefined }
  const { ask, close } = createImageChecker({
    ...dependencies,
    endpoint: api.endpoint,
    privateRegistry: ecrRegistry(dependencies),
  })
  let latest: Observed['inspections']

  return {
    target: {
      ...target,
      observe: async (previous) => {
        // Errors are thrown where the check is awaited.
        for (const image of imageReferences(request.deployment)) ask(image).catch(() => undefined)
        const observed = await target.observe(previous)
        if (observed.service && operationInProgress(observed.service) && request.mode !== 'plan')
          return observed
        const spec = specToRun(request, observed, target.plan(observed))
        const images = spec ? imagesOf(spec).filter((image) => !isLocal(image, observed)) : []
        const answers = await Promise.all(images.map(async (image) => [image, await ask(image)] as const))
        const inspections = new Map(
          answers.flatMap(([image, answer]) => (answer ? [[image, answer] as const] : [])),
        )
        latest = inspections
        return { ...observed, inspections }
      },
      plan: (observed) => withInspections(target.plan(observed), request, observed),
    },
    tagsFor: ({ spec, version, service }) =>
      digestTags(spec, version, { inspections: latest, existing: service.tags }),
    close,
  }
}

/** An image of this machine goes into the service itself, whatever a registry has under its name. */
function isLocal(image: string, { stock }: Observed): boolean {
  return stock !== undefined && Object.hasOwn(stock.local, image)
}
