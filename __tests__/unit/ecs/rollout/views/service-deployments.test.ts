import { describe, expect, test } from '@jest/globals'
import type { Service } from '../../../../../src/ecs/model/service.ts'
import type { RolloutSnapshot } from '../../../../../src/ecs/rollout/started.ts'
import { rolloutStatus } from '../../../../../src/ecs/rollout/status.ts'
import {
  begun,
  deployment,
  earlier,
  earlierId,
  laterId,
  look,
  ours,
  policy,
  revision,
  service,
  serviceDeployment,
  started,
} from '../rollouts.ts'

/** The table of how a service deployment is judged: its status, what goes with it, and what the run makes of it. */

const triggered = { circuitBreaker: { status: 'TRIGGERED', failures: 3, threshold: 3 } }
const alarmed = { alarms: { status: 'TRIGGERED', triggered: ['shop-errors'] } }
const back = service([deployment(laterId, revision(18), { status: 'PRIMARY' })])
const kept = service([ours({ runningCount: 0, rolloutState: 'FAILED' }), earlier()])
const bare = service([ours({ runningCount: 0, rolloutState: 'FAILED' })])
const byUser = 'Service deployment rolled back by user.'
const noCandidate = 'No rollback candidate was found to run the rollback.'
const replaced = 'Replaced by a new service deployment.'
const wentOn = {
  ...{ id: 'hook-1', kind: 'PAUSE', functionArn: '', status: 'TIMED_OUT', timeoutAction: 'CONTINUE' },
  expiresAt: begun,
}
function later(state: string) {
  return service([
    deployment(laterId, revision(20), { status: 'PRIMARY', rolloutState: state }),
    ours({ status: 'ACTIVE' }),
  ])
}

function end(snapshot: Partial<RolloutSnapshot>) {
  const status = rolloutStatus(started, look(snapshot), policy)
  return status.kind === 'progressing'
    ? `progressing: ${status.phase}`
    : `${status.kind}: ${status.verdict.result} · ${status.verdict.reasonCode}`
}

test.each(['requested', 'already'] as const)(
  'what was to be rolled back (%s) and came through is no success',
  (stopped) => {
    const snapshot = look({ ours: serviceDeployment('SUCCESSFUL'), service: service([ours()]) })
    expect(rolloutStatus({ ...started, stopped }, snapshot, policy)).toMatchObject({
      kind: 'done',
      verdict: { result: 'refused', reasonCode: 'deployment-in-progress' },
    })
  },
)

describe('on its way', () => {
  test.each<[string, Partial<RolloutSnapshot>, string]>([
    ['not listed yet', {}, 'waiting for ECS to list the deployment'],
    ['PENDING', { ours: serviceDeployment('PENDING') }, 'waiting for ECS to begin'],
    [
      'tasks start, and one failed',
      {
        ours: serviceDeployment('IN_PROGRESS', {
          target: { arn: '', requested: 3, running: 2, pending: 1, productionWeight: undefined },
          circuitBreaker: { status: 'MONITORING', failures: 1, threshold: 3 },
        }),
      },
      '2 of 3 new tasks running, 1 starting, 1 failed (the circuit breaker triggers at 3)',
    ],
    [
      'one failed, and no breaker watches',
      {
        ours: serviceDeployment('IN_PROGRESS', {
          target: { arn: '', requested: 3, running: 2, pending: 1, productionWeight: undefined },
          circuitBreaker: { status: 'DISABLED', failures: 1, threshold: 3 },
        }),
      },
      '2 of 3 new tasks running, 1 starting, 1 failed',
    ],
    [
      'tasks failed, and a brief does not tell whether a breaker watches',
      {
        ours: { ...serviceDeployment('IN_PROGRESS'), detail: undefined },
        service: service([ours({ rolloutState: 'IN_PROGRESS', runningCount: 0, failedTasks: 9 })]),
      },
      '0 of 3 new tasks running, 9 failed',
    ],
    [
      'a rollback after a pause that went on by itself',
      { ours: serviceDeployment('ROLLBACK_IN_PROGRESS', { statusReason: byUser, hooks: [wentOn] }) },
      'rolling back web:19 of shop: Service deployment rolled back by user',
    ],
    [
      'old tasks drain',
      {
        ours: serviceDeployment('IN_PROGRESS', {
          sources: [{ arn: '', requested: 0, running: 2, pending: 0, productionWeight: undefined }],
        }),
      },
      '3 of 3 new tasks running, 2 old tasks left',
    ],
    [
      'bake time, with all of the traffic',
      {
        ours: serviceDeployment('IN_PROGRESS', {
          lifecycleStage: 'BAKE_TIME',
          bakeMinutes: 5,
          sources: [],
          target: { arn: '', requested: 3, running: 3, pending: 0, productionWeight: 100 },
        }),
      },
      '3 of 3 new tasks running, baking for 5 minutes, 100 % of the traffic goes to the new tasks',
    ],
    [
      'a rollback that has begun',
      { ours: serviceDeployment('ROLLBACK_IN_PROGRESS', triggered) },
      'rolling back web:19 of shop: 3 tasks failed, which triggered the circuit breaker',
    ],
    [
      'a rollback that is asked for',
      { ours: serviceDeployment('ROLLBACK_REQUESTED', alarmed) },
      'rolling back web:19 of shop: the alarm shop-errors went off',
    ],
    [
      'a stop that is asked for',
      { ours: serviceDeployment('STOP_REQUESTED', { statusReason: byUser }) },
      'rolling back web:19 of shop: Service deployment rolled back by user',
    ],
    [
      'a status that nobody knows',
      { ours: serviceDeployment('SHINING') },
      '3 of 3 new tasks running, 3 old tasks left (the deployment has an unknown status, SHINING)',
    ],
  ])('%s', (_, snapshot, phase) => {
    expect(end(snapshot)).toBe(`progressing: ${phase}`)
  })

  test('looks often only when all new tasks run and no old one is left', () => {
    const none = { arn: '', requested: 0, running: 0, pending: 0, productionWeight: undefined }
    const near = rolloutStatus(
      started,
      look({ ours: serviceDeployment('IN_PROGRESS', { sources: [none] }) }),
      policy,
    )
    const far = rolloutStatus(started, look({ ours: serviceDeployment('IN_PROGRESS') }), policy)
    expect([near, far]).toMatchObject([{ pollOften: true }, { pollOften: false }])
  })
})

