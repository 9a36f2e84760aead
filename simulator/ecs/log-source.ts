import type { LogSource } from '../logs/get-log-events.ts'
import type { Account } from './account.ts'
import { logStream } from './logs.ts'

/** What the containers of the account's tasks have written to CloudWatch Logs by then. */
export function logSourceOf({ records, switches }: Account, at: number): LogSource {
  const groups = new Set(
    records.taskDefinitions
      .filter(({ registeredAt }) => registeredAt <= at)
      .flatMap(({ content }) => content.containerDefinitions)
      .flatMap(({ logConfiguration }) => logConfiguration?.options?.['awslogs-group'] ?? []),
  )
  return {
    hasGroup: (group) => groups.has(group),
    lines: (group, stream) => logStream({ records, switches, at }, { group, stream }),
    lagMs: switches.logLagSeconds * 1000,
  }
}
