import * as z from 'zod/mini'
import { type Path, readDocument } from '../../input/document.ts'
import type { Problem } from '../../input/problem.ts'
import { didYouMean } from '../../input/suggestion.ts'
import { protocols } from '../deployment.ts'
import { healthCheckRanges, maxima } from '../limits.ts'

/**
 * The shape of `deployment-file`: what the AWS CLI takes (`--cli-input-json` of create-container-service-deployment)
 * and what it prints (get-container-service-deployments). The published JSON Schema is made from it.
 */

export const described = <Schema extends z.ZodMiniType>(schema: Schema, description: string): Schema =>
  schema.check(z.describe(description))

const wholeNumber = ({ from, to }: { from: number; to?: number }) =>
  to === undefined ? z.int().check(z.minimum(from)) : z.int().check(z.minimum(from), z.maximum(to))

const text = z.union([z.string(), z.number(), z.boolean()])

const containerSchema = z.strictObject({
  image: described(z.string(), 'An image of a public registry, of private ECR, or ":service.label.7".'),
  command: described(z.optional(z.array(z.string())), 'The launch command, one word an entry.'),
  environment: described(
    z.optional(z.record(z.string(), text)),
    'Environment variables; numbers and booleans become text.',
  ),
  ports: described(
    z.optional(z.record(z.string(), z.enum(protocols))),
    'Open ports: port number to protocol.',
  ),
})

const healthCheckSchema = z.strictObject({
  path: described(z.optional(z.string()), 'Asked with GET; / unless given.'),
  intervalSeconds: described(
    z.optional(wholeNumber(healthCheckRanges.intervalSeconds)),
    'Seconds between two checks; 5 unless given.',
  ),
  timeoutSeconds: described(
    z.optional(wholeNumber(healthCheckRanges.timeoutSeconds)),
    'Seconds to wait for an answer; 2 unless given.',
  ),
  healthyThreshold: described(
    z.optional(wholeNumber(healthCheckRanges.healthyThreshold)),
    'Good answers in a row that make the container healthy; 2 unless given.',
  ),
  unhealthyThreshold: described(
    z.optional(wholeNumber(healthCheckRanges.unhealthyThreshold)),
    'Bad answers in a row that make it unhealthy; 2 unless given.',
  ),
  successCodes: described(
    z.optional(z.string()),
    'Status codes from 200 to 499 that are good, such as 200, 200-299 or 200,301; 200-499 unless given.',
  ),
})

const publicEndpointSchema = z.strictObject({
  containerName: described(z.string(), 'The container that answers at the public URL.'),
  containerPort: described(
    wholeNumber({ from: 1, to: maxima.port }),
    'One of its ports, opened as HTTP or HTTPS.',
  ),
  healthCheck: z.optional(healthCheckSchema),
})

const containersSchema = described(
  z.record(z.string(), containerSchema),
  'The containers of the deployment by name, at most 10.',
)

/** Fields that only a downloaded deployment has; they say what was, not what shall be. */
const readOnly = {
  version: described(z.optional(z.unknown()), 'Ignored: what get-container-service-deployments prints.'),
  state: described(z.optional(z.unknown()), 'Ignored, like version.'),
  createdAt: described(z.optional(z.unknown()), 'Ignored, like version.'),
}

export const deploymentSchema = z.strictObject({
  $schema: described(z.optional(z.string()), 'Where editors find this schema.'),
  serviceName: described(z.optional(z.string()), 'Ignored where the input service-name is given.'),
  containers: containersSchema,
  publicEndpoint: described(
    z.optional(publicEndpointSchema),
    'Which container and port are public; without it the service is private.',
  ),
  ...readOnly,
})

export type DeploymentFile = z.infer<typeof deploymentSchema>

export interface ReadDeploymentFile {
  readonly content: DeploymentFile
  /** Line and column, counted from 1. */
  position(path: Path): { line: number; column: number } | undefined
}

