import type { ReportingOptions } from '../../options/github-reporting.ts'
import type { PullRequest } from '../../source/run-source.ts'
import type { RunContext } from '../run-context.ts'

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
export function planReporting(
  options: ReportingOptions,
  { context, mode, ...defaults }: { context: RunContext | undefined; mode: string; environment: string },
): { plan?: ReportingPlan; warnings: readonly string[] } {
  const { token, environment } = options
  const wantsDeployment = options.deployment && ['deploy', 'rollback', 'delete'].includes(mode)
  const wantsComment = options.comment && mode !== 'status' && token !== undefined
  const commentOn = wantsComment ? context?.pullRequest : undefined
  const warnings =
    wantsComment && context?.problem !== undefined
      ? [`no comment on the pull request: ${context.problem}`]
      : []
  if (wantsDeployment && (token === undefined || !context)) {
    const why = token === undefined ? 'github-token is blank' : 'this is not a GitHub Actions run'
    return { warnings: [...warnings, `no GitHub deployment was recorded: ${why}`] }
  }
  if (token === undefined || !context || (!wantsDeployment && !commentOn)) return { warnings }
  const deployment = wantsDeployment
    ? { environment: environment ?? defaults.environment, isNamed: environment !== undefined }
    : undefined
  return { plan: { token, context, commentOn, deployment }, warnings }
}
