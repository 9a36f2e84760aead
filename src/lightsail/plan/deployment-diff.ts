import { added, commandChange, namesLine, removed, textChange } from '../../diff/change-lines.ts'
import { environmentChanges, keptNames } from '../../diff/environment-changes.ts'
import type { Change } from '../../rollout/contract/plan.ts'
import {
  type Container,
  containerNamed,
  type DeploymentSpec,
  type HealthCheck,
  healthCheckDefaults,
  type PublicEndpoint,
} from '../model/deployment.ts'

/** Every difference between what runs and what shall run, one line each; of the environment only the names. */
export function diffDeployment(before: DeploymentSpec | undefined, after: DeploymentSpec): Change[] {
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

function containerChanges(
  name: string,
  before: Container | undefined,
  after: Container | undefined,
): Change[] {
  if (after === undefined) return [removed(`container ${name}`, before?.image ?? '')]
  const was = before ?? { image: '', command: [], environment: {}, ports: {} }
  return [
    ...textChange(`${name} image`, was.image, after.image),
    ...commandChange(`${name} command`, was.command, after.command),
    ...textChange(`${name} ports`, formatPorts(was.ports), formatPorts(after.ports)),
    ...environmentChanges(`${name} environment`, was.environment, after.environment),
  ]
}

/** `8080=HTTP, 9000=TCP`. */
export function formatPorts(ports: Container['ports']): string {
  return Object.entries(ports)
    .map(([port, protocol]) => `${port}=${protocol}`)
    .join(', ')
}

/** `app: DATABASE_URL, NODE_ENV` for each container whose environment keeps variables as they are. */
export function inheritedVariables(before: DeploymentSpec | undefined, after: DeploymentSpec): string[] {
  return Object.entries(after.containers).flatMap(([name, { environment }]) => {
    const was = containerNamed(before?.containers, name)?.environment ?? {}
    const kept = keptNames(was, environment)
    return kept.length === 0 ? [] : [`${name}: ${namesLine(kept)}`]
  })
}

function endpointText(endpoint: PublicEndpoint | undefined): string {
  return endpoint ? `${endpoint.containerName}:${endpoint.containerPort}` : ''
}

function endpointChanges(before: PublicEndpoint | undefined, after: PublicEndpoint | undefined): Change[] {
  return [
    ...textChange('public endpoint', endpointText(before), endpointText(after)),
    ...(after ? healthChanges(before?.healthCheck, after.healthCheck) : []),
  ]
}

const healthFields = [
  ['path', 'path', ''],
  ['intervalSeconds', 'interval', ' s'],
  ['timeoutSeconds', 'timeout', ' s'],
  ['healthyThreshold', 'healthy after', ''],
  ['unhealthyThreshold', 'unhealthy after', ''],
  ['successCodes', 'success codes', ''],
] as const satisfies readonly (readonly [keyof HealthCheck, string, string])[]

/** One line for the check: `path / → /healthz, timeout 2 s → 10 s`. A new one names what differs from the default. */
function healthChanges(before: HealthCheck | undefined, after: HealthCheck): Change[] {
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
