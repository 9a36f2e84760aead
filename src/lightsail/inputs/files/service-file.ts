import * as z from 'zod/mini'
import { readShaped } from '../../../inputs/documents/read-shaped.ts'
import { type PlacedIssue, type Plain, recordAt } from '../../../inputs/documents/records.ts'
import { validateTag } from '../../../options/tags.ts'
import { limits, powers, validateDomainName, validateName } from '../../model/constraints.ts'
import type { DeploymentSpec } from '../../model/deployment.ts'
import type { ServicePatch } from '../../model/settings.ts'
import type { InputSource } from '../names.ts'
import { serviceShape } from './aws-shapes.ts'
import { deploymentKeysAt, deploymentOf, deploymentSchema, withDescription } from './deployment-file.ts'
import { deploymentIssues } from './deployment-issues.ts'
import { fileKind } from './file-kinds.ts'

const tagList = z.array(z.strictObject({ key: z.string(), value: z.optional(z.string()) }))
const domainLists = z.record(z.string(), z.array(z.string()))

/** The shape of `service-file`: what create-container-service takes (`--cli-input-json`). */
export const serviceSchema = z.strictObject({
  $schema: withDescription(z.optional(z.string()), 'Where editors find this schema.'),
  serviceName: withDescription(
    z.optional(z.string()),
    'Name of the service; the input service-name overrides it.',
  ),
  power: withDescription(
    z.optional(z.enum(powers)),
    'Size of each node; the default for a new service is nano.',
  ),
  scale: withDescription(
    z.optional(z.int().check(z.minimum(1), z.maximum(limits.scale))),
    'Number of nodes; the default for a new service is 1.',
  ),
  tags: withDescription(z.optional(tagList), 'Tags to add or change; others stay.'),
  publicDomainNames: withDescription(
    z.optional(domainLists),
    'Domain names by certificate; an empty list detaches the certificate, others stay.',
  ),
  privateRegistryAccess: withDescription(
    z.optional(z.strictObject({ ecrImagePullerRole: z.strictObject({ isActive: z.boolean() }) })),
    'isActive turns the role that pulls from private ECR on or off.',
  ),
  deployment: withDescription(
    z.optional(deploymentSchema),
    'The complete deployment: what it does not contain is removed. Inputs override parts of it.',
  ),
})

export interface LoadedServiceFile {
  readonly path: string
  readonly serviceName: string | undefined
  readonly patch: ServicePatch
  readonly deployment: DeploymentSpec | undefined
}

const kind = fileKind({
  schema: serviceSchema,
  shapeOf: serviceShape,
  issuesOf: (service) => [
    ...settingsIssues(service),
    ...deploymentIssues(recordAt(service, 'deployment') ?? {}).map(({ message, at }) => ({
      message,
      at: ['deployment', ...at],
    })),
  ],
  keysAt: (path) => {
    if (path.length === 0) return Object.keys(serviceSchema.shape)
    return path[0] === 'deployment' ? deploymentKeysAt(path.slice(1)) : []
  },
})

/** Reads and checks a service file; its problems carry file, line and column. */
export function readServiceFile(
  { path, text }: { path: string; text: string },
  { issues }: Pick<InputSource, 'issues'>,
): LoadedServiceFile | undefined {
  const read = readShaped(text, kind)
  if ('issues' in read) {
    for (const issue of read.issues) issues.add({ input: 'service-file', file: path, ...issue })
    return undefined
  }
  const { serviceName, power, scale, tags, publicDomainNames, privateRegistryAccess, deployment } =
    read.value as z.infer<typeof serviceSchema>
  const ecrRole = privateRegistryAccess?.ecrImagePullerRole.isActive
  return {
    path,
    serviceName,
    patch: {
      ...(power !== undefined && { power }),
      ...(scale !== undefined && { scale }),
      ...(tags !== undefined && { tags: tagMapOf(tags) }),
      ...(publicDomainNames !== undefined && { publicDomainNames }),
      ...(ecrRole !== undefined && { ecrRole }),
    },
    deployment: deployment && deploymentOf(deployment),
  }
}

interface Tag {
  readonly key: string
  readonly value?: string | undefined
}

function tagMapOf(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ key, value = '' }) => [key, value]))
}

/** What the schema cannot say of a service's settings; what has another shape is passed over. */
function settingsIssues({ serviceName, tags, publicDomainNames }: Plain): PlacedIssue[] {
  const read = { tags: tagList.safeParse(tags).data, domains: domainLists.safeParse(publicDomainNames).data }
  const faults = [
    [
      'serviceName',
      typeof serviceName === 'string' ? validateName(serviceName, limits.serviceName) : undefined,
    ],
    ['tags', read.tags && (validateTag(tagMapOf(read.tags)) ?? repeatedKey(read.tags))],
    ['publicDomainNames', read.domains && validateDomainName(read.domains)],
  ] as const
  return faults.flatMap(([key, fault]) =>
    fault === undefined ? [] : [{ message: `"${key}": ${fault}`, at: [key] }],
  )
}

function repeatedKey(tags: readonly Tag[]): string | undefined {
  const keys = tags.map(({ key }) => key)
  const repeated = keys.find((key, index) => keys.indexOf(key) !== index)
  return repeated === undefined ? undefined : `the key "${repeated}" appears twice`
}
