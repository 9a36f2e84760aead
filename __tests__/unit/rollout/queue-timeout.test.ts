import { expect, test } from '@jest/globals'
import { queueTimedOut } from '../../../src/rollout/verdicts.ts'
import type { ReasonCode } from '../../../src/verdict/reason-codes.ts'

/** Who waited in vain is told to queue runs only where another run may be what took the time. */
test.each<[ReasonCode, string]>([
  ['deployment-in-progress', 'concurrency group'],
  ['service-updating', 'concurrency group'],
  ['service-busy', 'concurrency group'],
  ['service-draining', 'run the job again later'],
  ['account-setup', 'run the job again later'],
])('%s', (code, fix) => {
  expect(queueTimedOut('busy', '5 min', code).fix).toContain(fix)
})
