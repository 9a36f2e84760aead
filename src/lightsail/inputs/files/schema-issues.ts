import type * as z from 'zod/mini'
import type { DocumentPath } from '../../../inputs/documents/document-path.ts'
import { isRecord, type PlacedIssue } from '../../../inputs/documents/records.ts'
import { didYouMean } from '../../../inputs/suggestion.ts'

/** What a schema found, in sentences that hold no value of an environment. `keysAt` names the keys a map may have. */
export function schemaIssues(
  issues: readonly z.core.$ZodIssue[],
  keysAt: (path: DocumentPath) => readonly string[],
): PlacedIssue[] {
  return issues.flatMap((issue) => issuesOf(issue, keysAt))
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

function issuesOf(issue: z.core.$ZodIssue, keysAt: (path: DocumentPath) => readonly string[]): PlacedIssue[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))
  const where = path.join('.')
  const at = (message: string, place: DocumentPath = path): PlacedIssue => ({ message, at: place })
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => at(unknownKey(key, path, keysAt(path)), [...path, key]))
    case 'invalid_type': {
      if (issue.input === undefined) {
        const hint = path.at(-1) === 'containers' ? ': the map of the containers by name' : ''
        return [at(`"${where}" is missing${hint}`)]
      }
      const expected = expectations[issue.expected] ?? issue.expected
      return [at(`"${where}" must be ${expected}${exampleOf(path, issue.input)}`)]
    }
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

/** How the value is written right, where people bring another tool's form along. */
function exampleOf(path: DocumentPath, input: unknown): string {
  const key = path.at(-1)
  const isList = Array.isArray(input)
  if (key === 'containers' && isList) return ' by name, such as { app: { image: … } }, not a list'
  if (key === 'environment' && isList) return ' such as { LOG_LEVEL: info }, not a list'
  if (key === 'ports') return ' such as { 8080: HTTP }'
  if (key === 'command' && typeof input === 'string') return ' of words such as ["npm", "start"]'
  if (path.at(-2) === 'command') return '; put it in quotation marks'
  if (key === 'tags' && isRecord(input)) return ' such as [{ key: team, value: shop }]'
  return ''
}

/** What other tools call it, or where it belongs. */
const inContainer: Readonly<Record<string, string>> = {
  env: '; did you mean "environment"?',
  envs: '; did you mean "environment"?',
  variables: '; did you mean "environment"?',
  args: '; a container has one list "command"',
  cmd: '; did you mean "command"?',
  entrypoint: '; a container has one list "command"',
  port: '; did you mean "ports"?',
  expose: '; did you mean "ports"?',
  containerPort: '; ports are a map such as { 8080: HTTP }',
  portMappings: '; did you mean "ports"?',
  name: '; the name of a container is its key in "containers"',
  containerName: '; the name of a container is its key in "containers"',
  build: '; build the image in a step before this one',
  env_file: '; name the file in the input env-file',
  healthCheck: '; the health check belongs to "publicEndpoint"',
  healthcheck: '; the health check belongs to "publicEndpoint"',
}

function unknownKey(key: string, path: DocumentPath, known: readonly string[]): string {
  const told = `unknown key "${key}"`
  if (path.at(-2) === 'containers' && Object.hasOwn(inContainer, key)) return `${told}${inContainer[key]}`
  const isOfCheck = /^(?:path|successCodes|(?:interval|timeout)Seconds|(?:un)?healthyThreshold)$/.test(key)
  if (path.at(-1) === 'publicEndpoint' && (isOfCheck || /^health_?-?check_?-?path$/i.test(key)))
    return `${told}; it belongs to "healthCheck", such as healthCheck: { ${isOfCheck ? key : 'path'}: … }`
  const isCreation = key === 'deployment' && known.includes('containers')
  const hint = isCreation
    ? '; this is the shape of create-container-service: only its "deployment" part belongs here'
    : didYouMean(key, known)
  return `${told}${hint}`
}
