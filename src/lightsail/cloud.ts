import {
  type ContainerServiceDeployment,
  type ContainerServiceHealthCheckConfig,
  CreateContainerServiceCommand,
  CreateContainerServiceDeploymentCommand,
  GetContainerLogCommand,
  GetContainerServiceDeploymentsCommand,
  GetContainerServicesCommand,
  LightsailClient,
  type ContainerService as SdkService,
} from '@aws-sdk/client-lightsail'
import { Failure } from '../engine/failure.ts'
import { type Container, type DeploymentSpec, type HealthCheck, healthCheckDefaults } from './deployment.ts'
import { failureOf } from './failures.ts'
import type { Deployment, LogEvent, Service } from './service.ts'

/**
 * Lightsail's API, with exact types. Every function makes one call, without retries, and throws only `Failure`.
 * The one user of the AWS SDK; it finds endpoint, credentials and proxy by the SDK's own rules.
 */
export interface Cloud {
  /** `undefined` if there is no such service. */
  getService(name: string): Promise<Service | undefined>
  /** Newest version first; at most 50 are kept. Empty if there is no such service. */
  getDeployments(name: string): Promise<Deployment[]>
  createService(input: {
    name: string
    power: string
    scale: number
    deployment: DeploymentSpec
  }): Promise<Service>
  createDeployment(name: string, deployment: DeploymentSpec): Promise<Service>
  /** One page of a container's log, oldest line first, from `since` on (milliseconds since the epoch). */
  getLog(input: {
    service: string
    container: string
    since: number | undefined
    page: string | undefined
  }): Promise<{ events: LogEvent[]; nextPage: string | undefined }>
  close(): void
}

const CONNECT_MS = 5_000
const ANSWER_MS = 20_000

export const connectCloud = ({
  region,
  userAgent,
  signal,
  clean,
}: {
  region: string
  userAgent: string
  /** Ends reads at once; a write is always waited for. */
  signal: AbortSignal
  /** Removes secrets and control characters from text that AWS sends. */
  clean(text: string): string
}): Cloud => {
  const client = new LightsailClient({
    region,
    customUserAgent: userAgent,
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: ANSWER_MS,
      throwOnRequestTimeout: true,
    },
  })
  const naming = async <Answer>(operation: string, call: Promise<Answer>): Promise<Answer> => {
    try {
      return await call
    } catch (error) {
      throw failureOf(operation, error, clean)
    }
  }
  const reading = { abortSignal: signal }

  return {
    getService: async (name) => {
      const call = client.send(new GetContainerServicesCommand({ serviceName: name }), reading)
      const answer = await unlessAbsent(naming('GetContainerServices', call))
      const service = answer?.containerServices?.find(
        ({ containerServiceName }) => containerServiceName === name,
      )
      return service && serviceOf(service)
    },
    getDeployments: async (name) => {
      const call = client.send(new GetContainerServiceDeploymentsCommand({ serviceName: name }), reading)
      const answer = await unlessAbsent(naming('GetContainerServiceDeployments', call))
      const deployments = (answer?.deployments ?? []).flatMap((sdk) => deploymentOf(sdk) ?? [])
      return deployments.sort((a, b) => b.version - a.version)
    },
    createService: async ({ name, power, scale, deployment }) => {
      const operation = 'CreateContainerService'
      const command = new CreateContainerServiceCommand({
        serviceName: name,
        power: power as never,
        scale,
        deployment: deploymentInput(deployment),
      })
      return answered(operation, await naming(operation, client.send(command)))
    },
    createDeployment: async (name, deployment) => {
      const operation = 'CreateContainerServiceDeployment'
      const command = new CreateContainerServiceDeploymentCommand({
        serviceName: name,
        ...deploymentInput(deployment),
      })
      return answered(operation, await naming(operation, client.send(command)))
    },
    getLog: async ({ service, container, since, page }) => {
      const command = new GetContainerLogCommand({
        serviceName: service,
        containerName: container,
        ...(since !== undefined && { startTime: new Date(since) }),
        ...(page !== undefined && { pageToken: page }),
      })
      const { logEvents, nextPageToken } = await naming('GetContainerLog', client.send(command, reading))
      return {
        events: (logEvents ?? []).map(({ createdAt, message }) => ({
          at: createdAt?.getTime() ?? 0,
          message: message ?? '',
        })),
        nextPage: nextPageToken,
      }
    },
    close: () => client.destroy(),
  }
}

const unlessAbsent = async <Answer>(call: Promise<Answer>): Promise<Answer | undefined> => {
  try {
    return await call
  } catch (failure) {
    if (failure instanceof Failure && failure.kind === 'absent') return undefined
    throw failure
  }
}

const answered = (
  operation: string,
  { containerService }: { containerService?: SdkService | undefined },
): Service => {
  if (containerService) return serviceOf(containerService)
  throw failureOf(operation, { name: 'TypeError' }, (text) => text)
}

const serviceOf = (sdk: SdkService): Service => ({
  name: sdk.containerServiceName ?? '',
  arn: sdk.arn ?? '',
  state: sdk.state ?? 'UNKNOWN',
  detail: sdk.stateDetail?.code
    ? { code: sdk.stateDetail.code, message: sdk.stateDetail.message ?? '' }
    : undefined,
  isDisabled: sdk.isDisabled ?? false,
  power: sdk.power ?? '',
  scale: sdk.scale ?? 0,
  url: sdk.url ?? '',
  privateDomainName: sdk.privateDomainName ?? '',
  principalArn: sdk.principalArn ?? '',
  current: sdk.currentDeployment && deploymentOf(sdk.currentDeployment),
  next: sdk.nextDeployment && deploymentOf(sdk.nextDeployment),
})

/** A deployment without a version cannot be told from another: it counts as not there. */
const deploymentOf = (sdk: ContainerServiceDeployment): Deployment | undefined =>
  sdk.version === undefined
    ? undefined
    : {
        version: sdk.version,
        state: sdk.state ?? 'UNKNOWN',
        spec: specOf(sdk),
        createdAt: sdk.createdAt?.getTime(),
      }

const specOf = ({ containers, publicEndpoint }: ContainerServiceDeployment): DeploymentSpec => ({
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
})

const healthCheckOf = (sdk: ContainerServiceHealthCheckConfig): HealthCheck => ({
  path: sdk.path ?? healthCheckDefaults.path,
  intervalSeconds: sdk.intervalSeconds ?? healthCheckDefaults.intervalSeconds,
  timeoutSeconds: sdk.timeoutSeconds ?? healthCheckDefaults.timeoutSeconds,
  healthyThreshold: sdk.healthyThreshold ?? healthCheckDefaults.healthyThreshold,
  unhealthyThreshold: sdk.unhealthyThreshold ?? healthCheckDefaults.unhealthyThreshold,
  successCodes: sdk.successCodes ?? healthCheckDefaults.successCodes,
})

const deploymentInput = ({ containers, publicEndpoint }: DeploymentSpec) => ({
  containers: Object.fromEntries(
    Object.entries(containers).map(([name, { image, command, environment, ports }]) => [
      name,
      { image, command: [...command], environment: { ...environment }, ports: { ...ports } as never },
    ]),
  ),
  ...(publicEndpoint && {
    publicEndpoint: { ...publicEndpoint, healthCheck: { ...publicEndpoint.healthCheck } },
  }),
})
