import type { Account } from '../../../../simulator/ecs/account.ts'
import type { ServiceRecord } from '../../../../simulator/ecs/records.ts'
import { stateOf } from '../../../../simulator/ecs/views/lookup.ts'
import { tagsAt } from '../../../../simulator/ecs/views/services.ts'
import { failedRevisionsTag } from '../../../../src/ecs/order/failed-revisions.ts'
import { tagKeys } from '../../../../src/source/resource-tags.ts'
import type { RunSource } from '../../../../src/source/run-source.ts'
import { earlierCommit, type HostAnswers, pushed } from '../../machinery/around/source-control.ts'
import type { Chance } from '../../machinery/prng.ts'

/** Where a run comes from, what the service remembers of earlier runs, and what GitHub says of both. */
export interface Origin extends HostAnswers {
  readonly source: RunSource | undefined
  /** Which attempt of its run it is. */
  readonly attempt: string
  /** The service carries the marks of an earlier run. */
  readonly isMarked: boolean
  /** Somebody deployed after the run that left the marks. */
  readonly isStale: boolean
  /** Revisions of `web` that failed their URL check. */
  readonly failed: readonly number[]
  readonly sentence: string
}

export function drawOrigin(chance: Chance): Origin {
  const isPush = chance.percent(55)
  const isMarked = chance.percent(70)
  const isStale = chance.percent(25)
  const relation = chance.one(['ahead', 'ahead', 'behind', 'behind', 'diverged', undefined])
  const trouble = chance.one([0, 0, 30, 100])
  const failed = chance.percent(30) ? [17, 18, 19, 20].filter(() => chance.percent(40)) : []
  const told = isPush
    ? `a push; GitHub says ${relation}; ${trouble} % without an answer; ${isMarked ? 'marks of an earlier run' : 'no marks'}${isStale ? ', stale' : ''}`
    : 'anywhere'
  return {
    ...{ isMarked, isStale, relation, trouble, failed },
    source: isPush ? pushed : undefined,
    pullRequest: 'open',
    attempt: String(chance.whole(1, 3)),
    sentence: failed.length === 0 ? told : `${told}; web:${failed.join(', web:')} marked as failed`,
  }
}

/** What earlier runs left in the tags of the service. */
export function leaveMarks(
  account: Account,
  { source, isMarked, isStale, failed }: Origin,
  service: string,
): void {
  const record = account.records.services.findLast(({ name }) => name === service)
  if (record === undefined) return
  const revisions = failed.map((revision) => `web:${revision}`)
  const ofFailed = revisions.reduceRight<Readonly<Record<string, string>>>(
    (tags, revision) => failedRevisionsTag({ tags }, revision),
    {},
  )
  const ofCommit = source && isMarked ? commitMarks(primaryDigits(account, record), isStale) : {}
  const more = Object.entries({ ...ofFailed, ...ofCommit }).map(([key, value]) => ({ key, value }))
  if (more.length === 0) return
  const at = account.now() - 1
  record.tagChanges.push({ at, tags: [...tagsAt(record.tagChanges, at), ...more] })
}

function commitMarks(digits: string, isStale: boolean): Readonly<Record<string, string>> {
  return {
    [tagKeys.repository]: 'acme/shop',
    [tagKeys.commit]: earlierCommit,
    [tagKeys.version]: isStale ? '1234' : digits,
    [tagKeys.run]: '4000',
  }
}

/** Of the `ecs-svc/<n>` that is to run now. */
export function primaryDigits({ records, switches, now }: Account, record: ServiceRecord): string {
  const view = { records, switches, at: now() }
  return stateOf(record, view)?.groups[0]?.digits ?? ''
}
