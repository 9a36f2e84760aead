import type { Plain } from '../../../inputs/documents/records.ts'
import { requestSchemas, SDK_VERSION } from '../../api/request-schemas.ts'
import type { InputName, InputSource } from '../names.ts'
import { isTextAt, schemaIssues } from './schema-check.ts'
import { readSdkSchema, schemaAt } from './sdk-schema.ts'

type Path = readonly (string | number)[]

/** An input that is a part of a request, as JSON or YAML; checked by the schema of that part. */
export async function parsePart<Part>(
  input: InputName,
  path: Path,
  { texts, issues }: Pick<InputSource, 'texts' | 'issues'>,
  request: 'createService' | 'runTask' = 'createService',
): Promise<Part | undefined> {
  const text = texts[input]
  const schema = schemaAt(readSdkSchema(requestSchemas[request]), path)
  if (text === undefined || schema === undefined) return undefined
  const { readDocument } = await import('../../../inputs/documents/document.ts')
  const read = readDocument(text, { keepsText: (at) => isTextAt(schema, at) })
  if ('issues' in read) {
    for (const { message, line } of read.issues) issues.add({ input, message: `line ${line}: ${message}` })
    return undefined
  }
  const { value, position } = read.document
  const isRight = typeof value === 'object' && value !== null
  const found = isRight ? schemaIssues(value, schema, SDK_VERSION) : []
  if (!isRight || (schema.kind === 'list') !== Array.isArray(value)) {
    const form = schema.kind === 'list' ? 'a list' : 'a map'
    issues.add({
      input,
      message: `must be ${form} in JSON or YAML, the way ${request === 'runTask' ? 'run-task' : 'create-service'} takes it`,
    })
    return undefined
  }
  for (const { message, at } of found) {
    issues.add({ input, message: `line ${position(at)?.line ?? 1}: ${message}` })
  }
  return found.length > 0 ? undefined : (value as Plain as Part)
}
