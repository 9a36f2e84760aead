import type { LogSource } from '../logs/get-log-events.ts'
import type { Account } from './account.ts'

/** What the containers of the account's tasks have written to CloudWatch Logs by then. */
export function logSourceOf({ records }: Account, at: number): LogSource {
  const groups = new Set(
    records.taskDefinitions
      .filter(({ registeredAt }) => registeredAt <= at)
      .flatMap(({ content }) => content.containerDefinitions)
      .flatMap(({ logConfiguration }) => logConfiguration?.options?.['awslogs-group'] ?? []),
  )
  return { hasGroup: (group) => groups.has(group), lines: () => undefined, lagMs: 0 }
}
