import type { ContainerOverride, KeyValue, RevisionContent, TaskDefinitionContent } from '../ecs/api-types.ts'
import type { Container } from './container.ts'

/** Nobody here has the real values. */
const MADE_UP_SECRET = 'made-up-by-the-simulator'

/** The containers of a task, with what its request changes of them. */
export function containersOf(
  { containerDefinitions }: TaskDefinitionContent,
  overrides: readonly ContainerOverride[],
): readonly Container[] {
  return containerDefinitions.map(
    ({ name, image, command = [], entryPoint, environment = [], secrets = [], memory }) => {
      const changed = overrides.find((override) => override.name === name)
      return {
        name,
        image,
        ...(entryPoint && { entryPoint }),
        command: changed?.command ?? command,
        environment: {
          ...Object.fromEntries(secrets.map((secret) => [secret.name, MADE_UP_SECRET])),
          ...asObject(environment),
          ...asObject(changed?.environment ?? []),
        },
        ...(memory !== undefined && { memoryMiB: memory }),
      }
    },
  )
}

function asObject(pairs: readonly KeyValue[]): Record<string, string> {
  return Object.fromEntries(pairs.map(({ name = '', value = '' }) => [name, value]))
}

/** Ports that load balancers ask, else the first one that a container names. */
export function portsOf(
  { containerDefinitions }: TaskDefinitionContent,
  { loadBalancers }: RevisionContent,
): readonly number[] {
  const asked = loadBalancers.flatMap(({ containerPort }) => containerPort ?? [])
  const named = containerDefinitions.flatMap(({ portMappings = [] }) =>
    portMappings.flatMap(({ containerPort }) => containerPort ?? []),
  )
  return asked.length > 0 ? [...new Set(asked)] : named.slice(0, 1)
}

/** What docker complains of, in one line. */
export function firstLine(complaint: string): string {
  return (complaint.split('\n')[0] ?? '').replace(/^docker: /, '')
}
