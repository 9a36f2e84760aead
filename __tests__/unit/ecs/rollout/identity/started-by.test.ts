import { describe, expect, test } from '@jest/globals'
import type { UpdateStep } from '../../../../../src/ecs/plan/steps.ts'
import { bringsMore, ranBefore } from '../../../../../src/ecs/rollout/identity/identity.ts'
import { foundUpdate, startedByUpdate } from '../../../../../src/ecs/rollout/identity/started-by.ts'
import {
  begun,
  deployment,
  earlier,
  earlierId,
  laterId,
  ourId,
  ours,
  revision,
  service,
} from '../rollouts.ts'

/** What of a reply is ours, and what ours went over without the plan having known of it. */

const step: UpdateStep = {
  kind: 'update',
  ...{ service: 'shop', arn: 'arn', cluster: 'prod', members: { taskDefinition: revision(19) } },
  ...{ rollsOut: 'yes', taskDefinition: revision(19), previous: earlier(), known: [earlierId], before: {} },
  ...{ replaces: undefined, desiredCount: 3, observedAt: begun },
}

const others = deployment(laterId, revision(17), { createdAt: begun - 500, runningCount: 0 })

describe('an update', () => {
  test('started the new PRIMARY of its reply', () => {
    expect(startedByUpdate(step, service([ours(), earlier()]))).toMatchObject({ kind: 'rollout', id: ourId })
  })

  test('went over a rollout that came between the look and the write', () => {
    const started = startedByUpdate(step, service([ours(), others, earlier()]))
    expect(started?.displaced).toMatchObject({ id: laterId, taskDefinition: revision(17) })
  })

  test('does not take the rollout of somebody else for its own', () => {
    const theirs = service([{ ...others, status: 'PRIMARY' }, earlier()])
    expect(startedByUpdate(step, theirs)).toBeUndefined()
    expect(startedByUpdate({ ...step, rollsOut: 'no' }, service([ours(), earlier()]))).toBeUndefined()
  })
})

describe('a PRIMARY from before our look, which lagged', () => {
  const before = { createdAt: begun - 60_000 }
  const reply = service([ours(before), earlier()])

  test('is not what we started, also if it brings the same', () => {
    expect(startedByUpdate(step, reply)).toBeUndefined()
    expect(ranBefore(step, reply)).toBe(true)
  })

  test('nor is what ECS is putting back', () => {
    const rolloutStateReason = `ECS deployment circuit breaker: rolling back to deploymentId ${ourId}.`
    expect(ranBefore(step, service([ours({ rolloutStateReason }), earlier()]))).toBe(true)
  })

  test('does not stand for what else is sent and makes ECS start a deployment', () => {
    const also = (members: UpdateStep['members']) => bringsMore({ members: { ...step.members, ...members } })
    expect(also({ loadBalancers: [] })).toBe(true)
    expect(also({ monitoring: {} })).toBe(true)
    expect(also({})).toBe(false)
    expect(also({ deploymentConfiguration: {}, desiredCount: 2 })).toBe(false)
  })

  test('leaves a rollout of ours to be found where ECS must have started one', () => {
    const forced = { ...step, members: { ...step.members, forceNewDeployment: true } }
    expect(ranBefore(forced, reply)).toBe(false)
    expect(ranBefore(step, service([ours(), earlier()]))).toBe(false)
    expect(ranBefore(step, service([ours({ ...before, taskDefinition: revision(17) })]))).toBe(false)
  })
})

describe('an update whose answer was lost', () => {
  const again: UpdateStep = {
    ...step,
    members: { forceNewDeployment: true },
    taskDefinition: earlier().taskDefinition,
  }
  const putBack = deployment(laterId, earlier().taskDefinition, {
    createdAt: begun + 60_000,
    status: 'PRIMARY',
  })
  const event = (id: string, message: string) => ({ id, createdAt: begun + 60_000, message })
  const events = [
    event('b', `(service shop) rolling back to deployment ${earlierId}.`),
    event('a', `(service shop) (deployment ${ourId}) deployment failed: tasks failed to start.`),
  ]

  test('is the new PRIMARY of a later look', () => {
    expect(foundUpdate(again, service([putBack, earlier()]))).toMatchObject({ id: laterId })
  })

  test('is the first of several that bring the same', () => {
    const first = deployment(ourId, earlier().taskDefinition, { createdAt: begun, status: 'ACTIVE' })
    expect(foundUpdate(again, service([putBack, first]))).toMatchObject({ id: ourId })
  })

  test('is not what ECS put back after it failed, also if that brings the same', () => {
    const found = foundUpdate(again, { ...service([putBack]), events })
    expect(found).toMatchObject({ kind: 'rollout', id: ourId, taskDefinition: again.taskDefinition })
  })

  test('is not the failure of another revision, nor one that was there before', () => {
    const theirs = deployment(ourId, revision(17), { createdAt: begun })
    expect(foundUpdate(again, { ...service([putBack, theirs]), events })).toBeUndefined()
    const known = { ...again, known: [earlierId, ourId] }
    expect(foundUpdate(known, { ...service([putBack]), events })).toBeUndefined()
  })
})
