import { describe, expect, test } from '@jest/globals'
import { lightsailDeploy as product } from '../../../../src/product.ts'
import { reconcile } from '../../../../src/rollout/reconcile/reconcile.ts'
import { createProgress } from '../../../../src/runtime/progress.ts'
import { ServiceError, type ServiceErrorKind } from '../../../../src/runtime/service-error.ts'
import { noNetwork, type PlainTarget, plainTarget, recorder, sleeper } from '../../../support/shop.ts'

type Shop = PlainTarget

function failureOf(kind: ServiceErrorKind) {
  return new ServiceError({
    kind,
    operation: 'Deploy',
    message: kind,
    reasonCode: 'rejected',
    fix: 'x',
    cause: kind,
  })
}

/** How a run begins with a target that does some things in its own way. */
async function beginWith(
  parts: Partial<Shop>,
  {
    controller = new AbortController(),
    onSleep = () => {},
    onPlan = () => {},
    isLate = false,
    isRollback = false,
  }: {
    controller?: AbortController
    onSleep?(): void
    onPlan?(): void
    isLate?: boolean
    isRollback?: boolean
  } = {},
) {
  const { clock } = sleeper(onSleep)
  const { log } = recorder()
  const run = {
    clock,
    log,
    signal: controller.signal,
    http: noNetwork,
    product,
    progress: createProgress({ clock, log }),
    deadline: isLate ? clock.now() : 600_000,
    planOnly: false,
    rollbackOnFailure: false,
    ifInProgress: 'wait',
    onTimeout: 'leave',
    onCancel: 'leave',
    waitForStability: true,
    budgetMs: 600_000,
    pollMs: undefined,
    maxRetries: 3,
    ...(isRollback && { isRollback }),
  } as const
  return await reconcile({ ...plainTarget, ...parts }, run, async ({ kind }) => {
    if (kind === 'planned') onPlan()
  })
}

/** A job that is cancelled while the write waits, or once it is planned: whether it was sent, and how the run ends. */
async function cancelledAfter(kind: ServiceErrorKind | 'planned') {
  const controller = new AbortController()
  const abort = () => controller.abort()
  let writes = 0
  const apply: Shop['apply'] = async () => {
    writes++
    if (kind === 'planned') return { kind: 'started', started: 'sent' }
    throw failureOf(kind)
  }
  const onPlan = kind === 'planned' ? abort : () => {}
  const begun = await beginWith({ apply }, { controller, onSleep: abort, onPlan })
  return { writes, verdict: begun.kind === 'ended' ? begun.verdict : undefined }
}

describe('a write is never sent, as no connection comes about', () => {
  test('the network comes back: it is sent', async () => {
    let writes = 0
    const apply: Shop['apply'] = async () => {
      if (++writes <= 3) throw failureOf('not-sent')
      return { kind: 'started', started: 'sent' }
    }
    expect(await beginWith({ apply })).toEqual({ kind: 'started', started: 'sent' })
  })

  test('it does not: nothing was changed, and nothing may still take effect', async () => {
    let writes = 0
    const apply: Shop['apply'] = async () => {
      writes++
      throw failureOf('not-sent')
    }
    const begun = await beginWith({ apply })
    expect(begun).toMatchObject({ verdict: { result: 'unknown', facts: { written: 'nothing' } } })
    expect(writes).toBe(4)
  })

  test('an earlier one was: that one may still take effect', async () => {
    let writes = 0
    const apply: Shop['apply'] = async () => {
      throw failureOf(++writes === 1 ? 'no-response' : 'not-sent')
    }
    const begun = await beginWith({ apply, findAccepted: async () => undefined })
    expect(begun).toMatchObject({
      verdict: { result: 'unknown', facts: { written: 'unknown', unconfirmed: { lookups: 'open' } } },
    })
  })
})

