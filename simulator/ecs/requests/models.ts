/** Generated out of the schemas of @aws-sdk/client-ecs by scripts/docs.js: what it means stands in wire/request-check.ts. */
export const requestModels = {
  AdvancedConfiguration: 'alternateTargetGroupArn productionListenerRule testListenerRule roleArn',
  AwsVpcConfiguration: 'subnets!:[] securityGroups:[] assignPublicIp',
  CanaryConfiguration: 'canaryPercent:integer canaryBakeTimeInMinutes:integer',
  CapacityProviderStrategyItem: 'capacityProvider! weight:integer base:integer',
  ClusterConfiguration:
    'executeCommandConfiguration:ExecuteCommandConfiguration managedStorageConfiguration:ManagedStorageConfiguration',
  ClusterServiceConnectDefaultsRequest: 'namespace!',
  ClusterSetting: 'name value',
  ContainerDefinition:
    'name image repositoryCredentials:RepositoryCredentials cpu:integer memory:integer memoryReservation:integer links:[] portMappings:[PortMapping] essential:boolean restartPolicy:ContainerRestartPolicy entryPoint:[] command:[] environment:[KeyValuePair] environmentFiles:[EnvironmentFile] mountPoints:[MountPoint] volumesFrom:[VolumeFrom] linuxParameters:LinuxParameters secrets:[Secret] dependsOn:[ContainerDependency] startTimeout:integer stopTimeout:integer versionConsistency hostname user workingDirectory disableNetworking:boolean privileged:boolean readonlyRootFilesystem:boolean dnsServers:[] dnsSearchDomains:[] extraHosts:[HostEntry] dockerSecurityOptions:[] interactive:boolean pseudoTerminal:boolean dockerLabels:{} ulimits:[Ulimit] logConfiguration:LogConfiguration healthCheck:HealthCheck systemControls:[SystemControl] resourceRequirements:[ResourceRequirement] firelensConfiguration:FirelensConfiguration credentialSpecs:[]',
  ContainerDependency: 'containerName! condition!',
  ContainerOverride:
    'name command:[] environment:[KeyValuePair] environmentFiles:[EnvironmentFile] cpu:integer memory:integer memoryReservation:integer resourceRequirements:[ResourceRequirement]',
  ContainerRestartPolicy: 'enabled!:boolean ignoredExitCodes:[integer] restartAttemptPeriod:integer',
  ContinueServiceDeploymentRequest: 'serviceDeploymentArn! hookId! action',
  CreateClusterRequest:
    'clusterName tags:[Tag] settings:[ClusterSetting] configuration:ClusterConfiguration capacityProviders:[] defaultCapacityProviderStrategy:[CapacityProviderStrategyItem] serviceConnectDefaults:ClusterServiceConnectDefaultsRequest',
  CreateServiceRequest:
    'serviceName! cluster taskDefinition availabilityZoneRebalancing loadBalancers:[LoadBalancer] serviceRegistries:[ServiceRegistry] desiredCount:integer clientToken launchType capacityProviderStrategy:[CapacityProviderStrategyItem] platformVersion role deploymentConfiguration:DeploymentConfiguration placementConstraints:[PlacementConstraint] placementStrategy:[PlacementStrategy] networkConfiguration:NetworkConfiguration healthCheckGracePeriodSeconds:integer schedulingStrategy deploymentController:DeploymentController tags:[Tag] enableECSManagedTags:boolean propagateTags enableExecuteCommand:boolean serviceConnectConfiguration:ServiceConnectConfiguration volumeConfigurations:[ServiceVolumeConfiguration] vpcLatticeConfigurations:[VpcLatticeConfiguration] gatewayConnectors:[GatewayConnector] monitoring:MonitoringConfiguration',
  CreatedAt: 'before:time after:time',
  DeleteServiceRequest: 'service! cluster force:boolean',
  DeploymentAlarms: 'alarmNames!:[] rollback!:boolean enable!:boolean',
  DeploymentCircuitBreaker:
    'enable!:boolean rollback!:boolean resetOnHealthyTask:boolean thresholdConfiguration:ThresholdConfiguration',
  DeploymentConfiguration:
    'deploymentCircuitBreaker:DeploymentCircuitBreaker maximumPercent:integer minimumHealthyPercent:integer alarms:DeploymentAlarms strategy bakeTimeInMinutes:integer lifecycleHooks:[DeploymentLifecycleHook] linearConfiguration:LinearConfiguration canaryConfiguration:CanaryConfiguration earlySuccessCriteria:DeploymentEarlySuccessCriteria',
  DeploymentController: 'type!',
  DeploymentEarlySuccessCriteria: 'enable!:boolean healthyPercent:integer sourceServiceRevisionCleanup',
  DeploymentLifecycleHook:
    'targetType hookTargetArn roleArn lifecycleStages:[] hookDetails:any timeoutConfiguration:DeploymentLifecycleHookTimeoutConfiguration',
  DeploymentLifecycleHookTimeoutConfiguration: 'timeoutInMinutes:integer action',
  DeregisterTaskDefinitionRequest: 'taskDefinition!',
  DescribeClustersRequest: 'clusters:[] include:[]',
  DescribeServiceDeploymentsRequest: 'serviceDeploymentArns!:[]',
  DescribeServiceRevisionsRequest: 'serviceRevisionArns!:[]',
  DescribeServicesRequest: 'services!:[] cluster include:[]',
  DescribeTaskDefinitionRequest: 'taskDefinition! include:[]',
  DescribeTasksRequest: 'tasks!:[] cluster include:[]',
  Device: 'hostPath! containerPath permissions:[]',
  DockerVolumeConfiguration: 'scope autoprovision:boolean driver driverOpts:{} labels:{}',
  EBSTagSpecification: 'resourceType! tags:[Tag] propagateTags',
  EFSAuthorizationConfig: 'accessPointId iam',
  EFSVolumeConfiguration:
    'fileSystemId! rootDirectory transitEncryption transitEncryptionPort:integer authorizationConfig:EFSAuthorizationConfig',
  EnvironmentFile: 'value! type!',
  EphemeralStorage: 'sizeInGiB!:integer',
  ExecuteCommandConfiguration: 'kmsKeyId logging logConfiguration:ExecuteCommandLogConfiguration',
  ExecuteCommandLogConfiguration:
    'cloudWatchLogGroupName cloudWatchEncryptionEnabled:boolean s3BucketName s3EncryptionEnabled:boolean s3KeyPrefix',
  FSxWindowsFileServerAuthorizationConfig: 'credentialsParameter! domain!',
  FSxWindowsFileServerVolumeConfiguration:
    'fileSystemId! rootDirectory! authorizationConfig!:FSxWindowsFileServerAuthorizationConfig',
  FirelensConfiguration: 'type! options:{}',
  GatewayConnector: 'portName! healthCheck:GatewayConnectorHealthCheck filters:GatewayConnectorFilters',
  GatewayConnectorFilters: 'accessTypes:[]',
  GatewayConnectorHealthCheck:
    'healthCheckProtocol healthCheckPort:integer healthCheckPath healthCheckTimeoutSeconds:integer healthCheckIntervalSeconds:integer healthyThresholdCount:integer unhealthyThresholdCount:integer matcher:GatewayConnectorHealthCheckMatcher',
  GatewayConnectorHealthCheckMatcher: 'httpCode grpcCode',
  HealthCheck: 'command!:[] interval:integer timeout:integer retries:integer startPeriod:integer',
  HostEntry: 'hostname! ipAddress!',
  HostVolumeProperties: 'sourcePath',
  InferenceAccelerator: 'deviceName! deviceType!',
  InferenceAcceleratorOverride: 'deviceName deviceType',
  KernelCapabilities: 'add:[] drop:[]',
  KeyValuePair: 'name value',
  LinearConfiguration: 'stepPercent:integer stepBakeTimeInMinutes:integer',
  LinuxParameters:
    'capabilities:KernelCapabilities devices:[Device] initProcessEnabled:boolean sharedMemorySize:integer tmpfs:[Tmpfs] maxSwap:integer swappiness:integer',
  ListServiceDeploymentsRequest:
    'service! cluster status:[] createdAt:CreatedAt nextToken maxResults:integer',
  ListServicesRequest:
    'cluster nextToken maxResults:integer launchType schedulingStrategy resourceManagementType',
  ListTagsForResourceRequest: 'resourceArn!',
  ListTaskDefinitionsRequest: 'familyPrefix status sort nextToken maxResults:integer',
  ListTasksRequest:
    'cluster containerInstance family nextToken maxResults:integer startedBy serviceName desiredStatus launchType daemonName',
  LoadBalancer:
    'targetGroupArn loadBalancerName containerName containerPort:integer advancedConfiguration:AdvancedConfiguration',
  LogConfiguration: 'logDriver! options:{} secretOptions:[Secret]',
  ManagedStorageConfiguration: 'kmsKeyId fargateEphemeralStorageKmsKeyId',
  MetricConfiguration: 'metricNames!:[] resolutionSeconds!:integer',
  MonitoringConfiguration: 'metricConfigurations:[MetricConfiguration]',
  MountPoint: 'sourceVolume containerPath readOnly:boolean',
  NetworkConfiguration: 'awsvpcConfiguration:AwsVpcConfiguration',
  NvidiaMpsAllocation: 'memory!:integer maxComputePercent:integer',
  PlacementConstraint: 'type expression',
  PlacementStrategy: 'type field',
  PortMapping: 'containerPort:integer hostPort:integer protocol name appProtocol containerPortRange',
  ProxyConfiguration: 'containerName! type properties:[KeyValuePair]',
  RegisterTaskDefinitionRequest:
    'family! containerDefinitions!:[ContainerDefinition] taskRoleArn executionRoleArn networkMode volumes:[Volume] placementConstraints:[TaskDefinitionPlacementConstraint] requiresCompatibilities:[] cpu memory tags:[Tag] pidMode ipcMode proxyConfiguration:ProxyConfiguration inferenceAccelerators:[InferenceAccelerator] ephemeralStorage:EphemeralStorage runtimePlatform:RuntimePlatform enableFaultInjection:boolean',
  RepositoryCredentials: 'credentialsParameter!',
  ResourceRequirement: 'type! value sharingStrategy:SharingStrategy',
  RunTaskRequest:
    'taskDefinition! capacityProviderStrategy:[CapacityProviderStrategyItem] cluster count:integer enableECSManagedTags:boolean enableExecuteCommand:boolean group launchType networkConfiguration:NetworkConfiguration overrides:TaskOverride placementConstraints:[PlacementConstraint] placementStrategy:[PlacementStrategy] platformVersion propagateTags referenceId startedBy tags:[Tag] clientToken volumeConfigurations:[TaskVolumeConfiguration]',
  RuntimePlatform: 'cpuArchitecture operatingSystemFamily',
  S3FilesVolumeConfiguration: 'fileSystemArn! rootDirectory transitEncryptionPort:integer accessPointArn',
  Secret: 'name! valueFrom!',
  ServiceConnectAccessLogConfiguration: 'format! includeQueryParameters',
  ServiceConnectClientAlias: 'port!:integer dnsName testTrafficRules:ServiceConnectTestTrafficRules',
  ServiceConnectConfiguration:
    'enabled!:boolean namespace services:[ServiceConnectService] logConfiguration:LogConfiguration accessLogConfiguration:ServiceConnectAccessLogConfiguration containerConfigurations:[ServiceConnectContainerConfiguration]',
  ServiceConnectContainerConfiguration: 'logLevel',
  ServiceConnectService:
    'portName! discoveryName clientAliases:[ServiceConnectClientAlias] ingressPortOverride:integer timeout:TimeoutConfiguration tls:ServiceConnectTlsConfiguration',
  ServiceConnectTestTrafficHeaderMatchRules: 'exact!',
  ServiceConnectTestTrafficHeaderRules: 'name! value:ServiceConnectTestTrafficHeaderMatchRules',
  ServiceConnectTestTrafficRules: 'header!:ServiceConnectTestTrafficHeaderRules',
  ServiceConnectTlsCertificateAuthority: 'awsPcaAuthorityArn',
  ServiceConnectTlsConfiguration:
    'issuerCertificateAuthority!:ServiceConnectTlsCertificateAuthority kmsKey roleArn',
  ServiceManagedEBSVolumeConfiguration:
    'roleArn! encrypted:boolean kmsKeyId volumeType sizeInGiB:integer snapshotId volumeInitializationRate:integer iops:integer throughput:integer tagSpecifications:[EBSTagSpecification] filesystemType',
  ServiceRegistry: 'registryArn port:integer containerName containerPort:integer',
  ServiceVolumeConfiguration: 'name! managedEBSVolume:ServiceManagedEBSVolumeConfiguration',
  SharingStrategy: 'nvidiaMps:NvidiaMpsAllocation',
  StopServiceDeploymentRequest: 'serviceDeploymentArn! stopType',
  StopTaskRequest: 'task! cluster reason',
  SystemControl: 'namespace value',
  Tag: 'key value',
  TagResourceRequest: 'resourceArn! tags!:[Tag]',
  TaskDefinitionPlacementConstraint: 'type expression',
  TaskManagedEBSVolumeConfiguration:
    'roleArn! encrypted:boolean kmsKeyId volumeType sizeInGiB:integer snapshotId volumeInitializationRate:integer iops:integer throughput:integer tagSpecifications:[EBSTagSpecification] terminationPolicy:TaskManagedEBSVolumeTerminationPolicy filesystemType',
  TaskManagedEBSVolumeTerminationPolicy: 'deleteOnTermination!:boolean',
  TaskOverride:
    'containerOverrides:[ContainerOverride] cpu inferenceAcceleratorOverrides:[InferenceAcceleratorOverride] executionRoleArn memory taskRoleArn ephemeralStorage:EphemeralStorage',
  TaskVolumeConfiguration: 'name! managedEBSVolume:TaskManagedEBSVolumeConfiguration',
  ThresholdConfiguration: 'type! value!:integer',
  TimeoutConfiguration: 'idleTimeoutSeconds:integer perRequestTimeoutSeconds:integer',
  Tmpfs: 'containerPath! size!:integer mountOptions:[]',
  Ulimit: 'name! softLimit!:integer hardLimit!:integer',
  UntagResourceRequest: 'resourceArn! tagKeys!:[]',
  UpdateServiceRequest:
    'service! cluster desiredCount:integer taskDefinition capacityProviderStrategy:[CapacityProviderStrategyItem] deploymentConfiguration:DeploymentConfiguration availabilityZoneRebalancing networkConfiguration:NetworkConfiguration placementConstraints:[PlacementConstraint] placementStrategy:[PlacementStrategy] platformVersion forceNewDeployment:boolean healthCheckGracePeriodSeconds:integer deploymentController:DeploymentController enableExecuteCommand:boolean enableECSManagedTags:boolean loadBalancers:[LoadBalancer] propagateTags serviceRegistries:[ServiceRegistry] serviceConnectConfiguration:ServiceConnectConfiguration volumeConfigurations:[ServiceVolumeConfiguration] vpcLatticeConfigurations:[VpcLatticeConfiguration] gatewayConnectors:[GatewayConnector] monitoring:MonitoringConfiguration',
  Volume:
    'name host:HostVolumeProperties dockerVolumeConfiguration:DockerVolumeConfiguration efsVolumeConfiguration:EFSVolumeConfiguration s3filesVolumeConfiguration:S3FilesVolumeConfiguration fsxWindowsFileServerVolumeConfiguration:FSxWindowsFileServerVolumeConfiguration configuredAtLaunch:boolean',
  VolumeFrom: 'sourceContainer readOnly:boolean',
  VpcLatticeAdvancedConfiguration: 'alternateTargetGroupArn productionListenerRule testListenerRule',
  VpcLatticeConfiguration:
    'roleArn! targetGroupArn! portName! advancedConfiguration:VpcLatticeAdvancedConfiguration',
} as const
