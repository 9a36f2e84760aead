import type { Target, TargetTypes } from '../rollout/contract/target.ts'
import { ServiceError } from '../runtime/service-error.ts'
import type { RunSource } from './run-source.ts'

/** Missing credentials are not the workflow's mistake if GitHub passes none: that is said instead, in every mode. */
export function withMissingSecretsExplained<T extends TargetTypes>(
  target: Target<T>,
  { runSource }: { readonly runSource: RunSource | undefined },
): Target<T> {
  return {
    ...target,
    observe: async (previous) => {
      try {
        return await target.observe(previous)
      } catch (failure) {
        const told = runSource && missingSecretsText(runSource)
        if (!told || !(failure instanceof ServiceError) || failure.reasonCode !== 'credentials-missing')
          throw failure
        const { kind, operation, reasonCode } = failure
        throw new ServiceError({ kind, operation, reasonCode, ...told, cause: failure })
      }
    },
  }
}

function missingSecretsText({
  lacksSecrets,
  pullRequest,
  event,
}: RunSource): { message: string; fix: string } | undefined {
  if (lacksSecrets === 'dependabot') {
    return {
      message: `Dependabot started this run, and on ${event} GitHub gives its runs Dependabot's own secrets only, so there are no AWS credentials`,
      fix: "nothing is wrong with the change: skip the job with if: github.actor != 'dependabot[bot]', or store what it needs among the Dependabot secrets of the repository, too",
    }
  }
  if (lacksSecrets !== 'fork') return undefined
  const which = pullRequest ? `pull request ${pullRequest.number}` : 'the pull request'
  return {
    message: `${which} comes from a fork, and GitHub gives its runs no secrets and no id-token on ${event}, so there are no AWS credentials`,
    fix: 'nothing is wrong with the pull request: skip forks with an "if:" on the job, as docs/forks.md shows, or let a maintainer deploy the branch from this repository',
  }
}
