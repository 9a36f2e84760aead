import type { Report } from '../../report/report.ts'
import type { RunReporter } from '../../rollout/contract/reporter.ts'
import type { Runtime } from '../../rollout/contract/run.ts'
import type { RunContext } from '../run-context.ts'
import { readPending } from './pending.ts'
import { planReporting, type ReportingOptions } from './plan.ts'

/** Everyone at GitHub who is to hear of the run; what that takes is loaded only if there is anyone. */
export const createReporter = async (
  wishes: ReportingOptions,
  options: {
    readonly context: RunContext | undefined
    readonly mode: string
    /** Of what is deployed to: the environment's name unless another is written. */
    readonly name: string
    /** It will be deleted when its pull request is closed. */
    readonly isPreview: boolean
    readonly runtime: Runtime
    readonly userAgent: string
    readonly clean: (text: string) => string
    readonly leave: (name: string, text: string) => void
  },
): Promise<RunReporter | undefined> => {
  const { runtime, userAgent, clean, mode, leave, isPreview } = options
  const { assignment, warnings } = planReporting(wishes, options)
  for (const warning of warnings) runtime.log.warning(warning)
  if (!assignment) return undefined
  const { createGitHubReporter } = await import('./reporters.ts')
  const leaveOpen = (text: string) => leave(OPEN, text)
  const telling = { runtime, userAgent, clean, mode, isPreview, leaveOpen, baseUrl: apiBaseUrl() }
  return createGitHubReporter(assignment, telling)
}

/** Says at GitHub how a run ended that was killed, where it had begun to tell of itself. */
export const finishPending = async (
  report: Pick<Report, 'warnings' | 'summary'> | undefined,
  options: {
    readonly left: (name: string) => string
    readonly context: RunContext | undefined
    readonly token: string | undefined
    readonly runtime: Runtime
    readonly userAgent: string
    readonly clean: (text: string) => string
  },
): Promise<void> => {
  const { left, context, token } = options
  const open = readPending(left(OPEN))
  if (!open || !context || token === undefined) return
  const { finishPendingReports } = await import('./reporters.ts')
  const [sentence = FAULT] = report?.warnings[0]?.split('\n') ?? []
  const page = report?.summary ?? `### ${FAULT}`
  await finishPendingReports(open, { ...options, context, token, sentence, page, baseUrl: apiBaseUrl() })
}

/** Said where there is nothing better to say. */
const FAULT = 'the run ended before it could tell how, see its log'

/** The name under which the post step finds what is open. */
const OPEN = 'open-at-github'

/** Of GitHub's REST API: github.com, or an Enterprise Server. */
export const apiBaseUrl = () => process.env['GITHUB_API_URL'] || 'https://api.github.com'
