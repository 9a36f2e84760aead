import { expect, test } from '@jest/globals'
import { includesStatus } from '../../../src/text/status-codes.ts'

test.each([
  ['200', 200, true],
  ['200', 201, false],
  ['200-399', 200, true],
  ['200-399', 399, true],
  ['200-399', 400, false],
  ['200-399', 199, false],
  ['200,301', 301, true],
  ['200,301', 300, false],
  ['200-204, 301 , 418', 418, true],
  ['200-204,301', 204, true],
  ['200-204,301', 205, false],
  ['500-599', 503, true],
])('%s holds %d: %s', (codes, status, holds) => {
  expect(includesStatus(codes, status)).toBe(holds)
})
