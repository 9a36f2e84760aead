import { readNamedFile } from '../../../inputs/source.ts'
import type { InputSource } from '../names.ts'
import type { BesideFile, TaskDefinitionFile } from './task-definition-file.ts'

/** Reads `task-definition`, if there is one and nothing is wrong with it; YAML and the schema are loaded only then. */
export async function loadTaskDefinitionFile(
  source: InputSource,
  beside: BesideFile,
): Promise<TaskDefinitionFile | undefined> {
  const input = 'task-definition'
  const { issues, texts } = source
  const written = texts[input]?.trim()
  if (written !== undefined && /^arn:aws|^[\w-]+:\d+$/.test(written)) {
    issues.add({
      input,
      message: `must be the path of a file, but "${written}" names a revision: use task-definition-arn`,
    })
    return undefined
  }
  const named = await readNamedFile(input, source)
  if (named === undefined) return undefined
  const { path, text } = named
  const { readTaskDefinitionFile } = await import('./task-definition-file.ts')
  const file = readTaskDefinitionFile(text, beside)
  if (!('issues' in file)) return file
  for (const issue of file.issues) issues.add({ input, file: path, ...issue })
  return undefined
}
