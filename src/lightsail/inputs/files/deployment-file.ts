import * as z from 'zod/mini'
import type { DocumentPath } from '../../../inputs/documents/document-path.ts'
import { readShaped } from '../../../inputs/documents/read-shaped.ts'
import type { InputIssue } from '../../../inputs/issues.ts'
import { healthCheckRanges, limits } from '../../model/constraints.ts'
import {
  type Container,
  type DeploymentSpec,
  healthCheckDefaults,
  type PublicEndpoint,
  protocols,
} from '../../model/deployment.ts'
import { deploymentShape } from './aws-shapes.ts'
import { deploymentIssues } from './deployment-issues.ts'
import { fileKind } from './file-kinds.ts'

/**
 * The shape of `deployment-file`: what the AWS CLI takes (`--cli-input-json` of create-container-service-deployment)
 * and what it prints (get-container-service-deployments). The published JSON Schema is made from it.
 */

export function withDescription<Schema extends z.ZodMiniType>(schema: Schema, description: string): Schema {
  return schema.check(z.describe(description))
}

function wholeNumber({ from, to }: { from: number; to?: number }) {
  return to === undefined ? z.int().check(z.minimum(from)) : z.int().check(z.minimum(from), z.maximum(to))
}

const text = z.union([z.string(), z.number(), z.boolean()])

const containerSchema = z.strictObject({
  image: withDescription(z.string(), 'An image in a public registry, in private ECR, or ":service.label.7".'),
  command: withDescription(z.optional(z.array(z.string())), 'The launch command, one word per entry.'),
  environment: withDescription(
    z.optional(z.record(z.string(), text)),
    'Environment variables; numbers and booleans become text.',
  ),
  ports: withDescription(
    z.optional(z.record(z.string(), z.enum(protocols))),
    'Open ports: port number to protocol.',
  ),
})

const healthCheckSchema = z.strictObject({
  path: withDescription(z.optional(z.string()), 'Requested with GET; the default is /.'),
  intervalSeconds: withDescription(
    z.optional(wholeNumber(healthCheckRanges.intervalSeconds)),
    'Seconds between two checks; the default is 5.',
  ),
  timeoutSeconds: withDescription(
    z.optional(wholeNumber(healthCheckRanges.timeoutSeconds)),
    'Seconds to wait for an answer; the default is 2.',
  ),
  healthyThreshold: withDescription(
    z.optional(wholeNumber(healthCheckRanges.healthyThreshold)),
    'Good answers in a row that make the container healthy; the default is 2.',
  ),
  unhealthyThreshold: withDescription(
    z.optional(wholeNumber(healthCheckRanges.unhealthyThreshold)),
    'Bad answers in a row that make it unhealthy; the default is 2.',
  ),
  successCodes: withDescription(
    z.optional(z.string()),
    'Status codes from 200 to 499 that count as good, such as 200, 200-299 or 200,301; the default is 200-499.',
  ),
})

const publicEndpointSchema = z.strictObject({
  containerName: withDescription(z.string(), 'The container that answers at the public URL.'),
  containerPort: withDescription(
    wholeNumber({ from: 1, to: limits.port }),
    'One of its ports, opened as HTTP or HTTPS.',
  ),
  healthCheck: z.optional(healthCheckSchema),
})

const containersSchema = withDescription(
  z.record(z.string(), containerSchema),
  'The containers of the deployment by name, at most 10.',
)

/** Fields that only a downloaded deployment has; they say what was, not what shall be. */
const readOnly = {
  version: withDescription(z.optional(z.unknown()), 'Ignored: get-container-service-deployments prints it.'),
  state: withDescription(z.optional(z.unknown()), 'Ignored, like version.'),
  createdAt: withDescription(z.optional(z.unknown()), 'Ignored, like version.'),
}

export const deploymentSchema = z.strictObject({
  $schema: withDescription(z.optional(z.string()), 'Where editors find this schema.'),
  serviceName: withDescription(z.optional(z.string()), 'Ignored if the input service-name is set.'),
  containers: containersSchema,
  publicEndpoint: withDescription(
    z.optional(publicEndpointSchema),
    'Which container and port are public; without it the service is private.',
  ),
  ...readOnly,
})

export type DeploymentFile = z.infer<typeof deploymentSchema>

const deploymentKeys = ['containers', 'publicEndpoint', 'serviceName']

/** The keys that a map of a deployment may have, for suggestions; `path` begins at the deployment. */
export function deploymentKeysAt(path: DocumentPath): readonly string[] {
  const last = path.at(-1)
  if (path.length === 0) return deploymentKeys
  if (last === 'publicEndpoint') return Object.keys(publicEndpointSchema.shape)
  if (last === 'healthCheck') return Object.keys(healthCheckSchema.shape)
  return path.at(-2) === 'containers' ? Object.keys(containerSchema.shape) : []
}

const kind = fileKind({
  schema: deploymentSchema,
  shapeOf: deploymentShape,
  issuesOf: deploymentIssues,
  keysAt: deploymentKeysAt,
})

/** Reads and checks a deployment file. The problems carry line and column, and no value of the environment. */
export function readDeploymentFile(source: string): { content: DeploymentFile } | { issues: InputIssue[] } {
  const read = readShaped(source, kind)
  // Not what zod gives back: that has lost a variable called __proto__.
  return 'issues' in read ? read : { content: read.value as DeploymentFile }
}

/** The deployment that a file describes, with what Lightsail fills in. */
export function deploymentOf({ containers, publicEndpoint }: DeploymentFile): DeploymentSpec {
  return {
    containers: Object.fromEntries(
      Object.entries(containers).map(
        ([name, { image, command = [], environment = {}, ports = {} }]): [string, Container] => [
          name,
          {
            image,
            command,
            environment: Object.fromEntries(
              Object.entries(environment).map(([key, value]) => [key, String(value)]),
            ),
            ports,
          },
        ],
      ),
    ),
    ...(publicEndpoint && { publicEndpoint: endpointOf(publicEndpoint) }),
  }
}

function endpointOf({
  containerName,
  containerPort,
  healthCheck,
}: NonNullable<DeploymentFile['publicEndpoint']>): PublicEndpoint {
  const said = Object.fromEntries(
    Object.entries(healthCheck ?? {}).filter(([, value]) => value !== undefined),
  )
  return { containerName, containerPort, healthCheck: { ...healthCheckDefaults, ...said } }
}
