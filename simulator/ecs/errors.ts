import { ApiError } from '../wire/api-error.ts'

/** An error as ECS gives it (docs/ecs-facts.md §3). */
export class EcsError extends ApiError {
  override readonly name = 'EcsError'
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
