import {
  CreateContainerServiceCommand,
  CreateContainerServiceDeploymentCommand,
  CreateContainerServiceRegistryLoginCommand,
  DeleteContainerImageCommand,
  DeleteContainerServiceCommand,
  GetCertificatesCommand,
  GetContainerImagesCommand,
  GetContainerLogCommand,
  GetContainerServiceDeploymentsCommand,
  GetContainerServicePowersCommand,
  GetContainerServicesCommand,
  LightsailClient,
  type LightsailClientConfig,
  RegisterContainerImageCommand,
  type ContainerService as SdkService,
  TagResourceCommand,
  UpdateContainerServiceCommand,
} from '@aws-sdk/client-lightsail'
import { watchCredentials } from '../../aws/credentials.ts'
import { endpointOf, type ServiceEndpoint } from '../../aws/endpoint.ts'
import type { LogEvent } from '../../diagnosis/log-lines.ts'
import type { RegistryCredentials } from '../../images/registry/credentials.ts'
import type { Clock } from '../../runtime/clock.ts'
import { ServiceError } from '../../runtime/service-error.ts'
import type { Certificate } from '../model/certificates.ts'
import type { DeploymentSpec } from '../model/deployment.ts'
import type { Deployment, DomainNames, NewService, Prices, Service, StoredImage } from '../model/service.ts'
import type { ServiceUpdate } from '../model/settings.ts'
import { toServiceError } from './errors.ts'
import { fromSdkCertificate, fromSdkDeployment, fromSdkService, toSdkDeployment } from './sdk-mapping.ts'

/**
 * Lightsail's API, with exact types. Every function makes one call, without retries, and throws only `Failure`.
 * The one user of the AWS SDK; it finds endpoint and credentials by the SDK's own rules.
 */
export interface LightsailApi {
  /** `undefined` if there is no such service. */
  getService(name: string): Promise<Service | undefined>
  /** All services of the Region, in one call: Lightsail does not page them. */
  listServices(): Promise<Service[]>
  /** Newest version first; at most 50 are kept. Empty if there is no such service. */
  getDeployments(name: string): Promise<Deployment[]>
  createService(input: NewService): Promise<Service>
  createDeployment(name: string, deployment: DeploymentSpec): Promise<Service>
  /** One call for all that differs. */
  updateService(name: string, update: ServiceUpdate): Promise<Service>
  /** With `arn` only that very service, not a later one of its name. */
  tagService(name: string, tags: Readonly<Record<string, string>>, arn?: string): Promise<void>
  deleteService(name: string): Promise<void>
  /** USD per month and node of every power that can be chosen. */
  getPrices(): Promise<Prices>
  /** All certificates of the account in this Region. */
  getCertificates(): Promise<Certificate[]>
  /** The images stored in the service, newest first. */
  getImages(name: string): Promise<StoredImage[]>
  /** Makes a pushed image usable, and gives its name, such as `:shop.app.7`. */
  registerImage(name: string, label: string, digest: string): Promise<string>
  deleteImage(name: string, image: string): Promise<void>
  /** Good for 12 hours and for every service of the account in this Region. */
  registryLogin(): Promise<RegistryCredentials>
  /**
   * One page of a container's log, oldest line first, from `since` on (milliseconds since the epoch); with `filter` only
   * the lines that match it.
   */
  getLog(input: {
    service: string
    container: string
    since: number
    filter?: string
    page: string | undefined
  }): Promise<{ events: LogEvent[]; nextPage: string | undefined }>
  /** When the newest answer was given, by Lightsail's clock; before the first the runner's time. Epoch milliseconds. */
  serviceTime(): number
  /** Where the calls go; known as soon as the first one is under way. */
  endpoint(): Promise<ServiceEndpoint>
  close(): void
}

/** A log that takes longer must not keep us from looking how the deployment stands. */
const LOG_ANSWER_MS = 5_000
/** A cancelled job is killed 10 s after the first word of it: the answer to a write gets half of that. */
const WRITE_GRACE_MS = 5_000

