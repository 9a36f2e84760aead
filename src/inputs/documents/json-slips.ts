import type { TextIssue } from './parse-yaml.ts'

/** A string of JSON, or what may stand between two of them. */
const piece = /"(?:[^"\\\n]|\\[^\n])*("?)|(\/\/|\/\*)|[^"/]+|\//g

/**
 * Common mistakes in JSON that YAML would read as something else: `80 // http` would be a text. `undefined` for YAML: only a text
 * that begins like JSON is checked. Trailing commas do no harm.
 */
export function jsonSlip(text: string): TextIssue | undefined {
  if (!/^\uFEFF?\s*(?:\/\/|\/\*|[{[]\s*(?:"|\/\/|\/\*|[{[]))/.test(text)) return undefined
  let before = ''
  for (const match of text.matchAll(piece)) {
    const [found, quote, comment] = match
    if (comment !== undefined && /^$|[\s,{}[\]"\d]$/.test(before)) {
      const message = `JSON has no comments ("${comment}"): remove it, or start it with "#", which is read as YAML`
      return { message, offset: match.index }
    }
    if (quote === '') {
      const message =
        'this text does not end on its line: a closing quotation mark is missing, or it contains a line break, which JSON writes as \\n'
      return { message, offset: match.index }
    }
    before = found
  }
  return undefined
}