/** These scalars are text as written, with or without quotation marks: `1.10` in an environment is not 1.1. */
export const isText = (path: Path): boolean =>
  path.at(-2) === 'environment' || path.slice(-2).join('.') === 'healthCheck.successCodes'

/** Reads and checks a deployment file. The problems carry line and column, and no value of the environment. */
export const readDeploymentFile = (source: string): ReadDeploymentFile | { problems: Problem[] } => {
  const read = readDocument(source, { keepsText: isText })
  if ('problems' in read) return read
  const { value, position } = read.document
  const chosen = chooseDeployment(value)
  if ('message' in chosen) return { problems: [{ ...chosen, ...position([]) }] }
  const positionIn = (path: Path) => position([...chosen.path, ...path])
  const parsed = deploymentSchema.safeParse(chosen.value, { reportInput: true })
  if (parsed.success) return { content: parsed.data, position: positionIn }
  return { problems: schemaProblems(parsed.error.issues, { position: positionIn, keys: deploymentKeys }) }
}

/** A file of one of our schemas: where its values stand, and which keys its outermost map may have. */
interface SchemaFile {
  readonly position: ReadDeploymentFile['position']
  readonly keys: readonly string[]
}

/** What a schema found, in the order of the file. */
export const schemaProblems = (issues: readonly z.core.$ZodIssue[], file: SchemaFile): Problem[] =>
  issues
    .flatMap((issue) => problemsOf(issue, file))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0))

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The deployment itself, or the one that runs among those which get-container-service-deployments printed. */
const chooseDeployment = (value: unknown): { path: Path; value: unknown } | { message: string } => {
  if (!isRecord(value)) return { message: 'must be a map with the key "containers"' }
  const { deployments } = value
  if (!Array.isArray(deployments)) return { path: [], value }
  const active = deployments.findIndex((entry) => isRecord(entry) && entry['state'] === 'ACTIVE')
  const index = deployments.length === 1 ? 0 : active
  return index < 0
    ? { message: `holds ${deployments.length} deployments, none of them ACTIVE; keep the one you want` }
    : { path: ['deployments', index], value: deployments[index] }
}

const deploymentKeys = ['containers', 'publicEndpoint', 'serviceName']

const keysAt = (path: Path, outermost: readonly string[]): readonly string[] => {
  const last = path.at(-1)
  if (path.length === 0) return outermost
  if (last === 'deployment') return deploymentKeys
  if (last === 'publicEndpoint') return Object.keys(publicEndpointSchema.shape)
  if (last === 'healthCheck') return Object.keys(healthCheckSchema.shape)
  return path.at(-2) === 'containers' ? Object.keys(containerSchema.shape) : []
}

const expectations: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'a map',
  record: 'a map',
  boolean: 'true or false',
}

const problemsOf = (issue: z.core.$ZodIssue, { position, keys }: SchemaFile): Problem[] => {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))
  const where = path.join('.')
  const at = (message: string, place: Path = path): Problem => ({ message, ...position(place) })
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) =>
        at(`unknown key "${key}"${didYouMean(key, keysAt(path, keys))}${hint(key)}`, [...path, key]),
      )
    case 'invalid_type':
      return issue.input === undefined
        ? [at(`"${where}" is missing${where === 'containers' ? ': the map of the containers by name' : ''}`)]
        : [at(`"${where}" must be ${expectations[issue.expected] ?? issue.expected}`)]
    case 'invalid_value':
      return [at(`"${where}" must be one of ${issue.values.join(', ')}`)]
    case 'too_small':
      return [at(`"${where}" must be ${issue.minimum} or more`)]
    case 'too_big':
      return [at(`"${where}" must be ${issue.maximum} or less`)]
    case 'invalid_union':
      return [at(`"${where}" must be text, a number or a boolean; an empty value is written ""`)]
    default:
      return [at(`"${where}" is not valid`)]
  }
}

const hint = (key: string): string =>
  key === 'deployment'
    ? '; this is the shape of create-container-service: only its "deployment" part belongs here'
    : ''
