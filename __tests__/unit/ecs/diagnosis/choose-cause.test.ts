import { describe, expect, test } from '@jest/globals'
import { signatureOf } from '../../../../src/ecs/diagnosis/evidence.ts'
import { createStopReader } from '../../../../src/ecs/diagnosis/stop-lines.ts'
import { culpritOf } from '../../../../src/ecs/diagnosis/tasks/culprit.ts'
import type { Task, TaskContainer } from '../../../../src/ecs/model/task.ts'
import { container, content } from '../shop.ts'
import { causeOf, ended, image, known, notStarted, unhealthy } from './stops.ts'

const missing = notStarted(`CannotPullContainerError: failed to resolve ref ${image}: ${image}: not found`)
const crashed = ended({ exitCode: 1 })
const spot = ended(
  { exitCode: 143 },
  { stopCode: 'SpotInterruption', stoppedReason: 'Your Spot Task was interrupted.' },
)

describe('which cause', () => {
  test('that of most tasks, with their number', () => {
    const cause = causeOf([missing, crashed, crashed])
    expect(cause?.reasonCode).toBe('app-crashed')
    expect(cause?.lines[0]).toBe(
      'task 1f2e3d4c 1:20  "Essential container in task exited", exit code 1 (2 of 3 tasks)',
    )
  })

  test.each([
    [[crashed, missing], 'image-not-found'],
    [[missing, crashed], 'image-not-found'],
    [[spot, crashed], 'app-crashed'],
  ])('of equally many the surer one', (tasks, code) => {
    expect(causeOf(tasks)?.reasonCode).toBe(code)
  })

  test('an event explains what no task does, and only that', () => {
    const event = '(service shop) was unable to place a task. Reason: Capacity is unavailable at this time.'
    expect(causeOf([crashed], [event])?.reasonCode).toBe('app-crashed')
    const byHand = ended(
      { exitCode: 0 },
      { stopCode: 'UserInitiated', stoppedReason: 'Task stopped by user' },
    )
    expect(causeOf([byHand], [event])).toMatchObject({
      reasonCode: 'no-capacity',
      lines: [expect.stringContaining('ECS 0:58')],
    })
  })

  test('none, if nothing proves one', () => {
    expect(
      causeOf([ended({ exitCode: 0 }, { stopCode: 'UserInitiated', stoppedReason: 'Maintenance' })]),
    ).toBeUndefined()
    expect(causeOf([])).toBeUndefined()
  })

  test('a placement event tells of images where no task may be read', () => {
    const event = `(service shop) was unable to place a task. Reason: CannotPullContainerError: failed to resolve ref ${image}: ${image}: not found.`
    expect(causeOf([], [event])).toMatchObject({
      reasonCode: 'image-not-found',
      reason: `the image ${image} does not exist`,
    })
  })
})

describe('the container that ended its task', () => {
  const two = content({
    containerDefinitions: [
      container(),
      container({ name: 'proxy' }),
      container({ name: 'log', essential: false }),
    ],
  })
  const of = (
    ...containers: readonly (readonly [name: string, exitCode?: number, reason?: string])[]
  ): Task =>
    ended(
      {},
      {
        containers: containers.map(
          ([name, exitCode, reason = '']): TaskContainer => ({ name, image, exitCode, reason }),
        ),
      },
    )

  test.each([
    ['the only one', of(['app', 1]), 'app'],
    [
      'the one with a reason',
      of(['app', 137, 'OutOfMemoryError: Container killed due to memory usage'], ['proxy', 1]),
      'app',
    ],
    ['the one that failed', of(['app', 1], ['proxy', 143], ['log', 0]), 'app'],
    ['the essential one that finished', of(['proxy', 0], ['app', 143], ['log', 0]), 'proxy'],
    ['nobody knows: one was killed, one ended', of(['app', 137], ['proxy', 0]), undefined],
    ['nobody knows: both failed', of(['app', 1], ['proxy', 2]), undefined],
    ['nobody knows: both finished', of(['app', 0], ['proxy', 0]), undefined],
  ])('%s', (_, task, name) => {
    expect(culpritOf(task, two)?.name).toBe(name)
  })

  test('where that is not sure, no container is blamed', () => {
    expect(causeOf([of(['app', 137], ['proxy', 0])], [], { definition: two })).toBeUndefined()
  })

  test('with several containers it is named', () => {
    const cause = causeOf([of(['app', 143], ['proxy', 127])], [], { definition: two })
    expect(cause?.reason).toContain('of the container proxy')
  })
})

describe('tasks that ended in the same way', () => {
  test('ids and addresses do not tell them apart, exit codes do', () => {
    const pull = (address: string, id: string) =>
      notStarted(`ResourceInitializationError: dial tcp ${address}:443: i/o timeout, request id: ${id}`)
    const one = pull('52.94.205.12', '3e1f2a4b-1234-5678-9abc-0123456789ab')
    const other = pull('52.94.1.9', '00000000-1234-5678-9abc-0123456789ab')
    expect(signatureOf(one)).toBe(signatureOf(other))
    expect(signatureOf(ended({ exitCode: 1 }))).not.toBe(signatureOf(ended({ exitCode: 2 })))
    expect(signatureOf({ ...unhealthy(), containers: [] })).not.toBe(signatureOf(crashed))
  })

  test('are told once, with their number', () => {
    const read = createStopReader()
    expect(read([missing], known([missing]))).toEqual([
      `task 1f2e3d4c stopped: the image ${image} does not exist`,
    ])
    expect(read([missing, missing], known([missing, missing, missing]))).toEqual([])
    expect(read([crashed], known([missing, missing, missing, crashed]))).toEqual([
      '1 of 4 tasks stopped: the app exited with 1',
    ])
  })

  test('for which nothing is known are told in the words of ECS', () => {
    const odd = ended({}, { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'A reason of tomorrow' })
    expect(createStopReader()([odd], known([odd]))).toEqual(['task 1f2e3d4c stopped: A reason of tomorrow'])
  })
})
