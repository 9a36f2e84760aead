import { describe, expect, test } from '@jest/globals'
import type { Service } from '../../../../src/lightsail/model/service.ts'
import {
  type CleanupState,
  describePreview,
  planCleanup,
} from '../../../../src/lightsail/preview/cleanup-plan.ts'
import { cleanupStatus } from '../../../../src/lightsail/preview/cleanup-status.ts'
import { ServiceError } from '../../../../src/runtime/service-error.ts'
import { tagKeys } from '../../../../src/source/resource-tags.ts'
import { deployment, service } from '../../../support/shop.ts'

const family = { base: 'shop', repository: 'acme/shop' }
const day = 86_400_000
const at = Date.UTC(2026, 0, 15)

function previewOf(number: number, differing: Partial<Service> & { expires?: number } = {}): Service {
  const { expires = at + day, ...rest } = differing
  return service({
    name: `shop-pr-${number}`,
    arn: `arn:${number}`,
    createdAt: at - 3 * day,
    tags: {
      [tagKeys.base]: 'shop',
      [tagKeys.repository]: 'acme/shop',
      [tagKeys.pullRequest]: String(number),
      [tagKeys.expires]: new Date(expires).toISOString(),
    },
    ...rest,
  })
}

/** Pull requests 1 to 30 are open, except the closed ones; without `closed` the state of none is known. */
function seen(previews: readonly Service[], closed?: readonly number[]): CleanupState {
  return {
    previews,
    states: new Map(
      Array.from({ length: closed ? 30 : 0 }, (_, index) => [
        index + 1,
        closed?.includes(index + 1) ? 'closed' : 'open',
      ]),
    ),
    prices: { nano: 7 },
    at,
  }
}

function toDelete(what: CleanupState) {
  const plan = planCleanup(what, family)
  return plan.kind === 'apply' ? plan.step.toDelete.map(({ name }) => name) : plan.kind
}

describe('what goes', () => {
  test.each<[string, Service, readonly number[] | undefined, readonly string[] | 'end']>([
    ['open and young', previewOf(1), [], 'end'],
    ['closed', previewOf(1), [1], ['shop-pr-1']],
    ['over', previewOf(1, { expires: at - 1 }), [], ['shop-pr-1']],
    ['over at this moment', previewOf(1, { expires: at }), [], ['shop-pr-1']],
    ['over, and nobody knows what is closed', previewOf(1, { expires: at - 1 }), undefined, ['shop-pr-1']],
    ['young, and nobody knows what is closed', previewOf(1), undefined, 'end'],
    ['closed, and being deployed', previewOf(1, { next: deployment(2, 'ACTIVATING') }), [1], 'end'],
    ['closed, and being created', previewOf(1, { state: 'PENDING' }), [1], 'end'],
    [
      'closed, and stuck while being created',
      previewOf(1, { state: 'PENDING', detail: { code: 'UNKNOWN_ERROR', message: '' } }),
      [1],
      ['shop-pr-1'],
    ],
    ['closed, and disabled', previewOf(1, { state: 'DISABLED', isDisabled: true }), [1], ['shop-pr-1']],
    ['another one is closed', previewOf(1), [2], 'end'],
  ])('%s', (_, preview, closed, expected) => {
    expect(toDelete(seen([preview], closed))).toEqual(expected)
  })

  test('its story: why, how old, what it costs', () => {
    expect(describePreview(previewOf(1), seen([], [1]), family)).toBe(
      'pull request 1 is closed · 3 days old · $7.00 a month',
    )
    expect(describePreview(previewOf(1, { createdAt: undefined, power: 'odd' }), seen([], []), family)).toBe(
      'pull request 1, expires in 24 hours',
    )
  })

  test('one that GitHub did not say of stays until its time is up, and that is said', () => {
    const previews = [previewOf(1), previewOf(31), previewOf(32, { expires: at - 1 }), previewOf(33)]
    const plan = planCleanup(seen(previews, [1]), family)
    if (plan.kind !== 'apply') throw new Error(plan.kind)
    expect(plan.step.toDelete.map(({ name }) => name)).toEqual(['shop-pr-1', 'shop-pr-32'])
    expect(plan.notices[0]).toBe(
      'GitHub did not say whether pull requests 31, 32, 33 are closed (deleted, transferred, or no answer): their previews stay until they expire',
    )
    expect(plan.notices[1]).toContain('shop-pr-31: pull request 31 (open or closed is unknown), expires in')
  })

  test('the log lists twenty of those that stay', () => {
    const previews = Array.from({ length: 30 }, (_, index) => previewOf(index + 1))
    const plan = planCleanup(seen(previews, [1]), family)
    const [notice = ''] = plan.kind === 'wait' ? [] : plan.notices
    expect(notice.split('\n')).toHaveLength(22)
    expect(notice).toMatch(/^29 previews stay:\n[\s\S]*\nand 9 more$/)
  })
})

describe('how a sweep ends', () => {
  const failure = new ServiceError({
    kind: 'rejected',
    operation: 'DeleteContainerService',
    message: 'no',
    reasonCode: 'rejected',
    fix: 'look',
    cause: undefined,
  })
  const [one, two] = [previewOf(1), previewOf(2)]
  const none = new Map<string, ServiceError>()
  const deleting = (preview: Service): Service => ({ ...preview, state: 'DELETING' })

  test.each([
    ['all gone', none, [], { kind: 'done', verdict: { result: 'deleted' } }],
    ['one on its way', none, [deleting(two)], { kind: 'progressing', phase: 'deleting shop-pr-2' }],
    ['accepted, and not to be seen yet', none, [two], { kind: 'progressing' }],
    ['one refused', new Map([[two.name, failure]]), [two], { verdict: { reasonCode: 'cleanup-incomplete' } }],
    [
      'one refused, one on its way',
      new Map([[two.name, failure]]),
      [deleting(one), two],
      { kind: 'progressing', phase: 'deleting shop-pr-1' },
    ],
    [
      'its answer was lost, but it is being deleted',
      new Map([[two.name, failure]]),
      [deleting(two)],
      { kind: 'progressing' },
    ],
    [
      'its answer was lost, and it is gone',
      new Map([[two.name, failure]]),
      [],
      { verdict: { result: 'deleted' } },
    ],
  ])('%s', (_, failures, services, judgement) => {
    const swept = { toDelete: [one, two], failures, unasked: new Set<string>() }
    expect(cleanupStatus(swept, { services })).toMatchObject(judgement)
  })

  test.each([
    [[deleting(one), two], 'deleting shop-pr-1 and about to delete shop-pr-2'],
    [[two], 'about to delete shop-pr-2'],
    [[deleting(two)], 'deleting shop-pr-2'],
  ])('the time ended before the second was asked for (%#)', (services, phase) => {
    const swept = { toDelete: [one, two], failures: none, unasked: new Set([two.name]) }
    expect(cleanupStatus(swept, { services })).toEqual({ kind: 'progressing', phase, pollOften: false })
  })
})
