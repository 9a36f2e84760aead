import type { VerdictFacts } from '../../verdict/facts.ts'
import { type FinalVerdict, isFailure, type Verdict } from './verdict.ts'

/** The whole sentence of a verdict: what happened, and what its facts add to that. */
export function renderReason(verdict: Verdict): string {
  const { reason, facts = {}, isExtentUntold = false } = verdict
  const extent = isExtentUntold ? extentText(facts, isFailure(verdict)) : undefined
  return [reason, ...[standingText(verdict), extent].filter((text) => text !== undefined)].join('; ')
}

/** The verdict with its whole sentence; `written` counts where the verdict itself does not know. */
export function completeVerdict(verdict: Verdict, written: VerdictFacts['written']): FinalVerdict {
  const { isExtentUntold, ...told } = verdict
  return { ...told, reason: renderReason(verdict), facts: { written, ...verdict.facts } }
}

function extentText(
  { written, prepared, unconfirmed }: Partial<VerdictFacts>,
  hasFailed: boolean,
): string | undefined {
  if (unconfirmed) return `it is unknown whether ${unconfirmed.operation} was accepted`
  if (written === 'settings')
    return hasFailed
      ? 'the settings were updated, but nothing was deployed'
      : 'the settings were updated before; nothing was deployed'
  if (written !== 'nothing') return undefined
  if (prepared !== undefined) return `nothing was deployed, but ${prepared}`
  return hasFailed ? 'nothing was changed' : 'nothing was written'
}

/** What became of a deployment that succeeded and should not stay. */
function standingText({ result, facts: { serving, rollback } = {} }: Verdict): string | undefined {
  switch (rollback?.outcome) {
    case 'failed':
      return `${rollback.wasServing ? 'it was serving when last seen; ' : ''}the rollback did not complete: ${rollback.why}`
    case 'impossible':
      return `${serving === 'ours' ? 'it keeps serving' : 'it was not rolled back'} because ${rollback.why}`
    case 'done':
      return undefined
  }
  return result === 'not-verified' && serving === 'ours' ? 'it keeps serving' : undefined
}
