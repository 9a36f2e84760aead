import type { Refusal } from '../rollout/contract/refusal.ts'
import type { Request } from './inputs/request-types.ts'

/** Writes to a service of this repository's. A cleanup is about previews only, whatever the event's commit is. */
const gated: readonly Request['mode'][] = ['deploy', 'rollback', 'delete']

/**
 * Why this run may not write: its event has the repository's secrets and rights, and its commit may be anybody's. Known
 * from the event alone. A preview has a gate of its own, its label; `plan` and `status` write nothing.
 * https://docs.github.com/en/actions/reference/security/secure-use#mitigating-the-risks-of-untrusted-code-checkout
 */
export const checkFork = ({ mode, provenance, preview, allowFork }: Request): Refusal | undefined => {
  if (provenance?.untrusted === undefined || preview || allowFork || !gated.includes(mode)) return undefined
  return {
    reasonCode: 'fork-not-trusted',
    message: `${provenance.untrusted}; on ${provenance.event} the job has the secrets of this repository and its AWS role, so mode: ${mode} is refused`,
    fix: 'deploy pull requests of forks as previews (preview: true with preview-label); or, if nothing reaches this step that nobody with rights here approved, as with an environment that has required reviewers, set allow-fork: true',
  }
}
