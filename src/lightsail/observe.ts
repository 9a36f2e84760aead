import { Failure } from '../engine/failure.ts'
import type { Cloud } from './cloud.ts'
import { imagesOf, isStoredImage } from './deployment.ts'
import type { Pusher } from './images/push.ts'
import type { Request } from './inputs/request.ts'
import { type Snapshot, tellsOf } from './judge.ts'
import { type Deployment, isAnother, type Prices } from './service.ts'
import type { Observed } from './steps.ts'

/**
 * Reads what a request needs and no more: an existing service that gets a deployment costs one call. Prices and
 * certificates are read once in a run.
 */
export const observeService = async (
  cloud: Cloud,
  request: Request,
  { earlier, showsCost, pusher }: { earlier: Observed | undefined; showsCost: boolean; pusher: Pusher },
): Promise<Observed> => {
  const { serviceName: name, mode } = request
  const [service, history, certificates] = await Promise.all([
    cloud.getService(name),
    mode === 'rollback' ? cloud.getDeployments(name) : undefined,
    namesDomains(request) ? (earlier?.certificates ?? cloud.getCertificates()) : undefined,
  ])
  const needsPrices =
    showsCost || isPriced(request) || (service === undefined && mode === 'deploy' && request.createService)
  const prices = earlier?.prices ?? (needsPrices && !earlier ? await pricesOf(cloud, request) : undefined)
  const stock = mode === 'deploy' || mode === 'plan' ? await pusher.observe(service && name) : undefined
  const images = history && usesStoredImages(history) ? await cloud.getImages(name) : undefined
  return {
    at: cloud.serviceTime(),
    service,
    prices,
    ...(history && { history }),
    ...(images && { images }),
    ...(stock && { stock }),
    ...(certificates && { certificates }),
  }
}

/** One look at a deployment: one call, and a second one if the service alone does not tell how it stands. */
export const snapshotOf = async (
  cloud: Cloud,
  name: string,
  { version, arn }: { version: number; arn: string },
): Promise<Snapshot> => {
  const service = await cloud.getService(name)
  if (service === undefined) return { kind: 'gone' }
  if (isAnother(service, arn)) return { kind: 'remade', service }
  if (tellsOf(service, version)) return { kind: 'service', service, history: undefined }
  try {
    return { kind: 'service', service, history: await cloud.getDeployments(name) }
  } catch (failure) {
    // A newer version in ours' place says enough, even if nobody can tell how ours ended.
    if (failure instanceof Failure && (service.current?.version ?? 0) > version)
      return { kind: 'service', service, history: undefined }
    throw failure
  }
}

const namesDomains = ({ service: { publicDomainNames } }: Request): boolean =>
  Object.values(publicDomainNames ?? {}).some((names) => names.length > 0)

const isPriced = ({ mode, maxMonthlyCost, service: { power, scale } }: Request): boolean =>
  mode === 'plan' ||
  mode === 'status' ||
  maxMonthlyCost !== undefined ||
  power !== undefined ||
  scale !== undefined

const usesStoredImages = (history: readonly Deployment[]): boolean =>
  history.some(({ spec }) => imagesOf(spec).some(isStoredImage))

/** The price is a courtesy unless there is a cap; whoever may not read it still deploys. */
export const pricesOf = async (
  cloud: Cloud,
  { maxMonthlyCost }: Pick<Request, 'maxMonthlyCost'>,
): Promise<Prices | undefined> => {
  try {
    return await cloud.getPrices()
  } catch (failure) {
    const isPassing =
      failure instanceof Failure && (failure.kind === 'throttled' || failure.kind === 'unanswered')
    if (failure instanceof Failure && !(isPassing && maxMonthlyCost !== undefined)) return undefined
    throw failure
  }
}
