import { readNamedFile } from '../../../inputs/source.ts'
import type { InputSource } from '../names.ts'
import type { ServiceDefinitionFile } from './service-definition-file.ts'

/** A service definition without issues. */
export interface LoadedServiceDefinition extends ServiceDefinitionFile {
  /** As it is written in the workflow. */
  readonly path: string
}

/** Reads `service-definition`, if there is one and nothing is wrong with it; YAML and the schema are loaded only then. */
export async function loadServiceDefinition(
  source: InputSource,
): Promise<LoadedServiceDefinition | undefined> {
  const input = 'service-definition'
  const named = await readNamedFile(input, source)
  if (named === undefined) return undefined
  const { path, text } = named
  const { readServiceDefinitionFile } = await import('./service-definition-file.ts')
  const file = readServiceDefinitionFile(text)
  if (!('issues' in file)) return { ...file, path }
  for (const issue of file.issues) source.issues.add({ input, file: path, ...issue })
  return undefined
}
