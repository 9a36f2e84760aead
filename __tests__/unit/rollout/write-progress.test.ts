import { describe, expect, test } from '@jest/globals'
import type { WriteProgress } from '../../../src/rollout/contract/saved-run.ts'
import { withSavedState } from '../../../src/rollout/write-progress.ts'
import { ServiceError, type ServiceErrorKind } from '../../../src/runtime/service-error.ts'
import { plainTarget } from '../../support/shop.ts'

/** What the post step is left with after a first write that failed. */
async function leftAfter(kind: ServiceErrorKind): Promise<WriteProgress | undefined> {
  const saved: WriteProgress[] = []
  const apply = async () => {
    throw new ServiceError({
      ...{ kind, operation: 'Deploy', message: kind, reasonCode: 'rejected', fix: 'x' },
      cause: undefined,
    })
  }
  const target = withSavedState({ ...plainTarget, apply }, (written) => saved.push(written))
  await target.apply('step' as never, () => undefined).catch(() => undefined)
  return saved.at(-1)
}

describe('what is left for the post step', () => {
  test.each(['no-response', 'accepted'] as const)('%s: something was sent', async (kind) => {
    expect(await leftAfter(kind)).toEqual({ kind: 'sent' })
  })

  test.each(['rejected', 'throttled', 'conflict', 'access-denied'] as const)('%s: nothing', async (kind) => {
    expect(await leftAfter(kind)).toEqual({ kind: 'nothing' })
  })
})
