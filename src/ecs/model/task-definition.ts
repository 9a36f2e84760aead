import type { Plain } from '../../inputs/documents/records.ts'

/**
 * A task definition in ECS's own shape (RegisterTaskDefinition). The members that we read or patch are typed; all others,
 * 163 paths in all, pass through as they are: what this version does not know is not lost.
 */
export interface TaskDefinitionContent extends Plain {
  readonly family: string
  readonly containerDefinitions: readonly ContainerDefinition[]
  /** `awsvpc`, `bridge`, `host`, `none`; absent is `bridge` on EC2. */
  readonly networkMode?: string
  /** CPU units and MiB of the whole task, as text: `256`, `.5 vCPU`. */
  readonly cpu?: string
  readonly memory?: string
  /** ARN or name. */
  readonly taskRoleArn?: string
  readonly executionRoleArn?: string
  readonly requiresCompatibilities?: readonly string[]
  readonly volumes?: readonly TaskVolume[]
  readonly runtimePlatform?: { readonly cpuArchitecture?: string; readonly operatingSystemFamily?: string }
}

/** A container of a task definition. Values of `environment` are secret. */
export interface ContainerDefinition extends Plain {
  readonly name: string
  readonly image: string
  readonly command?: readonly string[]
  readonly environment?: readonly KeyValuePair[]
  readonly environmentFiles?: readonly { readonly value: string; readonly type: string }[]
  readonly secrets?: readonly Secret[]
  readonly dockerLabels?: Readonly<Record<string, string>>
  readonly logConfiguration?: LogConfiguration
  readonly portMappings?: readonly PortMapping[]
}

export interface KeyValuePair {
  readonly name: string
  readonly value: string
}

/** `valueFrom` is the ARN of a secret or parameter, or a parameter's name: no secret itself. */
export interface Secret {
  readonly name: string
  readonly valueFrom: string
}

export interface LogConfiguration extends Plain {
  readonly logDriver: string
  readonly options?: Readonly<Record<string, string>>
  readonly secretOptions?: readonly Secret[]
}

export interface PortMapping extends Plain {
  readonly containerPort?: number
  readonly hostPort?: number
  readonly protocol?: string
  readonly name?: string
}

export interface TaskVolume extends Plain {
  readonly name?: string
  readonly configuredAtLaunch?: boolean
}

/** A registered revision of a family; its content never changes. */
export interface TaskDefinition {
  /** `arn:aws:ecs:REGION:ACCOUNT:task-definition/web:19`. */
  readonly arn: string
  readonly family: string
  readonly revision: number
  /** `ACTIVE`, `INACTIVE` (deregistered), `DELETE_IN_PROGRESS`, or something new. */
  readonly status: string
  /** Milliseconds since the epoch, by ECS's clock. */
  readonly registeredAt: number | undefined
  /** Without the members that only a reply has, and without tags. */
  readonly content: TaskDefinitionContent
  /** Empty if they were not asked for. */
  readonly tags: Readonly<Record<string, string>>
}

/** `web:19` of `arn:…:task-definition/web:19`; what is no ARN is given back as it is. */
export function revisionName(arnOrName: string): string {
  return arnOrName.slice(arnOrName.lastIndexOf('/') + 1)
}

/** `web` of `web:19`, of its ARN, or of `web`. */
export function familyOf(arnOrName: string): string {
  return revisionName(arnOrName).replace(/:\d+$/, '')
}

/** 19 of `web:19` or its ARN; `undefined` of a family alone. */
export function revisionNumber(arnOrName: string): number | undefined {
  const number = /:(\d+)$/.exec(revisionName(arnOrName))?.[1]
  return number === undefined ? undefined : Number(number)
}

/** True if both are the same revision; either may be an ARN or `family:revision`. */
export function isSameRevision(one: string, other: string): boolean {
  const isArn = (text: string) => text.startsWith('arn:')
  return isArn(one) && isArn(other) ? one === other : revisionName(one) === revisionName(other)
}

/** The container of that name. */
export function containerNamed(
  { containerDefinitions }: Pick<TaskDefinitionContent, 'containerDefinitions'>,
  name: string,
): ContainerDefinition | undefined {
  return containerDefinitions.find((container) => container.name === name)
}

/** The images of a task definition, each once. */
export function imagesOf({
  containerDefinitions,
}: Pick<TaskDefinitionContent, 'containerDefinitions'>): string[] {
  return [...new Set(containerDefinitions.map(({ image }) => image))]
}

/** True if the name can never mean another image. */
export function isFixedImage(image: string): boolean {
  return /@sha256:[a-f0-9]{64}$/.test(image)
}
