import type { DeploymentSpec } from '../model/deployment.ts'
import type { Deployment, Service } from '../model/service.ts'

/** Identifies a deployment. */
export interface DeploymentIdentity {
  readonly serviceName: string
  readonly version: number
  /** Its content, if known; the phase shows its health check. */
  readonly spec?: DeploymentSpec
}

/** The deployment that this run started. */
export interface StartedDeployment extends DeploymentIdentity {
  readonly spec: DeploymentSpec
  /** What served before, if anything. */
  readonly previous: Deployment | undefined
  /** True if this run created the service. */
  readonly created: boolean
  /** The service as the reply to our write showed it, or as it was found after a lost reply. */
  readonly service: Service
  /** When the deployment was made, by Lightsail's clock; milliseconds since the epoch. */
  readonly createdAt: number | undefined
  /** The version whose content was deployed once more; absent if the content is this run's own. */
  readonly copyOf?: number
  /** A deployment that somebody else started between our observation and our write: ours replaces it. */
  readonly displaced?: Deployment
}

/** One poll: the service, with its history if the service alone does not show the state of ours. */
export type RolloutSnapshot =
  | { readonly kind: 'gone' }
  /** Another service of the same name: ours was deleted. */
  | { readonly kind: 'remade'; readonly service: Service }
  | {
      readonly kind: 'service'
      readonly service: Service
      readonly history: readonly Deployment[] | undefined
    }
