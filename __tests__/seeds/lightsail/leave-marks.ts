import type { Account } from '../../../simulator/lightsail/account.ts'
import { tagsAt } from '../../../simulator/lightsail/lifecycle.ts'
import { failedVersionsTag } from '../../../src/lightsail/order/failed-versions.ts'

/** Runs before found out that these versions fail their URL check. */
export function leaveMarks(
  { records }: Account,
  { bad, serviceName }: { bad: readonly number[]; serviceName: string },
  start: number,
): void {
  const service = records.services.findLast(({ name }) => name === serviceName)
  const newest = service?.deployments.at(-1)?.version ?? 0
  const versions = bad.map((distance) => newest - distance).filter((version) => version > 0)
  if (service === undefined || versions.length === 0) return
  const marks = Object.entries(failedVersionsTag(versions, newest)).map(([key, value]) => ({ key, value }))
  service.tagChanges.push({ at: start - 1, tags: [...tagsAt(service.tagChanges, start), ...marks] })
}
