import { refuse } from '../../rollout/contract/refusal.ts'
import type { SourceControl } from '../../source/source-control.ts'
import type { DeletionTarget } from '../deletion.ts'
import { checkFork } from '../fork-gate.ts'
import type { Request } from '../inputs/request-types.ts'
import { noOp } from './no-op.ts'
import { checkOwnership } from './preview.ts'

/** Deletes only a preview of this pull request, and only while that is closed. */
export function withOwnershipCheck(
  target: DeletionTarget,
  { request, host }: { readonly request: Request; readonly host: SourceControl | undefined },
): DeletionTarget {
  const { preview, mode } = request
  const untrusted = checkFork(request)
  if (untrusted) {
    return {
      ...target,
      observe: async () => ({ service: undefined, lastSeen: undefined }),
      plan: () => refuse(untrusted),
    }
  }
  if (!preview) return target
  const { pullRequest: number, intent } = preview
  const isClosing = intent.kind === 'remove' && intent.isClosing
  return {
    ...target,
    observe: async (previous) => {
      const observed = await target.observe(previous)
      const asks = isClosing && observed.service !== undefined
      const pullRequest = asks ? await host?.pullRequest(number) : undefined
      return { ...observed, isOpenAgain: pullRequest?.state === 'open' }
    },
    plan: (observed) => {
      const stranger = observed.service && checkOwnership(observed.service, preview)
      if (stranger) return refuse(stranger)
      if (observed.isOpenAgain) {
        const because = `pull request ${number} is open again`
        return noOp({ reasonCode: 'pull-request-open', because, mode })
      }
      const plan = target.plan(observed)
      return plan.kind === 'apply' && intent.kind === 'remove' ? { ...plan, titleNote: intent.because } : plan
    },
  }
}
