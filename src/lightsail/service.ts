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

export interface Service {
  readonly name: string
  readonly arn: string
  /** `PENDING`, `READY`, `RUNNING`, `UPDATING`, `DELETING`, `DISABLED`, `DEPLOYING`, or something new. */
  readonly state: string
  readonly detail: { readonly code: string; readonly message: string } | undefined
  readonly isDisabled: boolean
  readonly power: string
  readonly scale: number
  /** With a trailing slash; there from the creation on, whether anything serves there or not. */
  readonly url: string
  readonly privateDomainName: string
  /** Empty at creation, filled late. */
  readonly principalArn: string
  /** What serves now. */
  readonly current: Deployment | undefined
  /** What is being activated. */
  readonly next: Deployment | undefined
}

export interface LogEvent {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly message: string
}
