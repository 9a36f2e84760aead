import type { EnvFileEntry } from '../inputs/env-file.ts'
import { isBlank } from '../inputs/key-value.ts'
import { type InputSource, readPath, rejectInlineContent } from '../inputs/source.ts'
import { joinedRemarks, namesText, type Remarks, variableRemarks } from '../inputs/variable-remarks.ts'

/** The variables of all files that `env-file` names. */
export interface EnvFiles {
  /** By name; the last file wins. */
  readonly entries: ReadonlyMap<string, EnvFileEntry & { readonly path: string }>
  readonly notices: readonly string[]
}

/** Reads the files, one path per line; `undefined` if there is none. Issues name the file and the line. */
export async function readEnvFiles(source: InputSource<'env-file'>): Promise<EnvFiles | undefined> {
  const input = 'env-file'
  const paths = source.texts[input]
  if (paths === undefined || rejectInlineContent(input, paths, source)) return undefined
  const { parseEnvFile } = await import('../inputs/env-file.ts')
  const entries = new Map<string, EnvFileEntry & { readonly path: string }>()
  const notices: string[] = []
  for (const path of paths.split('\n').map((line) => line.trim())) {
    const file = path === '' ? undefined : await readPath(input, path, source)
    if (file === undefined) continue
    const read = parseEnvFile(file.text)
    if (read.entries.length === 0 && !isBlank(file.text) && !/[=:]/.test(file.text)) {
      const message = `${path} contains no NAME=value line (is it UTF-8 text?)`
      source.issues.add({ input, file: path, message })
      continue
    }
    for (const { line, message } of read.issues)
      source.issues.add({ input, file: path, line, message: `${path}, line ${line}${message}` })
    for (const { line, message } of read.notices) notices.push(`${path}, line ${line}${message}`)
    for (const entry of read.entries) entries.set(entry.name, { ...entry, path })
  }
  return { entries, notices }
}

/** Warnings about values that are deployed as they are; values that are overridden are left out. */
export function envFileRemarks(
  { entries, notices }: EnvFiles,
  isOverridden: (name: string) => boolean,
): Remarks {
  const used = [...entries.values()].filter(({ name }) => !isOverridden(name))
  const paths = [...new Set(used.map(({ path }) => path))]
  return joinedRemarks([
    { warnings: [], notices },
    ...paths.map((path) =>
      remarksOf(
        path,
        used.filter((entry) => entry.path === path),
      ),
    ),
  ])
}

/** A `$` in single quotation marks, or behind a backslash, is meant as it is. */
function remarksOf(path: string, entries: readonly EnvFileEntry[]): Remarks {
  const isExpression = ({ hasDollar, value }: EnvFileEntry) => hasDollar && value.includes('${{')
  const plain = entries.filter((entry) => !entry.value.includes('$') || isExpression(entry))
  const dollars = entries.filter((entry) => entry.hasDollar && !isExpression(entry))
  const { warnings, notices } = variableRemarks(
    path,
    plain.map(({ name, value }) => [name, value]),
    'env-file',
  )
  const names = namesText(dollars.map(({ name, line }) => `${name} (line ${line})`))
  const dollarWarning = `${path}: nothing expands the "$" in ${names}; it is deployed literally. In single quotation marks every dotenv parser reads it like that`
  return { notices, warnings: dollars.length === 0 ? warnings : [...warnings, dollarWarning] }
}
