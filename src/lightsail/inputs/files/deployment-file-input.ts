import { readNamedFile } from '../../../inputs/source.ts'
import type { DeploymentSpec } from '../../model/deployment.ts'
import type { InputSource } from '../names.ts'

export interface LoadedDeploymentFile {
  readonly path: string
  readonly spec: DeploymentSpec
  readonly serviceName: string | undefined
}

/** Reads `deployment-file`, if there is one and nothing is wrong with it; its problems carry file, line and column. */
export async function loadDeploymentFile(source: InputSource): Promise<LoadedDeploymentFile | undefined> {
  const { issues } = source
  const input = 'deployment-file'
  const named = await readNamedFile(input, source)
  if (named === undefined) return undefined
  const { path, text } = named
  // YAML and the schema are loaded only by runs that have a file.
  const { deploymentOf, readDeploymentFile } = await import('./deployment-file.ts')
  const file = readDeploymentFile(text)
  if ('issues' in file) {
    for (const issue of file.issues) issues.add({ input, file: path, ...issue })
    return undefined
  }
  return { path, spec: deploymentOf(file.content), serviceName: file.content.serviceName }
}
