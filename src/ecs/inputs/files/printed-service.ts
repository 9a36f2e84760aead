import type { DocumentPath } from '../../../inputs/documents/document-path.ts'
import type { Shaped } from '../../../inputs/documents/read-shaped.ts'
import { isRecord, type Plain, withoutNulls } from '../../../inputs/documents/records.ts'
import { MARK } from '../../../product.ts'
import { DEPLOYMENT_MEMBERS, isOwnRole, SERVICE_REPLY_MEMBERS } from '../../model/reply-members.ts'
import { isEmpty } from './empties.ts'

/** Names that a reply has for members of a request. */
const renamedInReplies = { roleArn: 'role', clusterArn: 'cluster' } as const

/** A service as describe-services prints it, as the request that would make it. */
export function printedService(service: Plain, prefix: DocumentPath): Shaped {
  const deployments: readonly unknown[] = Array.isArray(service['deployments']) ? service['deployments'] : []
  const index = deployments.findIndex((entry) => isRecord(entry) && entry['status'] === 'PRIMARY')
  const primary = deployments[index]
  const origins = new Map<string, DocumentPath>()
  const members: Record<string, unknown> = {}
  const take = (key: string, value: unknown, origin: DocumentPath) => {
    members[key] = value
    origins.set(key, origin)
  }
  for (const [key, value] of Object.entries(service)) {
    const name = Object.hasOwn(renamedInReplies, key)
      ? renamedInReplies[key as keyof typeof renamedInReplies]
      : key
    if (!isDropped(key, value, service)) take(name, value, [key])
  }
  if (isRecord(primary)) {
    for (const key of DEPLOYMENT_MEMBERS)
      if (primary[key] !== undefined) take(key, primary[key], ['deployments', index, key])
  }
  const { tags } = members
  if (Array.isArray(tags)) members['tags'] = tags.filter((tag) => !isManaged(tag))
  // Within a member an empty list may be one that ECS requires, such as the names of the alarms.
  const said = Object.entries(members).filter(([, value]) => !isEmpty(value))
  return {
    value: withoutNulls(Object.fromEntries(said)) as Plain,
    origin: ([first = '', ...rest]) => [...prefix, ...(origins.get(String(first)) ?? [first]), ...rest],
  }
}

function isDropped(key: string, value: unknown, service: Plain): boolean {
  // ECS counts the instances of a daemon itself, and names the role that it makes for itself.
  if (key === 'desiredCount') return service['schedulingStrategy'] === 'DAEMON'
  if (key === 'roleArn') return isOwnRole(value)
  const isKept = key === 'tags' || Object.hasOwn(renamedInReplies, key)
  return key === '$schema' || (SERVICE_REPLY_MEMBERS.has(key) && !isKept)
}

function isManaged(tag: unknown): boolean {
  const key = isRecord(tag) ? tag['key'] : undefined
  return typeof key === 'string' && (key.startsWith('aws:') || key.startsWith(`${MARK}:`))
}