export const createLightsailApi = ({
  settings,
  clock,
  signal,
  clean,
  keep = () => undefined,
}: {
  /** Of the SDK's client. */
  settings: LightsailClientConfig
  clock: Pick<Clock, 'alarm' | 'now'>
  /** Ends reads at once, and writes some seconds later. */
  signal: AbortSignal
  /** Removes secrets and control characters from text that AWS sends. */
  clean(text: string): string
  /** Hears the credentials that requests are signed with. */
  keep?: (secrets: readonly string[]) => void
}): LightsailApi => {
  const client = new LightsailClient(settings)
  let answeredAt: number | undefined
  client.middlewareStack.add(
    (next) => async (call) => {
      const answer = await next(call)
      answeredAt = dateOf(answer.response) ?? answeredAt
      return answer
    },
    { step: 'deserialize', priority: 'low' },
  )
  const endpoint = new Promise<ServiceEndpoint>((resolve) => {
    client.middlewareStack.add(
      (next) => (call) => {
        resolve(endpointOf(call.request))
        return next(call)
      },
      { step: 'build' },
    )
  })
  const naming = async <Answer>(operation: string, call: Promise<Answer>): Promise<Answer> => {
    try {
      return await call
    } catch (error) {
      throw toServiceError(operation, error, clean)
    }
  }
  const reading = { abortSignal: signal }
  const writing = { abortSignal: afterGrace(signal, clock) }
  watchCredentials(client, { onFound: keep, signal: writing.abortSignal })

  const services = async (input: { serviceName?: string }): Promise<Service[]> => {
    const call = client.send(new GetContainerServicesCommand(input), reading)
    const { containerServices } = await naming('GetContainerServices', call)
    if (!containerServices) throw unreadable('GetContainerServices')
    return containerServices.map(fromSdkService)
  }

  return {
    getService: async (serviceName) => {
      const found = await ignoreNotFound(services({ serviceName }))
      return found?.find(({ name }) => name === serviceName)
    },
    listServices: () => services({}),
    getDeployments: async (name) => {
      const call = client.send(new GetContainerServiceDeploymentsCommand({ serviceName: name }), reading)
      const answer = await ignoreNotFound(naming('GetContainerServiceDeployments', call))
      const deployments = (answer?.deployments ?? []).flatMap((sdk) => fromSdkDeployment(sdk) ?? [])
      return deployments.sort((a, b) => b.version - a.version)
    },
    createService: async ({ name, power, scale, deployment, tags, publicDomainNames, ecrRole }) => {
      const operation = 'CreateContainerService'
      const command = new CreateContainerServiceCommand({
        serviceName: name,
        power: power as never,
        scale,
        ...(deployment && { deployment: toSdkDeployment(deployment) }),
        ...(Object.keys(tags).length > 0 && { tags: tagList(tags) }),
        ...(publicDomainNames && { publicDomainNames: mutable(publicDomainNames) }),
        ...(ecrRole !== undefined && {
          privateRegistryAccess: { ecrImagePullerRole: { isActive: ecrRole } },
        }),
      })
      return answered(operation, await naming(operation, client.send(command, writing)))
    },
    updateService: async (name, { power, scale, disabled, publicDomainNames, ecrRole }) => {
      const operation = 'UpdateContainerService'
      const command = new UpdateContainerServiceCommand({
        serviceName: name,
        ...(power !== undefined && { power: power as never }),
        ...(scale !== undefined && { scale }),
        ...(disabled !== undefined && { isDisabled: disabled }),
        ...(publicDomainNames && { publicDomainNames: mutable(publicDomainNames) }),
        ...(ecrRole !== undefined && {
          privateRegistryAccess: { ecrImagePullerRole: { isActive: ecrRole } },
        }),
      })
      return answered(operation, await naming(operation, client.send(command, writing)))
    },
    tagService: async (name, tags, arn) => {
      const command = new TagResourceCommand({ resourceName: name, resourceArn: arn, tags: tagList(tags) })
      await naming('TagResource', client.send(command, writing))
    },
    deleteService: async (name) => {
      await naming(
        'DeleteContainerService',
        client.send(new DeleteContainerServiceCommand({ serviceName: name }), writing),
      )
    },
    getPrices: async () => {
      const call = client.send(new GetContainerServicePowersCommand({}), reading)
      const { powers } = await naming('GetContainerServicePowers', call)
      const active = (powers ?? []).filter(({ isActive }) => isActive !== false)
      return Object.fromEntries(active.map(({ name, price }) => [name ?? '', price ?? Number.NaN]))
    },
    getCertificates: async () => {
      const certificates: Certificate[] = []
      let pageToken: string | undefined
      do {
        const input = { includeCertificateDetails: true, ...(pageToken !== undefined && { pageToken }) }
        const page = await naming('GetCertificates', client.send(new GetCertificatesCommand(input), reading))
        certificates.push(...(page.certificates ?? []).map(fromSdkCertificate))
        pageToken = page.nextPageToken
      } while (pageToken !== undefined)
      return certificates
    },
    getImages: async (name) => {
      const call = client.send(new GetContainerImagesCommand({ serviceName: name }), reading)
      const { containerImages } = await naming('GetContainerImages', call)
      return (containerImages ?? [])
        .toSorted((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0))
        .map(({ image, digest }) => ({ name: image ?? '', digest: digest ?? '' }))
    },
    registerImage: async (name, label, digest) => {
      const operation = 'RegisterContainerImage'
      const command = new RegisterContainerImageCommand({ serviceName: name, label, digest })
      const { containerImage } = await naming(operation, client.send(command, writing))
      if (containerImage?.image === undefined) throw unreadable(operation)
      return containerImage.image
    },
    deleteImage: async (name, image) => {
      const command = new DeleteContainerImageCommand({ serviceName: name, image })
      await naming('DeleteContainerImage', client.send(command, writing))
    },
    registryLogin: async () => {
      const operation = 'CreateContainerServiceRegistryLogin'
      const call = client.send(new CreateContainerServiceRegistryLoginCommand({}), reading)
      const { registry, username, password } = (await naming(operation, call)).registryLogin ?? {}
      if (registry === undefined || username === undefined || password === undefined)
        throw unreadable(operation)
      return { address: registry, username, password }
    },
    createDeployment: async (name, deployment) => {
      const operation = 'CreateContainerServiceDeployment'
      const command = new CreateContainerServiceDeploymentCommand({
        serviceName: name,
        ...toSdkDeployment(deployment),
      })
      return answered(operation, await naming(operation, client.send(command, writing)))
    },
    getLog: async ({ service, container, since, filter, page }) => {
      const command = new GetContainerLogCommand({
        serviceName: service,
        containerName: container,
        startTime: new Date(since),
        ...(filter !== undefined && { filterPattern: filter }),
        ...(page !== undefined && { pageToken: page }),
      })
      const { logEvents, nextPageToken } = await naming(
        'GetContainerLog',
        client.send(command, { ...reading, requestTimeout: LOG_ANSWER_MS }),
      )
      return {
        events: (logEvents ?? []).map(({ createdAt, message }) => ({
          at: createdAt?.getTime() ?? 0,
          message: message ?? '',
        })),
        nextPage: nextPageToken,
      }
    },
    endpoint: () => endpoint,
    serviceTime: () => answeredAt ?? clock.now(),
    close: () => client.destroy(),
  }
}

