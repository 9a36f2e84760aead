import { forkFault } from '../fork-gate.ts'
import type { Request } from '../inputs/request.ts'
import { type End, refusal } from '../obstacle.ts'

/** The end of a run whose event asks for nothing, or for something dangerous: it makes no call. */
export const idleEnd = (request: Request): End | undefined => {
  const { preview, mode } = request
  const untrusted = forkFault(request)
  if (untrusted) return refusal(untrusted)
  if (preview?.intent.kind === 'refuse') return refusal(preview.intent.fault)
  return preview?.intent.kind === 'nothing'
    ? nothing({ reasonCode: 'preview-not-wanted', because: preview.intent.because, mode })
    : undefined
}

/** A good end without a write. */
export const nothing = ({
  reasonCode,
  because,
  mode,
}: {
  reasonCode: string
  because: string
  mode: Request['mode']
}): End => ({
  kind: 'end',
  verdict: {
    result: mode === 'plan' ? 'planned' : 'unchanged',
    reasonCode,
    reason: because,
  },
  isIdle: true,
  notices: [],
  remark: '',
})
