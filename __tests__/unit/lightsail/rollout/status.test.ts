import {
  ContainerServiceDeploymentState,
  ContainerServiceState,
  ContainerServiceStateDetailCode,
} from '@aws-sdk/client-lightsail'
import { describe, expect, test } from '@jest/globals'
import type { Deployment, Service } from '../../../../src/lightsail/model/service.ts'
import { permanentFailure } from '../../../../src/lightsail/rollout/permanent-failure.ts'
import type { RolloutSnapshot } from '../../../../src/lightsail/rollout/started.ts'
import { isSelfContained, rolloutStatus } from '../../../../src/lightsail/rollout/status.ts'
import type { RolloutStatus } from '../../../../src/rollout/contract/target.ts'
import { deployment, publicAt, service, started, web } from '../../../support/shop.ts'

function look(seen: Partial<Service>, history?: readonly Deployment[]): RolloutSnapshot {
  return {
    kind: 'service',
    service: service(seen),
    history,
  }
}

/** `success`, `failed-kept-previous` …, or how the wait goes on. */
function outcome(judgement: RolloutStatus): string {
  return judgement.kind === 'done' ? judgement.verdict.result : judgement.kind
}

function seeing(seen: Partial<Service>, history?: readonly Deployment[]) {
  return rolloutStatus(started(), look(seen, history))
}
function active(version: number) {
  return deployment(version, 'ACTIVE')
}
const deploying = { state: 'DEPLOYING', current: active(17), next: deployment(18, 'ACTIVATING') }

/** What each state of our deployment means, whatever the state of the service. */
const endOf: Readonly<Record<ContainerServiceDeploymentState, string>> = {
  ACTIVATING: 'progressing',
  ACTIVE: 'success',
  INACTIVE: 'superseded',
  FAILED: 'failed-kept-previous',
}

describe('every state of our deployment has its verdict', () => {
  const states = Object.values(ContainerServiceDeploymentState)
  const serving = ['RUNNING', 'READY', 'DEPLOYING', 'UPDATING', 'HIBERNATING']
  const rows = states.flatMap((ours) => serving.map((state) => [ours, state] as const))

  test.each(rows)('ours is %s in the history while the service is %s', (ours, state) => {
    expect(outcome(seeing({ state, current: active(17) }, [deployment(18, ours), active(17)]))).toBe(
      endOf[ours],
    )
  })

  test.each(rows)('ours is %s as the next deployment while the service is %s', (ours, state) => {
    expect(outcome(seeing({ state, current: active(17), next: deployment(18, ours) }))).toBe(endOf[ours])
  })

  test('every terminal state of the API has a verdict at the first look', () => {
    const terminal = states.filter((state) => state !== 'ACTIVATING')
    const kinds = terminal.map((state) => seeing({ current: active(17) }, [deployment(18, state)]).kind)
    expect(kinds).toEqual(['done', 'done', 'done'])
  })

  test.each(['', 'UNKNOWN', 'ROLLED_BACK', 'active', 'SUCCEEDED', 'STOPPED', 'constructor'])(
    'ours is in the unknown state %j: never green, never ended, and named',
    (unknown) => {
      for (const seen of [
        seeing({ state: 'RUNNING', current: active(17) }, [deployment(18, unknown)]),
        seeing({ state: 'RUNNING', current: deployment(18, unknown) }),
        seeing({ state: 'DEPLOYING', current: active(17), next: deployment(18, unknown) }),
      ]) {
        expect(seen).toMatchObject({
          kind: 'progressing',
          phase: expect.stringContaining(`version 18 is in an unknown state, ${unknown}`),
        })
      }
    },
  )
})

describe("the service's own state is never proof", () => {
  const quiet = Object.values(ContainerServiceState).filter(
    (state) => state !== 'DELETING' && state !== 'DISABLED',
  )

  test.each([...quiet, 'HIBERNATING', ''])(
    'service %s, the previous version active, ours nowhere yet: keep looking',
    (state) => {
      // A creation takes minutes: only then there is no hurry.
      expect(seeing({ state, current: active(17) }, [active(17)])).toMatchObject({
        kind: 'progressing',
        pollOften: state !== 'PENDING',
      })
    },
  )

  test.each([...quiet, 'HIBERNATING'])(
    'service %s, the previous version active, ours failed: red',
    (state) => {
      expect(seeing({ state, current: active(17) }, [deployment(18, 'FAILED')])).toMatchObject({
        kind: 'done',
        verdict: {
          result: 'failed-kept-previous',
          reason: 'version 18 of shop failed, version 17 keeps serving',
        },
      })
    },
  )

  test('READY can mean that the first deployment failed', () => {
    const first = started({ version: 1, previous: undefined, created: true })
    expect(rolloutStatus(first, look({ state: 'READY' }, [deployment(1, 'FAILED')]))).toMatchObject({
      verdict: { result: 'failed-nothing-serving', reason: 'version 1 of shop failed, and nothing serves' },
    })
  })

  test.each(['READY', 'RUNNING', 'PENDING'])('service %s without any deployment: keep looking', (state) => {
    const first = started({ version: 1, previous: undefined, created: true })
    expect(outcome(rolloutStatus(first, look({ state }, [])))).toBe('progressing')
  })

  test('ours is the failed current deployment: nothing serves', () => {
    expect(outcome(seeing({ current: deployment(18, 'FAILED') }))).toBe('failed-nothing-serving')
  })

  test.each(['FAILED', 'INACTIVE', 'ACTIVATING', 'HIBERNATING'])(
    'a current deployment that is %s does not serve',
    (state) => {
      expect(outcome(seeing({ current: deployment(17, state) }, [deployment(18, 'FAILED')]))).toBe(
        'failed-nothing-serving',
      )
    },
  )
})

