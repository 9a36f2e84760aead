import type { DeploymentRecord } from '../../../../simulator/ecs/records.ts'
import { countsOf } from '../../../../simulator/ecs/views/counts.ts'
import { type Invariant, invariant, unless } from '../../machinery/invariant.ts'
import {
  isOurRevision,
  lastServiceLooks,
  madeBy,
  momentsOf,
  namedDeployment,
  primaryAt,
  rolloutsThen,
  servesAt,
  stateAt,
} from '../oracle.ts'
import type { EcsRun } from '../run-seed.ts'
import { asWritten } from './as-written.ts'

function code(wanted: string) {
  return (run: EcsRun) => run.outcome.verdict.reasonCode === wanted
}
function ended(wanted: string) {
  return (run: EcsRun) => run.outcome.verdict.result === wanted
}
function isMode(mode: string) {
  return (run: EcsRun) => (run.situation.inputs['mode'] ?? 'deploy') === mode
}

/** Each green result is true. */
export const successIsTrue: readonly Invariant<EcsRun>[] = [
  invariant(
    'success: our rollout came through',
    (run) => code('deployment-active')(run) && tellsState(run),
    cameThrough,
  ),
  invariant(
    'success by counts alone is told as that',
    (run) => code('deployment-active')(run) && !tellsState(run),
    countsSaySo,
  ),
  invariant('success: what shall run is ours, or not to be feared', code('deployment-active'), primaryIsFine),
  invariant('success: the service is there', code('deployment-active'), (run) =>
    unless(
      lastServiceLooks(run).some((at) => stateAt(run, at)?.status === 'ACTIVE'),
      'success, but the service is being deleted',
    ),
  ),
  invariant(
    'no success where the URL never passed the URL check',
    ({ situation: { inputs, web }, done }) =>
      inputs['verify-url'] !== undefined &&
      ['broken', 'in-circles', 'nowhere'].includes(web.kind) &&
      done.some(({ deployment }) => deployment),
    (run) =>
      unless(!code('deployment-active')(run), 'deployment-active, but the URL never answered as asked'),
  ),
  invariant('rolled back on request: it was', code('rolled-back-on-request'), (run) => {
    const named = namedDeployment(run)
    return unless(
      isMode('rollback')(run) &&
        named !== undefined &&
        rolloutsThen(run, named).some(({ status }) => status === 'ROLLBACK_SUCCESSFUL'),
      'rolled back on request, but it is not rolled back',
    )
  }),
  invariant('as many tasks run as were asked for', code('count-reached'), (run) =>
    unless(
      momentsOf(run).some((at) => {
        const state = stateAt(run, at)
        if (state === undefined) return false
        const { running, desired, pending } = countsOf(state, at)
        return running === desired && pending === 0 && isAskedCount(run, desired)
      }),
      'count-reached, but another number of tasks runs',
    ),
  ),
  invariant('settings that are applied are as specified', code('settings-applied'), asWritten),
  invariant('registered what is there', code('registered'), ({ done, report, account }) =>
    unless(
      done.some(({ registered }) => registered) &&
        account.records.taskDefinitions.some(({ arn }) => arn === report.outputs['task-definition-arn']),
      'registered, but it does not exist',
    ),
  ),
  invariant('unchanged: nothing was changed', ended('unchanged'), ({ done }) =>
    done
      .filter(({ operation }) => operation !== 'RegisterTaskDefinition')
      .map(({ operation }) => `unchanged, but for ${operation}`),
  ),
  invariant(
    'unchanged: what was asked for runs, and did not fail',
    (run) =>
      ended('unchanged')(run) &&
      isMode('deploy')(run) &&
      run.situation.inputs['image'] !== undefined &&
      run.situation.inputs['service'] !== undefined,
    (run) =>
      unless(
        momentsOf(run).some((at) => {
          const primary = primaryAt(run, at)
          return primary?.rolloutState !== 'FAILED' && isOurRevision(run, primary?.content.taskDefinition)
        }),
        'unchanged, but what was asked for does not run',
      ),
  ),
  ...['planned', 'reported'].map((result) =>
    invariant<EcsRun>(`${result}: nothing was sent`, ended(result), ({ sent }) =>
      unless(!sent.some(({ isWrite }) => isWrite), `${result}, but something was written`),
    ),
  ),
  invariant('deleted: it is gone', ended('deleted'), (run) =>
    unless(
      [...momentsOf(run), run.end].some(
        (at) => stateAt(run, at)?.status !== 'ACTIVE' && stateAt(run, at)?.status !== 'DRAINING',
      ) || run.situation.others.sentences.length > 0,
      'deleted, but it is there',
    ),
  ),
  invariant('already deleted: it does not exist', code('already-deleted'), (run) => {
    const isBlink = run.situation.weather.sentences.some((sentence) => sentence.endsWith('MISSING'))
    return unless(
      isBlink ||
        momentsOf(run).some((at) => !['ACTIVE', 'DRAINING'].includes(stateAt(run, at)?.status ?? '')),
      'already deleted, but it is there',
    )
  }),
  invariant('paused: it waits for a person, and was to be left', code('paused'), (run) => {
    const named = namedDeployment(run)
    return unless(
      run.situation.inputs['on-pause'] === 'leave' &&
        named !== undefined &&
        rolloutsThen(run, named).some(({ hooks }) =>
          hooks.some(({ status }) => status === 'AWAITING_ACTION'),
        ),
      'paused, but nothing waits',
    )
  }),
  invariant(
    'started: it was accepted',
    (run) => ended('started')(run) && !code('paused')(run),
    (run) =>
      unless(
        run.done.length > 0 ||
          stateAt(run, run.end)?.status !== 'ACTIVE' ||
          run.situation.others.sentences.length > 0,
        'started, but nothing was accepted',
      ),
  ),
]

