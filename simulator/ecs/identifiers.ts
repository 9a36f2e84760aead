import { createHash } from 'node:crypto'
import type { AccountRecords } from './records.ts'

/** 64 hex digits; the same text gives the same digits. */
export function hexDigitsOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Hex digits that depend on seed, kind and count only. */
function nextHexDigits(account: AccountRecords, kind: string): string {
  const turn = (account.counters.get(kind) ?? 0) + 1
  account.counters.set(kind, turn)
  return hexDigitsOf(`${account.seed}/${account.region}/ecs/${kind}/${turn}`)
}

/** The account's next uuid of a kind (request). */
export function nextUuid(account: AccountRecords, kind: string): string {
  return uuidOf(nextHexDigits(account, kind))
}

/** The id of the account's next task that belongs to no service: 32 hex digits. */
export function nextTaskId(account: AccountRecords): string {
  return nextHexDigits(account, 'task').slice(0, 32)
}

/** A uuid out of hex digits. */
export function uuidOf(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** 19 decimal digits that do not begin with 0, as in `ecs-svc/4823974623847562934` and in the ARN of a service revision. */
export function nextDeploymentDigits(account: AccountRecords): string {
  return deploymentDigitsOf(nextHexDigits(account, 'deployment'))
}

/** The 19 digits of a deployment's id, from hex digits. */
export function deploymentDigitsOf(hex: string): string {
  return String(10n ** 18n + (BigInt(`0x${hex.slice(0, 16)}`) % (9n * 10n ** 18n)))
}

/** 21 base64url characters, as at the end of the ARN of a service deployment. */
export function nextServiceDeploymentId(account: AccountRecords): string {
  return Buffer.from(nextHexDigits(account, 'service-deployment'), 'hex').toString('base64url').slice(0, 21)
}

type ArnScope = Pick<AccountRecords, 'partition' | 'region' | 'id'>

/** `arn:aws:ecs:REGION:ACCOUNT:` and the rest. */
export function ecsArn({ partition, region, id }: ArnScope, resource: string): string {
  return `arn:${partition}:ecs:${region}:${id}:${resource}`
}

export function clusterArn(scope: ArnScope, cluster: string): string {
  return ecsArn(scope, `cluster/${cluster}`)
}

/** The long form, with the cluster. */
export function serviceArn(scope: ArnScope, cluster: string, service: string): string {
  return ecsArn(scope, `service/${cluster}/${service}`)
}

export function taskDefinitionArn(scope: ArnScope, family: string, revision: number): string {
  return ecsArn(scope, `task-definition/${family}:${revision}`)
}

/** Name of a cluster or service out of its name or ARN. */
export function nameOf(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1) : nameOrArn
}