describe('a hook that waits for a person', () => {
  const hook = {
    ...{ id: 'hook-1', kind: 'PAUSE', functionArn: '', status: 'AWAITING_ACTION', timeoutAction: 'ROLLBACK' },
    expiresAt: begun + 86_400_000,
  }
  const paused = { ours: serviceDeployment('IN_PROGRESS', { hooks: [hook] }) }

  test('on-pause: wait goes on, and says how to continue', () => {
    expect(rolloutStatus(started, look(paused), policy)).toMatchObject({
      kind: 'progressing',
      phase: 'paused by the hook hook-1 until 2026-01-16 12:00 UTC, when it rolls back',
      toContinue: expect.stringMatching(
        /^aws ecs continue-service-deployment .* --hook-id hook-1 --action CONTINUE$/,
      ),
    })
  })

  test('on-pause: leave ends', () => {
    const status = rolloutStatus(started, look(paused), { ...policy, onPause: 'leave' })
    expect(status).toMatchObject({ kind: 'done', verdict: { result: 'started', reasonCode: 'paused' } })
  })
})

describe('giving up where no breaker watches', () => {
  const failing = (failedTasks: number, status: string): Partial<RolloutSnapshot> => ({
    ours: serviceDeployment('IN_PROGRESS', {
      circuitBreaker: { status, failures: failedTasks, threshold: 3 },
    }),
    service: service([ours({ failedTasks, runningCount: 0, rolloutState: 'IN_PROGRESS' }), earlier()]),
  })

  test.each<[string, Partial<RolloutSnapshot>, number | 'auto' | 'off', RegExp]>([
    ['fewer than ECS itself would bear', failing(2, 'DISABLED'), 'auto', /^progressing/],
    ['as many', failing(3, 'DISABLED'), 'auto', /^done: timed-out · too-many-failed-tasks$/],
    ['a breaker watches', failing(30, 'MONITORING'), 'auto', /^progressing/],
    ['switched off', failing(30, 'DISABLED'), 'off', /^progressing/],
    ['a count of its own', failing(1, 'DISABLED'), 1, /^done: timed-out · too-many-failed-tasks$/],
  ])('%s', (_, snapshot, giveUpAfterFailedTasks, expected) => {
    const status = rolloutStatus(started, look(snapshot), { ...policy, giveUpAfterFailedTasks })
    const { result, reasonCode } = status.kind === 'progressing' ? ({} as never) : status.verdict
    expect(status.kind === 'progressing' ? 'progressing' : `done: ${result} · ${reasonCode}`).toMatch(
      expected,
    )
  })
})

