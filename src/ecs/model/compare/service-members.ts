import { isRecord } from '../../../inputs/documents/records.ts'
import type { ServiceMembers } from '../service.ts'

/** What a member that differs does to a service that exists (docs/ecs-facts.md §1). */
export type MemberEffect = 'rollout' | 'settings' | 'unknown' | 'fixed'

const ofRollout: readonly string[] = [
  'networkConfiguration',
  'platformVersion',
  'loadBalancers',
  'serviceRegistries',
  'serviceConnectConfiguration',
  'volumeConfigurations',
  'vpcLatticeConfigurations',
  'capacityProviderStrategy',
]

const ofSettings: readonly string[] = [
  'deploymentConfiguration',
  'availabilityZoneRebalancing',
  'placementConstraints',
  'placementStrategy',
  'healthCheckGracePeriodSeconds',
  'enableExecuteCommand',
  'enableECSManagedTags',
  'propagateTags',
  'deploymentController',
]

const fixed: readonly string[] = ['launchType', 'role', 'schedulingStrategy']

/** Members that only a service revision returns. */
export const REVISION_MEMBERS: readonly string[] = ['monitoring', 'gatewayConnectors']

/** Only the reply shows whether a member that is in no list starts a rollout. */
export function memberEffect(name: string): MemberEffect {
  if (ofRollout.includes(name)) return 'rollout'
  if (ofSettings.includes(name)) return 'settings'
  return fixed.includes(name) ? 'fixed' : 'unknown'
}

/** Capacity providers of a service that exists are changed only by a deployment that is forced (docs/ecs-facts.md §1). */
export function forcedMembers(members: ServiceMembers): ServiceMembers {
  return members['capacityProviderStrategy'] === undefined
    ? members
    : { ...members, forceNewDeployment: true }
}

/** ECS's defaults, by the last key of its path, or the last two. */
const defaults: Readonly<Record<string, unknown>> = {
  maximumPercent: 200,
  minimumHealthyPercent: 100,
  'deploymentCircuitBreaker.enable': false,
  'deploymentCircuitBreaker.rollback': false,
  resetOnHealthyTask: true,
  'serviceConnectConfiguration.enabled': false,
  'alarms.enable': false,
  'alarms.rollback': false,
  assignPublicIp: 'DISABLED',
  platformVersion: 'LATEST',
  strategy: 'ROLLING',
  bakeTimeInMinutes: 0,
  availabilityZoneRebalancing: 'DISABLED',
  healthCheckGracePeriodSeconds: 0,
  enableExecuteCommand: false,
  enableECSManagedTags: false,
  propagateTags: 'NONE',
  schedulingStrategy: 'REPLICA',
  'deploymentController.type': 'ECS',
  weight: 0,
  base: 0,
}

/** Lists whose order matters. */
const sequences: readonly string[] = ['placementStrategy']

/**
 * True if a service is as written. Only written members count: ECS fills in more. Lists are equal if they have the same entries in
 * any order.
 */
export function isAsWritten(written: unknown, current: unknown, path: readonly string[]): boolean {
  if (Array.isArray(written)) {
    const list: readonly unknown[] = Array.isArray(current) ? current : []
    return written.length === list.length && isSameList(written, list, path)
  }
  if (isRecord(written)) {
    const record = isRecord(current) ? current : {}
    return Object.entries(written).every(([key, value]) => isAsWritten(value, record[key], [...path, key]))
  }
  if (current === undefined || current === null) return isDefault(written, path)
  return path.join('.') === 'role' ? roleName(written) === roleName(current) : written === current
}

function isSameList(
  written: readonly unknown[],
  current: readonly unknown[],
  path: readonly string[],
): boolean {
  if (sequences.includes(path.at(-1) ?? ''))
    return written.every((entry, index) => isAsWritten(entry, current[index], path))
  const rest = [...current]
  return written.every((entry) => {
    const found = rest.findIndex((other) => isAsWritten(entry, other, path))
    if (found >= 0) rest.splice(found, 1)
    return found >= 0
  })
}

function isDefault(written: unknown, path: readonly string[]): boolean {
  const [last = '', parent = ''] = path.toReversed()
  const key = Object.hasOwn(defaults, `${parent}.${last}`) ? `${parent}.${last}` : last
  return Object.hasOwn(defaults, key) && defaults[key] === written
}

/** A role is written by its name or its ARN. */
function roleName(role: unknown): string {
  return String(role).replace(/^arn:aws[\w-]*:iam::\d{12}:role\//, '')
}

/** The configuration of a service with the written one merged into it; members of a previous strategy are removed. */
export function mergedConfiguration(
  written: ServiceMembers,
  current: ServiceMembers | undefined,
): ServiceMembers {
  const isOther =
    written['strategy'] !== undefined && written['strategy'] !== (current?.['strategy'] ?? 'ROLLING')
  const { linearConfiguration: _, canaryConfiguration: __, ...kept } = current ?? {}
  return merged(isOther ? kept : (current ?? {}), written)
}

function merged(before: ServiceMembers, written: ServiceMembers): ServiceMembers {
  const entries = Object.entries(written).map(([key, value]) => {
    const old = before[key]
    return [key, isRecord(value) && isRecord(old) ? merged(old, value) : value]
  })
  return { ...before, ...Object.fromEntries(entries) }
}
