import { didYouMean } from '../../inputs/suggestion.ts'
import type { Refusal } from '../../rollout/contract/refusal.ts'
import type { TaskDefinitionPatch } from './patch.ts'
import type { ContainerDefinition, KeyValuePair, LogConfiguration, Secret } from './task-definition.ts'

/** The inputs that are about single containers. */
const containerInputs = [
  'image',
  'command',
  'environment',
  'secrets',
  'environmentFiles',
  'dockerLabels',
  'logDriver',
  'logOptions',
] as const satisfies readonly (keyof TaskDefinitionPatch)[]

export function fault(
  reasonCode: Refusal['reasonCode'],
  message: string,
  fix: string,
): { readonly fault: Refusal } {
  return { fault: { reasonCode, message, fix } }
}

/** The containers with what the inputs say about them; which ones those mean is a refusal where it is not clear. */
export function patchedContainers(
  patch: TaskDefinitionPatch,
  base: readonly ContainerDefinition[],
): { readonly containers: readonly ContainerDefinition[] } | { readonly fault: Refusal } {
  const names = base.map(({ name }) => name)
  const unknown = (input: string, name: string) =>
    fault(
      'unknown-container',
      `${input} names "${name}", but the containers of the task definition are ${names.join(', ')}${didYouMean(name, names)}`,
      `fix the name in ${input}`,
    )
  const images = patch.images ?? {}
  const strange = Object.keys(images).find((name) => !names.includes(name))
  if (strange !== undefined) return unknown('images', strange)
  const imaged = base.map((container) =>
    Object.hasOwn(images, container.name)
      ? { ...container, image: images[container.name] ?? container.image }
      : container,
  )
  const missing = patch.containerNames?.find((name) => !names.includes(name))
  if (missing !== undefined) return unknown('container-name', missing)
  if (!containerInputs.some((key) => patch[key] !== undefined)) return { containers: imaged }
  const meant = patch.containerNames ?? (names.length === 1 ? names : undefined)
  if (meant === undefined) {
    return fault(
      'container-name-needed',
      `the inputs could refer to any of the containers ${names.join(', ')}`,
      'set container-name to one of them',
    )
  }
  const containers: ContainerDefinition[] = []
  for (const container of imaged) {
    const patched = meant.includes(container.name) ? patchedContainer(container, patch) : container
    if ('fault' in patched) return patched as { fault: Refusal }
    containers.push(patched)
  }
  return { containers }
}

function patchedContainer(
  container: ContainerDefinition,
  patch: TaskDefinitionPatch,
): ContainerDefinition | { readonly fault: Refusal } {
  const { image, command, environmentFiles, dockerLabels } = patch
  const log = patchedLog(container, patch)
  if (log && 'fault' in log) return log as { fault: Refusal }
  return withoutEmptyLists({
    ...container,
    ...(image !== undefined && { image }),
    ...(command && { command }),
    ...patchedVariables(container, patch),
    ...(environmentFiles && {
      environmentFiles: environmentFiles.map((value) => ({ value, type: 's3' })),
    }),
    ...(dockerLabels && { dockerLabels: { ...container.dockerLabels, ...dockerLabels } }),
    ...(log && { logConfiguration: log as LogConfiguration }),
  })
}

/** RegisterTaskDefinition ignores an empty list, but a cleared command must not stay. */
function withoutEmptyLists(container: ContainerDefinition): ContainerDefinition {
  const entries = Object.entries(container).filter(
    ([, value]) => !(Array.isArray(value) && value.length === 0),
  )
  return Object.fromEntries(entries) as unknown as ContainerDefinition
}

/** A name is in one list only: the one that was written last. */
function patchedVariables(
  { environment = [], secrets = [] }: ContainerDefinition,
  patch: TaskDefinitionPatch,
): Pick<ContainerDefinition, 'environment' | 'secrets'> {
  if (!patch.environment && !patch.secrets) return {}
  const { values, strategy } = patch.environment ?? { values: {}, strategy: 'merge' }
  const written: Readonly<Record<string, string>> = values
  const ofSecrets = patch.secrets ?? {}
  const kept =
    strategy === 'overwrite' ? [] : environment.filter(({ name }) => !Object.hasOwn(ofSecrets, name))
  return {
    environment: merged<KeyValuePair>(kept, written, (name, value) => ({ name, value })),
    secrets: merged<Secret>(
      secrets.filter(({ name }) => !Object.hasOwn(written, name)),
      ofSecrets,
      (name, valueFrom) => ({ name, valueFrom }),
    ),
  }
}

/** What is there keeps its place. */
function merged<Entry extends { readonly name: string }>(
  before: readonly Entry[],
  written: Readonly<Record<string, string>>,
  entry: (name: string, value: string) => Entry,
): Entry[] {
  const names = before.map(({ name }) => name)
  return [
    ...before.map((old) =>
      Object.hasOwn(written, old.name) ? entry(old.name, written[old.name] ?? '') : old,
    ),
    ...Object.entries(written)
      .filter(([name]) => !names.includes(name))
      .map(([name, value]) => entry(name, value)),
  ]
}

/** Another driver has other options: the old ones would be refused, or have another meaning. */
function patchedLog(
  { name, logConfiguration: before }: ContainerDefinition,
  { logDriver, logOptions }: TaskDefinitionPatch,
): LogConfiguration | { readonly fault: Refusal } | undefined {
  if (logDriver === undefined && logOptions === undefined) return undefined
  const driver = logDriver ?? before?.logDriver
  if (driver === undefined) {
    return fault(
      'nothing-to-deploy',
      `log-configuration-options needs a log driver, and the container "${name}" has none`,
      'also set log-configuration-log-driver, such as awslogs',
    )
  }
  const kept = before?.logDriver === driver ? before : undefined
  const options = { ...kept?.options, ...logOptions }
  return { ...kept, logDriver: driver, ...(Object.keys(options).length > 0 && { options }) }
}
