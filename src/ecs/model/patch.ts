import type { EnvironmentPatch } from '../../options/environment-variables.ts'
import type { ServiceMembers } from './service.ts'
import type { TaskDefinitionContent } from './task-definition.ts'

/** What the inputs and files say about the task definition; what they do not mention stays as it is. */
export interface TaskDefinitionPatch {
  /** A whole definition from `task-definition`: it replaces what runs. */
  readonly file?: { readonly content: TaskDefinitionContent; readonly tags: Readonly<Record<string, string>> }
  /** An existing revision by ARN, `family:revision` or `family`; excludes `file`. Used as it is, or as the base of what follows. */
  readonly named?: string
  /** `named` is from the service definition: no input of this run changes it. */
  readonly isNamedByService?: true
  /** The containers that the following are about; absent if there is only one. */
  readonly containerNames?: readonly string[]
  readonly image?: string
  /** Container to image. */
  readonly images?: Readonly<Record<string, string>>
  readonly command?: readonly string[]
  readonly environment?: EnvironmentPatch
  /** Name to `valueFrom`; merged. */
  readonly secrets?: Readonly<Record<string, string>>
  /** ARNs of S3 objects; they replace the list. */
  readonly environmentFiles?: readonly string[]
  readonly dockerLabels?: Readonly<Record<string, string>>
  readonly logDriver?: string
  readonly logOptions?: Readonly<Record<string, string>>
  readonly taskRoleArn?: string
  readonly executionRoleArn?: string
}

/** What the inputs and files say about the service beside its task definition. */
export interface ServicePatch {
  /**
   * Members of `service-definition`, without those that have a place of their own: `serviceName`, `cluster`, `taskDefinition`,
   * `desiredCount`, `tags`, `clientToken`.
   */
  readonly file?: ServiceMembers
  /** Of the input: sent whenever it differs. */
  readonly desiredCount?: number
  /** Of the file: the count of a new service only, so that auto scaling is not undone. */
  readonly firstCount?: number
  readonly launchType?: string
  readonly capacityProviderStrategy?: readonly CapacityProvider[]
  readonly subnets?: readonly string[]
  readonly securityGroups?: readonly string[]
  readonly assignPublicIp?: 'ENABLED' | 'DISABLED'
  readonly targetGroupArn?: string
  readonly containerPort?: number
  readonly circuitBreaker?: 'rollback' | 'enable' | 'off'
  readonly enableEcsManagedTags?: boolean
  readonly propagateTags?: string
  /** One entry of `volumeConfigurations`, in ECS's shape. */
  readonly volume?: { readonly name: string; readonly managedEBSVolume: ServiceMembers }
  /** Only these keys are touched. */
  readonly tags?: Readonly<Record<string, string>>
}

/** An entry of `capacityProviderStrategy`. */
export interface CapacityProvider {
  readonly capacityProvider: string
  readonly weight?: number
  readonly base?: number
}
