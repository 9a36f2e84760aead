import { looksLikeMap, parseVariables, variableNamePattern } from '../inputs/key-value.ts'
import { parseEnum } from '../inputs/scalars.ts'
import type { InputSource } from '../inputs/source.ts'
import {
  joinedRemarks,
  namesText,
  noRemarks,
  type Remarks,
  variableRemarks,
} from '../inputs/variable-remarks.ts'
import { type EnvFiles, envFileRemarks, readEnvFiles } from './env-file-input.ts'

/** The variables of a container, as the inputs say. */
export interface EnvironmentPatch {
  readonly values: Readonly<Record<string, string>>
  readonly strategy: 'merge' | 'overwrite'
}

type EnvironmentSource = InputSource<'env-file' | 'environment-variables' | 'environment-variables-strategy'>

/** `env-file` and `environment-variables`, the latter winning; every value is a secret. */
export async function parseEnvironment(source: EnvironmentSource): Promise<{
  environment: EnvironmentPatch | undefined
  secrets: readonly string[]
  remarks: Remarks
}> {
  const { texts, issues } = source
  const input = 'environment-variables'
  const strategy = parseEnum({
    input: 'environment-variables-strategy',
    text: texts['environment-variables-strategy'],
    issues,
    choices: ['merge', 'overwrite'],
  })
  const issuesBefore = issues.all.length
  const fromFiles = await readEnvFiles(source)
  const written = await readVariables(source)
  // What could not be read may hold variables.
  const isWhole = issues.all.length === issuesBefore
  if (!fromFiles && !written) {
    if (strategy === 'overwrite' && isWhole) {
      const message =
        'overwrite has no effect without environment-variables; to clear all variables, write {}'
      issues.add({ input: 'environment-variables-strategy', message })
    }
    return { environment: undefined, secrets: [], remarks: noRemarks }
  }
  const mentions = written !== undefined && (written.size > 0 || looksLikeMap(texts[input] ?? ''))
  if (!fromFiles && !mentions) return { environment: undefined, secrets: [], remarks: noRemarks }
  const values = Object.fromEntries([...valuesOf(fromFiles), ...(written ?? [])])
  const clears = mentions && written.size === 0
  if (strategy === 'overwrite' && isWhole && Object.keys(values).length === 0 && !clears) {
    const message =
      'overwrite would clear all variables because env-file has none; to clear them on purpose, write {}'
    issues.add({ input: 'environment-variables-strategy', message })
  }
  return {
    environment: { values, strategy: clears ? 'overwrite' : (strategy ?? 'merge') },
    secrets: [...valuesOf(fromFiles).map(([, value]) => value), ...(written?.values() ?? [])],
    remarks: joinedRemarks([
      fromFiles ? envFileRemarks(fromFiles, (name) => written?.has(name) ?? false) : noRemarks,
      variableRemarks(input, [...(written ?? [])], looksLikeMap(texts[input] ?? '') ? 'map' : 'lines'),
      { warnings: [], notices: yamlComments(texts[input] ?? '', written) },
    ]),
  }
}

function valuesOf(files: EnvFiles | undefined): (readonly [string, string])[] {
  return [...(files?.entries ?? [])].map(([name, { value }]) => [name, value])
}

/** A value that an expression gave to a YAML map may hold a ` #`, which cuts it there. */
function yamlComments(text: string, values: ReadonlyMap<string, string> | undefined): string[] {
  const cut = [...text.matchAll(/^([A-Za-z_][\w.-]*):[ \t]+[^\s"'|>{[#][^\n]*?[ \t]#/gm)]
    .map(([, name = '']) => name)
    .filter((name) => values?.has(name))
  return looksLikeMap(text) && cut.length > 0
    ? [`environment-variables: text after " #" is a YAML comment, not part of the value: ${namesText(cut)}`]
    : []
}

async function readVariables({ texts, issues }: EnvironmentSource): Promise<Map<string, string> | undefined> {
  const input = 'environment-variables'
  const text = texts[input]
  if (text === undefined) return undefined
  if (!looksLikeMap(text)) return parseVariables({ input, text, issues })
  const { readTextMap } = await import('../inputs/documents/text-map.ts')
  return readTextMap({
    input,
    text,
    issues,
    form: 'NAME=value',
    keyFault: (name) =>
      variableNamePattern.test(name) ? undefined : 'a key of the map is not a name such as LOG_LEVEL',
  })
}