/** The time that an HTTP answer says it was given at: the runner's own clock may be minutes off. */
const dateOf = (response: unknown): number | undefined => {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return undefined
  const { headers } = response
  if (typeof headers !== 'object' || headers === null || !('date' in headers)) return undefined
  const at = Date.parse(String(headers.date))
  return Number.isNaN(at) ? undefined : at
}

/** Aborts some seconds after `signal`: a write that is under way may still be answered. */
const afterGrace = (signal: AbortSignal, clock: Pick<Clock, 'alarm'>): AbortSignal => {
  const controller = new AbortController()
  const onAbort = () => {
    clock.alarm(WRITE_GRACE_MS).addEventListener('abort', () => controller.abort())
  }
  signal.addEventListener('abort', onAbort, { once: true })
  return controller.signal
}

/** `undefined` instead of the failure that the thing asked for is not there. */
export const ignoreNotFound = async <Answer>(call: Promise<Answer>): Promise<Answer | undefined> => {
  try {
    return await call
  } catch (failure) {
    if (failure instanceof ServiceError && failure.kind === 'absent') return undefined
    throw failure
  }
}

const answered = (
  operation: string,
  { containerService }: { containerService?: SdkService | undefined },
): Service => {
  if (containerService) return fromSdkService(containerService)
  throw unreadable(operation)
}

/** An answer without what was asked for is none: it must not be taken for "there is no such service". */
const unreadable = (operation: string): ServiceError =>
  toServiceError(operation, { name: 'TypeError' }, (text) => text)

const tagList = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([key, value]) => ({ key, value }))

const mutable = (domains: DomainNames): Record<string, string[]> =>
  Object.fromEntries(Object.entries(domains).map(([certificate, names]) => [certificate, [...names]]))