describe('every end', () => {
  const successful = serviceDeployment('SUCCESSFUL')
  const row = (
    status: string,
    detail: Parameters<typeof serviceDeployment>[1],
    seen: Service | undefined,
  ) => ({
    ours: serviceDeployment(status, detail),
    service: seen,
  })

  test.each<[string, Partial<RolloutSnapshot>, string]>([
    [
      'SUCCESSFUL, ours is the PRIMARY',
      { ours: successful, service: service([ours()]) },
      'done: success · deployment-active',
    ],
    [
      'SUCCESSFUL, a newer one has begun',
      { ours: successful, service: later('IN_PROGRESS') },
      'done: success · deployment-active',
    ],
    [
      'SUCCESSFUL, a newer one is through',
      { ours: successful, service: later('COMPLETED') },
      'done: superseded · newer-version',
    ],
    [
      'SUCCESSFUL, a newer one is through, and no state is told of it',
      {
        ours: successful,
        service: service([deployment(laterId, revision(20), { status: 'PRIMARY', rolloutState: undefined })]),
      },
      'done: superseded · newer-version',
    ],
    [
      'SUCCESSFUL, a newer one failed and ours runs',
      { ours: successful, service: later('FAILED') },
      'done: success · deployment-active',
    ],
    [
      'SUCCESSFUL, a newer one failed and ours does not run',
      {
        ours: successful,
        service: service([deployment(laterId, revision(20), { status: 'PRIMARY', rolloutState: 'FAILED' })]),
      },
      'done: superseded · newer-version',
    ],
    [
      "SUCCESSFUL, somebody's newer one was rolled back to our revision",
      { ours: successful, service: service([deployment(laterId, revision(19), { status: 'PRIMARY' })]) },
      'done: success · deployment-active',
    ],
    [
      'SUCCESSFUL, no PRIMARY',
      { ours: successful, service: service([]) },
      'unconfirmed: unknown · deployment-not-listed',
    ],
    [
      'SUCCESSFUL, the read lags behind and shows what was before',
      { ours: successful, service: service([deployment(earlierId, revision(18), { status: 'PRIMARY' })]) },
      'unconfirmed: superseded · newer-version',
    ],
    [
      'rolled back by the breaker',
      row('ROLLBACK_SUCCESSFUL', triggered, back),
      'done: rolled-back · circuit-breaker',
    ],
    ['rolled back by an alarm', row('ROLLBACK_SUCCESSFUL', alarmed, back), 'done: rolled-back · alarm'],
    [
      'rolled back by a hook',
      row('ROLLBACK_SUCCESSFUL', { statusReason: 'Deployment failed: lifecycle hook(s) failed.' }, back),
      'done: rolled-back · lifecycle-hook',
    ],
    [
      'rolled back by somebody',
      row('ROLLBACK_SUCCESSFUL', { statusReason: byUser }, back),
      'done: rolled-back · stopped-by-somebody',
    ],
    [
      'STOPPED, replaced',
      row('STOPPED', { statusReason: replaced }, later('IN_PROGRESS')),
      'done: superseded · newer-version',
    ],
    [
      'STOPPED without a word, and a newer one was made',
      { ...row('STOPPED', {}, later('IN_PROGRESS')), newer: serviceDeployment('IN_PROGRESS') },
      'done: superseded · newer-version',
    ],
    [
      'STOPPED by the breaker without rollback, the earlier one runs',
      row('STOPPED', triggered, kept),
      'done: failed-kept-previous · circuit-breaker',
    ],
    [
      'STOPPED by the breaker without rollback, nothing runs',
      row('STOPPED', triggered, bare),
      'done: failed-nothing-serving · circuit-breaker',
    ],
    [
      'STOPPED by the breaker, although its reason says replaced',
      row('STOPPED', { ...triggered, statusReason: replaced }, kept),
      'done: failed-kept-previous · circuit-breaker',
    ],
    [
      'STOPPED by an alarm without rollback',
      row('STOPPED', alarmed, kept),
      'done: failed-kept-previous · alarm',
    ],
    [
      'STOPPED by somebody',
      row('STOPPED', { statusReason: 'Stopped by user.' }, kept),
      'done: failed-kept-previous · stopped-by-somebody',
    ],
    [
      'STOPPED while the old tasks have no traffic any more',
      row(
        'STOPPED',
        { ...triggered, sources: [{ arn: '', requested: 3, running: 3, pending: 0, productionWeight: 0 }] },
        kept,
      ),
      'done: failed-nothing-serving · circuit-breaker',
    ],
    [
      'STOPPED while the old tasks have no traffic, and one put over it since runs',
      row(
        'STOPPED',
        { ...triggered, sources: [{ arn: '', requested: 3, running: 3, pending: 0, productionWeight: 0 }] },
        service([
          deployment(laterId, revision(20), { status: 'PRIMARY', createdAt: begun + 60_000 }),
          ours({ status: 'ACTIVE', runningCount: 0 }),
          earlier(),
        ]),
      ),
      'done: failed-kept-previous · circuit-breaker',
    ],
    [
      'nothing to go back to',
      row('ROLLBACK_FAILED', { ...triggered, statusReason: noCandidate }, bare),
      'done: failed-nothing-serving · no-rollback-candidate',
    ],
    [
      'the rollback failed',
      row('ROLLBACK_FAILED', triggered, kept),
      'done: failed-kept-previous · rollback-failed',
    ],
    [
      'the service is gone',
      { ours: successful, service: 'gone' },
      'unconfirmed: failed-nothing-serving · service-gone',
    ],
    [
      'the service is being deleted',
      { ours: serviceDeployment('IN_PROGRESS'), service: service([ours()], { status: 'DRAINING' }) },
      'unconfirmed: failed-nothing-serving · service-gone',
    ],
  ])('%s', (_, snapshot, expected) => {
    expect(end(snapshot)).toBe(expected)
  })

  test.each([
    ['because our time was over', 'timed-out', 'rolled-back', 'timed-out-and-rolled-back'],
    ['as mode: rollback asked', 'requested', 'success', 'rolled-back-on-request'],
    ['before mode: rollback could ask', 'already', 'unchanged', 'no-changes'],
  ] as const)('rolled back %s', (_, stopped, result, reasonCode) => {
    const snapshot = look(row('ROLLBACK_SUCCESSFUL', { statusReason: byUser }, back))
    const status = rolloutStatus({ ...started, stopped }, snapshot, policy)
    expect(status).toMatchObject({ kind: 'done', verdict: { result, reasonCode } })
  })

  test('a service that was made just now may not be listed yet', () => {
    const fresh = { ...started, created: true }
    const unseen = look({
      service: 'gone',
      memory: { wasSeen: false, failure: undefined, putBack: undefined, steadyLooks: 0 },
    })
    expect(rolloutStatus(fresh, unseen, policy)).toMatchObject({
      kind: 'unconfirmed',
      verdict: { result: 'unknown', reasonCode: 'deployment-not-listed' },
    })
  })
})

