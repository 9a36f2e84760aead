import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createAccount } from '../../../simulator/ecs/account.ts'
import type { DeploymentConfiguration } from '../../../simulator/ecs/api-types.ts'
import { serviceStateAt } from '../../../simulator/ecs/lifecycle/run.ts'
import { isOver, type ServiceState } from '../../../simulator/ecs/lifecycle/state.ts'
import { isActive } from '../../../simulator/ecs/lifecycle/tasks.ts'
import {
  actOnPauseByOthers,
  deleteByOthers,
  expireHook,
  raiseAlarm,
  scaleByOthers,
  serviceRecord,
  stopByOthers,
  updateByOthers,
} from '../../../simulator/ecs/other-actors.ts'
import { type OutcomeName, outcomes } from '../../../simulator/ecs/outcomes/index.ts'
import { arrangeShop, shopService } from '../../../simulator/ecs/scenarios/shop.ts'
import { surroundingsOf } from '../../../simulator/ecs/views/lookup.ts'
import { virtualClock } from '../../../simulator/wire/clock.ts'

const drawnConfiguration: fc.Arbitrary<DeploymentConfiguration> = fc.record({
  strategy: fc.constantFrom('ROLLING', 'ROLLING', 'BLUE_GREEN', 'CANARY', 'LINEAR'),
  bakeTimeInMinutes: fc.constantFrom(0, 1, 3),
  minimumHealthyPercent: fc.constantFrom(0, 50, 100),
  maximumPercent: fc.constantFrom(100, 150, 200),
  deploymentCircuitBreaker: fc.record({ enable: fc.boolean(), rollback: fc.boolean() }),
  alarms: fc.record({
    alarmNames: fc.constant(['shop-5xx']),
    enable: fc.boolean(),
    rollback: fc.boolean(),
  }),
  lifecycleHooks: fc.constantFrom(
    [],
    [{ targetType: 'PAUSE' as const, lifecycleStages: ['POST_SCALE_UP'] }],
    [{ hookTargetArn: 'arn:aws:lambda:f', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }],
  ),
})

const drawnDeed = fc.oneof(
  fc.record({
    kind: fc.constant('update' as const),
    outcome: fc.constantFrom(...(Object.keys(outcomes) as OutcomeName[])),
    configuration: fc.option(drawnConfiguration, { nil: undefined }),
  }),
  fc.record({ kind: fc.constant('scale' as const), count: fc.nat({ max: 6 }) }),
  fc.record({
    kind: fc.constant('stop' as const),
    stopType: fc.constantFrom('ABORT' as const, 'ROLLBACK' as const),
  }),
  fc.constantFrom(
    { kind: 'alarm' as const },
    { kind: 'continue' as const },
    { kind: 'expire' as const },
    { kind: 'delete' as const },
  ),
)

const drawnLife = fc.array(fc.record({ deed: drawnDeed, seconds: fc.nat({ max: 240 }) }), { maxLength: 8 })

