import type { Refusal } from '../rollout/contract/refusal.ts'
import type { RunSource } from './run-source.ts'

/** Writes to what belongs to this repository. A cleanup is about previews only, whatever the event's commit is. */
const gated = ['deploy', 'register', 'rollback', 'delete']

/**
 * Why this run may not write: its event has the repository's secrets and permissions, but its commit may come from outside. Decided
 * from the event alone; `plan` and `status` write nothing. `saferWay` is the target's alternative, if any.
 * https://docs.github.com/en/actions/reference/security/secure-use#mitigating-the-risks-of-untrusted-code-checkout
 */
export function refuseFork(
  { mode, runSource, allowFork }: { mode: string; runSource: RunSource | undefined; allowFork: boolean },
  saferWay?: string,
): Refusal | undefined {
  if (runSource?.untrusted === undefined || allowFork || !gated.includes(mode)) return undefined
  const allow =
    'if everything that reaches this step was approved by somebody with write access, for example through an environment with required reviewers, set allow-fork: true'
  return {
    reasonCode: 'fork-not-trusted',
    message: `${runSource.untrusted}; on ${runSource.event} the job has this repository's secrets and its AWS role, so mode: ${mode} is refused`,
    fix: saferWay === undefined ? allow : `${saferWay}; or, ${allow}`,
  }
}
