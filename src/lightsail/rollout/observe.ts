import { transientErrors } from '../../runtime/retry.ts'
import { secondLook } from '../../runtime/second-look.ts'
import { ServiceError } from '../../runtime/service-error.ts'
import type { LightsailApi } from '../api/lightsail-api.ts'
import type { ImagePusher } from '../images/push.ts'
import type { Request } from '../inputs/request-types.ts'
import { imagesOf, isStoredImage } from '../model/deployment.ts'
import { type Deployment, isDifferentService, type Prices } from '../model/service.ts'
import type { Observed } from '../plan/steps.ts'
import type { RolloutSnapshot } from './started.ts'
import { isSelfContained } from './status.ts'

/**
 * Reads what a request needs and no more: an existing service that gets a deployment costs one call. Prices and
 * certificates are read once in a run.
 */
export async function observeService(
  api: LightsailApi,
  request: Request,
  {
    previous,
    showsCost,
    pusher,
  }: { previous: Observed | undefined; showsCost: boolean; pusher: ImagePusher },
): Promise<Observed> {
  const { serviceName: name, mode } = request
  const [service, history, certificates] = await Promise.all([
    secondLook(previous?.service !== undefined, () => api.getService(name)),
    mode === 'rollback' ? api.getDeployments(name) : undefined,
    namesDomains(request) ? (previous?.certificates ?? api.getCertificates()) : undefined,
  ])
  const needsPrices =
    showsCost || isPriced(request) || (service === undefined && mode === 'deploy' && request.createService)
  const prices = previous?.prices ?? (needsPrices && !previous ? await readPrices(api, request) : undefined)
  const stock = mode === 'deploy' || mode === 'plan' ? await pusher.observe(service && name) : undefined
  const images = history && usesStoredImages(history) ? await api.getImages(name) : undefined
  return {
    at: api.serviceTime(),
    service,
    prices,
    ...(history && { history }),
    ...(images && { images }),
    ...(stock && { stock }),
    ...(certificates && { certificates }),
  }
}

/** Polls a deployment: one call, and a second one if the service alone does not show its state. */
export async function readSnapshot(
  api: LightsailApi,
  name: string,
  { version, arn }: { version: number; arn: string },
): Promise<RolloutSnapshot> {
  const service = await api.getService(name)
  if (service === undefined) return { kind: 'gone' }
  if (isDifferentService(service, arn)) return { kind: 'remade', service }
  if (isSelfContained(service, version)) return { kind: 'service', service, history: undefined }
  try {
    return { kind: 'service', service, history: await api.getDeployments(name) }
  } catch (failure) {
    // A newer version in its place is sufficient, even if it is not known how ours ended.
    if (failure instanceof ServiceError && (service.current?.version ?? 0) > version)
      return { kind: 'service', service, history: undefined }
    throw failure
  }
}

function namesDomains({ service: { publicDomainNames } }: Request): boolean {
  return Object.values(publicDomainNames ?? {}).some((names) => names.length > 0)
}

function isPriced({ mode, maxMonthlyCost, service: { power, scale } }: Request): boolean {
  return (
    mode === 'plan' ||
    mode === 'status' ||
    maxMonthlyCost !== undefined ||
    power !== undefined ||
    scale !== undefined
  )
}

function usesStoredImages(history: readonly Deployment[]): boolean {
  return history.some(({ spec }) => imagesOf(spec).some(isStoredImage))
}

/** The price is optional unless there is a cap: without permission to read it the deployment goes on. */
export async function readPrices(
  api: LightsailApi,
  { maxMonthlyCost }: Pick<Request, 'maxMonthlyCost'>,
): Promise<Prices | undefined> {
  try {
    return await api.getPrices()
  } catch (failure) {
    const isPassing = failure instanceof ServiceError && transientErrors.includes(failure.kind)
    if (failure instanceof ServiceError && !(isPassing && maxMonthlyCost !== undefined)) return undefined
    throw failure
  }
}
