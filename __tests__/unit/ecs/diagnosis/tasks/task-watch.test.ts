import { describe, expect, test } from '@jest/globals'
import { hasFailed, watchTasks } from '../../../../../src/ecs/diagnosis/tasks/task-watch.ts'
import type { Task } from '../../../../../src/ecs/model/task.ts'
import { ServiceError } from '../../../../../src/runtime/service-error.ts'
import { begun, earlierId, ourId, revision } from '../../rollout/rollouts.ts'
import { ended } from '../stops.ts'

const denied = new ServiceError({
  ...{ kind: 'access-denied', operation: 'ListTasks', reasonCode: 'access-denied' },
  ...{ message: 'access denied: ecs:ListTasks', fix: 'allow ecs:ListTasks', cause: undefined },
})

/** ECS with these tasks; what it was asked. */
function ecsWith(tasks: readonly Task[], { list = async () => tasks.map(({ arn }) => arn) } = {}) {
  const asked: string[][] = []
  const api = {
    listStoppedTasks: list,
    getTasks: async (_: string, ids: readonly string[]) => {
      asked.push([...ids])
      return tasks.filter(({ id }) => ids.includes(id))
    },
  }
  const watch = watchTasks(
    api,
    { service: 'shop', cluster: 'prod' },
    {
      ...{ startedBy: ourId, since: begun, taskDefinition: revision(19) },
      clean: (text) => text.replaceAll('hunter2', '***'),
    },
  )
  return { watch, asked }
}

function task(id: string, more: Partial<Task> = {}): Task {
  return {
    ...ended({ exitCode: 1 }),
    id,
    arn: `arn:aws:ecs:eu-central-1:123456789012:task/prod/${id}`,
    ...more,
  }
}

describe('our tasks', () => {
  test('are those that our deployment started, each asked for once', async () => {
    const { watch, asked } = ecsWith([task('a1'), task('b2', { startedBy: earlierId })])
    expect((await watch.look([])).map(({ id }) => id)).toEqual(['a1'])
    expect(await watch.look([])).toEqual([])
    expect(asked).toEqual([['a1', 'b2']])
    expect([watch.isForeign('a1'), watch.isForeign('b2')]).toEqual([false, true])
  })

  test('are none that run another revision, whatever deployment is taken for ours', async () => {
    const { watch } = ecsWith([task('a1', { taskDefinition: revision(20) })])
    expect(await watch.look([])).toEqual([])
    expect(watch.isForeign('a1')).toBe(true)
  })

  test('of an older deployment, of which only the count was changed, count from then on', async () => {
    const { watch } = ecsWith([task('a1', { stoppedAt: begun - 60_000 }), task('b2')])
    expect((await watch.look([])).map(({ id }) => id)).toEqual(['b2'])
  })

  test('that are about to end are asked for until their exit codes are there', async () => {
    const { watch, asked } = ecsWith([task('a1', { lastStatus: 'DEPROVISIONING' })])
    expect(await watch.look([])).toEqual([])
    await watch.look([])
    expect(asked).toEqual([['a1'], ['a1']])
  })

  test('that ECS ends need no exit code', async () => {
    const unhealthy = task('a1', { lastStatus: 'DEACTIVATING', stopCode: 'ServiceSchedulerInitiated' })
    expect(await ecsWith([unhealthy]).watch.look([])).toHaveLength(1)
  })

  test('are cleaned of secrets', async () => {
    const { watch } = ecsWith([task('a1', { stoppedReason: 'exec: "hunter2"' })])
    expect((await watch.look([]))[0]?.stoppedReason).toBe('exec: "***"')
  })
})

test('where they may not be listed, those that events name are looked at until they end', async () => {
  const running = task('a1', {
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    stopCode: '',
    stoppedAt: undefined,
  })
  const { watch, asked } = ecsWith([running], { list: async () => Promise.reject(denied) })
  await watch.look(['a1'])
  await watch.look(['a1'])
  expect(asked).toEqual([['a1'], ['a1']])
  expect(watch.unavailable()).toEqual([
    'stopped tasks cannot be read, so the cause may stay unknown: access denied: ecs:ListTasks; to read them, allow ecs:ListTasks',
  ])
})

test('tasks that were scaled in have not failed', () => {
  const scaledIn = {
    stopCode: 'ServiceSchedulerInitiated',
    stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/1)',
  }
  expect(hasFailed(task('a1', scaledIn))).toBe(false)
  expect(hasFailed(task('a1', { lastStatus: 'RUNNING', desiredStatus: 'RUNNING', stopCode: '' }))).toBe(false)
  expect(hasFailed(task('a1'))).toBe(true)
})
