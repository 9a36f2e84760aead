import type { ContainerService } from '@aws-sdk/client-lightsail'
import { acceptedUnshown, malformedResponse } from '../../aws/errors.ts'
import type { ServiceError } from '../../runtime/service-error.ts'
import type { Service } from '../model/service.ts'
import { fromSdkService } from './sdk-mapping.ts'

interface Reply {
  readonly containerService?: ContainerService | undefined
}

/** The service that an answer to a write shows; the write can be made again, as it finds nothing left to do. */
export function answeredService(operation: string, { containerService }: Reply): Service {
  if (containerService) return fromSdkService(containerService)
  throw malformedResponse(operation)
}

/** The same of a deployment: made again, it would be another version. */
export function deployedService({ containerService }: Reply): Service {
  if (containerService) return fromSdkService(containerService)
  throw unshownDeployment('the response shows no service')
}

/** A deployment that was accepted, and whose version cannot be told. */
export function unshownDeployment(message: string): ServiceError {
  const fix = 'check in the console whether the deployment appears, then run the job again'
  return acceptedUnshown('CreateContainerServiceDeployment', { message, fix })
}
