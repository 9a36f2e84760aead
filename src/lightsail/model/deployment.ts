import type { Named } from '../../text/secret-values.ts'

/** What a Lightsail container deployment is made of, exact where the SDK's types are optional-everything. */

/** Protocols of a port. */
export const protocols = ['HTTP', 'HTTPS', 'TCP', 'UDP'] as const
export type Protocol = (typeof protocols)[number]

/** Port number to protocol. */
export type Ports = Readonly<Record<number, string>>

/** A container of a deployment. Values of `environment` are secret. */
export interface Container {
  readonly image: string
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly ports: Ports
}

/** Seconds, counts, and a list or range of status codes such as `200-299,301`. */
export interface HealthCheck {
  readonly path: string
  readonly intervalSeconds: number
  readonly timeoutSeconds: number
  readonly healthyThreshold: number
  readonly unhealthyThreshold: number
  readonly successCodes: string
}

/** The container and port that the public URL leads to. */
export interface PublicEndpoint {
  readonly containerName: string
  readonly containerPort: number
  readonly healthCheck: HealthCheck
}

/** One deployment as it is sent to Lightsail; without an endpoint the service is private. */
export interface DeploymentSpec {
  readonly containers: Readonly<Record<string, Container>>
  readonly publicEndpoint?: PublicEndpoint
}

/** What Lightsail fills in where nothing is said (docs/lightsail-facts.md §1.4). */
export const healthCheckDefaults: HealthCheck = {
  path: '/',
  intervalSeconds: 5,
  timeoutSeconds: 2,
  healthyThreshold: 2,
  unhealthyThreshold: 2,
  successCodes: '200-499',
}

/** Whether a port of that protocol can be the public endpoint. */
export function isWebProtocol(protocol: string | undefined): boolean {
  return protocol === 'HTTP' || protocol === 'HTTPS'
}

/** The ports of a container that can be the public endpoint, in order. */
export function webPorts(container: Container): number[] {
  return Object.entries(container.ports)
    .filter(([, protocol]) => isWebProtocol(protocol))
    .map(([port]) => Number(port))
}

/** Every variable of a deployment: none of their values may ever be shown. */
export function environmentOf(spec: DeploymentSpec): Named[] {
  return Object.values(spec.containers).flatMap(({ environment }) =>
    Object.entries(environment).map(([name, value]) => ({ name, value })),
  )
}

/** The container of that name; one may be called `constructor`, so only what is written counts. */
export function containerNamed(
  containers: DeploymentSpec['containers'] | undefined,
  name: string,
): Container | undefined {
  return containers && Object.hasOwn(containers, name) ? containers[name] : undefined
}

/** The container a person thinks of first: the public one, or the only one. */
export function mainContainer(
  spec: DeploymentSpec,
): readonly [name: string, container: Container] | undefined {
  const entries = Object.entries(spec.containers)
  return entries.find(([name]) => name === spec.publicEndpoint?.containerName) ?? entries[0]
}

function sorted<Value>(record: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Two deployments that are the same have the same canonical text. It holds environment values: never print it. */
export function canonicalText({ containers, publicEndpoint }: DeploymentSpec): string {
  return JSON.stringify([
    sorted(containers).map(([name, { image, command, environment, ports }]) => [
      name,
      image,
      command,
      sorted(environment),
      sorted(ports as Record<string, string>),
    ]),
    publicEndpoint
      ? [
          publicEndpoint.containerName,
          publicEndpoint.containerPort,
          sorted({ ...publicEndpoint.healthCheck }),
        ]
      : null,
  ])
}

/** The images of a deployment, each once. */
export function imagesOf({ containers }: DeploymentSpec): string[] {
  return [...new Set(Object.values(containers).map(({ image }) => image))]
}

/** True if the name can never mean another image: a digest, or a numbered image stored in the service. */
export function isFixedImage(image: string): boolean {
  return /@sha256:[a-f0-9]{64}$/.test(image) || /^:[a-z0-9-]+\.[a-z0-9-]+\.\d+$/.test(image)
}

/** True if the image is stored in the service itself. */
export function isStoredImage(image: string): boolean {
  return image.startsWith(':')
}
