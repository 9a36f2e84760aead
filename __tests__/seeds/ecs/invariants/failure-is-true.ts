import type { FailureResult } from '../../../../src/verdict/results.ts'
import { type Invariant, invariant, putsBack, unless } from '../../machinery/invariant.ts'
import {
  gaveUp,
  madeBy,
  momentsOf,
  namedDeployment,
  nothingServesAt,
  othersServeAt,
  primaryAt,
  rolloutsThen,
  servesAt,
  stateAt,
} from '../oracle.ts'
import type { EcsRun } from '../run-seed.ts'

/** A run with that result never violates it. */
function ofResult(result: FailureResult, violations: (run: EcsRun) => readonly string[]): Invariant<EcsRun> {
  return invariant(
    `${result} is true`,
    ({ outcome }) => outcome.verdict.result === result,
    (run) => violations(run).map((claim) => `${result} (${run.outcome.verdict.reasonCode}), but ${claim}`),
  )
}

/** A run that ended with that code, for no other cause than the rollout's own end. */
function ofCode(code: string, isTrue: (run: EcsRun) => boolean): Invariant<EcsRun> {
  return invariant(
    `${code} is true`,
    ({ outcome }) => outcome.verdict.reasonCode === code,
    (run) => unless(isTrue(run), `${run.outcome.verdict.result} (${code}), but it is not so`),
  )
}

function rolloutsOf(run: EcsRun) {
  const ours = namedDeployment(run) ?? madeBy(run)[0]
  return ours ? rolloutsThen(run, ours) : []
}

function failedAs(kind: string) {
  return (run: EcsRun) => rolloutsOf(run).some(({ failure }) => failure?.kind === kind)
}

/** Only the classic view, in which a failure has no field for its reason. */
function isClassic({ log }: EcsRun) {
  return log.some(({ text }) => text.includes('following the deployment in the description of the service'))
}

function budgetOf({ situation: { inputs } }: EcsRun) {
  return Number(inputs['wait-for-minutes']) * 60_000
}

/** Each red result is true. */
export const failureIsTrue: readonly Invariant<EcsRun>[] = [
  ofResult('rolled-back', (run) =>
    unless(
      rolloutsOf(run).some(({ status }) => status === 'ROLLBACK_SUCCESSFUL') ||
        madeBy(run).length >= 2 ||
        isBackByCounts(run) ||
        isBackByOthers(run) ||
        hadBeenPutBack(run),
      `ours is ${rolloutsOf(run).at(-1)?.status}`,
    ),
  ),
  ofResult('failed-kept-previous', (run) => [
    ...unless(
      isOfTask(run) ||
        rolloutsOf(run).some(({ failure, status }) => failure !== undefined || status === 'STOPPED'),
      `ours is ${rolloutsOf(run).at(-1)?.status}`,
    ),
    ...unless(
      momentsOf(run).some((at) => othersServeAt(run, namedDeployment(run), at)),
      'nothing else serves',
    ),
  ]),
  ofResult('failed-nothing-serving', (run) =>
    unless(
      run.situation.inputs['service'] === undefined ||
        momentsOf(run).some(
          (at) =>
            nothingServesAt(run, at) ||
            !othersServeAt(run, namedDeployment(run), at) ||
            hasAllTrafficAt(run, at),
        ),
      'an earlier one serves',
    ),
  ),
  ofResult('superseded', (run) => {
    const ours = namedDeployment(run) ?? madeBy(run)[0]
    // What brings the same may be taken for ours, if it went over ours before a look.
    const same = madeBy(run).filter(({ content }) => content.taskDefinition === ours?.content.taskDefinition)
    const isReplaced = [...rolloutsOf(run), ...same.flatMap((made) => rolloutsThen(run, made))].some(
      ({ replacedAt }) => replacedAt !== undefined,
    )
    return unless(
      isReplaced ||
        momentsOf(run).some((at) => {
          const { createdAt = 0, digits } = primaryAt(run, at) ?? {}
          const isPutBack = rolloutsOf(run).some(({ rollback }) => rollback?.group.digits === digits)
          return createdAt >= (ours?.createdAt ?? Infinity) && digits !== ours?.digits && !isPutBack
        }),
      'nothing newer was begun',
    )
  }),
  ofResult('not-verified', (run) =>
    unless(run.report.outputs['verified'] !== 'true', 'the URL was verified'),
  ),
  ofResult('refused', (run) => unless(madeBy(run).length === 0, 'a rollout of ours was begun')),
  ofResult('unknown', (run) => unless(hadTrouble(run), 'nothing went wrong')),
  ofCode(
    'circuit-breaker',
    (run) =>
      rolloutsOf(run).some(({ isBreakerTriggered }) => isBreakerTriggered) ||
      (isClassic(run) && hasFailed(run)),
  ),
  ofCode('alarm', (run) => rolloutsOf(run).some(({ triggeredAlarms }) => triggeredAlarms.length > 0)),
  ofCode('lifecycle-hook', failedAs('lifecycle-hook')),
  ofCode(
    'stopped-by-somebody',
    (run) =>
      // Somebody may also have stopped a rollback, of ECS's own or the one that this run asked for.
      rolloutsOf(run).some(
        ({ status, statusReason = '' }) => status === 'STOPPED' && /by user/.test(statusReason),
      ) ||
      (failedAs('user')(run) && !run.done.some(({ operation }) => operation === 'StopServiceDeployment')),
  ),
  ofCode(
    'timed-out-and-rolled-back',
    (run) =>
      run.sent.some(({ operation }) => operation === 'StopServiceDeployment') &&
      (run.end - run.start >= budgetOf(run) - 1_000 || givesUp(run)),
  ),
  invariant(
    'no-rollback-candidate is true',
    ({ outcome: { verdict } }) =>
      verdict.reasonCode === 'no-rollback-candidate' ||
      verdict.reason.includes('no earlier revision to roll back to'),
    (run) =>
      unless(
        rolloutsOf(run).some(({ status, candidate }) => status === 'ROLLBACK_FAILED' && !candidate),
        'there was one',
      ),
  ),
  ofCode(
    'rollback-failed',
    (run) =>
      putsBack(run) ||
      rolloutsOf(run).some(
        ({ status, candidate }) =>
          status === 'ROLLBACK_FAILED' && (candidate !== undefined || isClassic(run)),
      ),
  ),
  ofCode('service-gone', ({ account, situation }) =>
    account.records.services.some(
      ({ name, changes }) =>
        name === situation.arrangement.service && changes.some(({ kind }) => kind === 'delete'),
    ),
  ),
  invariant('too-many-failed-tasks is true', gaveUp, (run) =>
    unless(givesUp(run), 'gave up, but not so many failed'),
  ),
  ofCode('cluster-missing', ({ account }) => account.records.clusters.length === 0),
  ofCode('deployment-controller', ({ situation }) => /codedeploy|external/.test(situation.arrangementName)),
  ofCode('express-service', ({ situation }) => situation.arrangementName === 'express-service'),
  ofCode(
    'service-missing',
    (run) =>
      [...momentsOf(run), run.end].some((at) => stateAt(run, at)?.status !== 'ACTIVE') ||
      run.situation.weather.sentences.some((sentence) => sentence.endsWith('MISSING')),
  ),
  ofCode('queue-timeout', (run) => madeBy(run).length === 0),
  invariant(
    'nobody gives up early',
    ({ outcome: { verdict }, situation }) =>
      (verdict.reasonCode === 'wait-timeout' || / did not finish within /.test(verdict.reason)) &&
      verdict.result === 'timed-out' &&
      situation.inputs['verify-url'] === undefined,
    (run) =>
      unless(
        run.end - run.start >= budgetOf(run) - 1_000,
        `timed-out after ${(run.end - run.start) / 1000} s of ${budgetOf(run) / 1000} s`,
      ),
  ),
]