/** Any count where none is written: then another one of ours was reached. */
function isAskedCount({ situation: { inputs } }: EcsRun, desired: number): boolean {
  const asked = inputs['desired-count']
  return asked === undefined || desired === Number(asked)
}

/** ECS tells how rollouts stand, in one of its two views. */
function tellsState({ situation: { switches } }: EcsRun): boolean {
  return switches.rolloutState !== 'absent' || switches.serviceDeploymentCalls === 'available'
}

/** The one that matters: only SUCCESSFUL is green. */
function cameThrough(run: EcsRun): readonly string[] {
  const ours = namedDeployment(run)
  if (ours === undefined || !(madeBy(run).includes(ours) || isPutOverOurs(run, ours)))
    return [`success, but ${run.report.outputs['deployment-id']} is not ours`]
  if (rolloutsThen(run, ours).some(({ status }) => status === 'SUCCESSFUL')) return []
  if (isByCounts(run)) return countsSaySo(run)
  return [`success, but ours is ${rolloutsThen(run, ours).at(-1)?.status}`]
}

/** Somebody deployed what we had just deployed, before a read showed ours: our revision is what serves. */
function isPutOverOurs(run: EcsRun, named: DeploymentRecord): boolean {
  return madeBy(run).some((ours) => {
    const last = rolloutsThen(run, ours).at(-1)
    return (
      ours.content.taskDefinition === named.content.taskDefinition &&
      (last?.status === 'SUCCESSFUL' ||
        (last?.status === 'STOPPED' && /^Replaced by/.test(last.statusReason ?? '')))
    )
  })
}

function isByCounts({ outcome, situation }: EcsRun): boolean {
  return (
    situation.switches.rolloutState === 'absent' &&
    outcome.verdict.reason.includes('from its task counts only')
  )
}

/** Behind a Classic Load Balancer. */
function countsSaySo(run: EcsRun): readonly string[] {
  const ours = namedDeployment(run)
  const isSo = momentsOf(run).some((at) => {
    const state = stateAt(run, at)
    if (state === undefined || state.groups.length !== 1 || state.groups[0]?.digits !== ours?.digits)
      return false
    const { running, desired, pending } = countsOf(state, at)
    return running === desired && pending === 0
  })
  return unless(isByCounts(run) && isSo, 'success by counts, but they do not say so')
}

/** A newer one is in progress, failed while ours runs on, or brings what ours brought (ECS.md §0a.13). */
function primaryIsFine(run: EcsRun): readonly string[] {
  const ours = namedDeployment(run)
  if (ours === undefined) return []
  const isFine = lastServiceLooks(run).some((at) => {
    const primary = primaryAt(run, at)
    if (primary === undefined) return false
    if (primary.digits === ours.digits || primary.createdAt < ours.createdAt) return true
    if (primary.content.taskDefinition === ours.content.taskDefinition) return true
    if (primary.rolloutState === 'FAILED' && servesAt(run, ours, at)) return true
    // That it failed is told late.
    const told = primaryAt(run, at - (run.situation.switches.failedStateLagSeconds ?? 0) * 1000)
    return (
      primary.rolloutState === 'IN_PROGRESS' ||
      (primary.rolloutState === 'FAILED' &&
        (told?.digits !== primary.digits || told.rolloutState === 'IN_PROGRESS'))
    )
  })
  return unless(isFine, 'success, but something newer has come through')
}
