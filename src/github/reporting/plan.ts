import type { PullRequest } from '../event-readers.ts'
import type { RunContext } from '../run-context.ts'

/** What the workflow wants to have reported at GitHub. */
export interface ReportingOptions {
  readonly token: string | undefined
  /** On the pull request that the run is for, if there is one. */
  readonly comment: boolean
  readonly deployment: boolean
  /** Name of the deployment's environment as written. */
  readonly environment: string | undefined
}

/** What a run can report, after the options were compared with the run context. */
export interface ReportingPlan {
  readonly token: string
  readonly context: RunContext
  readonly commentOn: PullRequest | undefined
  readonly deployment: { readonly environment: string; readonly isNamed: boolean } | undefined
}

/**
 * Decides what can be reported where. A comment that was only the default is skipped without a warning outside of pull requests.
 */
export const planReporting = (
  wishes: ReportingOptions,
  { context, mode, ...options }: { context: RunContext | undefined; mode: string; environment: string },
): { assignment?: ReportingPlan; warnings: readonly string[] } => {
  const { token, environment } = wishes
  const wantsDeployment = wishes.deployment && ['deploy', 'rollback', 'delete'].includes(mode)
  const wantsComment = wishes.comment && mode !== 'status' && token !== undefined
  const commentOn = wantsComment ? context?.pullRequest : undefined
  const warnings =
    wantsComment && context?.problem !== undefined
      ? [`no comment on the pull request: ${context.problem}`]
      : []
  if (wantsDeployment && (token === undefined || !context)) {
    const why = token === undefined ? 'github-token is blank' : 'this is not a run of GitHub Actions'
    return { warnings: [...warnings, `no GitHub deployment is recorded: ${why}`] }
  }
  if (token === undefined || !context || (!wantsDeployment && !commentOn)) return { warnings }
  const deployment = wantsDeployment
    ? { environment: environment ?? options.environment, isNamed: environment !== undefined }
    : undefined
  return { assignment: { token, context, commentOn, deployment }, warnings }
}
