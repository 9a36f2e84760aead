import { userAgentOf } from '../../product.ts'
import type { RunReporter } from '../../rollout/contract/reporter.ts'
import type { Runtime } from '../../rollout/contract/run.ts'
import { createApi } from '../api/api.ts'
import type { RunContext } from '../run-context.ts'
import { finishComment, stickyComment } from './comment.ts'
import { githubDeployment } from './deployment.ts'
import { deactivate } from './deployment-status.ts'
import { type PendingReports, trackPending } from './pending.ts'
import type { ReportingPlan } from './plan.ts'

interface ReporterOptions {
  readonly runtime: Runtime
  readonly clean: (text: string) => string
}

function apiOf(
  { repository, lacksSecrets, apiUrl: baseUrl }: RunContext,
  token: string,
  { runtime, clean }: ReporterOptions,
) {
  const { clock, signal, log, http, product } = runtime
  const warn = (text: string) => log.warning(text)
  const isFork = lacksSecrets === 'fork'
  const userAgent = userAgentOf(product)
  return createApi({ baseUrl, token, repository, userAgent, http, clock, signal, warn, isFork, clean })
}

/** Closes the pending reports of a run that was killed. */
export async function finishPendingReports(
  { deployment, comment }: PendingReports,
  options: ReporterOptions & {
    readonly context: RunContext
    readonly token: string
    /** How the run ended as far as is known, as a sentence and as a page. */
    readonly sentence: string
    readonly page: string
  },
): Promise<void> {
  const { context, token, sentence, page } = options
  const api = apiOf(context, token, options)
  await Promise.all([
    deployment === undefined
      ? undefined
      : deactivate(api, { id: deployment, state: 'error', because: sentence }),
    comment && finishComment(api, context, { ...comment, page }),
  ])
}

/** Reports a run to GitHub, to all places at once. Not even a bug in here reaches the verdict. */
export function createGitHubReporter(
  { token, context, commentOn, deployment }: ReportingPlan,
  options: ReporterOptions & {
    readonly mode: string
    /** Saves for the post step what is pending. */
    readonly leaveOpen: (text: string) => void
    readonly isTransient: boolean
  },
): RunReporter {
  const { mode, clean, leaveOpen, isTransient } = options
  const { log, product } = options.runtime
  const warn = (text: string) => log.warning(text)
  const api = apiOf(context, token, options)
  const leave = trackPending(leaveOpen)
  const tellers: RunReporter[] = [
    ...(deployment ? [githubDeployment({ api, context, mode, log, leave, isTransient, ...deployment })] : []),
    ...(commentOn ? [stickyComment({ api, context, log, leave, number: commentOn.number })] : []),
  ]
  const each = async <Told>(tell: (teller: RunReporter) => Promise<Told>): Promise<Told[]> => {
    const told = await Promise.allSettled(tellers.map(tell))
    return told.flatMap((one) => {
      if (one.status === 'fulfilled') return [one.value]
      warn(clean(`internal error in ${product.name} while reporting to GitHub: ${one.reason}`))
      return []
    })
  }
  return {
    starts: async (start) => void (await each((teller) => teller.starts(start))),
    accepted: (sentence) => {
      for (const teller of tellers) teller.accepted(sentence)
    },
    ends: async (outcome) => {
      // Minutes may lie between the two, and what is shown there would stay as it was at the start.
      api.resetCircuit()
      const outputs = await each((teller) => teller.ends(outcome))
      leave('nothing')
      return Object.assign({}, ...outputs)
    },
  }
}
