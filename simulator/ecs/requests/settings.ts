import type { DeploymentConfiguration } from '../api-types.ts'
import type { ServiceSettings } from '../records.ts'
import type { Context } from './context.ts'
import { pick } from './revision.ts'
import type { SettingsRequest } from './services.ts'

/** What ECS fills in where nothing is written (docs/ecs-facts.md §1). */
export function filledConfiguration(
  asked: DeploymentConfiguration = {},
  schedulingStrategy: 'REPLICA' | 'DAEMON' = 'REPLICA',
): DeploymentConfiguration {
  const isDaemon = schedulingStrategy === 'DAEMON'
  return {
    deploymentCircuitBreaker: { enable: false, rollback: false },
    maximumPercent: isDaemon ? 100 : 200,
    minimumHealthyPercent: isDaemon ? 0 : 100,
    strategy: 'ROLLING',
    bakeTimeInMinutes: 0,
    ...asked,
    ...(asked.deploymentCircuitBreaker && {
      deploymentCircuitBreaker: { resetOnHealthyTask: true, ...asked.deploymentCircuitBreaker },
    }),
  }
}

/** Settings of a new service: those of the request, and ECS's defaults. */
export function initialSettings(
  request: SettingsRequest,
  schedulingStrategy: 'REPLICA' | 'DAEMON',
): ServiceSettings {
  return {
    desiredCount: request.desiredCount ?? 0,
    deploymentConfiguration: filledConfiguration(request.deploymentConfiguration, schedulingStrategy),
    placementConstraints: request.placementConstraints ?? [],
    placementStrategy: request.placementStrategy ?? [],
    enableExecuteCommand: request.enableExecuteCommand ?? false,
    enableECSManagedTags: request.enableECSManagedTags ?? false,
    propagateTags: request.propagateTags ?? 'NONE',
    availabilityZoneRebalancing: request.availabilityZoneRebalancing ?? 'ENABLED',
    ...pick(request, [
      'deploymentController',
      'healthCheckGracePeriodSeconds',
      'monitoring',
      'gatewayConnectors',
    ]),
  }
}

/** An absent member stays as it is. */
export function mergedSettings(
  before: ServiceSettings,
  request: SettingsRequest,
  { switches }: Context,
): ServiceSettings {
  const asked = request.deploymentConfiguration
  const isMerged = switches.deploymentConfigurationUpdate === 'merges'
  return {
    ...before,
    ...pick(request, [
      'desiredCount',
      'deploymentController',
      'availabilityZoneRebalancing',
      'placementConstraints',
      'placementStrategy',
      'healthCheckGracePeriodSeconds',
      'enableExecuteCommand',
      'enableECSManagedTags',
      'propagateTags',
      'monitoring',
      'gatewayConnectors',
    ]),
    ...(asked && {
      deploymentConfiguration: isMerged
        ? { ...before.deploymentConfiguration, ...asked }
        : filledConfiguration(asked),
    }),
  }
}
