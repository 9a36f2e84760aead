import { describe, expect, test } from '@jest/globals'
import type { Deployment, Service } from '../../../../../src/ecs/model/service.ts'
import type { RolloutMemory, StartedDeployment } from '../../../../../src/ecs/rollout/started.ts'
import { rolloutStatus } from '../../../../../src/ecs/rollout/status.ts'
import { noMemory, remember } from '../../../../../src/ecs/rollout/views/memory.ts'
import {
  begun,
  deployment,
  earlier,
  laterId,
  look,
  ourId,
  ours,
  policy,
  revision,
  service,
  started,
} from '../rollouts.ts'

/** The table of how the deployments of a service are judged where service deployments cannot be read. */

/** The status after these polls, in order. */
function judged(looks: readonly Service[], more: Pick<StartedDeployment, 'stopped'> = {}) {
  const memory = looks.reduce<RolloutMemory>((known, one) => remember(known, started, one), noMemory)
  const seen = look({ view: 'classic', service: looks.at(-1), memory })
  const status = rolloutStatus({ ...started, ...more }, seen, policy)
  return status.kind === 'progressing'
    ? `progressing: ${status.phase}`
    : `${status.kind}: ${status.verdict.result} · ${status.verdict.reasonCode}`
}

const rollsBack = { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } }
const watchesOnly = {
  deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: false } },
}
const failing = ours({
  rolloutState: 'FAILED',
  rolloutStateReason: 'tasks failed to start.',
  runningCount: 0,
})
const circuit = 'ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/18.'
const stoppedBack = 'ECS deployment failed: Service deployment rolled back by user.'
const byUser = 'Service deployment rolled back by user'
const unexplained = 'ECS deployment: rolling back to deploymentId ecs-svc/18.'
const alarms = 'ECS deployment rolling back: alarm detected.'
function newer(more: Partial<Deployment>) {
  return deployment(laterId, revision(20), { status: 'PRIMARY', ...more })
}
function back(more: Partial<Deployment>) {
  return deployment(laterId, revision(18), { status: 'PRIMARY', ...more })
}
const moving = ours({ rolloutState: 'IN_PROGRESS', runningCount: 1, pendingCount: 2 })
function asActive(entry: Deployment) {
  return { ...entry, status: 'ACTIVE' }
}

const failedEvent = {
  ...{ id: 'a', createdAt: begun + 60_000 },
  message: `(service shop) (deployment ${ourId}) deployment failed: tasks failed to start.`,
}

describe('ours is the PRIMARY', () => {
  test.each<[string, readonly Service[], string]>([
    ['COMPLETED', [service([ours()])], 'done: success · deployment-active'],
    ['IN_PROGRESS', [service([moving, earlier()])], 'progressing: 1 of 3 new tasks running, 2 starting'],
    [
      'FAILED, and nothing is to be put back',
      [service([failing, earlier()], { members: watchesOnly })],
      'done: failed-kept-previous · circuit-breaker',
    ],
    [
      'FAILED, nothing else runs',
      [service([failing], { members: watchesOnly })],
      'done: failed-nothing-serving · circuit-breaker',
    ],
    [
      'FAILED, and the rollback may show yet',
      [service([failing, earlier()], { members: rollsBack })],
      'unconfirmed: failed-kept-previous · circuit-breaker',
    ],
    [
      'FAILED by a stop that rolls back, with the circuit breaker off',
      [service([ours({ rolloutState: 'FAILED', rolloutStateReason: stoppedBack }), earlier()])],
      'unconfirmed: failed-kept-previous · stopped-by-somebody',
    ],
    [
      'no state at all, two looks at which only ours was left with all its tasks',
      [service([ours({ rolloutState: undefined })]), service([ours({ rolloutState: undefined })])],
      'done: success · deployment-active',
    ],
    [
      'no state at all, one such look',
      [service([ours({ rolloutState: undefined })])],
      'progressing: 3 of 3 new tasks running',
    ],
    [
      'no state at all, and a task failed between two such looks',
      [
        service([ours({ rolloutState: undefined })]),
        service([ours({ rolloutState: undefined, failedTasks: 1 })]),
        service([ours({ rolloutState: undefined })]),
      ],
      'progressing: 3 of 3 new tasks running',
    ],
    [
      'too many tasks failed, and no breaker watches',
      [service([ours({ rolloutState: 'IN_PROGRESS', failedTasks: 3, runningCount: 0 }), earlier()])],
      'done: timed-out · too-many-failed-tasks',
    ],
    [
      'too many tasks failed, and an event tells that the breaker acted which is off since',
      [
        service([ours({ rolloutState: 'IN_PROGRESS', failedTasks: 3, runningCount: 0 }), earlier()], {
          events: [failedEvent],
        }),
      ],
      'progressing: 0 of 3 new tasks running, 3 failed',
    ],
    [
      'it came through without a task, and was scaled since: nothing is said to serve',
      [service([ours({ runningCount: 0, pendingCount: 3 })])],
      'done: success · deployment-active',
    ],
    [
      'a state that nobody knows',
      [service([ours({ rolloutState: 'SHINING' })])],
      'progressing: 3 of 3 new tasks running',
    ],
  ])('%s', (_, looks, expected) => {
    expect(judged(looks)).toBe(expected)
  })
})

