import { expect, test } from '@jest/globals'
import { notPlaced } from '../../../../src/ecs/task/placement.ts'

const instance = 'arn:aws:ecs:eu-central-1:123456789012:container-instance/prod/7d3a9b1c'

test.each([
  ['RESOURCE:MEMORY', 'instance-resources', 'add instances'],
  ['RESOURCE:CPU', 'instance-resources', 'add instances'],
  ['RESOURCE:ENI', 'network-interface', 'awsvpcTrunking'],
  ['AGENT', 'instance-resources', 'agent'],
  ['ATTRIBUTE', 'no-instances', 'what the task definition requires'],
  ['LOCATION', 'no-instances', 'check cluster'],
  ['MISSING', 'no-instances', 'check cluster'],
  ['Capacity is unavailable at this time. Please try again later', 'no-capacity', 'zones'],
  ["You've reached the limit on the number of tasks you can run concurrently", 'quota-tasks', 'Quotas'],
  ['a reason of tomorrow', 'rejected', 'fix what ECS names'],
])('%s', (reason, code, fix) => {
  const failure = notPlaced([{ arn: instance, reason, detail: 'a detail' }], (text) => text)
  expect(failure).toMatchObject({ kind: 'rejected', operation: 'RunTask', reasonCode: code })
  expect(failure.message).toContain(`${reason} on container-instance/prod/7d3a9b1c, a detail`)
  expect(failure.fix).toContain(fix)
})

test('an answer with nothing in it', () => {
  expect(notPlaced([], (text) => text).message).toBe('ECS did not place the task (no reason was told)')
})
