/** An error as it goes over the wire. `status` is 400 for clients' errors, 500 for the service's (docs/ecs-facts.md §3). */
export class EcsError extends Error {
  readonly type: string
  readonly status: number

  constructor({ type, message, status = 400 }: { type: string; message: string; status?: number }) {
    super(message)
    this.name = 'EcsError'
    this.type = type
    this.status = status
  }
}

export function invalidParameter(message: string): EcsError {
  return new EcsError({ type: 'InvalidParameterException', message })
}

export function clientError(message: string): EcsError {
  return new EcsError({ type: 'ClientException', message })
}

export function clusterNotFound(): EcsError {
  return new EcsError({ type: 'ClusterNotFoundException', message: 'Cluster not found.' })
}
