import type { Request } from '../inputs/request-types.ts'
import type { DeploymentSpec } from '../model/deployment.ts'
import { type Service, servingDeployment } from '../model/service.ts'

/** One line among others in the plan, and nobody reaches the app any more: that is said aloud. */
export const endpointRemovedNotice = (service: Service, { publicEndpoint }: DeploymentSpec): string[] =>
  publicEndpoint || servingDeployment(service)?.spec.publicEndpoint === undefined
    ? []
    : [
        `the public endpoint is removed: ${service.name} becomes private, and ${service.url} stops answering; to keep it, name its container and port`,
      ]

/** Forgetting the port of a first deployment is easily done, and nobody would see why there is no URL. */
export const noEndpointNotice = ({ deployment }: Request, { publicEndpoint }: DeploymentSpec): string[] =>
  publicEndpoint || deployment?.publicEndpoint === 'none' || deployment?.file
    ? []
    : ['no public endpoint: the service will be private; set container-port to make it public']
