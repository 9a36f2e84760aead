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
        throw failure.as(told)
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
      message: `Dependabot started this run, and on ${event} GitHub gives such runs only the Dependabot secrets, so there are no AWS credentials`,
      fix: "the change itself is fine: skip the job with if: github.actor != 'dependabot[bot]', or also store what it needs as Dependabot secrets of the repository",
    }
  }
  if (lacksSecrets !== 'fork') return undefined
  const which = pullRequest ? `pull request ${pullRequest.number}` : 'the pull request'
  return {
    message: `${which} comes from a fork, and on ${event} GitHub gives its runs neither secrets nor an id-token, so there are no AWS credentials`,
    fix: 'the pull request itself is fine: skip forks with an "if:" on the job, as docs/forks.md shows, or have a maintainer deploy the branch from this repository',
  }
}
