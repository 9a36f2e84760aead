import { checkedEcsRequest } from '../requests/checked.ts'
import type { Context, Operation } from '../requests/context.ts'
import { createCluster, describeClusters } from './clusters.ts'
import { createService } from './create-service.ts'
import { deleteService } from './delete-service.ts'
import { describeServices, listServices } from './describe-services.ts'
import { runTask, stopTask } from './run-task.ts'
import {
  continueServiceDeployment,
  describeServiceDeployments,
  listServiceDeployments,
  stopServiceDeployment,
} from './service-deployments.ts'
import { describeServiceRevisions } from './service-revisions.ts'
import { listTagsForResource, tagResource, untagResource } from './tags.ts'
import {
  deregisterTaskDefinition,
  describeTaskDefinition,
  listTaskDefinitions,
  registerTaskDefinition,
} from './task-definitions.ts'
import { describeTasks, listTasks } from './tasks.ts'
import { updateService } from './update-service.ts'

const operations = {
  CreateCluster: createCluster,
  DescribeClusters: describeClusters,
  RegisterTaskDefinition: registerTaskDefinition,
  DescribeTaskDefinition: describeTaskDefinition,
  ListTaskDefinitions: listTaskDefinitions,
  DeregisterTaskDefinition: deregisterTaskDefinition,
  CreateService: createService,
  UpdateService: updateService,
  DescribeServices: describeServices,
  ListServices: listServices,
  DeleteService: deleteService,
  ListServiceDeployments: listServiceDeployments,
  DescribeServiceDeployments: describeServiceDeployments,
  DescribeServiceRevisions: describeServiceRevisions,
  StopServiceDeployment: stopServiceDeployment,
  ContinueServiceDeployment: continueServiceDeployment,
  ListTasks: listTasks,
  DescribeTasks: describeTasks,
  RunTask: runTask,
  StopTask: stopTask,
  TagResource: tagResource,
  UntagResource: untagResource,
  ListTagsForResource: listTagsForResource,
} as const satisfies Record<string, Operation<never, object>>

export type OperationName = keyof typeof operations & string

export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(operations, name)
}

export const operationNames: readonly OperationName[] = Object.keys(operations).filter(isOperationName)

/** Checks the request against the API's model and performs the operation. Throws ApiError. */
export function perform(operation: OperationName, request: unknown, context: Context): object {
  // The table is written per operation, and the request is checked against the same name's model.
  const performer = operations[operation] as unknown as Operation<object, object>
  return performer(checkedEcsRequest(operation, request), context)
}
