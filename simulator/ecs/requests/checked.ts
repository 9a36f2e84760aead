import { checkedRequest } from '../../wire/request-check.ts'
import { clientError, type EcsError, invalidParameter } from '../errors.ts'
import { requestModels } from './models.ts'
import { inferred, quoted } from './refusals.ts'

/**
 * The request without what ECS does not know. Throws SerializationException for a value of the wrong type, and what ECS
 * says where a required member has no value.
 */
export function checkedEcsRequest(operation: string, body: unknown): object {
  return checkedRequest(operation, body, {
    models: requestModels,
    namespace: 'com.amazonaws.madison.frontend.',
    missing: (path) => missing[`${operation}.${path}`]?.() ?? invalidParameter(inferred.blank(path)),
  })
}

const missing: Readonly<Record<string, () => EcsError>> = {
  'RegisterTaskDefinition.family': () => clientError(quoted.familyBlank),
  'RegisterTaskDefinition.containerDefinitions': () => clientError(quoted.noContainers),
  'DescribeServices.services': () => invalidParameter(quoted.servicesEmpty),
  'DescribeTasks.tasks': () => invalidParameter(quoted.tasksEmpty),
}