describe('somebody else', () => {
  test.each<[string, Partial<Service>, readonly Deployment[]]>([
    ['ours inactive, a newer one serves', { current: active(19) }, [active(19), deployment(18, 'INACTIVE')]],
    ['a newer one serves and ours is not in the list', { current: active(19) }, [active(19)]],
    ['a newer one serves and ours still says ACTIVE', { current: active(19) }, [active(18)]],
    [
      'the list rolled past 50: ours fell out of it',
      { current: active(70) },
      Array.from({ length: 50 }, (_, index) =>
        index === 0 ? active(70) : deployment(70 - index, 'INACTIVE'),
      ),
    ],
  ])('%s: superseded', (_, seen, history) => {
    expect(outcome(seeing(seen, history))).toBe('superseded')
  })

  test('ours inactive, nothing serves: doubtful, since an answer may lack the word that it was disabled', () => {
    expect(seeing({ state: 'READY' }, [deployment(18, 'INACTIVE')])).toMatchObject({
      kind: 'unconfirmed',
      verdict: { result: 'superseded' },
    })
  })

  test('superseded says which version serves', () => {
    expect(seeing({ current: active(19) }, [deployment(18, 'INACTIVE')])).toMatchObject({
      verdict: { reason: 'version 18 of shop was replaced: version 19, deployed by somebody else, serves' },
    })
  })

  test('superseded names no version that is older than ours: the service only lags behind its history', () => {
    expect(seeing({ current: active(17) }, [deployment(18, 'INACTIVE'), active(17)])).toMatchObject({
      kind: 'done',
      verdict: { result: 'superseded', reason: 'version 18 of shop was replaced' },
    })
  })

  test.each<[string, readonly Deployment[]]>([
    ['ours is inactive', [active(19), deployment(18, 'INACTIVE')]],
    ['ours is not in the list', [active(19), deployment(17, 'INACTIVE')]],
  ])('the history alone shows the newer one that serves, %s', (_, history) => {
    expect(seeing({ current: active(17) }, history)).toMatchObject({
      kind: 'done',
      verdict: { reason: 'version 18 of shop was replaced: version 19, deployed by somebody else, serves' },
    })
  })

  test('ours failed and a newer one serves: ours failed, and nothing claims that the old one is back', () => {
    const judgement = seeing({ current: active(19) }, [active(19), deployment(18, 'FAILED')])
    expect(judgement).toMatchObject({ kind: 'done', verdict: { reasonCode: 'deployment-failed' } })
    expect(JSON.stringify(judgement)).toContain('version 19')
  })

  test('a newer one is only on its way: ours is still judged by itself', () => {
    const next = deployment(19, 'ACTIVATING')
    expect(outcome(seeing({ current: active(18), next }))).toBe('success')
    expect(outcome(seeing({ current: active(17), next }, [next, deployment(18, 'FAILED')]))).toBe(
      'failed-kept-previous',
    )
  })

  test('the list rolled past ours while an older version serves: it failed, if later looks agree', () => {
    const history = Array.from({ length: 50 }, (_, index) => deployment(70 - index, 'FAILED'))
    expect(seeing({ current: active(17) }, history)).toMatchObject({
      kind: 'unconfirmed',
      verdict: { result: 'failed-kept-previous', reasonCode: 'deployment-failed' },
    })
  })
})

