import { describe, expect, test } from '@jest/globals'
import type { EcsApi } from '../../../../src/ecs/api/ecs-api.ts'
import type { Service } from '../../../../src/ecs/model/service.ts'
import type { ServiceDeployment } from '../../../../src/ecs/model/service-deployment.ts'
import { watchRollout } from '../../../../src/ecs/rollout/rollout-watch.ts'
import { ServiceError, type ServiceErrorKind } from '../../../../src/runtime/service-error.ts'
import { begun, ours, service, serviceDeployment, started } from './rollouts.ts'

/** Which calls read the status of a rollout, and what happens if some of them are denied. */

interface Answers {
  readonly listed?: readonly ServiceDeployment[] | ServiceErrorKind
  readonly described?: ServiceDeployment
  readonly service?: Service
  readonly at?: number
}

function watched(answers: () => Answers) {
  const calls: string[] = []
  const notices: string[] = []
  const api: Parameters<typeof watchRollout>[0] = {
    serviceTime: () => answers().at ?? begun,
    getService: async () => {
      calls.push('DescribeServices')
      return answers().service
    },
    getServiceDeployment: async () => {
      calls.push('DescribeServiceDeployments')
      return answers().described
    },
    getServiceRevisions: async () => {
      calls.push('DescribeServiceRevisions')
      return []
    },
    listServiceDeployments: async () => {
      calls.push('ListServiceDeployments')
      const { listed = [] } = answers()
      if (typeof listed === 'string') throw failure(listed)
      return [...listed]
    },
  } satisfies Partial<EcsApi>
  const watch = watchRollout(api, started, { notice: (text) => notices.push(text) })
  return { calls, notices, watch }
}

function failure(kind: ServiceErrorKind) {
  return new ServiceError({
    ...{ kind, operation: 'ListServiceDeployments', message: 'no', reasonCode: 'rejected', fix: '' },
    cause: undefined,
  })
}

const moving = serviceDeployment('IN_PROGRESS')
const there = service([ours()])

describe('a poll', () => {
  test('is one call while ours goes on and a breaker watches', async () => {
    const { calls, watch } = watched(() => ({ listed: [moving], described: moving, service: there }))
    await watch.poll()
    await watch.poll()
    await watch.poll()
    expect(calls).toEqual([
      'ListServiceDeployments',
      'DescribeServiceDeployments',
      'DescribeServiceDeployments',
    ])
  })

  test('asks for the service as well once it has come to an end', async () => {
    const { calls, watch } = watched(() => ({
      listed: [serviceDeployment('SUCCESSFUL')],
      service: there,
    }))
    expect(await watch.poll()).toMatchObject({ ours: { status: 'SUCCESSFUL' }, service: { name: 'shop' } })
    expect(calls).toEqual(['ListServiceDeployments', 'DescribeServices'])
  })

  test.each<[ServiceErrorKind, string]>([
    ['access-denied', 'ecs:ListServiceDeployments is not allowed'],
    ['rejected', 'ListServiceDeployments is not possible (no)'],
  ])('takes the other view where the call is %s, and says so once', async (kind, why) => {
    const { calls, notices, watch } = watched(() => ({ listed: kind, service: there }))
    await watch.poll()
    expect(await watch.poll()).toMatchObject({ view: 'classic' })
    expect(calls).toEqual(['ListServiceDeployments', 'DescribeServices', 'DescribeServices'])
    expect(notices).toEqual([expect.stringContaining(why)])
  })

  test('of a service that is not known yet keeps to its view', async () => {
    let answers: Answers = { listed: 'not-found' }
    const { notices, watch } = watched(() => answers)
    expect(await watch.poll()).toMatchObject({ view: 'service-deployments', service: 'gone' })
    answers = { listed: [moving], service: there }
    expect(await watch.poll()).toMatchObject({ view: 'service-deployments', ours: { status: 'IN_PROGRESS' } })
    expect(notices).toEqual([])
  })

  test.each<ServiceErrorKind>(['throttled', 'no-response', 'unauthenticated'])(
    'passes on %s',
    async (kind) => {
      const { watch } = watched(() => ({ listed: kind, service: there }))
      await expect(watch.poll()).rejects.toMatchObject({ kind })
    },
  )

  test('waits half a minute for a list that lags, and then takes the other view', async () => {
    let at = begun
    const { notices, watch } = watched(() => ({ listed: [], service: there, at }))
    expect(await watch.poll()).toMatchObject({ view: 'service-deployments', ours: undefined })
    at = begun + 30_000
    expect(await watch.poll()).toMatchObject({ view: 'classic' })
    expect(notices).toHaveLength(1)
  })
})
