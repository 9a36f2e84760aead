import type { PullRequest } from '../event-readers.ts'
import type { RunContext } from '../run-context.ts'

/** What the workflow wants to see at GitHub. */
export interface ReportingOptions {
  readonly token: string | undefined
  /** On the pull request that the run is for, if there is one. */
  readonly comment: boolean
  readonly deployment: boolean
  /** Name of the deployment's environment as written. */
  readonly environment: string | undefined
}

/** What a run is to report, once it is clear that it can. */
export interface ReportingPlan {
  readonly token: string
  readonly context: RunContext
  readonly commentOn: PullRequest | undefined
  readonly deployment: { readonly environment: string; readonly isNamed: boolean } | undefined
}

/** Compares the wishes with what the occasion allows. A comment by default is silent where there is no place for it. */
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