describe('the service goes away', () => {
  test('another with the same name is never ours, whatever its versions are: doubtful, since a read may lag', () => {
    const remade = (seen: Partial<Service>) =>
      rolloutStatus(started({ version: 1 }), { kind: 'remade', service: service(seen) })
    expect(remade({ current: active(1) })).toMatchObject({
      kind: 'unconfirmed',
      verdict: { result: 'superseded', reason: expect.stringContaining('another with the same name') },
    })
    expect(remade({ state: 'PENDING' })).toMatchObject({
      kind: 'unconfirmed',
      verdict: { result: 'failed-nothing-serving', reasonCode: 'service-gone' },
    })
  })

  test('it is gone: doubtful, since a single read may lag', () => {
    expect(rolloutStatus(started(), { kind: 'gone' })).toMatchObject({
      kind: 'unconfirmed',
      verdict: { result: 'failed-nothing-serving', reasonCode: 'service-gone' },
    })
  })

  test.each<[string, Partial<Service>, string]>([
    ['DELETING', { state: 'DELETING', current: active(17) }, 'service-gone'],
    ['DELETING with ours active', { state: 'DELETING', current: active(18) }, 'service-gone'],
    ['DISABLED', { state: 'DISABLED', current: active(17) }, 'service-disabled'],
    ['DISABLED with ours active', { state: 'DISABLED', current: active(18) }, 'service-disabled'],
    ['about to be disabled', { ...deploying, state: 'UPDATING', isDisabled: true }, 'service-disabled'],
  ])('%s: red, nothing serves', (_, seen, reasonCode) => {
    expect(seeing(seen, [])).toMatchObject({
      kind: 'done',
      verdict: { result: 'failed-nothing-serving', reasonCode },
    })
  })

  test.each<[string, Partial<Service>]>([
    ['switched off', { isDisabled: true }],
    ['DISABLED by its state alone', { state: 'DISABLED' }],
    ['being deleted', { state: 'DELETING' }],
  ])('ours failed in a service that is %s: nothing keeps serving', (_, seen) => {
    const judgement = seeing({ ...seen, current: active(17) }, [deployment(18, 'FAILED')])
    expect(outcome(judgement)).toBe('failed-nothing-serving')
  })
})

describe('a service that is being created', () => {
  const first = started({ version: 1, previous: undefined, created: true })
  const codes = Object.values(ContainerServiceStateDetailCode)
  const pending = (code: string, message = '') => look({ state: 'PENDING', detail: { code, message } }, [])
  const dead = ['CERTIFICATE_LIMIT_EXCEEDED', 'UNKNOWN_ERROR']

  test.each(dead)('PENDING with %s is a dead end and ends at once', (code) => {
    expect(rolloutStatus(first, pending(code))).toMatchObject({
      kind: 'done',
      verdict: { result: 'failed-nothing-serving', fix: expect.stringContaining('delete') },
    })
  })

  test.each([...codes.filter((code) => !dead.includes(code)), 'SOMETHING_NEW'])(
    'PENDING with %s goes on',
    (code) => {
      expect(outcome(rolloutStatus(first, pending(code)))).toBe('progressing')
      expect(permanentFailure(service({ state: 'PENDING', detail: { code, message: '' } }))).toBeUndefined()
    },
  )

  test.each(['DEPLOYING', 'UPDATING', 'RUNNING', 'READY'])(
    '%s with UNKNOWN_ERROR is no dead end',
    (state) => {
      expect(outcome(seeing({ ...deploying, state, detail: { code: 'UNKNOWN_ERROR', message: '' } }))).toBe(
        'progressing',
      )
    },
  )
})

describe('what is told while it moves', () => {
  const phase = (seen: Partial<Service>, spec = web) => {
    const judgement = rolloutStatus(started({ spec }), look({ ...deploying, ...seen }))
    return judgement.kind === 'progressing' ? [judgement.phase, judgement.pollOften] : judgement
  }
  const code = (text: string) => ({ detail: { code: text, message: '' } })

  test.each<[string, Partial<Service>, string, boolean]>([
    ['no detail', {}, 'deploying', false],
    ['creating', code('CREATING_DEPLOYMENT'), 'creating the deployment', false],
    ['checking', code('EVALUATING_HEALTH_CHECK'), 'checking health: GET :8080/ every 5 s, 2 in a row', false],
    ['near the end', code('ACTIVATING_DEPLOYMENT'), 'activating', true],
    ['a new code', code('WARMING_CACHES'), 'warming caches', false],
    ['a new state', { state: 'HIBERNATING' }, 'waiting (the service is HIBERNATING)', false],
  ])('%s', (_, seen, text, pollOften) => {
    expect(phase(seen)).toEqual([text, pollOften])
  })

  test('the check is the one that was sent, and a private service has none', () => {
    const checked = { ...web, publicEndpoint: publicAt('app', 3000, { path: '/up', intervalSeconds: 9 }) }
    expect(phase(code('EVALUATING_HEALTH_CHECK'), checked)).toEqual([
      'checking health: GET :3000/up every 9 s, 2 in a row',
      false,
    ])
    expect(phase(code('EVALUATING_HEALTH_CHECK'), { containers: web.containers })).toEqual([
      'checking that the containers stay up',
      false,
    ])
  })
})

describe('the history is read only when the service alone does not tell', () => {
  test.each<[string, Partial<Service>, boolean]>([
    ['ours is current', { current: active(18) }, true],
    ['ours is next', deploying, true],
    ['a dead end', { state: 'PENDING', detail: { code: 'UNKNOWN_ERROR', message: '' } }, true],
    ['ours has left: failed, replaced, or not there yet', { current: active(17) }, false],
    ['nothing is there', { state: 'READY' }, false],
  ])('%s', (_, seen, tells) => {
    expect(isSelfContained(service(seen), 18)).toBe(tells)
  })
})
