import { MARK } from '../../product.ts'
import { type Container, type DeploymentSpec, isStoredImage } from '../model/deployment.ts'
import type { PowerSize, Service } from '../model/service.ts'

/** The files that ECS takes for what a container service runs: text of a request, and no call. */

/** Stands where only the user knows what belongs there; the check of the files refuses it by its path. */
export const TODO = 'TODO'

/** What is exported. */
export interface Exported {
  readonly service: Service
  readonly spec: DeploymentSpec
  readonly region: string
  /** Name or ARN; `undefined` leaves it to the input of the deployment. */
  readonly cluster: string | undefined
  /** `undefined` if it could not be read. */
  readonly size: PowerSize | undefined
}

/** The group of CloudWatch Logs that the containers write to. */
export function logGroup({ service: { name } }: Pick<Exported, 'service'>): string {
  return `/ecs/${name}`
}

/**
 * The request of RegisterTaskDefinition. All containers are one task, as they are one node of Lightsail, and reach each other at
 * localhost. It holds the values of the environment.
 */
export function taskDefinitionOf(exported: Exported): object {
  const { service, spec, size } = exported
  return {
    family: service.name,
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: size ? String(size.cpuUnits) : TODO,
    memory: size ? String(size.memoryMib) : TODO,
    runtimePlatform: { cpuArchitecture: 'X86_64', operatingSystemFamily: 'LINUX' },
    executionRoleArn: TODO,
    containerDefinitions: Object.entries(spec.containers).map(([name, container]) =>
      containerOf(name, container, exported),
    ),
  }
}

function containerOf(
  name: string,
  { image, command, environment, ports }: Container,
  exported: Exported,
): object {
  return {
    name,
    image: isStoredImage(image) ? TODO : image,
    essential: true,
    ...(command.length > 0 && { command }),
    ...(Object.keys(environment).length > 0 && {
      environment: Object.entries(environment).map(([key, value]) => ({ name: key, value })),
    }),
    ...(Object.keys(ports).length > 0 && {
      portMappings: Object.entries(ports).map(([port, protocol]) => ({
        containerPort: Number(port),
        protocol: transportOf(protocol),
      })),
    }),
    logConfiguration: {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': logGroup(exported),
        'awslogs-region': exported.region,
        'awslogs-stream-prefix': exported.service.name,
      },
    },
  }
}

/** Which of the two a port of Lightsail is. */
export function transportOf(protocol: string): 'tcp' | 'udp' {
  return protocol === 'UDP' ? 'udp' : 'tcp'
}

/** The request of CreateService, but for the task definition, which the action registers. */
export function serviceDefinitionOf({ service, spec: { publicEndpoint }, cluster }: Exported): object {
  const tags = Object.entries(tagsOf(service)).map(([key, value]) => ({ key, value }))
  return {
    serviceName: service.name,
    ...(cluster !== undefined && { cluster }),
    launchType: 'FARGATE',
    desiredCount: service.scale,
    networkConfiguration: {
      awsvpcConfiguration: { subnets: [TODO], securityGroups: [TODO], assignPublicIp: 'ENABLED' },
    },
    ...(publicEndpoint && {
      loadBalancers: [
        {
          targetGroupArn: TODO,
          containerName: publicEndpoint.containerName,
          containerPort: publicEndpoint.containerPort,
        },
      ],
    }),
    ...(tags.length > 0 && { tags }),
  }
}

/** The user's tags: what this action and AWS remember in them is about the service on Lightsail. */
export function tagsOf({ tags }: Service): Readonly<Record<string, string>> {
  const others = Object.entries(tags).filter(([key]) => !key.startsWith(`${MARK}:`) && !/^aws:/i.test(key))
  return Object.fromEntries(others)
}

/** Paths of everything that is to be filled in, as the check of the files names them. */
export function todosIn(value: unknown, at: readonly (string | number)[] = []): string[] {
  if (value === TODO) return [at.join('.')]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, entry]) =>
    ofTheUser.includes(key) ? [] : todosIn(entry, [...at, key]),
  )
}

/** Texts that were the user's already on Lightsail. */
const ofTheUser: readonly string[] = ['command', 'environment', 'tags']
