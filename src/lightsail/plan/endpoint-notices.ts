import type { Request } from '../inputs/request-types.ts'
import type { DeploymentSpec } from '../model/deployment.ts'
import { type Service, servingDeployment } from '../model/service.ts'

/** Warns when the plan removes the public endpoint: the app becomes unreachable, and one line of a plan is easily overlooked. */
export function endpointRemovedNotice(service: Service, { publicEndpoint }: DeploymentSpec): string[] {
  return publicEndpoint || servingDeployment(service)?.spec.publicEndpoint === undefined
    ? []
    : [
        `the public endpoint will be removed: ${service.name} becomes private, and ${service.url} stops answering; to keep it, name its container and port`,
      ]
}

/** The port of a first deployment is easily forgotten, and then there is no URL without any error. */
export function noEndpointNotice({ deployment }: Request, { publicEndpoint }: DeploymentSpec): string[] {
  return publicEndpoint || deployment?.publicEndpoint === 'none' || deployment?.file
    ? []
    : ['no public endpoint: the service will be private; set container-port to make it public']
}
