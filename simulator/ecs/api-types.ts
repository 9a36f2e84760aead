/** Shapes of the ECS API, as far as the simulator looks into them. Times on the wire are epoch seconds with milliseconds. */

export interface Tag {
  readonly key: string
  readonly value?: string
}

export interface KeyValue {
  readonly name?: string
  readonly value?: string
}

export interface ContainerDefinition {
  readonly name: string
  readonly image: string
  readonly essential?: boolean
  readonly command?: readonly string[]
  readonly environment?: readonly KeyValue[]
  readonly secrets?: readonly { readonly name: string; readonly valueFrom: string }[]
  readonly portMappings?: readonly {
    readonly containerPort?: number
    readonly hostPort?: number
    readonly protocol?: string
    readonly name?: string
  }[]
  readonly logConfiguration?: {
    readonly logDriver: string
    readonly options?: Readonly<Record<string, string>>
  }
  readonly entryPoint?: readonly string[]
  /** MiB */
  readonly memory?: number
  /** Times are seconds. */
  readonly healthCheck?: {
    readonly command: readonly string[]
    readonly interval?: number
    readonly timeout?: number
    readonly retries?: number
    readonly startPeriod?: number
  }
  readonly [member: string]: unknown
}

/** What RunTask changes of a container for this task. */
export interface ContainerOverride {
  readonly name?: string
  readonly command?: readonly string[]
  readonly environment?: readonly KeyValue[]
  readonly [member: string]: unknown
}

export interface TaskDefinitionContent {
  readonly family: string
  readonly containerDefinitions: readonly ContainerDefinition[]
  readonly networkMode?: string
  readonly requiresCompatibilities?: readonly string[]
  readonly cpu?: string
  readonly memory?: string
  readonly runtimePlatform?: {
    readonly cpuArchitecture?: string
    readonly operatingSystemFamily?: string
  }
  readonly [member: string]: unknown
}

export interface LoadBalancer {
  readonly targetGroupArn?: string
  readonly loadBalancerName?: string
  readonly containerName?: string
  readonly containerPort?: number
  readonly advancedConfiguration?: {
    readonly alternateTargetGroupArn?: string
    readonly productionListenerRule?: string
    readonly testListenerRule?: string
    readonly roleArn?: string
  }
}

export interface LifecycleHook {
  readonly targetType?: 'AWS_LAMBDA' | 'PAUSE'
  readonly hookTargetArn?: string
  readonly roleArn?: string
  readonly lifecycleStages?: readonly string[]
  readonly hookDetails?: unknown
  readonly timeoutConfiguration?: {
    readonly timeoutInMinutes?: number
    readonly action?: 'ROLLBACK' | 'CONTINUE'
  }
}

export interface DeploymentConfiguration {
  readonly strategy?: 'ROLLING' | 'BLUE_GREEN' | 'LINEAR' | 'CANARY'
  readonly bakeTimeInMinutes?: number
  readonly minimumHealthyPercent?: number
  readonly maximumPercent?: number
  readonly deploymentCircuitBreaker?: {
    readonly enable: boolean
    readonly rollback: boolean
    readonly resetOnHealthyTask?: boolean
    readonly thresholdConfiguration?: {
      readonly type?: 'BOUNDED_PERCENT' | 'UNBOUNDED_PERCENT' | 'COUNT'
      readonly value?: number
    }
  }
  readonly alarms?: {
    readonly alarmNames: readonly string[]
    readonly rollback: boolean
    readonly enable: boolean
  }
  readonly lifecycleHooks?: readonly LifecycleHook[]
  readonly linearConfiguration?: { readonly stepPercent?: number; readonly stepBakeTimeInMinutes?: number }
  readonly canaryConfiguration?: {
    readonly canaryPercent?: number
    readonly canaryBakeTimeInMinutes?: number
  }
  readonly earlySuccessCriteria?: {
    readonly enable?: boolean
    readonly healthyPercent?: number
    readonly sourceServiceRevisionCleanup?: 'BLOCKING' | 'DEFERRED'
  }
}

/** What a service revision holds: a change of any of it starts a rollout (docs/ecs-facts.md §1). */
export interface RevisionContent {
  /** ARN with revision; absent with the EXTERNAL controller. */
  readonly taskDefinition?: string
  readonly launchType?: string
  readonly capacityProviderStrategy?: readonly object[]
  readonly platformVersion?: string
  readonly networkConfiguration?: object
  readonly loadBalancers: readonly LoadBalancer[]
  readonly serviceRegistries: readonly object[]
  readonly serviceConnectConfiguration?: object
  readonly volumeConfigurations: readonly object[]
  readonly vpcLatticeConfigurations: readonly object[]
}

/** Epoch milliseconds as AWS JSON writes times. */
export function epochSeconds(milliseconds: number): number {
  return Math.round(milliseconds) / 1000
}
