import { tagsAt } from '../../../../simulator/ecs/views/services.ts'
import { isFailure } from '../../../../src/rollout/contract/verdict.ts'
import { tagKeys } from '../../../../src/source/resource-tags.ts'
import { ourCommit } from '../../machinery/around/source-control.ts'
import { type Invariant, invariant, unless } from '../../machinery/invariant.ts'
import { madeBy, primaryAt, recordOf } from '../oracle.ts'
import type { EcsRun } from '../run-seed.ts'

/** Replies may lack the tags, lag, or be denied: then a run cannot know of them. */
function tagsAreHidden({ situation: { weather, switches } }: EcsRun): boolean {
  const { readLagSeconds = 0 } = switches
  return readLagSeconds > 0 || weather.faults.length > 0
}

function marksOf(run: EcsRun, at: number): ReadonlyMap<string, string> {
  const [ours] = madeBy(run)
  const record = ours && recordOf(run, ours)
  return new Map((record ? tagsAt(record.tagChanges, at) : []).map(({ key, value = '' }) => [key, value]))
}

function isRollback({ situation: { inputs } }: EcsRun): boolean {
  return inputs['mode'] === 'rollback' && inputs['rollback-to'] === 'last-good'
}

/** What may follow what. */
export const order: readonly Invariant<EcsRun>[] = [
  invariant(
    'a rollback goes back to a good one',
    (run) => isRollback(run) && madeBy(run).length > 0 && !tagsAreHidden(run),
    (run) => {
      const [ours] = madeBy(run)
      if (ours === undefined) return []
      const bad = (marksOf(run, ours.createdAt - 1).get(tagKeys.bad) ?? '').split(' ')
      const name = ours.content.taskDefinition?.split('/').at(-1) ?? ''
      const served = primaryAt(run, ours.createdAt - 1)?.content.taskDefinition
      return [
        ...unless(!bad.includes(name), `goes back to ${name}, which is marked`),
        ...unless(
          served !== ours.content.taskDefinition || run.situation.others.sentences.length > 0,
          `goes back to ${name}, which was to run already`,
        ),
      ]
    },
  ),
  invariant(
    'never green over a newer commit',
    (run) =>
      run.situation.origin.source !== undefined &&
      run.situation.origin.relation === 'behind' &&
      run.situation.origin.trouble === 0 &&
      run.situation.inputs['track-commit'] !== 'false' &&
      (run.situation.inputs['mode'] ?? 'deploy') === 'deploy' &&
      hasContent(run) &&
      madeBy(run).length > 0 &&
      !tagsAreHidden(run),
    (run) => {
      const [ours] = madeBy(run)
      if (ours === undefined || isFailure(run.outcome.verdict)) return []
      const before = ours.createdAt - 1
      const marks = marksOf(run, before)
      const isOfServing = marks.get(tagKeys.version) === primaryAt(run, before)?.digits
      const commit = marks.get(tagKeys.commit)
      return unless(
        !isOfServing || commit === undefined || commit === ourCommit,
        `${run.outcome.verdict.result}, but it went over a newer commit`,
      )
    },
  ),
]

/** The inputs say what to deploy; otherwise the run is a restart. */
function hasContent({ situation: { inputs } }: EcsRun): boolean {
  return ['image', 'images', 'task-definition'].some((name) => inputs[name] !== undefined)
}
