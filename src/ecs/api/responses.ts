import type {
  Failure,
  Service as SdkService,
  TaskDefinition as SdkTaskDefinition,
  Tag,
} from '@aws-sdk/client-ecs'
import { acceptedUnshown, malformedResponse } from '../../aws/errors.ts'
import type { ServiceError } from '../../runtime/service-error.ts'
import type { Service } from '../model/service.ts'
import type { TaskDefinition } from '../model/task-definition.ts'
import { fromSdkService, fromSdkTaskDefinition } from './sdk-mapping.ts'

/** The service that an answer to a write shows; the write can be made again: by its token, or as it finds nothing left to do. */
export function answeredService(
  operation: string,
  { service }: { service?: SdkService | undefined },
): Service {
  if (service) return fromSdkService(service)
  throw malformedResponse(operation)
}

/** The same of an update: made again, it would start another deployment. */
export function updatedService({ service }: { service?: SdkService | undefined }): Service {
  if (service) return fromSdkService(service)
  throw unshownUpdate('the response shows no service')
}

/** An update that was accepted, and started what cannot be told. */
export function unshownUpdate(message: string): ServiceError {
  return acceptedUnshown('UpdateService', { message, fix: lookFirst })
}

/** A creation that was accepted before, and that only somebody else's deployment is shown of. */
export function unshownCreation(): ServiceError {
  const message = 'the service is there, and shows only what somebody deployed over it'
  return acceptedUnshown('CreateService', { message, fix: lookFirst })
}

const lookFirst = 'check in the console what was started, then run the job again'

/** The revision that an answer to a registration shows; a surplus one does no harm. */
export function answeredTaskDefinition(
  operation: string,
  { taskDefinition, tags }: { taskDefinition?: SdkTaskDefinition | undefined; tags?: Tag[] | undefined },
): TaskDefinition {
  if (taskDefinition?.taskDefinitionArn !== undefined) return fromSdkTaskDefinition(taskDefinition, tags)
  throw malformedResponse(operation)
}

/**
 * The content of a reply about one thing; `undefined` if ECS says that it is MISSING. A reply that says neither is an error: it
 * must not be taken for "does not exist".
 */
export function onlyOne<Thing>(
  operation: string,
  things: readonly Thing[] | undefined,
  failures: readonly Failure[] | undefined,
): Thing | undefined {
  const [thing] = things ?? []
  if (thing !== undefined) return thing
  if (failures?.some(({ reason }) => reason === 'MISSING')) return undefined
  throw malformedResponse(operation)
}
