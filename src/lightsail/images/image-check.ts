import { parseImageReference } from '../../images/registry/image-reference.ts'
import type { ImageInspection } from '../../images/registry/inspect-image.ts'
import type { HttpClient } from '../../net/http.ts'
import { isLoopbackHost } from '../../net/loopback.ts'
import { refusePrivateAddress } from '../../net/private-address.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { LightsailApi } from '../api/lightsail-api.ts'
import type { Request } from '../inputs/request-types.ts'
import { imagesOf } from '../model/deployment.ts'
import { operationInProgress } from '../plan/preconditions.ts'
import type { Observed } from '../plan/steps.ts'
import type { StartedDeployment } from '../rollout/status.ts'
import type { LightsailTarget } from '../target-types.ts'
import { digestTags } from './digest-tags.ts'
import { isPrivateEcr } from './ecr.ts'
import { specToRun, withInspections } from './image-preflight.ts'
import { imageReferences } from './image-source.ts'

/** What a registry said is asked for anew after so long: a tag may move while we wait for our turn. Milliseconds. */
const FRESH_MS = 60_000

interface Means {
  readonly request: Request
  readonly api: Pick<LightsailApi, 'endpoint'>
  readonly http: HttpClient
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly userAgent: string
}

/**
 * The same target, which asks the registries for what is to run, beside its first read of the service. What they said is
 * in `Observed.inspections`, and becomes a part of the plan. `tagsFor` is what to remember of an accepted deployment;
 * `close` ends what nobody waits for any more.
 */
export const withImageCheck = (
  target: LightsailTarget,
  dependencies: Means,
): {
  target: LightsailTarget
  tagsFor(started: Pick<StartedDeployment, 'spec' | 'version' | 'service'>): Readonly<Record<string, string>>
  close(): void
} => {
  const { request, clock } = dependencies
  const deploys = request.mode === 'deploy' || request.mode === 'plan'
  if (!request.checkImage || !deploys) return { target, tagsFor: () => ({}), close: () => undefined }
  const asked = new Map<
    string,
    { readonly at: number; readonly answer: Promise<ImageInspection | undefined> }
  >()
  const closing = new AbortController()
  const signal = AbortSignal.any([dependencies.signal, closing.signal])
  let latest: Observed['inspections']

  const ask = (image: string): Promise<ImageInspection | undefined> => {
    const known = asked.get(image)
    if (known && clock.now() - known.at < FRESH_MS) return known.answer
    const answer = inspectionOf(image, { ...dependencies, signal })
    asked.set(image, { at: clock.now(), answer })
    return answer
  }

  return {
    target: {
      ...target,
      observe: async () => {
        // What fails is thrown where it is waited for.
        for (const image of imageReferences(request.deployment)) ask(image).catch(() => undefined)
        const observed = await target.observe()
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
    close: () => closing.abort(),
  }
}

/** An image of this machine goes into the service itself, whatever a registry has under its name. */
const isLocal = (image: string, { stock }: Observed): boolean =>
  stock !== undefined && Object.hasOwn(stock.local, image)

/**
 * `undefined` for an image that nobody is asked about: stored ones, those of private ECR, and all that the registry of an
 * emulator's user could not have. Loaded only by runs that ask.
 */
const inspectionOf = async (
  image: string,
  { api, ...access }: Means,
): Promise<ImageInspection | undefined> => {
  if (isPrivateEcr(image)) return undefined
  const reference = parseImageReference(image)
  if (!reference) return undefined
  const { isAws } = await api.endpoint()
  // Lightsail reaches no registry of this machine, and an emulator's images need not be anywhere else.
  if (isAws === isLoopbackHost(reference.registry)) return undefined
  const { checkImage } = await import('../../images/registry/check-image.ts')
  return await checkImage(reference, { ...access, checkAddress: refusePrivateAddress })
}
