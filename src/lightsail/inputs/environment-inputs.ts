import { isBlank, looksLikeMap, parseVariables, variableName } from '../../input/pairs.ts'
import { parseChoice } from '../../input/scalars.ts'
import type { DeploymentPatch } from '../desired.ts'
import { isContent, readPath, type Source } from './inputs.ts'

type EnvironmentPatch = NonNullable<DeploymentPatch['environment']>

/** `env-file` and `environment-variables`, the latter winning; every value is a secret. */
export const parseEnvironment = async (
  source: Source,
): Promise<{ environment: EnvironmentPatch | undefined; secrets: readonly string[] }> => {
  const { texts, problems } = source
  const strategy = parseChoice({
    input: 'environment-variables-strategy',
    text: texts['environment-variables-strategy'],
    problems,
    choices: ['merge', 'overwrite'],
  })
  const fromFiles = await readEnvFiles(source)
  const written = await readVariables(source)
  if (!fromFiles && !written) {
    if (strategy === 'overwrite') {
      const message = 'overwrite has no effect without environment-variables; to clear them all write {}'
      problems.add({ input: 'environment-variables-strategy', message })
    }
    return { environment: undefined, secrets: [] }
  }
  const mentions =
    written !== undefined && (written.size > 0 || looksLikeMap(texts['environment-variables'] ?? ''))
  if (!fromFiles && !mentions) return { environment: undefined, secrets: [] }
  const values = Object.fromEntries([...(fromFiles ?? []), ...(written ?? [])])
  const clears = mentions && written.size === 0
  if (strategy === 'overwrite' && Object.keys(values).length === 0 && !clears) {
    const message = 'overwrite would clear all variables, as env-file holds none; to clear them all write {}'
    problems.add({ input: 'environment-variables-strategy', message })
  }
  return {
    environment: { values, strategy: clears ? 'overwrite' : (strategy ?? 'merge') },
    secrets: [...(fromFiles?.values() ?? []), ...(written?.values() ?? [])],
  }
}

const readVariables = async ({ texts, problems }: Source): Promise<Map<string, string> | undefined> => {
  const input = 'environment-variables'
  const text = texts[input]
  if (text === undefined) return undefined
  if (!looksLikeMap(text)) return parseVariables({ input, text, problems })
  const { readDocument } = await import('../../input/document.ts')
  const read = readDocument(text, { keepsText: () => true })
  if ('problems' in read) {
    for (const { message, line } of read.problems)
      problems.add({ input, message: `line ${line}: ${message}` })
    return undefined
  }
  const { value: map } = read.document
  if (typeof map !== 'object' || map === null) {
    problems.add({ input, message: 'must be NAME=value lines, or a JSON or YAML map' })
    return undefined
  }
  const values = new Map<string, string>()
  for (const [name, value] of Object.entries(map)) {
    if (!variableName.test(name))
      problems.add({ input, message: 'a key of the map is not a name such as LOG_LEVEL' })
    else if (typeof value === 'string') values.set(name, value)
    else problems.add({ input, message: `"${name}" must be text; an empty value is written ""` })
  }
  return values
}

/** What dotenv takes for an entry, by its own pattern; everything else it passes over in silence. */
const entry =
  /^\s*(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:\s+?)(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?\s*(?:#.*)?$/gm

/** What is wrong with the lines of a dotenv file; it never repeats them, as they may be parts of a secret. */
const lineFaults = (text: string): string[] => {
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length
  const badNames = [...text.matchAll(entry)].flatMap((match) => {
    const [whole, name = ''] = match
    return variableName.test(name)
      ? []
      : [`line ${lineAt(match.index + whole.indexOf(name))}: the key is not a name such as LOG_LEVEL`]
  })
  const strange = text
    .replace(entry, (whole) => whole.replaceAll(/[^\n]+/g, ''))
    .split('\n')
    .flatMap((line, index) =>
      /^\s*(#|$)/.test(line) ? [] : [`line ${index + 1} is neither NAME=value nor a comment`],
    )
  return [...badNames, ...strange]
}

const readEnvFiles = async (source: Source): Promise<Map<string, string> | undefined> => {
  const input = 'env-file'
  const paths = source.texts[input]
  if (paths === undefined || isContent(input, paths, source)) return undefined
  const { parse } = await import('dotenv')
  const values = new Map<string, string>()
  for (const path of paths.split('\n').map((line) => line.trim())) {
    const file = path === '' ? undefined : readPath(input, path, source)
    if (file === undefined) continue
    const add = (message: string) => source.problems.add({ input, file: path, message })
    // As dotenv does before it reads.
    const text = file.text.replaceAll(/\r\n?/g, '\n')
    const entries = Object.entries(parse(text))
    if (entries.length === 0 && !isBlank(text)) add(`${path} holds no NAME=value line (is it UTF-8 text?)`)
    else for (const fault of lineFaults(text)) add(`${path}, ${fault}`)
    for (const [name, value] of entries) values.set(name, value)
  }
  return values
}
