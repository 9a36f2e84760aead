import type { LogSource } from '../logs/get-log-events.ts'
import type { Account } from './account.ts'
import { logStream } from './logs.ts'
import type { AccountRecords } from './records.ts'

/**
 * The CloudWatch log lines of the account's tasks at a moment. A group exists if a task definition names it, unless the newest
 * rollout that uses it failed because it was missing.
 */
export function logSourceOf({ records, switches }: Account, at: number): LogSource {
  const view = { records, at, switches }
  return {
    hasGroup: (group) => hasGroup(records, group, at),
    lines: (group, stream) => logStream(view, { group, stream }),
    lagMs: switches.logLagSeconds * 1000,
  }
}

function hasGroup({ taskDefinitions, services }: AccountRecords, group: string, at: number): boolean {
  const users = new Set(
    taskDefinitions
      .filter(({ registeredAt, content }) => registeredAt <= at && groupsOf(content).includes(group))
      .map(({ arn }) => arn),
  )
  const newest = services
    .flatMap(({ changes }) => changes)
    .flatMap((change) => (change.kind === 'update' ? (change.deployment ?? []) : []))
    .filter(({ createdAt, content }) => createdAt <= at && users.has(content.taskDefinition ?? ''))
    .toSorted((one, other) => one.createdAt - other.createdAt)
    .at(-1)
  return users.size > 0 && newest?.outcome.name !== 'log-group-missing'
}

function groupsOf({ containerDefinitions }: AccountRecords['taskDefinitions'][number]['content']): string[] {
  return containerDefinitions.flatMap(
    ({ logConfiguration }) => logConfiguration?.options?.['awslogs-group'] ?? [],
  )
}