/** The task before it failed (tasks.ts): no rollout was begun. */
function isOfTask({ outcome }: EcsRun): boolean {
  return outcome.verdict.reasonCode === 'task-failed'
}

/** Where ECS tells no states, the counts of the revision that is put back are all there is. */
export function isBackByCounts(run: EcsRun): boolean {
  const isGoingBack = rolloutsOf(run).some(({ status }) => status === 'ROLLBACK_IN_PROGRESS')
  return run.situation.switches.rolloutState === 'absent' && isClassic(run) && isGoingBack
}

/** Somebody deployed what is put back before ECS was done: the classic view shows it there, and ours as failed. */
function isBackByOthers(run: EcsRun): boolean {
  return (
    isClassic(run) &&
    rolloutsOf(run).some(
      ({ failure, rollback, candidate }) =>
        failure !== undefined &&
        rollback !== undefined &&
        momentsOf(run).some((at) => {
          const primary = primaryAt(run, at)
          return (
            primary?.rolloutState === 'COMPLETED' &&
            primary.content.taskDefinition === candidate?.content.taskDefinition
          )
        }),
    )
  )
}

/** Somebody deployed what was there before just before this run did so: ECS had nothing left to start. */
function hadBeenPutBack(run: EcsRun): boolean {
  const [ours] = madeBy(run)
  return (
    run.done.filter(({ operation }) => operation === 'UpdateService').length >= 2 &&
    momentsOf(run).some((at) => {
      const primary = primaryAt(run, at)
      return (
        primary?.rolloutState === 'COMPLETED' &&
        primary.createdAt > (ours?.createdAt ?? Number.POSITIVE_INFINITY) &&
        primary.content.taskDefinition !== ours?.content.taskDefinition
      )
    })
  )
}

/** The whole production traffic goes to ours, whatever else still runs. */
function hasAllTrafficAt(run: EcsRun, at: number): boolean {
  const ours = namedDeployment(run)?.digits
  return (
    stateAt(run, at)?.groups.some(
      ({ digits, productionWeight }) => digits === ours && productionWeight === 100,
    ) === true
  )
}

/** So many tasks failed, and no breaker watches. */
function givesUp(run: EcsRun): boolean {
  return [...rolloutsOf(run), ...madeBy(run).flatMap((made) => rolloutsThen(run, made))].some(
    ({ settings, target }) =>
      settings.deploymentConfiguration.deploymentCircuitBreaker?.enable !== true &&
      target.failures >= Math.min(3, Number(run.situation.inputs['give-up-after-failed-tasks'] ?? 3)),
  )
}

function hasFailed(run: EcsRun): boolean {
  return rolloutsOf(run).some(({ failure }) => failure !== undefined)
}

/** An answer that names no new deployment, or a service that is not listed yet, is as good as a lost one. */
function hadTrouble({ situation: { weather, switches, others } }: EcsRun): boolean {
  return (
    switches.updateReply === 'before' ||
    (switches.missingAfterCreateSeconds ?? 0) > 0 ||
    (switches.readLagSeconds ?? 0) > 0 ||
    weather.faults.length > 0 ||
    weather.troubles.length > 0 ||
    others.sentences.length > 0
  )
}

/** What serves, for the facts. */
export function oursServes(run: EcsRun): boolean {
  const ours = namedDeployment(run) ?? madeBy(run)[0]
  return ours !== undefined && momentsOf(run).some((at) => servesAt(run, ours, at))
}
