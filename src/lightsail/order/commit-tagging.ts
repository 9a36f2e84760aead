import type { Applied, Displaced } from '../../rollout/contract/target.ts'
import { type RetryPolicy, retry, transientErrors } from '../../runtime/retry.ts'
import { ServiceError } from '../../runtime/service-error.ts'
import { tagKeys } from '../../source/resource-tags.ts'
import type { SourceControl } from '../../source/source-control.ts'
import type { LightsailApi } from '../api/lightsail-api.ts'
import type { Request } from '../inputs/request-types.ts'
import type { Deployment } from '../model/service.ts'
import type { StartedDeployment } from '../rollout/status.ts'
import type { LightsailTarget } from '../target-types.ts'
import { deploymentTags, failedTag, rememberTags } from './deployment-tags.ts'
import { findDisplacement } from './displacement.ts'
import { isSameContent } from './failed-versions.ts'

/**
 * Makes a target write into the service's tags what later runs need to know of its accepted deployment: the commit, the
 * digests of its images, and whether it failed its URL check. That takes no time of the run's, is beside what the run is about, and never fails it.
 */
export const withCommitTags = (
  target: LightsailTarget,
  {
    request,
    api,
    host,
    retries,
    digestTags,
  }: {
    request: Request
    api: LightsailApi
    host: SourceControl | undefined
    retries: RetryPolicy
    /** What is known of the images that this run deploys. */
    digestTags(started: StartedDeployment): Readonly<Record<string, string>>
  },
): { target: LightsailTarget; done(): Promise<readonly string[]> } => {
  const memory = rememberTags()
  const troubles: string[] = []
  /** One write after the other: each may be based on what the one before it wrote. */
  let writing: Promise<void> = Promise.resolve()
  let latest: StartedDeployment | undefined
  const displacements = new WeakMap<StartedDeployment, Promise<Displaced | undefined>>()

  const write = async (started: StartedDeployment, tags: Readonly<Record<string, string>>): Promise<void> => {
    if (Object.keys(tags).length === 0) return
    const { serviceName, service } = started
    const arn = service.arn === '' ? undefined : service.arn
    try {
      await retry(() => api.tagService(serviceName, tags, arn), transientErrors, retries)
    } catch (error) {
      const why = error instanceof ServiceError ? `${error.message}; ${error.fix}` : String(error)
      troubles.push(`${effectOf(started, tags, request)}: ${why}`)
    }
  }
  const then = (next: () => Promise<void>) => {
    writing = writing.then(next)
  }

  const remember = (applied: Applied<StartedDeployment> | undefined, isUndoing: boolean): void => {
    if (applied?.kind !== 'started') return
    const { started } = applied
    latest = started
    memory.see(started.service)
    // Our tags would hide whose commit ours went over.
    const displacement = findDisplacement(request, started, { api, host, retries, isUndoing })
    displacements.set(started, displacement)
    then(async () => {
      await displacement.catch(() => undefined)
      const tags = {
        ...deploymentTags(request, started, { memory, now: api.serviceTime() }),
        // What is put back is of another time. A preview has them from its creation on.
        ...(isUndoing || (request.preview && started.created) ? {} : digestTags(started)),
      }
      if (tagKeys.bad in tags) memory.written()
      await write(started, tags)
    })
  }

  /** What proved good now is not bad any more, under whichever number it failed before. */
  const clear = async (started: StartedDeployment): Promise<void> => {
    const bad = memory.bad()
    if (bad.length === 0) return
    const history = await historyOf(api, started.serviceName, retries)
    const failed = history.filter(({ version }) => bad.includes(version))
    const remove = failed
      .filter(({ spec }) => isSameContent(spec, started.spec))
      .map(({ version }) => version)
    if (remove.length === 0) return
    memory.setBad({ remove })
    await write(started, failedTag(started, memory))
    memory.written()
  }

  const withMemory = (one: LightsailTarget, isUndoing: boolean): LightsailTarget => ({
    ...one,
    observe: async () => {
      const observed = await one.observe()
      memory.see(observed.service)
      return observed
    },
    apply: async (steps, say) => {
      const applied = await one.apply(steps, say)
      remember(applied, isUndoing)
      return applied
    },
    find: async (steps) => {
      const applied = await one.find(steps)
      remember(applied, isUndoing)
      return applied
    },
    displaced: async (started) => await displacements.get(started),
    verified: (started, isGood) => {
      if (isGood) return then(() => clear(started))
      memory.setBad({ add: [started.version] })
    },
    undoing: async (started, what) => {
      const undoing = await one.undoing(started, what)
      return undoing.kind === 'nothing' ? undoing : { ...undoing, target: withMemory(undoing.target, true) }
    },
  })

  return {
    target: withMemory(target, false),
    done: async () => {
      await writing
      if (latest && memory.hasNews()) await write(latest, failedTag(latest, memory))
      return troubles
    },
  }
}

const historyOf = async (api: LightsailApi, name: string, retries: RetryPolicy): Promise<Deployment[]> => {
  try {
    return await retry(() => api.getDeployments(name), transientErrors, retries)
  } catch (failure) {
    if (failure instanceof ServiceError) return []
    throw failure
  }
}

/** What does not work because the tags could not be written. */
const effectOf = (
  { version, serviceName }: StartedDeployment,
  tags: Readonly<Record<string, string>>,
  { preview }: Request,
): string => {
  const expires = tagKeys.expires in tags ? ', and the preview expires as before' : ''
  if (tagKeys.commit in tags)
    return `version ${version} of ${serviceName} could not be tagged with its commit, so an older commit would not be refused${preview ? expires : ''}`
  if (tagKeys.bad in tags)
    return `the tags of ${serviceName} could not be written, so mode: rollback does not know which versions failed their URL check`
  if (expires !== '') return `the tags of ${serviceName} could not be written${expires}`
  return `version ${version} of ${serviceName} could not be tagged with the digests of its images, so the next run deploys them again, whether they moved or not`
}
