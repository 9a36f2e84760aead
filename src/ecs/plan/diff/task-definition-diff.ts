import { commandChange, namesLine, removed, textChange } from '../../../diff/change-lines.ts'
import type { ComparedVariables } from '../../../diff/emptied.ts'
import { environmentChanges, keptNames, type Variables } from '../../../diff/environment-changes.ts'
import type { Change } from '../../../rollout/contract/plan.ts'
import { canonicalContent } from '../../model/compare/canonical.ts'
import {
  type ContainerDefinition,
  containerNamed,
  type TaskDefinitionContent,
} from '../../model/task-definition.ts'
import { memberChanges, wordsOf } from './member-changes.ts'

/** Every difference between two task definitions, one line each; of environments and labels only the names. */
export function diffTaskDefinition(
  before: TaskDefinitionContent | undefined,
  after: TaskDefinitionContent,
): Change[] {
  const was: Partial<TaskDefinitionContent> = before ? canonicalContent(before) : {}
  const is = canonicalContent(after)
  const { containerDefinitions: older = [], ...ofTaskBefore } = was
  const { containerDefinitions: newer = [], ...ofTask } = is
  const names = [...new Set([...newer, ...older].map(({ name }) => name))]
  const members = [...new Set([...Object.keys(ofTask), ...Object.keys(ofTaskBefore)])]
  const hidden = before === undefined ? ['family', 'networkMode', 'requiresCompatibilities'] : ['family']
  return [
    ...names.flatMap((name) =>
      containerChanges(
        name,
        containerNamed({ containerDefinitions: older }, name),
        containerNamed({ containerDefinitions: newer }, name),
      ),
    ),
    ...textChange('task family', before?.family ?? after.family, after.family),
    ...members
      .filter((name) => !hidden.includes(name))
      .flatMap((name) => memberChanges(taskSubject(name), ofTaskBefore[name], ofTask[name])),
  ]
}

/** Members of a container that have lines of their own. */
const told: readonly string[] = [
  'name',
  'image',
  'command',
  'entryPoint',
  'environment',
  'secrets',
  'dockerLabels',
  'portMappings',
]

function containerChanges(
  name: string,
  before: ContainerDefinition | undefined,
  after: ContainerDefinition | undefined,
): Change[] {
  if (after === undefined) return [removed(`container ${name}`, before?.image ?? '')]
  const members = [...new Set([...Object.keys(after), ...Object.keys(before ?? {})])]
  return [
    ...textChange(`${name} image`, before?.image ?? '', after.image),
    ...commandChange(`${name} entry point`, wordsAt(before, 'entryPoint'), wordsAt(after, 'entryPoint')),
    ...commandChange(`${name} command`, before?.command ?? [], after.command ?? []),
    ...textChange(`${name} ports`, portsText(before), portsText(after)),
    ...environmentChanges(`${name} environment`, variablesOf(before), variablesOf(after)),
    ...secretChanges(name, secretsOf(before), secretsOf(after)),
    ...environmentChanges(`${name} labels`, before?.dockerLabels ?? {}, after.dockerLabels ?? {}),
    ...members
      .filter((member) => !told.includes(member))
      .flatMap((member) => memberChanges(`${name} ${wordsOf(member)}`, before?.[member], after[member])),
  ]
}

function wordsAt(container: ContainerDefinition | undefined, key: string): readonly string[] {
  const list = container?.[key]
  return Array.isArray(list) ? list.map(String) : []
}

/** `8080`, `8125/udp`, `80 as 8080` on a host. */
function portsText(container: ContainerDefinition | undefined): string {
  return (container?.portMappings ?? [])
    .map(({ containerPort, containerPortRange, hostPort, protocol }) => {
      const port = `${containerPort ?? containerPortRange ?? '?'}${protocol === undefined ? '' : `/${protocol}`}`
      return hostPort === undefined ? port : `${port} as ${hostPort}`
    })
    .join(', ')
}

export function variablesOf(container: ContainerDefinition | undefined): Variables {
  return Object.fromEntries((container?.environment ?? []).map(({ name, value = '' }) => [name, value]))
}

/** `task cpu`, and not `task task role arn`. */
function taskSubject(member: string): string {
  const words = wordsOf(member)
  return words.startsWith('task ') ? words : `task ${words}`
}

function secretsOf(container: ContainerDefinition | undefined): Variables {
  return Object.fromEntries((container?.secrets ?? []).map(({ name, valueFrom }) => [name, valueFrom]))
}

/** Where a secret is kept is no secret. */
function secretChanges(container: string, before: Variables, after: Variables): Change[] {
  return [...new Set([...Object.keys(after), ...Object.keys(before)])].flatMap((name) => {
    const at = (all: Variables) => (Object.hasOwn(all, name) ? (all[name] ?? '') : '')
    return textChange(`${container} secret ${name}`, at(before), at(after))
  })
}

/** The variables of each container, as the warnings compare them. */
export function eachEnvironment(
  before: TaskDefinitionContent | undefined,
  after: TaskDefinitionContent,
): ComparedVariables[] {
  return after.containerDefinitions.map((container) => ({
    name: container.name,
    was: variablesOf(before && containerNamed(before, container.name)),
    environment: variablesOf(container),
  }))
}

/** Names that move from one list to the other. */
export function movedNames(
  before: TaskDefinitionContent | undefined,
  after: TaskDefinitionContent,
): string[] {
  return after.containerDefinitions.flatMap((container) => {
    const old = before && containerNamed(before, container.name)
    const toSecrets = Object.keys(secretsOf(container)).filter((name) =>
      Object.hasOwn(variablesOf(old), name),
    )
    const toPlain = Object.keys(variablesOf(container)).filter((name) => Object.hasOwn(secretsOf(old), name))
    return [
      ...toSecrets.map((name) => `${container.name}: ${name} moves from the environment to the secrets`),
      ...toPlain.map(
        (name) =>
          `${container.name}: ${name} moves from the secrets to the environment, where it is plain text`,
      ),
    ]
  })
}

/** `app: DATABASE_URL, NODE_ENV` for each container whose environment keeps variables as they are. */
export function inheritedVariables(before: TaskDefinitionContent, after: TaskDefinitionContent): string[] {
  return eachEnvironment(before, after).flatMap(({ name, was, environment }) => {
    const kept = keptNames(was, environment)
    return kept.length === 0 ? [] : [`${name}: ${namesLine(kept)}`]
  })
}