/** From each status to those that may follow it. */
const successors: Readonly<Record<string, readonly string[]>> = {
  PENDING: ['IN_PROGRESS', 'STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'STOPPED'],
  IN_PROGRESS: ['SUCCESSFUL', 'STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'STOPPED'],
  STOP_REQUESTED: ['ROLLBACK_IN_PROGRESS', 'ROLLBACK_FAILED', 'STOPPED'],
  ROLLBACK_REQUESTED: ['ROLLBACK_IN_PROGRESS', 'ROLLBACK_FAILED', 'STOPPED'],
  ROLLBACK_IN_PROGRESS: ['ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED', 'STOPPED'],
}

/** The service at moments of a drawn life; and at some of them looked back to from birth on, when all is over. */
function lived(
  life: readonly { deed: Deed; seconds: number }[],
): readonly [ServiceState, ServiceState | undefined][] {
  const clock = virtualClock()
  const account = createAccount({ clock })
  arrangeShop(account)
  const record = serviceRecord(account, shopService)
  if (record === undefined) throw new Error('there is no shop')
  const look = (at: number, whose = record) => {
    const { records, switches } = account
    const state = serviceStateAt(whose, at, surroundingsOf({ records, switches, at }))
    if (state === undefined) throw new Error('there is no state')
    return state
  }
  const seen: [number, ServiceState][] = []
  let revision = 0
  for (const { deed, seconds } of life) {
    if (look(clock.now()).status === 'ACTIVE') act(account, deed, 1 + (revision++ % 15))
    for (let second = 0; second <= seconds; second += 6) {
      seen.push([clock.now(), look(clock.now())])
      clock.advance(6000)
    }
  }
  return seen.map(([at, state], index) => [state, index % 5 === 0 ? look(at, { ...record }) : undefined])
}

type Deed = typeof drawnDeed extends fc.Arbitrary<infer D> ? D : never

function act(account: Parameters<typeof raiseAlarm>[0], deed: Deed, revision: number): void {
  switch (deed.kind) {
    case 'update':
      updateByOthers(
        account,
        shopService,
        {
          taskDefinition: `web:${revision}`,
          forceNewDeployment: true,
          ...(deed.configuration && { deploymentConfiguration: deed.configuration }),
        },
        deed.outcome,
      )
      return
    case 'scale':
      scaleByOthers(account, shopService, deed.count)
      return
    case 'stop':
      stopByOthers(account, shopService, deed.stopType)
      return
    case 'alarm':
      raiseAlarm(account, shopService, ['shop-5xx'])
      return
    case 'continue':
      actOnPauseByOthers(account, shopService)
      return
    case 'expire':
      expireHook(account, shopService)
      return
    case 'delete':
      deleteByOthers(account, shopService)
      return
  }
}

const deletion = [
  { deed: { kind: 'delete' }, seconds: 0 },
  { deed: { kind: 'alarm' }, seconds: 80 },
] as const

describe('whatever is done to a service', () => {
  test('its past stays as it was, its rollouts go through their states in order, and it can be deleted', () => {
    fc.assert(
      fc.property(drawnLife, (life) => {
        const states = lived([...life, ...deletion])
        const before = new Map<string, string>()
        for (const [state, again] of states) {
          if (again !== undefined) expect(pictureOf(again)).toEqual(pictureOf(state))
          for (const { record, status } of state.rollouts) {
            const earlier = before.get(record.digits) ?? 'PENDING'
            if (earlier !== status)
              expect([earlier, reachable(earlier).includes(status)]).toEqual([earlier, true])
            before.set(record.digits, status)
          }
          expectTrueSuccess(state)
        }
        const [last] = states.at(-1) ?? []
        expect(last?.status).toBe('INACTIVE')
        expect(last?.tasks.filter(isActive)).toEqual([])
      }),
      { numRuns: 40 },
    )
  })
})

function pictureOf({ rollouts, tasks, events }: ServiceState): unknown {
  return {
    rollouts: rollouts.map(({ status, stageIndex }) => [status, stageIndex]),
    tasks: tasks.map(({ id, stop }) => [id, stop]),
    events,
  }
}

/** SUCCESSFUL means that the target is PRIMARY and COMPLETED, and that nobody else is left to run. */
function expectTrueSuccess({ status, rollouts, groups, tasks }: ServiceState): void {
  const last = rollouts.at(-1)
  if (last?.status !== 'SUCCESSFUL' || status !== 'ACTIVE') return
  expect(groups[0]).toBe(last.target)
  expect(last.target.rolloutState).toBe('COMPLETED')
  expect(tasks.filter((task) => task.group !== last.target && isActive(task))).toEqual([])
  expect(rollouts.slice(0, -1).every(isOver)).toBe(true)
}

function reachable(status: string): readonly string[] {
  const next = successors[status] ?? []
  return [...next, ...next.flatMap(reachable)]
}
