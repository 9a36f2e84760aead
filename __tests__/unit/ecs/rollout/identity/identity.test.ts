import { describe, expect, test } from '@jest/globals'
import { clientToken } from '../../../../../src/ecs/api/client-token.ts'
import {
  findByTime,
  findNewer,
  findOurs,
  startedByReply,
} from '../../../../../src/ecs/rollout/identity/identity.ts'
import { begun, earlier, earlierId, ourId, ours, service, serviceDeployment, started } from '../rollouts.ts'

function brief(digits: string, createdAt = begun) {
  return {
    ...serviceDeployment('IN_PROGRESS'),
    arn: `arn:${digits}`,
    targetRevision: `arn:aws:ecs:eu-central-1:123456789012:service-revision/prod/shop/${digits}`,
    createdAt,
  }
}
const mine = brief('1900000000000000019')
const other = brief('2000000000000000020')

describe('which rollout is ours', () => {
  test('the PRIMARY of the reply to our own call, unless it was there before', () => {
    expect(startedByReply(service([ours(), earlier()]), [earlierId])?.id).toBe(ourId)
    expect(startedByReply(service([earlier({ status: 'PRIMARY' })]), [earlierId])).toBeUndefined()
    expect(startedByReply(service([earlier()]), [])).toBeUndefined()
  })

  test('the service deployment whose revision ends in the same digits, wherever it stands in the list', () => {
    expect(findOurs([other, mine], started)?.arn).toBe(mine.arn)
    expect(findOurs([other], started)).toBeUndefined()
    expect(findOurs([brief('91900000000000000019')], started)).toBeUndefined()
  })

  test('by time only where one alone was made when ours was', () => {
    expect(findByTime([brief('1', begun + 3_000), brief('2', begun + 60_000)], started)?.arn).toBe('arn:1')
    expect(findByTime([brief('1', begun + 3_000), brief('2', begun - 3_000)], started)).toBeUndefined()
    expect(findByTime([brief('2', begun + 60_000)], started)).toBeUndefined()
  })

  test('a newer one was made after ours', () => {
    expect(findNewer([mine, brief('2000000000000000020', begun + 1)], mine)?.arn).toBe(other.arn)
    expect(findNewer([mine, brief('1', begun - 1)], mine)).toBeUndefined()
  })
})

describe('the token of a creation', () => {
  const run = { runId: '4711', attempt: '1' }

  test('is the same for every repetition, and another for another attempt or request', () => {
    const first = clientToken(run, { serviceName: 'shop' })
    expect(clientToken(run, { serviceName: 'shop' })).toBe(first)
    expect(clientToken({ ...run, attempt: '2' }, { serviceName: 'shop' })).not.toBe(first)
    expect(clientToken(run, { serviceName: 'shop', desiredCount: 2 })).not.toBe(first)
  })

  test('has the form that ECS takes', () => {
    expect(clientToken(run, {})).toMatch(/^[!-~]{36}$/)
  })
})
