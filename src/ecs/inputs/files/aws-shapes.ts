import type { DocumentPath } from '../../../inputs/documents/document-path.ts'
import type { Shaped } from '../../../inputs/documents/read-shaped.ts'
import {
  isRecord,
  type PlacedIssue,
  type Plain,
  withoutExtensions,
  withoutNulls,
} from '../../../inputs/documents/records.ts'
import { TASK_DEFINITION_REPLY_MEMBERS } from '../../model/reply-members.ts'
import { withoutBlanks, withoutEmpties } from './empties.ts'
import { printedService } from './printed-service.ts'

/**
 * What AWS's own tools take and print of a task definition and a service: `--cli-input-json`, and the replies of the
 * describe, register, create and update calls.
 */

type Shape = Shaped | PlacedIssue

/** The request of RegisterTaskDefinition that a file holds. */
export function taskDefinitionShape(written: unknown, keptKeys: readonly string[]): Shape {
  if (Array.isArray(written)) {
    const isContainers = written.some((entry) => isRecord(entry) && Object.hasOwn(entry, 'image'))
    const message = isContainers
      ? 'is a list of containers: put it under "containerDefinitions", beside "family"'
      : 'must be a map with the keys "family" and "containerDefinitions"'
    return { message, at: [] }
  }
  if (!isRecord(written)) {
    return { message: 'must be a map with the keys "family" and "containerDefinitions"', at: [] }
  }
  const wrapped = written['taskDefinition']
  if (!isRecord(wrapped)) return isServiceLike(written) ?? request(written, [], keptKeys)
  const { tags } = written
  const inner = Array.isArray(tags) ? { ...wrapped, tags } : wrapped
  const shaped = request(inner, ['taskDefinition'], keptKeys)
  return {
    value: shaped.value,
    origin: (path) => (path[0] === 'tags' && Array.isArray(tags) ? path : shaped.origin(path)),
  }
}

function request(value: Plain, prefix: DocumentPath, keptKeys: readonly string[]): Shaped {
  const kept = Object.fromEntries(
    Object.entries(value).filter(([key]) => !TASK_DEFINITION_REPLY_MEMBERS.has(key) && key !== '$schema'),
  )
  const trimmed = withoutEmpties(withoutExtensions(kept), keptKeys)
  return { value: trimmed.value as Plain, origin: (path) => [...prefix, ...trimmed.origin(path)] }
}

const serviceKeys = ['serviceName', 'serviceArn', 'desiredCount', 'loadBalancers', 'deploymentConfiguration']

function isServiceLike(value: Plain): PlacedIssue | undefined {
  if (Object.hasOwn(value, 'containerDefinitions')) return undefined
  const key = ['service', 'services', ...serviceKeys].find((name) => Object.hasOwn(value, name))
  return key === undefined
    ? undefined
    : { message: 'describes a service: name the file in the input service-definition', at: [key] }
}

/** The request of CreateService that a file holds; of what was printed without what only a reply has. */
export function serviceShape(written: unknown): Shape {
  if (!isRecord(written)) return { message: 'must be a map with keys such as "serviceName"', at: [] }
  const isTask = Object.hasOwn(written, 'containerDefinitions') || isRecord(written['taskDefinition'])
  if (isTask) {
    const at = Object.hasOwn(written, 'containerDefinitions') ? 'containerDefinitions' : 'taskDefinition'
    return { message: 'describes a task definition: name the file in the input task-definition', at: [at] }
  }
  const { services, service } = written
  if (Array.isArray(services)) return onlyService(services)
  if (isRecord(service)) return printedService(service, ['service'])
  const isPrinted = ['serviceArn', 'deployments', 'runningCount', 'events'].some((key) =>
    Object.hasOwn(written, key),
  )
  return isPrinted ? printedService(written, []) : skeleton(written)
}

function onlyService(services: readonly unknown[]): Shape {
  const [only] = services
  if (services.length === 1 && isRecord(only)) return printedService(only, ['services', 0])
  const names = services.map((entry) => (isRecord(entry) ? String(entry['serviceName']) : '?'))
  const message =
    services.length === 0
      ? 'contains no service: it was printed where no service of that name exists'
      : `contains ${services.length} services (${names.slice(0, 9).join(', ')}); keep one of them`
  return { message, at: ['services'] }
}

/** What create-service takes, or update-service, which calls the name "service". */
function skeleton(written: Plain): Shape {
  const value = Object.entries(withoutExtensions(withoutBlanks(withoutNulls(written))) as Plain)
    .filter(([key]) => key !== '$schema')
    .map(([key, entry]) => [key === 'service' ? 'serviceName' : key, entry] as const)
  const isOfUpdate = typeof written['service'] === 'string' && !Object.hasOwn(written, 'serviceName')
  return {
    value: Object.fromEntries(value),
    origin: ([first = '', ...rest]) => [first === 'serviceName' && isOfUpdate ? 'service' : first, ...rest],
  }
}
