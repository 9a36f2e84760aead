import type { DeploymentConfiguration, LoadBalancer, Tag } from '../api-types.ts'

/** Members that CreateService and UpdateService share and that belong to a revision. */
export interface RevisionRequest {
  readonly taskDefinition?: string
  readonly capacityProviderStrategy?: readonly object[]
  readonly platformVersion?: string
  readonly networkConfiguration?: object
  readonly loadBalancers?: readonly LoadBalancer[]
  readonly serviceRegistries?: readonly object[]
  readonly serviceConnectConfiguration?: object
  readonly volumeConfigurations?: readonly object[]
  readonly vpcLatticeConfigurations?: readonly object[]
}

/** Members that both share and that start no rollout. */
export interface SettingsRequest {
  readonly desiredCount?: number
  readonly deploymentController?: { readonly type: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL' }
  readonly deploymentConfiguration?: DeploymentConfiguration
  readonly availabilityZoneRebalancing?: string
  readonly placementConstraints?: readonly object[]
  readonly placementStrategy?: readonly object[]
  readonly healthCheckGracePeriodSeconds?: number
  readonly enableExecuteCommand?: boolean
  readonly enableECSManagedTags?: boolean
  readonly propagateTags?: string
  readonly monitoring?: object
  readonly gatewayConnectors?: readonly object[]
}

export interface CreateServiceRequest extends RevisionRequest, SettingsRequest {
  readonly cluster?: string
  readonly serviceName: string
  readonly clientToken?: string
  readonly launchType?: string
  readonly role?: string
  readonly schedulingStrategy?: 'REPLICA' | 'DAEMON'
  readonly tags?: readonly Tag[]
}

export interface UpdateServiceRequest extends RevisionRequest, SettingsRequest {
  readonly cluster?: string
  readonly service: string
  readonly forceNewDeployment?: boolean
}
