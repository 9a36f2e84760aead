import { parseBoolean, parseEnum, parseInteger, parsePositiveNumber } from '../inputs/scalars.ts'
import { type InputSource, scalarInput } from '../inputs/source.ts'
import type { RunOptions } from '../rollout/contract/run.ts'

type RunOptionName =
  | 'if-in-progress'
  | 'wait-for-service-stability'
  | 'wait-for-minutes'
  | 'poll-interval-seconds'
  | 'max-retries'
  | 'rollback-on-failure'

/** Timeouts, polling and retries. */
export function parseRunOptions(
  source: InputSource<RunOptionName>,
  mode: string | undefined,
): RunOptions | undefined {
  const of = (input: RunOptionName) => scalarInput(input, source)
  const ifInProgress = parseEnum({ ...of('if-in-progress'), choices: ['wait', 'fail'] })
  const waitForStability = parseBoolean(of('wait-for-service-stability'))
  const minutes = parsePositiveNumber({ ...of('wait-for-minutes'), unit: 'minutes' })
  const pollSeconds = parsePositiveNumber({ ...of('poll-interval-seconds'), unit: 'seconds' })
  const maxRetries = parseInteger({ ...of('max-retries'), from: 0 })
  const rollbackOnFailure = parseBoolean(of('rollback-on-failure'))
  if (!ifInProgress || waitForStability === undefined || !minutes || maxRetries === undefined)
    return undefined
  return {
    planOnly: mode === 'plan',
    rollbackOnFailure: rollbackOnFailure ?? false,
    ifInProgress,
    onTimeout: 'leave',
    onCancel: 'leave',
    waitForStability,
    budgetMs: minutes * 60_000,
    pollMs: pollSeconds === undefined ? undefined : pollSeconds * 1000,
    maxRetries,
  }
}

/** A version number, or `last-good`. */
export function parseRollbackTo({
  texts,
  issues,
}: InputSource<'rollback-to'>): number | 'last-good' | undefined {
  const input = 'rollback-to'
  const text = texts[input]?.trim()
  if (text === undefined || text === 'last-good') return text
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  issues.add({ input, message: `must be a version number of 1 or more, or last-good, not "${text}"` })
  return undefined
}
