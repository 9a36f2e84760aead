import type { Audience } from '../engine/audience.ts'
import type { World } from '../engine/terms.ts'
import { connectApi } from './api.ts'
import { finishComment, stickyComment } from './comment.ts'
import { deploymentRecord } from './deployment-record.ts'
import { closeRecord } from './deployment-status.ts'
import { type LeftOpen, leaving } from './left-open.ts'
import type { Occasion } from './occasion.ts'
import type { Assignment } from './reporting-plan.ts'

interface Telling {
  readonly world: World
  readonly userAgent: string
  /** Of the API. */
  readonly baseUrl: string
  readonly clean: (text: string) => string
}

const apiOf = (
  { repository, lacksSecrets }: Occasion,
  token: string,
  { world, userAgent, baseUrl, clean }: Telling,
) => {
  const { clock, signal, log, http } = world
  const warn = (text: string) => log.warning(text)
  const isFork = lacksSecrets === 'fork'
  return connectApi({ baseUrl, token, repository, userAgent, http, clock, signal, warn, isFork, clean })
}

/** Closes what a run that was killed left open. */
export const closeOpen = async (
  { deployment, comment }: LeftOpen,
  options: Telling & {
    readonly occasion: Occasion
    readonly token: string
    /** How it ended as far as anybody knows, as a sentence and as a page. */
    readonly sentence: string
    readonly page: string
  },
): Promise<void> => {
  const { occasion, token, sentence, page } = options
  const api = apiOf(occasion, token, options)
  await Promise.all([
    deployment === undefined
      ? undefined
      : closeRecord(api, { id: deployment, state: 'error', because: sentence }),
    comment && finishComment(api, occasion, { ...comment, page }),
  ])
}

/** Tells GitHub how a run goes, all places at once. Not even a fault of ours in here reaches the verdict. */
export const tellGitHub = (
  { token, occasion, commentOn, deployment }: Assignment,
  options: Telling & {
    readonly mode: string
    /** Writes down for the post step what is open. */
    readonly leaveOpen: (text: string) => void
    readonly isPreview: boolean
  },
): Audience => {
  const { mode, clean, leaveOpen, isPreview } = options
  const { log } = options.world
  const warn = (text: string) => log.warning(text)
  const api = apiOf(occasion, token, options)
  const leave = leaving(leaveOpen)
  const tellers: Audience[] = [
    ...(deployment ? [deploymentRecord({ api, occasion, mode, log, leave, isPreview, ...deployment })] : []),
    ...(commentOn ? [stickyComment({ api, occasion, log, leave, number: commentOn.number })] : []),
  ]
  const each = async <Told>(tell: (teller: Audience) => Promise<Told>): Promise<Told[]> => {
    const told = await Promise.allSettled(tellers.map(tell))
    return told.flatMap((one) => {
      if (one.status === 'fulfilled') return [one.value]
      warn(clean(`GitHub could not be told, through a fault of lightsail-deploy: ${one.reason}`))
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
      api.tryAgain()
      const outputs = await each((teller) => teller.ends(outcome))
      leave('nothing')
      return Object.assign({}, ...outputs)
    },
  }
}
