import type { DocumentPath } from '../../../inputs/documents/document-path.ts'
import type { LineColumn } from '../../../inputs/documents/lines.ts'
import { otherFiles } from '../../../inputs/documents/other-tools.ts'
import { type FileKind, readShaped } from '../../../inputs/documents/read-shaped.ts'
import type { PlacedIssue, Plain } from '../../../inputs/documents/records.ts'
import type { InputIssue } from '../../../inputs/issues.ts'
import { validateTag } from '../../../options/tags.ts'
import { requestSchemas, SDK_VERSION } from '../../api/request-schemas.ts'
import { serviceNameFault, taskDefinitionFault } from '../../model/constraints.ts'
import type { ServiceMembers } from '../../model/service.ts'
import { isTextAt, schemaIssues } from '../schema/schema-check.ts'
import { readSdkSchema } from '../schema/sdk-schema.ts'
import { serviceShape } from './aws-shapes.ts'
import { placeholderIssues } from './placeholders.ts'
import { ownForm } from './task-definition-file.ts'
import { tagMap } from './task-definition-issues.ts'

/** `service-definition`: CreateService's shape, or what describe-services prints; JSON or YAML. */

export interface ServiceDefinitionFile {
  readonly serviceName: string | undefined
  /** Name or ARN. */
  readonly cluster: string | undefined
  /** ARN, `family:revision` or `family`. */
  readonly taskDefinition: string | undefined
  readonly desiredCount: number | undefined
  readonly tags: Readonly<Record<string, string>> | undefined
  /** All other members. */
  readonly members: ServiceMembers
  readonly notices: readonly string[]
  /** Where a path of CreateService's shape is in the file. */
  position(path: DocumentPath): LineColumn | undefined
}

const schema = readSdkSchema(requestSchemas.createService)

const kind: FileKind = {
  others: otherFiles(
    { ...ownForm, asContainers: 'write an ECS service the way create-service takes it' },
    [],
  ),
  isText: (path) => isTextAt(schema, withoutWrapper(path)),
  shapeOf: serviceShape,
  issuesOf: (value) => {
    const { forceNewDeployment: _, ...members } = value
    return [
      // An input may name the service.
      ...schemaIssues({ serviceName: '', ...members }, schema, SDK_VERSION),
      ...serviceIssues(value),
      ...placeholderIssues(members),
    ]
  },
}

/** `services: [{…}]` and `service: {…}` as they are printed; the name of a printed member may be another. */
function withoutWrapper(path: DocumentPath): DocumentPath {
  if (path[0] === 'services' && typeof path[1] === 'number') return path.slice(2)
  return path[0] === 'service' && path.length > 1 ? path.slice(1) : path
}

function serviceIssues(value: Plain): PlacedIssue[] {
  const {
    taskDefinition,
    serviceName,
    schedulingStrategy,
    desiredCount,
    launchType,
    capacityProviderStrategy,
    tags,
  } = value
  const isDaemon = schedulingStrategy === 'DAEMON' && desiredCount !== undefined
  const isDouble = launchType !== undefined && capacityProviderStrategy !== undefined
  const found: [string | undefined, string][] = [
    [typeof serviceName === 'string' ? serviceNameFault(serviceName) : undefined, 'serviceName'],
    [typeof taskDefinition === 'string' ? taskDefinitionFault(taskDefinition) : undefined, 'taskDefinition'],
    [isDaemon ? 'a DAEMON has no count: it runs one task on each instance' : undefined, 'desiredCount'],
    [
      isDouble ? 'cannot be combined with "capacityProviderStrategy"; remove one of the two' : undefined,
      'launchType',
    ],
    [Array.isArray(tags) ? validateTag(tagMap(tags)) : undefined, 'tags'],
  ]
  return found.flatMap(([fault, key]) =>
    fault === undefined ? [] : [{ message: `"${key}": ${fault}`, at: [key] }],
  )
}

/** Reads and checks a service definition. The issues carry line and column. */
export function readServiceDefinitionFile(
  text: string,
): ServiceDefinitionFile | { readonly issues: InputIssue[] } {
  const read = readShaped(text, kind)
  if ('issues' in read) return read
  const { position } = read
  const {
    serviceName,
    cluster,
    taskDefinition,
    desiredCount,
    tags,
    clientToken,
    forceNewDeployment,
    ...members
  } = read.value
  const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
  return {
    serviceName: textOf(serviceName),
    cluster: textOf(cluster),
    taskDefinition: textOf(taskDefinition),
    desiredCount: typeof desiredCount === 'number' ? desiredCount : undefined,
    tags: Array.isArray(tags) ? tagMap(tags) : undefined,
    members,
    notices: [
      ...(clientToken === undefined
        ? []
        : ['the clientToken in the service definition is not sent: each run makes its own']),
      ...(forceNewDeployment === true
        ? ['forceNewDeployment in the service definition has no effect; set the input force-new-deployment']
        : []),
    ],
    position,
  }
}
