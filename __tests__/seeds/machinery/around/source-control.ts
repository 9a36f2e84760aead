import type { RunSource } from '../../../../src/source/run-source.ts'
import type { CommitRelation, SourceControl } from '../../../../src/source/source-control.ts'
import type { Chance } from '../prng.ts'
import type { Timeline } from '../scheduler.ts'

export const ourCommit = '5c0ffee5'.repeat(5)
export const earlierCommit = 'ba5eba11'.repeat(5)

/** Where the runs of a push come from. */
export const pushed: RunSource = {
  repository: { owner: 'acme', repo: 'shop' },
  sha: ourCommit,
  run: { id: 4711 },
  event: 'push',
  pullRequest: undefined,
  problem: undefined,
}

/** GitHub's slowest answer. */
export const SLOWEST_HOST_MS = 3_000

/** What GitHub says when it is asked. */
export interface HostAnswers {
  readonly relation: CommitRelation | undefined
  readonly pullRequest: 'open' | 'closed'
  /** So many of 100 questions get no answer. */
  readonly trouble: number
}

/** GitHub as the action knows it: it takes its time, and does not always answer. */
export function drawnHost(
  { relation, pullRequest, trouble }: HostAnswers,
  {
    timeline,
    chance,
    signal,
    isClosed,
  }: { timeline: Timeline; chance: Chance; signal: AbortSignal; isClosed(number: number): boolean },
): SourceControl {
  const ask = async <Answer>(answer: Answer): Promise<Answer | undefined> => {
    await timeline.sleep(chance.whole(20, SLOWEST_HOST_MS), signal)
    return signal.aborted || chance.percent(trouble) ? undefined : answer
  }
  return {
    relation: () => ask(relation),
    pullRequest: () => ask({ state: pullRequest, headSha: ourCommit }),
    pullRequestStates: async (numbers) => {
      const told = await ask(numbers.map((number) => [number, isClosed(number) ? 'closed' : 'open'] as const))
      return new Map(told)
    },
    closeEnvironment: async () => undefined,
  }
}
