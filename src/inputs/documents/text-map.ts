import type { InputIssues } from '../issues.ts'
import { readDocument } from './document.ts'

/** An input that is a JSON or YAML map of texts; scalars are taken as written, whatever type they look like. */
export function readTextMap({
  input,
  text,
  issues,
  form,
  keyFault = () => undefined,
}: {
  input: string
  text: string
  issues: InputIssues
  /** Example of a line of this input that is not a map. */
  form: string
  /** The issue of a key; does not repeat a key that may be part of a value. */
  keyFault?(key: string): string | undefined
}): Map<string, string> | undefined {
  const read = readDocument(text, { keepsText: () => true })
  if ('issues' in read) {
    for (const { message, line } of read.issues) issues.add({ input, message: `line ${line}: ${message}` })
    return undefined
  }
  const { value: map } = read.document
  if (typeof map !== 'object' || map === null) {
    issues.add({ input, message: `must be ${form} lines, or a JSON or YAML map` })
    return undefined
  }
  const values = new Map<string, string>()
  for (const [name, value] of Object.entries(map)) {
    const fault = keyFault(name)
    if (fault !== undefined) issues.add({ input, message: fault })
    else if (typeof value === 'string') values.set(name, value)
    else issues.add({ input, message: `"${name}" must be text; an empty value is written ""` })
  }
  return values
}
