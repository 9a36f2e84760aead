import type { LightsailClientConfig } from '@aws-sdk/client-lightsail'
import type { ApiOptions } from '../../aws/client.ts'
import type { ServiceEndpoint } from '../../aws/endpoint.ts'
import type { LogEvent } from '../../diagnosis/log-lines.ts'
import type { RegistryCredentials } from '../../images/registry/credentials.ts'
import type { Certificate } from '../model/certificates.ts'
import type { DeploymentSpec } from '../model/deployment.ts'
import type { Deployment, NewService, PowerSize, Prices, Service, StoredImage } from '../model/service.ts'
import type { ServiceUpdate } from '../model/settings.ts'

/**
 * Lightsail's API, with exact types. Every function makes one call, without retries, and throws only `ServiceError`.
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
  /** What a node of each power has, by the same call. */
  getPowerSizes(): Promise<Readonly<Record<string, PowerSize>>>
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

export type LightsailApiOptions = ApiOptions<LightsailClientConfig>