describe('the answer to a write is lost', () => {
  const lost = (shownInLook: number) => {
    let [writes, looks] = [0, 0]
    const parts: Partial<Shop> = {
      apply: async () => {
        writes++
        throw failureOf('no-response')
      },
      findAccepted: async () => (++looks === shownInLook ? { kind: 'started', started: 'found' } : undefined),
    }
    return { parts, writes: () => writes }
  }

  test.each([1, 2, 3, 4])('it shows in look %d: it is ours, and nothing is sent again', async (look) => {
    const { parts, writes } = lost(look)
    expect(await beginWith(parts)).toEqual({ kind: 'started', started: 'found' })
    expect(writes()).toBe(1)
  })

  test('it was accepted for certain, and never shows: it is not sent again', async () => {
    let writes = 0
    const apply: Shop['apply'] = async () => {
      writes++
      throw failureOf('accepted')
    }
    expect(await beginWith({ apply, findAccepted: async () => undefined })).toMatchObject({
      kind: 'ended',
      verdict: {
        result: 'unknown',
        reasonCode: 'response-lost',
        reason: expect.stringContaining('was accepted'),
      },
    })
    expect(writes).toBe(1)
  })

  test.each([4, 12])('it was accepted for certain, and shows in look %d: it is ours', async (look) => {
    const { parts } = lost(look)
    const apply: Shop['apply'] = async () => {
      throw failureOf('accepted')
    }
    expect(await beginWith({ ...parts, apply })).toEqual({ kind: 'started', started: 'found' })
  })

  test('it was accepted for certain, and which one it is cannot be told: no more looks', async () => {
    let looks = 0
    const fail = async () => {
      throw failureOf('accepted')
    }
    const findAccepted = async () => {
      looks++
      return await fail()
    }
    expect(await beginWith({ apply: fail, findAccepted })).toMatchObject({
      verdict: { result: 'unknown', reasonCode: 'response-lost', fix: 'x' },
    })
    expect(looks).toBe(1)
  })

  test('it never shows: it is sent again, as often as max-retries says, and never called good', async () => {
    const { parts, writes } = lost(Number.POSITIVE_INFINITY)
    expect(await beginWith(parts)).toMatchObject({
      kind: 'ended',
      verdict: { result: 'unknown', reasonCode: 'response-lost' },
    })
    expect(writes()).toBe(4)
  })
})

describe('nothing is wanted any more after something was written', () => {
  const isNoOp = true as const
  const closed = { result: 'unchanged', reasonCode: 'pull-request-closed', reason: 'it was closed' } as const
  /** One write, and then a plan that asks for nothing. */
  const closedAfter = (apply: Shop['apply'], findAccepted: Shop['findAccepted'] = async () => undefined) => {
    let plans = 0
    const plan: Shop['plan'] = () => {
      const isFirst = plans++ === 0
      const texts = { notices: [], titleNote: '' }
      return isFirst
        ? { kind: 'apply', changes: [], step: 'settings', ...texts }
        : { kind: 'end', verdict: closed, isNoOp, ...texts }
    }
    return beginWith({ apply, findAccepted, plan })
  }
  const settings = { kind: 'configured', description: 'settings', isLast: false, effect: 'settings' } as const
  const lose: Shop['apply'] = async () => {
    throw failureOf('no-response')
  }

  test('it says so', async () => {
    expect(await closedAfter(async () => settings)).toMatchObject({
      verdict: {
        result: 'unchanged',
        reason: 'it was closed',
        facts: { written: 'settings' },
      },
    })
  })

  test('it is unknown whether it was accepted: that is not green', async () => {
    expect(await closedAfter(lose)).toMatchObject({ verdict: { result: 'unknown' } })
  })

  test('it is found: it was accepted', async () => {
    expect(await closedAfter(lose, async () => settings)).toMatchObject({
      verdict: { result: 'unchanged', facts: { written: 'settings' }, isExtentUntold: true },
    })
  })

  test('nothing was written at all', async () => {
    const plan: Shop['plan'] = () => ({ kind: 'end', verdict: closed, isNoOp, notices: [], titleNote: '' })
    expect(await beginWith({ plan })).toMatchObject({
      verdict: { reason: 'it was closed', facts: { written: 'nothing' }, isExtentUntold: true },
    })
  })
})

