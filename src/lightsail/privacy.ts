import type { DeploymentSpec } from './deployment.ts'
import type { Request } from './inputs/request.ts'
import { type Service, servingNow } from './service.ts'

/** One line among others in the plan, and nobody reaches the app any more: that is said aloud. */
export const closingNotice = (service: Service, { publicEndpoint }: DeploymentSpec): string[] =>
  publicEndpoint || servingNow(service)?.spec.publicEndpoint === undefined
    ? []
    : [
        `the public endpoint is removed: ${service.name} becomes private, and ${service.url} stops answering; to keep it, name its container and port`,
      ]

/** Forgetting the port of a first deployment is easily done, and nobody would see why there is no URL. */
export const privacyNotice = ({ deployment }: Request, { publicEndpoint }: DeploymentSpec): string[] =>
  publicEndpoint || deployment?.publicEndpoint === 'none' || deployment?.file
    ? []
    : ['no public endpoint: the service will be private; set container-port to make it public']
