import { readNamedFile } from '../../../inputs/source.ts'
import type { InputSource } from '../names.ts'
import type { LoadedServiceFile } from './service-file.ts'

/** Reads `service-file`, if there is one; YAML and the schema are loaded only then. */
export async function loadServiceFile(source: InputSource): Promise<LoadedServiceFile | undefined> {
  const file = await readNamedFile('service-file', source)
  if (file === undefined) return undefined
  const { readServiceFile } = await import('./service-file.ts')
  return readServiceFile(file, source)
}
