import type {
  ContainerService,
  ContainerServiceDeployment,
  ContainerServiceHealthCheckConfig,
  ContainerServicePower,
  Certificate as SdkCertificate,
} from '@aws-sdk/client-lightsail'
import { tagsOf } from '../../aws/tag-list.ts'
import type { Certificate } from '../model/certificates.ts'
import {
  type Container,
  type DeploymentSpec,
  type HealthCheck,
  healthCheckDefaults,
} from '../model/deployment.ts'
import type { Deployment, DomainNames, PowerSize, Service } from '../model/service.ts'

/** The SDK's shapes, in which everything is optional, and ours, which are exact. */

export function fromSdkService(sdk: ContainerService): Service {
  return {
    name: sdk.containerServiceName ?? '',
    arn: sdk.arn ?? '',
    createdAt: sdk.createdAt?.getTime(),
    state: sdk.state ?? 'UNKNOWN',
    detail: sdk.stateDetail?.code
      ? { code: sdk.stateDetail.code, message: sdk.stateDetail.message ?? '' }
      : undefined,
    isDisabled: sdk.isDisabled ?? false,
    power: sdk.power ?? '',
    scale: sdk.scale ?? 0,
    url: sdk.url ?? '',
    tags: tagsOf(sdk.tags),
    publicDomainNames: sdk.publicDomainNames ?? {},
    ecrRole: {
      isActive: sdk.privateRegistryAccess?.ecrImagePullerRole?.isActive ?? false,
      principalArn: sdk.privateRegistryAccess?.ecrImagePullerRole?.principalArn ?? '',
    },
    privateDomainName: sdk.privateDomainName ?? '',
    principalArn: sdk.principalArn ?? '',
    current: sdk.currentDeployment && fromSdkDeployment(sdk.currentDeployment),
    next: sdk.nextDeployment && fromSdkDeployment(sdk.nextDeployment),
  }
}

/** A deployment without a version cannot be identified: it counts as absent. */
export function fromSdkDeployment(sdk: ContainerServiceDeployment): Deployment | undefined {
  return sdk.version === undefined
    ? undefined
    : {
        version: sdk.version,
        state: sdk.state ?? 'UNKNOWN',
        spec: specOf(sdk),
        createdAt: sdk.createdAt?.getTime(),
      }
}

function specOf({ containers, publicEndpoint }: ContainerServiceDeployment): DeploymentSpec {
  return {
    containers: Object.fromEntries(
      Object.entries(containers ?? {}).map(([name, container]): [string, Container] => [
        name,
        {
          image: container.image ?? '',
          command: container.command ?? [],
          environment: container.environment ?? {},
          ports: container.ports ?? {},
        },
      ]),
    ),
    ...(publicEndpoint?.containerName !== undefined &&
      publicEndpoint.containerPort !== undefined && {
        publicEndpoint: {
          containerName: publicEndpoint.containerName,
          containerPort: publicEndpoint.containerPort,
          healthCheck: healthCheckOf(publicEndpoint.healthCheck ?? {}),
        },
      }),
  }
}

function healthCheckOf(sdk: ContainerServiceHealthCheckConfig): HealthCheck {
  return {
    path: sdk.path ?? healthCheckDefaults.path,
    intervalSeconds: sdk.intervalSeconds ?? healthCheckDefaults.intervalSeconds,
    timeoutSeconds: sdk.timeoutSeconds ?? healthCheckDefaults.timeoutSeconds,
    healthyThreshold: sdk.healthyThreshold ?? healthCheckDefaults.healthyThreshold,
    unhealthyThreshold: sdk.unhealthyThreshold ?? healthCheckDefaults.unhealthyThreshold,
    successCodes: sdk.successCodes ?? healthCheckDefaults.successCodes,
  }
}

/** A power without a size says nothing. */
export function fromSdkPower({
  name,
  cpuCount,
  ramSizeInGb,
}: ContainerServicePower): [[name: string, size: PowerSize]] | undefined {
  if (name === undefined || cpuCount === undefined || ramSizeInGb === undefined) return undefined
  return [[name, { cpuUnits: Math.round(cpuCount * 1024), memoryMib: Math.round(ramSizeInGb * 1024) }]]
}

export function toSdkDeployment({ containers, publicEndpoint }: DeploymentSpec) {
  return {
    containers: Object.fromEntries(
      Object.entries(containers).map(([name, { image, command, environment, ports }]) => [
        name,
        { image, command: [...command], environment: { ...environment }, ports: { ...ports } as never },
      ]),
    ),
    ...(publicEndpoint && {
      publicEndpoint: { ...publicEndpoint, healthCheck: { ...publicEndpoint.healthCheck } },
    }),
  }
}

export function fromSdkCertificate({
  certificateName,
  certificateDetail,
}: {
  certificateName?: string | undefined
  certificateDetail?: SdkCertificate | undefined
}): Certificate {
  return {
    name: certificateName ?? '',
    status: certificateDetail?.status ?? 'UNKNOWN',
    names: [certificateDetail?.domainName ?? '', ...(certificateDetail?.subjectAlternativeNames ?? [])],
    validation: (certificateDetail?.domainValidationRecords ?? []).flatMap(({ resourceRecord: record }) =>
      record?.name === undefined ? [] : [`${record.type ?? 'CNAME'} ${record.name} → ${record.value ?? ''}`],
    ),
  }
}

export function mutable(domains: DomainNames): Record<string, string[]> {
  return Object.fromEntries(Object.entries(domains).map(([certificate, names]) => [certificate, [...names]]))
}
