import type { Source } from './inputs.ts'
import type { LoadedServiceFile } from './service-file.ts'

/** Reads `service-file`, if there is one; YAML and the schema are loaded only then. */
export const loadServiceFile = async (source: Source): Promise<LoadedServiceFile | undefined> => {
  const input = 'service-file'
  const path = source.texts[input]?.trim()
  if (path === undefined) return undefined
  let text: string
  try {
    text = source.readFile(path)
  } catch (error) {
    const message = `cannot be read: ${error instanceof Error ? error.message : error}`
    source.problems.add({ input, message })
    return undefined
  }
  const { readServiceFile } = await import('./service-file.ts')
  return readServiceFile({ path, text }, source)
}
