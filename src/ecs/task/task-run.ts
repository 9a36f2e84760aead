import type { Plain } from '../../inputs/documents/records.ts'
import type { CapacityProvider } from '../model/patch.ts'
import type { ServiceMembers } from '../model/service.ts'

/** A task that is run before the deployment: what `run-task: true` and the inputs beside it say. */
export interface TaskRun {
  /** Nothing is deployed before it has ended with 0. */
  readonly waits: boolean
  readonly startedBy: string
  /** Only without a strategy. */
  readonly launchType: string
  readonly capacityProviderStrategy?: readonly CapacityProvider[]
  readonly subnets?: readonly string[]
  readonly securityGroups?: readonly string[]
  readonly assignPublicIp: 'ENABLED' | 'DISABLED'
  /** Values of `environment` are secret. */
  readonly overrides: readonly ContainerOverride[]
  readonly tags: readonly { readonly key: string; readonly value: string }[]
  /** One entry of `volumeConfigurations`, in ECS's shape. */
  readonly volume?: { readonly name: string; readonly managedEBSVolume: ServiceMembers }
}

/** What the task changes of a container, in ECS's shape. */
export interface ContainerOverride extends Plain {
  readonly name: string
  readonly command?: readonly string[]
  readonly environment?: readonly { readonly name: string; readonly value: string }[]
}
