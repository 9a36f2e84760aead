import { describe, expect, test } from '@jest/globals'
import { checkCost, formatCost, formatDollars, monthlyCost } from '../../../../src/lightsail/plan/cost.ts'

const prices = { nano: 7, micro: 10, odd: 0.1 }

describe('the cost of a month', () => {
  test.each([
    ['nano', 1, 7],
    ['micro', 20, 200],
    ['nano', 0, 0],
  ])('%s × %d', (power, scale, cost) => {
    expect(monthlyCost(prices, power, scale)).toBe(cost)
  })

  test.each([
    ['prices could not be read', undefined, 'nano'],
    ['the power has no price', prices, 'xlarge'],
    ['the power has none', prices, ''],
    ['Lightsail names no price', { nano: Number.NaN }, 'nano'],
  ] as const)('is unknown: %s', (_, known, power) => {
    expect(monthlyCost(known, power, 1)).toBeUndefined()
  })

  test.each([
    [7, '$7.00'],
    [7.005, '$7.00'],
    [0.30000000000000004, '$0.30'],
    [3200, '$3200.00'],
  ])('%d is told as %s', (amount, text) => {
    expect(formatDollars(amount)).toBe(text)
  })
})

describe('max-monthly-cost', () => {
  test.each([
    [undefined, undefined],
    [1_000_000, undefined],
    [7, 7],
    [6.99, 7],
    [10.05 * 3, 30.15],
  ])('%d is within %d', (cost, cap) => {
    expect(checkCost(cost, cap)).toBeUndefined()
  })

  test.each([
    [7.01, 7, 'cost-limit-exceeded'],
    [undefined, 7, 'cost-unknown'],
  ])('%d is not within %d', (cost, cap, reasonCode) => {
    expect(checkCost(cost, cap)).toMatchObject({ reasonCode })
  })

  test('both amounts are told', () => {
    expect(checkCost(160, 100)?.message).toContain('$160.00 a month')
    expect(checkCost(160, 100)?.message).toContain('($100.00)')
  })
})

test.each([
  [undefined, undefined, ''],
  [7, undefined, ''],
  [undefined, 7, '$7.00 a month'],
  [7, 7, '$7.00 a month (unchanged)'],
  [7, 20, '$7.00 → $20.00 a month'],
  [20, 7, '$20.00 → $7.00 a month'],
])('before %d, after %d: %j', (before, after, text) => {
  expect(formatCost(before, after)).toBe(text)
})