describe('something else is the PRIMARY', () => {
  const theirs = { ...failedEvent, message: failedEvent.message.replace(ourId, laterId) }

  test.each<[string, readonly Service[], string]>([
    [
      'somebody deployed',
      [service([newer({ rolloutState: 'IN_PROGRESS' }), asActive(moving)])],
      'done: superseded · newer-version',
    ],
    [
      'somebody deployed, and ours is gone',
      [service([moving]), service([newer({})])],
      'done: superseded · newer-version',
    ],
    [
      'FAILED before, the rollback goes on',
      [
        service([failing, earlier()], { members: rollsBack }),
        service([back({ rolloutState: 'IN_PROGRESS', rolloutStateReason: circuit }), asActive(failing)]),
      ],
      'progressing: rolling back web:19 of shop: tasks failed to start',
    ],
    [
      'FAILED before, the rollback is through',
      [service([failing, earlier()], { members: rollsBack }), service([back({})])],
      'done: rolled-back · circuit-breaker',
    ],
    [
      'the reason of the PRIMARY alone tells of the rollback, ours still reads IN_PROGRESS',
      [service([back({ rolloutState: 'IN_PROGRESS', rolloutStateReason: circuit }), asActive(moving)])],
      `progressing: rolling back web:19 of shop: ${circuit.slice(0, -1)}`,
    ],
    ['an alarm', [service([back({ rolloutStateReason: alarms })])], 'done: rolled-back · alarm'],
    [
      'the rollback began and ended between two looks: an event tells',
      [service([moving]), service([back({})], { events: [failedEvent] })],
      'done: rolled-back · circuit-breaker',
    ],
    [
      'the rollback gives no reason, and an event that comes later does',
      [
        service([back({ rolloutState: 'IN_PROGRESS', rolloutStateReason: unexplained }), asActive(moving)]),
        service([back({ rolloutStateReason: 'ECS deployment completed.' })], {
          events: [{ ...failedEvent, message: failedEvent.message.replace('tasks failed to start', byUser) }],
        }),
      ],
      'done: rolled-back · stopped-by-somebody',
    ],
    [
      'the same, with the deployment of before once more',
      [service([moving]), service([earlier({ status: 'PRIMARY' })], { events: [failedEvent] })],
      'done: rolled-back · circuit-breaker',
    ],
    [
      'somebody replaced ours, and it is theirs that was rolled back',
      [
        service([moving]),
        service([back({ rolloutState: 'IN_PROGRESS', rolloutStateReason: circuit })], { events: [theirs] }),
        service([back({})], { events: [theirs] }),
      ],
      'done: superseded · newer-version',
    ],
    [
      'ours brought the revision of before once more: only what was seen tells them apart',
      [
        service([
          deployment(laterId, revision(19), {
            status: 'PRIMARY',
            rolloutState: 'IN_PROGRESS',
            rolloutStateReason: circuit,
          }),
        ]),
        service([deployment(laterId, revision(19), { status: 'PRIMARY' })]),
      ],
      'done: rolled-back · circuit-breaker',
    ],
    [
      'the same between two looks: an event names what was gone back to',
      [
        service([moving]),
        service([deployment(laterId, revision(19), { status: 'PRIMARY' })], {
          events: [
            failedEvent,
            { ...failedEvent, message: `(service shop) rolling back to deployment ${ourId}.` },
          ],
        }),
      ],
      'done: rolled-back · circuit-breaker',
    ],
    [
      'an event of an earlier rollout tells nothing',
      [service([moving]), service([newer({})], { events: [{ ...failedEvent, createdAt: begun - 600_000 }] })],
      'done: superseded · newer-version',
    ],
    [
      'ours failed, and then somebody deployed another revision',
      [service([failing, earlier()], { members: rollsBack }), service([newer({})])],
      'done: superseded · newer-version',
    ],
    [
      'the revision of before, without a word why',
      [service([moving]), service([back({ rolloutState: 'IN_PROGRESS' }), asActive(moving)])],
      'unconfirmed: superseded · newer-version',
    ],
    [
      'the rollback failed as well',
      [
        service([failing, earlier()], { members: rollsBack }),
        service([back({ rolloutState: 'FAILED', runningCount: 0 })]),
      ],
      'done: failed-nothing-serving · rollback-failed',
    ],
    [
      'a read that lags behind our write',
      [service([earlier({ status: 'PRIMARY' })])],
      'unconfirmed: unknown · deployment-not-listed',
    ],
    ['no PRIMARY at all', [service([])], 'unconfirmed: unknown · deployment-not-listed'],
  ])('%s', (_, looks, expected) => {
    expect(judged(looks)).toBe(expected)
  })

  test('a stop of ours, which the PRIMARY shows before the rollback does', () => {
    const looks = [service([ours({ rolloutState: 'FAILED', rolloutStateReason: stoppedBack }), earlier()])]
    expect(judged(looks, { stopped: 'gave-up' })).toBe('unconfirmed: failed-kept-previous · rollback-failed')
  })

  test('what we asked ECS to roll back ourselves', () => {
    const looks = [service([moving]), service([back({ rolloutStateReason: 'Rolling back by user.' })])]
    expect(judged(looks, { stopped: 'timed-out' })).toBe('done: rolled-back · timed-out-and-rolled-back')
    expect(judged(looks, { stopped: 'requested' })).toBe('done: success · rolled-back-on-request')
    expect(judged(looks, { stopped: 'already' })).toBe('done: unchanged · no-changes')
    expect(judged(looks)).toBe('done: rolled-back · stopped-by-somebody')
  })
})
