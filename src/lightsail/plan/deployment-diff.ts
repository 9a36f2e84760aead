import type { Change } from '../../rollout/contract/target.ts'
import { formatCommand } from '../../text/command-text.ts'
import {
  type Container,
  containerNamed,
  type DeploymentSpec,
  type HealthCheck,
  healthCheckDefaults,
  type PublicEndpoint,
} from '../model/deployment.ts'

/** Every difference between what runs and what shall run, one line each; of the environment only the names. */
export const diffDeployment = (before: DeploymentSpec | undefined, after: DeploymentSpec): Change[] => {
  const names = [...new Set([...Object.keys(after.containers), ...Object.keys(before?.containers ?? {})])]
  return [
    ...names.flatMap((name) =>
      containerChanges(
        name,
        containerNamed(before?.containers, name),
        containerNamed(after.containers, name),
      ),
    ),
    ...endpointChanges(before?.publicEndpoint, after.publicEndpoint),
  ]
}

const added = (subject: string, detail: string): Change => ({ sign: '+', subject, detail })
const changed = (subject: string, before: string, after: string): Change => ({
  sign: '~',
  subject,
  detail: `${before} → ${after}`,
})
const removed = (subject: string, detail: string): Change => ({ sign: '-', subject, detail })

const containerChanges = (
  name: string,
  before: Container | undefined,
  after: Container | undefined,
): Change[] => {
  if (after === undefined) return [removed(`container ${name}`, before?.image ?? '')]
  const was = before ?? { image: '', command: [], environment: {}, ports: {} }
  return [
    ...textChange(`${name} image`, was.image, after.image),
    ...commandChange(`${name} command`, was.command, after.command),
    ...textChange(`${name} ports`, formatPorts(was.ports), formatPorts(after.ports)),
    ...environmentChanges(`${name} environment`, was.environment, after.environment),
  ]
}

const textChange = (subject: string, before: string, after: string): Change[] => {
  if (before === after) return []
  if (before === '') return [added(subject, after)]
  return after === '' ? [removed(subject, before)] : [changed(subject, before, after)]
}

/** Where values differ that are not shown, both sides look alike. */
const commandChange = (subject: string, before: readonly string[], after: readonly string[]): Change[] => {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const [was, is] = [formatCommand(before), formatCommand(after)]
  return was === is
    ? [{ sign: '~', subject, detail: `${is} (a value that is not shown)` }]
    : textChange(subject, was, is)
}

/** `8080=HTTP, 9000=TCP`. */
export const formatPorts = (ports: Container['ports']): string =>
  Object.entries(ports)
    .map(([port, protocol]) => `${port}=${protocol}`)
    .join(', ')

/** Names of the variables that have a value before, and nothing or only blanks in it afterwards. */
export const emptiedNames = (before: Container['environment'], after: Container['environment']): string[] =>
  Object.keys(after).filter(
    (name) =>
      Object.hasOwn(before, name) && (before[name] ?? '').trim() !== '' && (after[name] ?? '').trim() === '',
  )

/** Names that one line shows, and their characters; the others are counted. */
const MAX_NAMES = 50
const MAX_NAME_LENGTH = 80

/** `DATABASE_URL, NODE_ENV`, in order; of very many the first, and how many more there are. */
export const namesLine = (names: readonly string[]): string => {
  const sorted = [...names].sort()
  const shown = sorted
    .slice(0, MAX_NAMES)
    .map((name) => (name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH)}…` : name))
  const rest = sorted.length - shown.length
  return rest === 0 ? shown.join(', ') : `${shown.join(', ')} and ${rest} more`
}

const environmentChanges = (
  subject: string,
  before: Container['environment'],
  after: Container['environment'],
): Change[] => {
  const change = (sign: Change['sign'], names: string[], what = ''): Change[] =>
    names.length === 0 ? [] : [{ sign, subject, detail: `${what}${namesLine(names)}` }]
  const emptied = emptiedNames(before, after)
  const isEmptied = new Set(emptied)
  return [
    ...change(
      '+',
      Object.keys(after).filter((name) => !Object.hasOwn(before, name)),
    ),
    ...change(
      '~',
      Object.keys(after).filter(
        (name) => Object.hasOwn(before, name) && before[name] !== after[name] && !isEmptied.has(name),
      ),
    ),
    ...change('~', emptied, 'emptied: '),
    ...change(
      '-',
      Object.keys(before).filter((name) => !Object.hasOwn(after, name)),
    ),
  ]
}

/** `app: DATABASE_URL, NODE_ENV` for each container whose environment keeps variables as they are. */
export const inheritedVariables = (before: DeploymentSpec | undefined, after: DeploymentSpec): string[] =>
  Object.entries(after.containers).flatMap(([name, { environment }]) => {
    const was = containerNamed(before?.containers, name)?.environment ?? {}
    const kept = Object.keys(environment).filter(
      (variable) => Object.hasOwn(was, variable) && was[variable] === environment[variable],
    )
    return kept.length === 0 ? [] : [`${name}: ${namesLine(kept)}`]
  })

const endpointText = (endpoint: PublicEndpoint | undefined): string =>
  endpoint ? `${endpoint.containerName}:${endpoint.containerPort}` : ''

const endpointChanges = (before: PublicEndpoint | undefined, after: PublicEndpoint | undefined): Change[] => [
  ...textChange('public endpoint', endpointText(before), endpointText(after)),
  ...(after ? healthChanges(before?.healthCheck, after.healthCheck) : []),
]

const healthFields = [
  ['path', 'path', ''],
  ['intervalSeconds', 'interval', ' s'],
  ['timeoutSeconds', 'timeout', ' s'],
  ['healthyThreshold', 'healthy after', ''],
  ['unhealthyThreshold', 'unhealthy after', ''],
  ['successCodes', 'success codes', ''],
] as const satisfies readonly (readonly [keyof HealthCheck, string, string])[]

/** One line for the check: `path / → /healthz, timeout 2 s → 10 s`. A new one names what differs from the default. */
const healthChanges = (before: HealthCheck | undefined, after: HealthCheck): Change[] => {
  const was = before ?? healthCheckDefaults
  const differing = healthFields.filter(([field]) => was[field] !== after[field])
  const subject = 'health check'
  if (before === undefined) {
    const said = differing.filter(([field]) => field !== 'path')
    return [
      added(
        subject,
        [after.path, ...said.map(([field, name, unit]) => `${name} ${after[field]}${unit}`)].join(', '),
      ),
    ]
  }
  if (differing.length === 0) return []
  const detail = differing.map(
    ([field, name, unit]) => `${name} ${was[field]}${unit} → ${after[field]}${unit}`,
  )
  return [{ sign: '~', subject, detail: detail.join(', ') }]
}
