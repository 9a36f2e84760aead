import type { LocalImages } from '../../images/local-images.ts'
import type { CredentialProvider, RegistryCredentials } from '../../images/registry/credentials.ts'
import type { Applied } from '../../rollout/contract/plan.ts'
import type { Clock } from '../../runtime/clock.ts'
import { ServiceError } from '../../runtime/service-error.ts'
import type { LightsailApi } from '../api/lightsail-api.ts'
import type { Request } from '../inputs/request-types.ts'
import { limits } from '../model/constraints.ts'
import type { PushStep } from '../plan/steps.ts'
import type { StartedDeployment } from '../rollout/started.ts'
import { localCandidates, parseImageSource } from './image-source.ts'
import { findStored, type ImageInventory, type ImagePush, pushKey } from './inventory.ts'
import { pruneImages } from './prune.ts'

/** Lightsail keeps every image of a service in this repository of a registry of its own (docs/lightsail-facts.md §3.1). */
const REPOSITORY = 'sr'

/** Free slots to make before a push, if images are pruned at all. */
const SPARE_SLOTS = 5

/** Pushes local images into the service; keeps for one run what it found and pushed. */
export interface ImagePusher {
  /** Local and stored images; `undefined` if no image can be local. */
  observe(service: string | undefined): Promise<ImageInventory | undefined>
  apply(step: PushStep, onProgress: (text: string) => void): Promise<Applied<StartedDeployment>>
  /** After a lost answer to a registration. */
  findAccepted(step: PushStep): Promise<Applied<StartedDeployment> | undefined>
}

/** Creates the pusher of one run; opens no engine and makes no call yet. */
export function createImagePusher({
  request,
  api,
  clock,
  openLocalImages,
  hide,
}: {
  request: Request
  api: LightsailApi
  clock: Clock
  openLocalImages(): Promise<LocalImages>
  /** Keeps a password out of everything that is shown. */
  hide(secret: string): void
}): ImagePusher {
  const candidates = localCandidates(request)
  const notices: string[] = []
  const local: Record<string, readonly string[]> = {}
  const pushed: Record<string, string> = {}
  /** Digests that are in the registry, but may not be registered yet. */
  const digests = new Map<string, string>()
  let looking: Promise<void> | undefined

  let opening: Promise<LocalImages> | undefined
  const open = () => {
    opening ??= openLocalImages()
    return opening
  }
  const logins = registryLogins(api, hide)

  const findLocalImages = async () => {
    const images = await open()
    for (const image of candidates) {
      const look = await images.look(image, parseImageSource(image))
      const isForced = request.push === 'true'
      if (look.kind === 'usable') {
        if (isForced || !look.isKnownToRegistry) local[image] = look.digests
      } else if (isForced) {
        throw imageNotFoundLocally(
          image,
          look.kind === 'absent' ? "the job's container engine does not have it" : look.why,
        )
      } else if (look.kind === 'no-answer') {
        // A runner without an engine has no local images.
        notices.push(`could not ask Docker whether ${image} was built in this job: ${look.why}`)
      }
    }
  }

  const pushOne = async (
    push: ImagePush,
    { step, onProgress }: { step: PushStep; onProgress(text: string): void },
  ) => {
    const { label, image } = push
    const key = pushKey(push)
    if (pushed[key] !== undefined) return
    const known = (digest: string) => findStored(step.stored, label, [digest])
    let digest = digests.get(key)
    if (digest === undefined) {
      const images = await open()
      const tag = `${clock.now()}-${clock.random().toString(36).slice(2)}`
      const isStored = (candidate: string) => known(candidate) !== undefined
      const options = { logins, repository: REPOSITORY, tag, isStored, onProgress }
      digest = await images.push(image, parseImageSource(image), options).catch((failure: unknown) => {
        throw toPushError(failure)
      })
      digests.set(key, digest)
    }
    const reused = known(digest)
    const name = reused ?? (await api.registerImage(step.name, label, digest))
    pushed[key] = name
    onProgress(`${image} is ${reused === undefined ? 'stored' : 'already stored'} as ${name}`)
  }

  const done: Applied<StartedDeployment> = {
    kind: 'configured',
    description: '',
    isLast: false,
    effect: 'images',
  }

  return {
    observe: async (service) => {
      if (candidates.length === 0) return undefined
      looking ??= findLocalImages()
      await looking
      const isAny = Object.keys(local).length > 0
      const stored = isAny && service !== undefined ? await api.getImages(service) : []
      return { local, stored, notices, pushed: { ...pushed } }
    },
    apply: async (planned, onProgress) => {
      const { keepImages: keep } = request
      let step = planned
      if (keep !== undefined && step.stored.length + step.pushes.length + SPARE_SLOTS > limits.images) {
        const labels = step.pushes.map(({ label }) => label)
        const mine = step.deployment ? [step.deployment] : []
        const gone = await pruneImages({ api, service: step.name, labels, keep, mine, onProgress })
        // A deleted image does not count as stored.
        step = { ...step, stored: step.stored.filter(({ name }) => !gone.includes(name)) }
      }
      // In parallel; all end before an error of one is thrown.
      const ends = await Promise.allSettled(step.pushes.map((push) => pushOne(push, { step, onProgress })))
      for (const end of ends) if (end.status === 'rejected') throw end.reason
      return done
    },
    findAccepted: async (step) => {
      const stored = await api.getImages(step.name)
      for (const push of step.pushes) {
        const digest = digests.get(pushKey(push))
        const name = digest && findStored(stored, push.label, [digest])
        if (name !== undefined) pushed[pushKey(push)] = name
      }
      return step.pushes.every((push) => pushed[pushKey(push)] !== undefined) ? done : undefined
    },
  }
}

/** One login for all pushes of a run, and the next one when it ended. */
function registryLogins(api: LightsailApi, hide: (secret: string) => void): CredentialProvider {
  let login: Promise<RegistryCredentials> | undefined
  const enter = async () => {
    try {
      const next = await api.registryLogin()
      hide(next.password)
      return next
    } catch (failure) {
      login = undefined
      throw failure
    }
  }
  const current = () => {
    login ??= enter()
    return login
  }
  return {
    current,
    renewed: async (expired) => {
      if ((await current()) === expired) login = undefined
      return await current()
    },
  }
}

function imageNotFoundLocally(image: string, why: string): ServiceError {
  return new ServiceError({
    kind: 'rejected',
    operation: 'push',
    reasonCode: 'image-not-found',
    message: `${image} cannot be pushed: ${why}`,
    fix: 'build or load it in this job before this step (docker/build-push-action: load: true), or name an archive that contains it',
    cause: undefined,
  })
}

/**
 * Maps registry errors to service errors. A push without reply is safe to repeat, so it is not `no-response`. A 403 is seen after
 * years without a push; an update without changes cures it (docs/lightsail-facts.md §3).
 */
function toPushError(failure: unknown): unknown {
  if (!(failure instanceof ServiceError)) return failure
  const isForbidden = failure.reasonCode === 'push-forbidden'
  const fix = isForbidden
    ? "if nothing was pushed for a long time, run aws lightsail update-container-service with the service's current power and scale, then run the job again"
    : failure.fix
  const isLost = failure.kind === 'no-response' || failure.kind === 'throttled'
  return failure.as({ fix, ...(isLost && { kind: 'rejected' }) })
}
