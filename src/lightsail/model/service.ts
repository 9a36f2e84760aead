import type { DeploymentSpec } from './deployment.ts'

/** A container service and its deployments as they are, exact where the SDK's types are optional-everything. */

/** States are kept as text: a state that AWS adds later must not be mistaken for one we know. */
export interface Deployment {
  readonly version: number
  /** `ACTIVATING`, `ACTIVE`, `INACTIVE`, `FAILED`, or something new. */
  readonly state: string
  readonly spec: DeploymentSpec
  /** Milliseconds since the epoch, by Lightsail's clock. */
  readonly createdAt: number | undefined
}

/** A container service, as GetContainerServices returns it. */
export interface Service {
  readonly name: string
  readonly arn: string
  /** Milliseconds since the epoch, by Lightsail's clock. */
  readonly createdAt: number | undefined
  /** `PENDING`, `READY`, `RUNNING`, `UPDATING`, `DELETING`, `DISABLED`, `DEPLOYING`, or something new. */
  readonly state: string
  readonly detail: { readonly code: string; readonly message: string } | undefined
  readonly isDisabled: boolean
  readonly power: string
  readonly scale: number
  /** With a trailing slash; there from the creation on, whether anything serves there or not. */
  readonly url: string
  readonly tags: Readonly<Record<string, string>>
  /** Certificate to names; `_` stands for the domain of a CDN distribution. */
  readonly publicDomainNames: DomainNames
  readonly ecrRole: {
    readonly isActive: boolean
    /** Empty for minutes after the role was switched on. */
    readonly principalArn: string
  }
  readonly privateDomainName: string
  /** Empty at creation, filled late. */
  readonly principalArn: string
  /** What serves now. */
  readonly current: Deployment | undefined
  /** What is being activated. */
  readonly next: Deployment | undefined
}

/** What inputs patch: the deployment of the service, whatever its state, unless it never came up. */
export function baseForPatch({ current }: Service): Deployment | undefined {
  return current?.state === 'FAILED' ? undefined : current
}

/** What came up well last; it serves unless the service was stopped. */
export function lastActive({ current }: Service): Deployment | undefined {
  return current?.state === 'ACTIVE' ? current : undefined
}

/** What answers at the service now, if anything does. */
export function servingDeployment(service: Service): Deployment | undefined {
  const isStopped = service.isDisabled || service.state === 'DISABLED' || service.state === 'DELETING'
  return isStopped ? undefined : lastActive(service)
}

/** True if it is another service of the same name, made after the one of that ARN was deleted. */
export function isDifferentService({ arn }: Service, known: string): boolean {
  return arn !== '' && known !== '' && arn !== known
}

/** Domain names by certificate. */
export type DomainNames = Readonly<Record<string, readonly string[]>>

/** What a service is created with; `undefined` members are left out of the request. */
export interface NewService {
  readonly name: string
  readonly power: string
  readonly scale: number
  readonly deployment: DeploymentSpec | undefined
  readonly tags: Readonly<Record<string, string>>
  readonly publicDomainNames: DomainNames | undefined
  readonly ecrRole: boolean | undefined
}

/** An image stored in the service itself. */
export interface StoredImage {
  /** `:shop.app.7` */
  readonly name: string
  /** `sha256:…` */
  readonly digest: string
}

/** What one node of a power has: units of 1/1024 of a virtual CPU, and MiB. */
export interface PowerSize {
  readonly cpuUnits: number
  readonly memoryMib: number
}

/** USD per month and node, by power; from GetContainerServicePowers, never from a table of ours. */
export type Prices = Readonly<Record<string, number>>
