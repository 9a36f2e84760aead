import { isRecord, type Plain } from '../../inputs/documents/records.ts'
import type { ServiceMembers } from './service.ts'
import type { TaskDefinitionContent } from './task-definition.ts'

/** Members that only a reply about a service has (docs/ecs-facts.md §1), or that have a place of their own here. */
export const SERVICE_REPLY_MEMBERS: ReadonlySet<string> = new Set([
  'serviceArn',
  'status',
  'runningCount',
  'pendingCount',
  'events',
  'createdAt',
  'createdBy',
  'deployments',
  'taskSets',
  'currentServiceDeployment',
  'currentServiceRevisions',
  'platformFamily',
  'resourceManagementType',
  'clusterArn',
  'roleArn',
  'tags',
])

/** Members of a service that DescribeServices returns only in its deployments. */
export const DEPLOYMENT_MEMBERS = [
  'volumeConfigurations',
  'serviceConnectConfiguration',
  'vpcLatticeConfigurations',
] as const

/** Members that only a reply about a task definition has. */
export const TASK_DEFINITION_REPLY_MEMBERS: ReadonlySet<string> = new Set([
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'deregisteredAt',
  'registeredBy',
  'deleteRequestedAt',
])

/** ECS's own role, which cannot be sent: `…:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`. */
const serviceLinkedRole = /:role\/aws-service-role\//

/** True of the role that ECS makes for itself. */
export function isOwnRole(arn: unknown): boolean {
  return typeof arn === 'string' && serviceLinkedRole.test(arn)
}

/** A service of a reply, in CreateService's shape: without what only replies have, and without nulls and empty lists. */
export function serviceMembers(reply: Plain): ServiceMembers {
  const primary = listAt(reply, 'deployments').find((deployment) => deployment['status'] === 'PRIMARY')
  const ofPrimary = DEPLOYMENT_MEMBERS.flatMap((name) => {
    const value = primary?.[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  const { roleArn } = reply
  const isRole = typeof roleArn === 'string' && !isOwnRole(roleArn)
  const members = Object.entries(reply).filter(([name]) => !SERVICE_REPLY_MEMBERS.has(name))
  const all = [...members, ...ofPrimary, ...(isRole ? [['role', roleArn] as const] : [])]
  const isDaemon = reply['schedulingStrategy'] === 'DAEMON'
  return Object.fromEntries(
    all.flatMap(([name, value]) => {
      const plain = plainOf(value)
      const isAbsent = plain === undefined || (Array.isArray(plain) && plain.length === 0)
      return isAbsent || (isDaemon && name === 'desiredCount') ? [] : [[name, plain]]
    }),
  )
}

/** A task definition of a reply, in RegisterTaskDefinition's shape. */
export function taskDefinitionContent(reply: Plain): TaskDefinitionContent {
  const members = Object.entries(reply).filter(([name]) => !TASK_DEFINITION_REPLY_MEMBERS.has(name))
  return plainOf(Object.fromEntries(members)) as TaskDefinitionContent
}

/** The same without nulls and absent members, at any depth. */
export function plainOf(value: unknown): unknown {
  if (value === null || value === undefined) return undefined
  if (Array.isArray(value)) return value.map(plainOf).filter((entry) => entry !== undefined)
  if (!isRecord(value) || value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, entry]) => {
      const plain = plainOf(entry)
      return plain === undefined ? [] : [[name, plain]]
    }),
  )
}

function listAt(reply: Plain, name: string): readonly Plain[] {
  const list = reply[name]
  return Array.isArray(list) ? list.filter(isRecord) : []
}
