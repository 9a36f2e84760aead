import type { ReportingOptions } from '../../options/github-reporting.ts'
import type { Report } from '../../report/report.ts'
import type { RunReporter } from '../../rollout/contract/reporter.ts'
import type { Runtime } from '../../rollout/contract/run.ts'
import type { RunContext } from '../run-context.ts'
import { readPending } from './pending.ts'
import { planReporting } from './plan.ts'

/** All reporters at GitHub; their code is loaded only if there is any. */
export async function createReporter(
  reporting: ReportingOptions,
  options: {
    readonly context: RunContext | undefined
    readonly mode: string
    /** Name of the deployment's environment, unless another is written. */
    readonly environment: string
    /** What is deployed goes again by itself. */
    readonly isTransient: boolean
    readonly runtime: Runtime
    readonly clean: (text: string) => string
    readonly saveState: (name: string, text: string) => void
  },
): Promise<RunReporter | undefined> {
  const { runtime, clean, mode, saveState, isTransient } = options
  const { plan, warnings } = planReporting(reporting, options)
  for (const warning of warnings) runtime.log.warning(warning)
  if (!plan) return undefined
  const { createGitHubReporter } = await import('./reporters.ts')
  const leaveOpen = (text: string) => saveState(OPEN, text)
  return createGitHubReporter(plan, { runtime, clean, mode, isTransient, leaveOpen })
}

/** Reports the end of a run that was killed after its reports had begun. */
export async function finishPending(
  report: Pick<Report, 'warnings' | 'summary'> | undefined,
  options: {
    readonly getState: (name: string) => string
    readonly context: RunContext | undefined
    readonly token: string | undefined
    readonly runtime: Runtime
    readonly clean: (text: string) => string
  },
): Promise<void> {
  const { getState, context, token } = options
  const open = readPending(getState(OPEN))
  if (!open || !context || token === undefined) return
  const { finishPendingReports } = await import('./reporters.ts')
  const [sentence = FAULT] = report?.warnings[0]?.split('\n') ?? []
  const page = report?.summary ?? `### ${FAULT}`
  await finishPendingReports(open, { ...options, context, token, sentence, page })
}

/** Used where nothing better is known. */
const FAULT = 'the run ended before it could report; see its log'

/** The name under which the post step finds what is open. */
const OPEN = 'open-at-github'
