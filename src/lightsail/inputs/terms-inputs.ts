import type { Terms } from '../../engine/terms.ts'
import { parseAmount, parseChoice, parseSwitch, parseWholeNumber } from '../../input/scalars.ts'
import { type InputName, type Mode, type Source, scalar } from './inputs.ts'

/** How long to wait, how often to look, and when to give up. */
export const parseTerms = (source: Source, mode: Mode | undefined): Terms | undefined => {
  const of = (input: InputName) => scalar(input, source)
  const ifInProgress = parseChoice({ ...of('if-in-progress'), choices: ['wait', 'fail'] })
  const waitForStability = parseSwitch(of('wait-for-service-stability'))
  const minutes = parseAmount({ ...of('wait-for-minutes'), unit: 'minutes' })
  const pollSeconds = parseAmount({ ...of('poll-interval-seconds'), unit: 'seconds' })
  const maxRetries = parseWholeNumber({ ...of('max-retries'), from: 0 })
  const rollbackOnFailure = parseSwitch(of('rollback-on-failure'))
  if (!ifInProgress || waitForStability === undefined || !minutes || maxRetries === undefined)
    return undefined
  return {
    planOnly: mode === 'plan',
    rollbackOnFailure: rollbackOnFailure ?? false,
    ifInProgress,
    waitForStability,
    budgetMs: minutes * 60_000,
    pollMs: pollSeconds === undefined ? undefined : pollSeconds * 1000,
    maxRetries,
  }
}

/** A version number, or `last-good`. */
export const parseRollbackTo = ({ texts, problems }: Source): number | 'last-good' | undefined => {
  const input = 'rollback-to'
  const text = texts[input]?.trim()
  if (text === undefined || text === 'last-good') return text
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  problems.add({ input, message: `must be a version number of 1 or more, or last-good, not "${text}"` })
  return undefined
}
