import type { LogSource } from '../logs/get-log-events.ts'
import type { Account } from './account.ts'
import { logStream } from './logs.ts'

/**
 * What the containers of the account's tasks have written to CloudWatch Logs by then. A group is there as soon as a task
 * definition names it, unless no task of its could ever start for want of it.
 */
export function logSourceOf({ records, switches }: Account, at: number): LogSource {
  const view = { records, at, switches }
  return {
    hasGroup: (group) => groupsOf(records, at).has(group),
    lines: (group, stream) => logStream(view, { group, stream }),
    lagMs: switches.logLagSeconds * 1000,
  }
}

function groupsOf({ taskDefinitions, services }: Account['records'], at: number): ReadonlySet<string> {
  const withoutGroup = new Set(
    services
      .flatMap(({ changes }) => changes)
      .flatMap((change) => (change.kind === 'update' ? (change.deployment ?? []) : []))
      .filter(({ outcome, createdAt }) => outcome.name === 'log-group-missing' && createdAt <= at)
      .map(({ content }) => content.taskDefinition),
  )
  return new Set(
    taskDefinitions
      .filter(({ arn, registeredAt }) => registeredAt <= at && !withoutGroup.has(arn))
      .flatMap(({ content }) => content.containerDefinitions)
      .flatMap(({ logConfiguration }) => logConfiguration?.options?.['awslogs-group'] ?? []),
  )
}
