import { expect, test } from '@jest/globals'
import { clientToken, taskToken } from '../../../../src/ecs/api/client-token.ts'

const run = { runId: '1234567890', attempt: '1' }

test('the token of a creation is the same for the same request in one attempt, and fits', () => {
  const token = clientToken(run, { serviceName: 'shop' })
  expect(token).toBe(clientToken({ ...run }, { serviceName: 'shop' }))
  expect(token).not.toBe(clientToken({ ...run, attempt: '2' }, { serviceName: 'shop' }))
  expect(token).toMatch(/^[!-~]{36}$/)
})

test('each task has a token of its own, also in two steps of one job at the same moment', () => {
  const at = (random: number) => taskToken(run, { now: () => 1_800_000_000_000, random: () => random })
  expect(at(0.25)).not.toBe(at(0.75))
  expect(at(0.25)).toMatch(/^[!-~]{1,64}$/)
})