describe('looking alone took all of the time', () => {
  const late = async (how: { isRollback?: boolean; parts?: Partial<Shop> }) => {
    let writes = 0
    const apply: Shop['apply'] = async () => {
      writes++
      return { kind: 'started', started: 'sent' }
    }
    const begun = await beginWith({ apply, ...how.parts }, { isLate: true, ...how })
    return { writes, begun }
  }

  test('what nobody could follow is not sent', async () => {
    expect(await late({})).toMatchObject({
      writes: 0,
      begun: {
        verdict: {
          result: 'timed-out',
          reasonCode: 'not-sent',
          facts: { written: 'nothing' },
        },
      },
    })
  })

  test('what served before is put back all the same', async () => {
    expect(await late({ isRollback: true })).toMatchObject({ writes: 1, begun: { kind: 'started' } })
  })

  test('a look that finds nothing to do is no matter of time', async () => {
    const verdict = { result: 'unchanged', reasonCode: 'no-changes', reason: 'nothing differs' } as const
    const plan: Shop['plan'] = () => ({ kind: 'end', verdict, notices: [], titleNote: '' })
    expect(await late({ parts: { plan } })).toMatchObject({ begun: { verdict: { result: 'unchanged' } } })
  })
})

describe('a job is cancelled', () => {
  test('between our look and our write: nothing is written any more', async () => {
    const { writes, verdict } = await cancelledAfter('planned')
    expect(writes).toBe(0)
    expect(verdict).toMatchObject({
      result: 'cancelled',
      facts: { written: 'nothing' },
    })
  })

  test('while a throttled write waits for its repetition: nothing is written any more', async () => {
    const { writes, verdict } = await cancelledAfter('throttled')
    expect(writes).toBe(1)
    expect(verdict).toMatchObject({
      result: 'cancelled',
      facts: { written: 'nothing' },
    })
  })

  test('while queued: nothing is written any more', async () => {
    const { writes, verdict } = await cancelledAfter('conflict')
    expect(writes).toBe(1)
    expect(verdict).toMatchObject({
      result: 'cancelled',
      facts: { written: 'nothing' },
    })
  })

  test('while looking for a write without an answer: it may still succeed', async () => {
    const { writes, verdict } = await cancelledAfter('no-response')
    expect(writes).toBe(1)
    expect(verdict).toMatchObject({
      result: 'cancelled',
      reason: expect.stringContaining('may still succeed'),
    })
  })
})

describe('a difference that is written, and shows again', () => {
  /** So many plans ask for a write, each with other lines; how often it is written. */
  const writesOf = async (plans: number, key?: string) => {
    let [asked, writes] = [0, 0]
    const plan: Shop['plan'] = () => {
      const texts = { notices: [], titleNote: '' }
      if (++asked > plans) {
        const verdict = { result: 'unchanged', reasonCode: 'no-changes', reason: 'as specified' } as const
        return { kind: 'end', verdict, ...texts }
      }
      const changes = [{ sign: '~', subject: 'power', detail: `look ${asked}` }] as const
      return { kind: 'apply', changes, step: 'settings', ...texts, ...(key !== undefined && { key }) }
    }
    const apply: Shop['apply'] = async () => {
      writes++
      return { kind: 'configured', description: '', isLast: false, effect: 'settings' }
    }
    const begun = await beginWith({ plan, apply })
    return { writes, begun }
  }

  test('is told by its key, whatever its lines say: it is waited for', async () => {
    expect(await writesOf(4, 'power')).toMatchObject({
      writes: 1,
      begun: { verdict: { result: 'success', reasonCode: 'settings-applied' } },
    })
  })

  test('has no key: its lines tell, and other lines are another difference', async () => {
    expect(await writesOf(4)).toMatchObject({ writes: 4 })
  })
})
