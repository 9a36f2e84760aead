import type { FinalPlan } from '../../rollout/contract/plan.ts'
import { refuse } from '../../rollout/contract/refusal.ts'
import type { CodeOf } from '../../verdict/reason-codes.ts'
import { checkFork } from '../fork-gate.ts'
import type { Request } from '../inputs/request-types.ts'

/** The verdict of a run whose event requires nothing, or something dangerous: it makes no call. */
export function skipPlan(request: Request): FinalPlan | undefined {
  const { preview, mode } = request
  const untrusted = checkFork(request)
  if (untrusted) return refuse(untrusted)
  if (preview?.intent.kind === 'refuse') return refuse(preview.intent.fault)
  return preview?.intent.kind === 'nothing'
    ? noOp({ reasonCode: 'preview-not-wanted', because: preview.intent.because, mode })
    : undefined
}

/** A success without a write. */
export function noOp({
  reasonCode,
  because,
  mode,
}: {
  reasonCode: CodeOf<'planned'> & CodeOf<'unchanged'>
  because: string
  mode: Request['mode']
}): FinalPlan {
  return {
    kind: 'end',
    verdict: {
      result: mode === 'plan' ? 'planned' : 'unchanged',
      reasonCode,
      reason: because,
    },
    isNoOp: true,
    notices: [],
    titleNote: '',
  }
}
