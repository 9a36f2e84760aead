import { checkedRequest } from '../../wire/request-check.ts'
import { clientError, type EcsError, invalidParameter } from '../errors.ts'
import { requestModels } from './models.ts'

/**
 * The request without what ECS does not know. Throws SerializationException for a value of the wrong type, and what ECS
 * says where a required member has no value.
 */
export function checkedEcsRequest(operation: string, body: unknown): object {
  return checkedRequest(operation, body, {
    models: requestModels,
    namespace: 'com.amazonaws.madison.frontend.',
    missing: (path) =>
      seenTexts[`${operation}.${path}`]?.() ?? invalidParameter(`${titled(path)} can not be blank.`),
  })
}

/** Texts that ECS is known to give; for the others their form is taken over. */
const seenTexts: Readonly<Record<string, () => EcsError>> = {
  'RegisterTaskDefinition.family': () => clientError('Family can not be blank.'),
  'RegisterTaskDefinition.containerDefinitions': () => clientError('Container list cannot be empty.'),
  'DescribeServices.services': () => invalidParameter('Services cannot be empty.'),
  'DescribeTasks.tasks': () => invalidParameter('Tasks cannot be empty.'),
}

/** `networkConfiguration.subnets` → `NetworkConfiguration.subnets` */
function titled(path: string): string {
  return path.slice(0, 1).toUpperCase() + path.slice(1)
}
