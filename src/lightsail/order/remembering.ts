import { Failure } from '../../engine/failure.ts'
import { passing, type Retries, retry } from '../../engine/retry.ts'
import type { Applied } from '../../engine/target.ts'
import type { Cloud } from '../cloud.ts'
import type { Request } from '../inputs/request.ts'
import type { Started } from '../judge.ts'
import { deployedMarks, markOf, marks } from '../marks.ts'
import { expiryMark } from '../preview/preview.ts'
import type { LightsailTarget } from '../target.ts'

/**
 * Makes a target write into the service's tags which commit its accepted deployment is from. That takes no time of the
 * run's, is beside what the run is about, and never fails it. What is put back after a failure is not from our commit.
 */
export const rememberingTarget = (
  target: LightsailTarget,
  { request, cloud, retries }: { request: Request; cloud: Cloud; retries: Retries },
): { target: LightsailTarget; done(): Promise<readonly string[]> } => {
  const writing: Promise<string | undefined>[] = []

  const remember = (applied: Applied<Started> | undefined): void => {
    if (applied?.kind !== 'started') return
    const tags = tagsFor(request, applied.started, cloud.serviceTime())
    if (!tags) return
    const { serviceName, version, service } = applied.started
    const arn = service.arn === '' ? undefined : service.arn
    const write = retry(() => cloud.tagService(serviceName, tags, arn), passing, retries)
    writing.push(
      write.then(
        () => undefined,
        (error: unknown) => {
          const why = error instanceof Failure ? `${error.message}; ${error.fix}` : String(error)
          const effect = `an older commit would not be refused${request.preview ? ', and the preview expires as before' : ''}`
          return `version ${version} of ${serviceName} could not be tagged with its commit, so ${effect}: ${why}`
        },
      ),
    )
  }

  return {
    target: {
      ...target,
      apply: async (steps, say) => {
        const applied = await target.apply(steps, say)
        remember(applied)
        return applied
      },
      find: async (steps) => {
        const applied = await target.find(steps)
        remember(applied)
        return applied
      },
    },
    done: async () => (await Promise.all(writing)).filter((text) => text !== undefined),
  }
}

/** A preview has its marks from its creation on. Who allows older commits on a service without marks gets none. */
const tagsFor = (
  { provenance, preview, allowOlderCommit, mode }: Request,
  { version, created, service }: Started,
  now: number,
): Readonly<Record<string, string>> | undefined => {
  if (!provenance || mode !== 'deploy') return undefined
  if (preview) {
    return created ? undefined : { ...deployedMarks(provenance, version), ...expiryMark(preview, now) }
  }
  const isMarked = markOf(service.tags, marks.commit) !== undefined
  return allowOlderCommit && !isMarked ? undefined : deployedMarks(provenance, version)
}
