import type {
  Failure,
  Service as SdkService,
  TaskDefinition as SdkTaskDefinition,
  Tag,
} from '@aws-sdk/client-ecs'
import { malformedResponse } from '../../aws/errors.ts'
import type { Service } from '../model/service.ts'
import type { TaskDefinition } from '../model/task-definition.ts'
import { fromSdkService, fromSdkTaskDefinition } from './sdk-mapping.ts'

/** The service that an answer to a write shows. */
export function answeredService(
  operation: string,
  { service }: { service?: SdkService | undefined },
): Service {
  if (service) return fromSdkService(service)
  throw malformedResponse(operation)
}

/** The revision that an answer to a registration shows. */
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