describe('what is said', () => {
  const reason = (snapshot: Partial<RolloutSnapshot>) => {
    const status = rolloutStatus(started, look(snapshot), policy)
    return status.kind === 'progressing' ? '' : status.verdict.reason
  }

  test.each<[string, Partial<RolloutSnapshot>, string]>([
    [
      'ours serves',
      { ours: serviceDeployment('SUCCESSFUL'), service: service([ours()]) },
      'web:19 of shop is active',
    ],
    [
      'the desired count is 0',
      {
        ours: serviceDeployment('SUCCESSFUL'),
        service: service([ours({ desiredCount: 0, runningCount: 0 })]),
      },
      'web:19 of shop is active; the desired count is 0, so no task ran and nothing was proven',
    ],
    [
      'what serves after a rollback',
      { ours: serviceDeployment('ROLLBACK_SUCCESSFUL', alarmed), service: back },
      'web:19 of shop was rolled back, web:18 serves: the alarm shop-errors went off',
    ],
    [
      'what keeps serving',
      { ours: serviceDeployment('STOPPED', triggered), service: kept },
      'web:19 of shop failed, web:18 keeps serving: 3 tasks failed, which triggered the circuit breaker',
    ],
    [
      'a hook by its function',
      {
        ours: serviceDeployment('ROLLBACK_SUCCESSFUL', {
          lifecycleStage: 'POST_SCALE_UP',
          hooks: [
            {
              ...{ id: '', kind: 'AWS_LAMBDA', status: 'TIMED_OUT', expiresAt: undefined, timeoutAction: '' },
              functionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:smoke-test',
            },
          ],
        }),
        service: back,
      },
      'web:19 of shop was rolled back, web:18 serves: the lifecycle hook smoke-test at POST_SCALE_UP timed out',
    ],
  ])('%s', (_, snapshot, text) => {
    expect(reason(snapshot)).toBe(text)
  })
})

describe('only the count was changed', () => {
  const counted = { ...started, kind: 'count' } as const
  const status = (running: number, pending: number) =>
    rolloutStatus(
      counted,
      look({ service: service([ours()], { desiredCount: 3, runningCount: running, pendingCount: pending }) }),
      policy,
    )

  test('goes on until as many run as are wanted', () => {
    expect(status(2, 1)).toMatchObject({ kind: 'progressing', phase: '2 of 3 tasks running, 1 starting' })
    expect(status(5, 0)).toMatchObject({ kind: 'progressing' })
    expect(status(3, 1)).toMatchObject({ kind: 'progressing' })
    expect(status(3, 0)).toMatchObject({
      kind: 'done',
      verdict: { result: 'success', reasonCode: 'count-reached', reason: 'shop runs 3 tasks of web:19' },
    })
  })
})
