import { Failure } from '../../engine/failure.ts'
import { passing, type Retries, retry } from '../../engine/retry.ts'
import type { Applied, Displaced } from '../../engine/target.ts'
import type { Cloud } from '../cloud.ts'
import type { CodeHost } from '../code-host.ts'
import type { Request } from '../inputs/request.ts'
import type { Started } from '../judge.ts'
import { marks } from '../marks.ts'
import type { Deployment } from '../service.ts'
import type { LightsailTarget } from '../target-types.ts'
import { isSameContent } from './bad-versions.ts'
import { badTag, deploymentTags, rememberTags } from './deployment-tags.ts'
import { displacementOf } from './displacement.ts'

/**
 * Makes a target write into the service's tags what later runs need to know of its accepted deployment: the commit, the
 * digests of its images, and whether it failed its URL check. That takes no time of the run's, is beside what the run is about, and never fails it.
 */
export const rememberingTarget = (
  target: LightsailTarget,
  {
    request,
    cloud,
    host,
    retries,
    digestTags,
  }: {
    request: Request
    cloud: Cloud
    host: CodeHost | undefined
    retries: Retries
    /** What is known of the images that this run deploys. */
    digestTags(started: Started): Readonly<Record<string, string>>
  },
): { target: LightsailTarget; done(): Promise<readonly string[]> } => {
  const memory = rememberTags()
  const troubles: string[] = []
  /** One write after the other: each may be based on what the one before it wrote. */
  let writing: Promise<void> = Promise.resolve()
  let latest: Started | undefined
  const displacements = new WeakMap<Started, Promise<Displaced | undefined>>()

  const write = async (started: Started, tags: Readonly<Record<string, string>>): Promise<void> => {
    if (Object.keys(tags).length === 0) return
    const { serviceName, service } = started
    const arn = service.arn === '' ? undefined : service.arn
    try {
      await retry(() => cloud.tagService(serviceName, tags, arn), passing, retries)
    } catch (error) {
      const why = error instanceof Failure ? `${error.message}; ${error.fix}` : String(error)
      troubles.push(`${effectOf(started, tags, request)}: ${why}`)
    }
  }
  const then = (next: () => Promise<void>) => {
    writing = writing.then(next)
  }

  const remember = (applied: Applied<Started> | undefined, isUndoing: boolean): void => {
    if (applied?.kind !== 'started') return
    const { started } = applied
    latest = started
    memory.see(started.service)
    // Our tags would hide whose commit ours went over.
    const displacement = displacementOf(request, started, { cloud, host, retries, isUndoing })
    displacements.set(started, displacement)
    then(async () => {
      await displacement.catch(() => undefined)
      const tags = {
        ...deploymentTags(request, started, { memory, now: cloud.serviceTime() }),
        // What is put back is of another time. A preview has them from its creation on.
        ...(isUndoing || (request.preview && started.created) ? {} : digestTags(started)),
      }
      if (marks.bad in tags) memory.written()
      await write(started, tags)
    })
  }

  /** What proved good now is not bad any more, under whichever number it failed before. */
  const clear = async (started: Started): Promise<void> => {
    const bad = memory.bad()
    if (bad.length === 0) return
    const history = await historyOf(cloud, started.serviceName, retries)
    const failed = history.filter(({ version }) => bad.includes(version))
    const remove = failed
      .filter(({ spec }) => isSameContent(spec, started.spec))
      .map(({ version }) => version)
    if (remove.length === 0) return
    memory.setBad({ remove })
    await write(started, badTag(started, memory))
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
      if (latest && memory.hasNews()) await write(latest, badTag(latest, memory))
      return troubles
    },
  }
}

const historyOf = async (cloud: Cloud, name: string, retries: Retries): Promise<Deployment[]> => {
  try {
    return await retry(() => cloud.getDeployments(name), passing, retries)
  } catch (failure) {
    if (failure instanceof Failure) return []
    throw failure
  }
}

/** What does not work because the tags could not be written. */
const effectOf = (
  { version, serviceName }: Started,
  tags: Readonly<Record<string, string>>,
  { preview }: Request,
): string => {
  const expires = marks.expires in tags ? ', and the preview expires as before' : ''
  if (marks.commit in tags)
    return `version ${version} of ${serviceName} could not be tagged with its commit, so an older commit would not be refused${preview ? expires : ''}`
  if (marks.bad in tags)
    return `the tags of ${serviceName} could not be written, so mode: rollback does not know which versions failed their URL check`
  if (expires !== '') return `the tags of ${serviceName} could not be written${expires}`
  return `version ${version} of ${serviceName} could not be tagged with the digests of its images, so the next run deploys them again, whether they moved or not`
}
