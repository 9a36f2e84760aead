import { describe, expect, test } from '@jest/globals'
import type { Task, TaskContainer } from '../../../../src/ecs/model/task.ts'
import type { StartedTask } from '../../../../src/ecs/task/started.ts'
import { taskStatus } from '../../../../src/ecs/task/status.ts'
import { revision } from '../rollout/rollouts.ts'
import { container, content } from '../shop.ts'

const id = '1f2e3d4c5b6a79880123456789abcdef'

function started(more: Partial<StartedTask> = {}): StartedTask {
  return {
    ...{ kind: 'task', cluster: 'prod', id, taskDefinition: revision(20), createdAt: 0 },
    arn: `arn:aws:ecs:eu-central-1:123456789012:task/prod/${id}`,
    definition: content({
      containerDefinitions: [container(), container({ name: 'proxy', essential: false })],
    }),
    before: { name: 'shop', serving: 'web:19' },
    ...more,
  }
}

function ended(name: string, exitCode: number | undefined, reason = ''): TaskContainer {
  return { name, image: 'x', exitCode, reason }
}

function task(containers: TaskContainer[], more: Partial<Task> = {}): Task {
  return {
    ...{ arn: started().arn, id, taskDefinition: revision(20), startedBy: 'GitHub-Actions' },
    ...{ lastStatus: 'STOPPED', desiredStatus: 'STOPPED', stopCode: 'EssentialContainerExited' },
    ...{ stoppedReason: 'Essential container in task exited' },
    ...{ createdAt: 0, startedAt: 1, stoppedAt: 2 },
    ...{ containers, attachmentReasons: [] },
    ...more,
  }
}

function endOf(one: StartedTask, found: Task): string {
  const status = taskStatus(one, { task: found, wasSeen: true })
  if (status.kind !== 'done') return status.kind
  const { result, reasonCode, reason } = status.verdict
  return `${result} · ${reasonCode}: ${reason}`
}

const good = 'success · task-succeeded: the task 1f2e3d4c of web:20 ended with exit code 0'
const bad =
  'failed-kept-previous · task-failed: the task 1f2e3d4c of web:20 failed; shop was not touched, and web:19 keeps serving'

describe('how a task ended', () => {
  test.each<[string, Task, string]>([
    ['all with 0', task([ended('app', 0), ended('proxy', 0)]), good],
    [
      'a container that is not essential counts for nothing',
      task([ended('app', 0), ended('proxy', 143)]),
      good,
    ],
    ['the essential one with 1', task([ended('app', 1), ended('proxy', 0)]), bad],
    ['it never ran', task([ended('app', undefined)], { stopCode: 'TaskFailedToStart' }), bad],
    [
      'somebody stopped it, and it exited with 0',
      task([ended('app', 0)], { stopCode: 'UserInitiated' }),
      bad,
    ],
    ['Spot took it, and it exited with 0', task([ended('app', 0)], { stopCode: 'SpotInterruption' }), bad],
    ['a stop code that is new', task([ended('app', 0)], { stopCode: 'SomethingElse' }), bad],
    ['no stop code is told', task([ended('app', 0)], { stopCode: '' }), good],
    ['no container is told', task([]), bad],
  ])('%s', (_, found, expected) => {
    expect(endOf(started(), found)).toBe(expected)
  })

  test('all containers count if nobody knows which are essential', () => {
    const found = task([ended('app', 0), ended('proxy', 143)])
    expect(endOf(started({ definition: undefined }), found)).toBe(bad)
  })

  test('nothing serves where nothing ran', () => {
    const first = started({ before: { name: 'shop', serving: undefined } })
    expect(endOf(first, task([ended('app', 1)]))).toMatch(
      /^failed-nothing-serving · task-failed: .*; shop was not touched, and nothing serves$/,
    )
  })

  test('that we stopped has timed out, unless it ended well just then', () => {
    const stopped = started({ stopped: 'timed-out' })
    expect(endOf(stopped, task([ended('app', 143)], { stopCode: 'UserInitiated' }))).toMatch(
      /^timed-out · wait-timeout: .* timed out and was stopped; shop was not touched/,
    )
    expect(endOf(stopped, task([ended('app', 0)]))).toBe(good)
  })
})

describe('a task that has not ended', () => {
  test.each(['PROVISIONING', 'PENDING', 'ACTIVATING', 'RUNNING', 'DEPROVISIONING', 'NEW'])(
    '%s goes on',
    (lastStatus) => {
      // The exit code is reported before the task has stopped.
      const found = task([ended('app', 0)], { lastStatus })
      expect(taskStatus(started(), { task: found, wasSeen: true })).toMatchObject({ kind: 'progressing' })
    },
  )

  test.each([true, false])('that is not shown is neither a success nor a failure (seen: %s)', (wasSeen) => {
    expect(taskStatus(started(), { task: undefined, wasSeen })).toMatchObject({
      kind: 'unconfirmed',
      verdict: { result: 'unknown', reasonCode: 'deployment-not-listed' },
    })
  })
})
