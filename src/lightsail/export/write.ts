import { placesOf } from '../../files/places.ts'
import { querySecrets } from '../../options/url-verification.ts'
import { ServiceError } from '../../runtime/service-error.ts'
import type { LightsailApi } from '../api/lightsail-api.ts'
import { exportedFiles } from '../inputs/export-inputs.ts'
import { environmentOf, imagesOf, isStoredImage } from '../model/deployment.ts'
import { lastActive, type Service } from '../model/service.ts'
import type { TargetDependencies } from '../target.ts'
import { type Exported, serviceDefinitionOf, taskDefinitionOf, todosIn } from './definitions.ts'

/** What was read of a service, and the files that were made of it. */
export interface ExportResult {
  readonly exported: Exported
  /** As the inputs of a deployment may name them. */
  readonly paths: readonly [taskDefinition: string, service: string]
  readonly todos: readonly string[]
  /** By stored image. */
  readonly digests: Readonly<Record<string, string>>
  /** Why there are no files: the sentence goes on from the folder's path. */
  readonly issue: string | undefined
}

export type ExportDependencies = Pick<TargetDependencies, 'request' | 'api' | 'secrets' | 'clean'> & {
  readonly environment: Readonly<Record<string, string | undefined>>
}

const [taskDefinitionFile, serviceDefinitionFile] = exportedFiles

/**
 * Reads what the files need beside the service, and writes them; `undefined` if nothing is active. The values of the environment are
 * registered as secrets before.
 */
export async function exportService(
  service: Service,
  { request, api, secrets, environment }: ExportDependencies,
): Promise<ExportResult | undefined> {
  const deployment = lastActive(service)
  if (deployment === undefined) return undefined
  const { spec } = deployment
  secrets.addNamed(environmentOf(spec))
  secrets.addNamed(querySecrets(spec.publicEndpoint?.healthCheck.path ?? ''))
  const { region, exportTo: folder, cluster } = request
  const sizes = await unlessDenied(api.getPowerSizes())
  const size = sizes && Object.hasOwn(sizes, service.power) ? sizes[service.power] : undefined
  const exported = { service, spec, region, cluster, size }
  const taskDefinition = taskDefinitionOf(exported)
  const definition = serviceDefinitionOf(exported)
  const text = (value: object) => `${JSON.stringify(value, undefined, 2)}\n`
  const { writeNewFiles } = await import('../../files/new-files.ts')
  const texts = { [taskDefinitionFile]: text(taskDefinition), [serviceDefinitionFile]: text(definition) }
  return {
    exported,
    paths: [pathIn(folder, taskDefinitionFile), pathIn(folder, serviceDefinitionFile)],
    todos: [
      ...todosIn(taskDefinition).map((path) => `${path} (task definition)`),
      ...todosIn(definition).map((path) => `${path} (service definition)`),
    ],
    digests: await digestsOf(api, service.name, imagesOf(spec).filter(isStoredImage)),
    issue: writeNewFiles(folder, texts, placesOf(environment))?.issue,
  }
}

/** `.` stands for the workspace itself. */
function pathIn(folder: string, name: string): string {
  const within = folder.replace(/\/+$/, '').replace(/^(?:\.\/)+/, '')
  if (within === '.' || (within === '' && !folder.startsWith('/'))) return name
  return `${within}/${name}`
}

/** The digests of the stored images, by their names, if they can be read. */
async function digestsOf(
  api: LightsailApi,
  service: string,
  images: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const stored = images.length === 0 ? [] : ((await unlessDenied(api.getImages(service))) ?? [])
  return Object.fromEntries(
    stored.filter(({ name }) => images.includes(name)).map(({ name, digest }) => [name, digest]),
  )
}

/** `undefined` where the role may not read it: the files are of use without. */
async function unlessDenied<Answer>(call: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call
  } catch (failure) {
    if (failure instanceof ServiceError && failure.reasonCode === 'access-denied') return undefined
    throw failure
  }
}
