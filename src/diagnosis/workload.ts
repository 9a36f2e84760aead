/** What runs, as far as a log can be explained by it: plain data that a target's own deployments satisfy as they are. */
export interface Workload {
  /** By name. */
  readonly containers: Readonly<
    Record<
      string,
      {
        readonly image: string
        /** Port number to protocol. */
        readonly ports: Readonly<Record<number, string>>
        /** Secret values: none of them is ever shown. */
        readonly environment: Readonly<Record<string, string>>
      }
    >
  >
  /** Absent if nothing outside reaches the containers. */
  readonly publicEndpoint?: PublicEndpoint
}

/** The container and port that a load balancer sends requests to, and its health check. */
export interface PublicEndpoint {
  readonly containerName: string
  readonly containerPort: number
  /** Absent where it is not known. */
  readonly healthCheck?: HealthCheck
}

/** A load balancer's health check: seconds, counts, and a list or range of status codes such as `200-299,301`. */
export interface HealthCheck {
  readonly path: string
  readonly intervalSeconds: number
  readonly timeoutSeconds: number
  readonly unhealthyThreshold: number
  readonly successCodes: string
}

/** How a target calls what its users set, in sentences that several targets share. */
export interface TargetWords {
  /** What runs together on one network: `deployment`. */
  readonly unit: string
  /** Who sends requests to the public port: `the public endpoint`. */
  readonly asker: string
  /** What to do about a container that needs more memory. */
  moreMemory(container: string): string
  /** How these variables are set; `where` says in which container, if there are several: ` with container-name: app`. */
  setVariables(names: string, where: string): string
  /** How another port becomes the public one: `container-port: 3000`. */
  setPort(port: string): string
}

/** What the containers run on, and what the service that runs them allows. */
export interface NodeFacts {
  /** The size of a node, as the input `power` names it. */
  readonly power: string
  /** The next larger size; `undefined` if there is none, or it is not known. */
  readonly nextPower: string | undefined
  /** Memory of a node, such as `512 MB`; `undefined` where it is not sure. */
  readonly memory: string | undefined
  /** The longest time between two health checks that can be set. */
  readonly longestIntervalSeconds: number
}

/** Variables of a container; empty if there is no such container. One may be called `constructor`, so only what is written counts. */
export function environmentOfContainer(
  { containers }: Workload,
  name: string,
): Readonly<Record<string, string>> {
  return (Object.hasOwn(containers, name) ? containers[name]?.environment : undefined) ?? {}
}
