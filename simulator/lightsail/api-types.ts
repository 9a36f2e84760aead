/**
 * Shapes on the wire. Timestamps are epoch seconds; members without a value are absent, never null (docs/lightsail-facts.md §1.1).
 */

export const powerNames = ['nano', 'micro', 'small', 'medium', 'large', 'xlarge'] as const
export type PowerName = (typeof powerNames)[number]

export const protocolNames = ['HTTP', 'HTTPS', 'TCP', 'UDP'] as const
export type ProtocolName = (typeof protocolNames)[number]

export const certificateStatuses = [
  'PENDING_VALIDATION',
  'ISSUED',
  'INACTIVE',
  'EXPIRED',
  'VALIDATION_TIMED_OUT',
  'REVOKED',
  'FAILED',
] as const
export type CertificateStatus = (typeof certificateStatuses)[number]

export type ServiceState =
  | 'PENDING'
  | 'READY'
  | 'RUNNING'
  | 'UPDATING'
  | 'DELETING'
  | 'DISABLED'
  | 'DEPLOYING'

export type DetailCode =
  | 'CREATING_SYSTEM_RESOURCES'
  | 'CREATING_NETWORK_INFRASTRUCTURE'
  | 'PROVISIONING_CERTIFICATE'
  | 'PROVISIONING_SERVICE'
  | 'CREATING_DEPLOYMENT'
  | 'EVALUATING_HEALTH_CHECK'
  | 'ACTIVATING_DEPLOYMENT'
  | 'CERTIFICATE_LIMIT_EXCEEDED'
  | 'UNKNOWN_ERROR'

export type DeploymentState = 'ACTIVATING' | 'ACTIVE' | 'INACTIVE' | 'FAILED'

export interface Tag {
  readonly key: string
  readonly value?: string
}

export interface Container {
  readonly image: string
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly ports: Readonly<Record<string, ProtocolName>>
}

export interface HealthCheck {
  readonly healthyThreshold: number
  readonly unhealthyThreshold: number
  readonly timeoutSeconds: number
  readonly intervalSeconds: number
  readonly path: string
  readonly successCodes: string
}

export interface PublicEndpoint {
  readonly containerName: string
  readonly containerPort: number
  readonly healthCheck: HealthCheck
}

export type Containers = Readonly<Record<string, Container>>
export type PublicDomainNames = Readonly<Record<string, readonly string[]>>

export interface Deployment {
  readonly version: number
  readonly state: DeploymentState
  readonly containers: Containers
  readonly publicEndpoint?: PublicEndpoint
  readonly createdAt: number
}

export interface Location {
  readonly availabilityZone: string
  readonly regionName: string
}

export interface ContainerService {
  readonly containerServiceName: string
  readonly arn: string
  readonly createdAt: number
  readonly location: Location
  readonly resourceType: 'ContainerService'
  readonly tags: readonly Tag[]
  readonly power: PowerName
  readonly powerId: string
  readonly state: ServiceState
  readonly stateDetail?: { readonly code: DetailCode; readonly message?: string }
  readonly scale: number
  readonly currentDeployment?: Deployment
  readonly nextDeployment?: Deployment
  readonly isDisabled: boolean
  readonly principalArn: string
  readonly privateDomainName: string
  readonly publicDomainNames?: PublicDomainNames
  readonly url: string
  readonly privateRegistryAccess: {
    readonly ecrImagePullerRole: { readonly isActive: boolean; readonly principalArn: string }
  }
}

export interface Operation {
  readonly id: string
  readonly resourceName: string
  readonly resourceType: 'ContainerService' | 'Certificate'
  readonly createdAt: number
  readonly location: Location
  readonly isTerminal: boolean
  readonly operationType: string
  readonly status: 'Succeeded'
  readonly statusChangedAt: number
}

/** Epoch milliseconds as the whole epoch seconds of the wire. */
export function epochSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000)
}
