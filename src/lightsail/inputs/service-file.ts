import * as z from 'zod/mini'
import { readDocument } from '../../input/document.ts'
import type { Problem } from '../../input/problem.ts'
import type { DeploymentSpec } from '../deployment.ts'
import { domainNameFault, maxima, powers, tagFault } from '../limits.ts'
import type { ServicePatch } from '../settings.ts'
import { deploymentSchema, described, isText, schemaProblems } from './deployment-file.ts'
import { checkedDeployment } from './deployment-file-input.ts'
import type { Source } from './inputs.ts'

/** The shape of `service-file`: what create-container-service takes (`--cli-input-json`). */
export const serviceSchema = z.strictObject({
  $schema: described(z.optional(z.string()), 'Where editors find this schema.'),
  serviceName: described(z.optional(z.string()), 'Name of the service; the input service-name wins.'),
  power: described(z.optional(z.enum(powers)), 'Size of each node; a new service is nano unless given.'),
  scale: described(
    z.optional(z.int().check(z.minimum(1), z.maximum(maxima.scale))),
    'Number of nodes; a new service has 1 unless given.',
  ),
  tags: described(
    z.optional(z.array(z.strictObject({ key: z.string(), value: z.optional(z.string()) }))),
    'Tags to add or change; others stay.',
  ),
  publicDomainNames: described(
    z.optional(z.record(z.string(), z.array(z.string()))),
    'Domain names by certificate; an empty list detaches the certificate, others stay.',
  ),
  privateRegistryAccess: described(
    z.optional(z.strictObject({ ecrImagePullerRole: z.strictObject({ isActive: z.boolean() }) })),
    'isActive switches the role that pulls from private ECR on or off.',
  ),
  deployment: described(
    z.optional(deploymentSchema),
    'The whole deployment: what is not in it is removed. Inputs override parts of it.',
  ),
})

export interface LoadedServiceFile {
  readonly path: string
  readonly serviceName: string | undefined
  readonly patch: ServicePatch
  readonly deployment: DeploymentSpec | undefined
}

/** Reads and checks a service file; its problems carry file, line and column. */
export const readServiceFile = (
  { path, text }: { path: string; text: string },
  { problems }: Pick<Source, 'problems'>,
): LoadedServiceFile | undefined => {
  const input = 'service-file'
  const add = (problem: Problem) => problems.add({ input, file: path, ...problem })
  const read = readDocument(text, { keepsText: isText })
  if ('problems' in read) {
    read.problems.forEach(add)
    return undefined
  }
  const { value, position } = read.document
  const parsed = serviceSchema.safeParse(value, { reportInput: true })
  if (!parsed.success) {
    schemaProblems(parsed.error.issues, { position, keys: Object.keys(serviceSchema.shape) }).forEach(add)
    return undefined
  }
  const { serviceName, power, scale, tags, publicDomainNames, privateRegistryAccess, deployment } =
    parsed.data
  const tagMap = tags && Object.fromEntries(tags.map(({ key, value: tag = '' }) => [key, tag]))
  for (const [key, fault] of [
    ['tags', tagMap && (tagFault(tagMap) ?? repeatedKey(tags ?? []))],
    ['publicDomainNames', publicDomainNames && domainNameFault(publicDomainNames)],
  ] as const) {
    if (fault !== undefined) add({ message: `"${key}": ${fault}`, ...position([key]) })
  }
  const ecrRole = privateRegistryAccess?.ecrImagePullerRole.isActive
  return {
    path,
    serviceName,
    patch: {
      ...(power !== undefined && { power }),
      ...(scale !== undefined && { scale }),
      ...(tagMap !== undefined && { tags: tagMap }),
      ...(publicDomainNames !== undefined && { publicDomainNames }),
      ...(ecrRole !== undefined && { ecrRole }),
    },
    deployment:
      deployment && checkedDeployment(deployment, { add, position: (at) => position(['deployment', ...at]) }),
  }
}

const repeatedKey = (tags: readonly { readonly key: string }[]): string | undefined => {
  const keys = tags.map(({ key }) => key)
  const repeated = keys.find((key, index) => keys.indexOf(key) !== index)
  return repeated === undefined ? undefined : `the key "${repeated}" is written twice`
}
