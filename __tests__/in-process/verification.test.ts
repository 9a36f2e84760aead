import { describe, expect, test } from '@jest/globals'
import { shopDeployment } from '../../simulator/lightsail/scenarios/shop.ts'
import type { Simulator } from '../../simulator/wire/server.ts'
import { runAction, writes } from './action.ts'
import { inputOf } from './helpers.ts'
import { runWithSite } from './site.ts'

/** What is found out at the public URL, and what follows from it. */

const update = 'UpdateContainerService'
const deploy = 'CreateContainerServiceDeployment'
const mark = 'TagResource'
const remove = 'DeleteContainerService'

/** Somebody else deploys, and is through at once. */
function somebodyDeploys({ account }: Pick<Simulator, 'account'>, image = 'ghcr.io/acme/shop:c0ffee') {
  return account.call(
    deploy,
    { serviceName: 'shop', ...shopDeployment(image) },
    { outcome: 'succeeds-at-once' },
  )
}

describe('while the URL is verified', () => {
  test('somebody deploys another version: ours does not serve, and the end is not green', async () => {
    const ended = await runWithSite({}, ({ turn, simulator }) => {
      if (turn === 1) somebodyDeploys(simulator)
      return {}
    })
    expect(ended).toMatchObject({ exitCode: 1, outputs: { result: 'superseded' } })
    expect(writes(ended)).toEqual([deploy])
  })

  test('somebody deploys another version, which does not verify: nothing is put over it', async () => {
    const ended = await runWithSite({ inputs: { 'rollback-on-failure': 'true' } }, ({ turn, simulator }) => {
      if (turn === 1) somebodyDeploys(simulator)
      return { status: 500 }
    })
    expect(writes(ended)).toEqual([deploy])
    expect(ended).toMatchObject({ exitCode: 1, outputs: { result: 'superseded', 'rolled-back': 'false' } })
  })

  test('somebody starts another version, which is through only when ours would be replaced: it is left alone', async () => {
    const ended = await runWithSite({ inputs: { 'rollback-on-failure': 'true' } }, ({ turn, simulator }) => {
      if (turn === 1) {
        const next = { serviceName: 'shop', ...shopDeployment('ghcr.io/acme/shop:c0ffee') }
        simulator.account.call(deploy, next, { outcome: 'succeeds' })
      }
      return { status: 500 }
    })
    expect(writes(ended)).toEqual([deploy, mark])
    expect(ended).toMatchObject({ exitCode: 1, outputs: { result: 'superseded', 'rolled-back': 'false' } })
  })

  test('somebody deletes the service: it is not made anew', async () => {
    const ended = await runWithSite({ inputs: { 'rollback-on-failure': 'true' } }, ({ turn, simulator }) => {
      if (turn === 1) simulator.account.call(remove, { serviceName: 'shop' })
      return { status: 404 }
    })
    expect(writes(ended)).toEqual([deploy])
    expect(ended.exitCode).toBe(1)
    expect(ended.outputs['rolled-back']).toBe('false')
  })

  test('somebody disables the service: it is not said to serve', async () => {
    const ended = await runWithSite({ inputs: { 'rollback-on-failure': 'true' } }, ({ turn, simulator }) => {
      if (turn === 1) simulator.account.call(update, { serviceName: 'shop', isDisabled: true })
      return { status: 503 }
    })
    expect(writes(ended)).toEqual([deploy])
    expect(ended.exitCode).toBe(1)
    expect(ended.outputs['reason']).not.toContain('keeps serving')
  })
})

describe('what the URL answers', () => {
  test('a redirect is followed: what stands at its end decides', async () => {
    const ended = await runWithSite(
      { inputs: { 'verify-body': 'commit 9a8b7c', 'verify-minutes': '1' } },
      ({ path }) =>
        path === '/' ? { status: 307, headers: { location: '/app' } } : { body: 'commit 9a8b7c' },
    )
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'success', verified: 'true' } })
  })

  test('a redirect that leads nowhere is shown', async () => {
    const ended = await runWithSite({}, ({ path }) =>
      path === '/' ? { status: 302, headers: { location: '/login' } } : { status: 404, body: 'no such page' },
    )
    expect(ended).toMatchObject({
      exitCode: 1,
      outputs: { 'reason-code': 'not-verified', verified: 'false' },
    })
    expect(ended.errors[0]).toMatch(/redirected to http:\/\/127\.0\.0\.1:\d+\/login/)
    expect(ended.errors[0]).toContain('no such page')
  })

  test('a redirect to itself is not an answer', async () => {
    const ended = await runWithSite({}, () => ({ status: 302, headers: { location: '/' } }))
    expect(ended).toMatchObject({ exitCode: 1, outputs: { verified: 'false' } })
  })

  test('a name that DNS does not know', async () => {
    const ended = await runAction({
      scenario: 'update',
      inputs: { 'verify-url': 'http://shop.invalid/', 'verify-minutes': '0.05' },
    })
    expect(ended.outputs['reason-code']).toBe('not-verified')
    expect(ended.errors[0]).toMatch(/ENOTFOUND|EAI_AGAIN/)
  })

  test('as asked, but not often enough before the time is up', async () => {
    const ended = await runWithSite({ inputs: { 'verify-minutes': '0.01' } }, () => ({}))
    expect(ended).toMatchObject({ exitCode: 1, outputs: { result: 'timed-out', verified: 'false' } })
    expect(ended.errors[0]).toContain('gives good answers, but time ran out before there were enough of them')
  })

  test('text that looks like markup or a workflow command is shown and not obeyed', async () => {
    const body = '\n::error::fake\n##[add-mask]shop </pre><script>alert(1)</script> @everyone'
    const ended = await runWithSite({}, () => ({ status: 500, body }))
    expect(ended.errors).toHaveLength(1)
    expect(ended.log).not.toContain('##[add-mask]')
    expect(ended.summary).not.toContain('<script>')
  })
})

describe('rollback-on-failure', () => {
  const wanted = { 'verify-url': 'true', 'verify-minutes': '0.05', 'rollback-on-failure': 'true' }

  test('putting back fails in turn: red, and the end says what serves', async () => {
    const ended = await runAction({
      scenario: 'does-not-verify',
      outcomes: ['succeeds-but-answers-500', 'crashes'],
      inputs: wanted,
    })
    expect(ended).toMatchObject({
      exitCode: 1,
      outputs: {
        'reason-code': 'rollback-failed',
        'rolled-back': 'false',
        verified: 'false',
        'deployment-version': '18',
        'deployment-state': 'ACTIVE',
      },
    })
    expect(ended.outputs['reason']).toContain('version 19 of shop failed, version 18 keeps serving')
    expect(writes(ended)).toEqual([deploy, deploy, mark])
  })

  test('the answer to putting back is lost: it is found, and not sent a second time', async () => {
    const ended = await runAction({
      scenario: 'does-not-verify',
      inputs: wanted,
      faults: [{ operation: deploy, calls: 2, effect: { kind: 'drop', when: 'after-acceptance' } }],
    })
    expect(ended.outputs).toMatchObject({ result: 'rolled-back', 'rolled-back': 'true' })
    expect(writes(ended)).toEqual([deploy, deploy, mark])
  })

  test('putting back is denied: said so, and what did not verify serves', async () => {
    const ended = await runAction({
      scenario: 'does-not-verify',
      inputs: wanted,
      faults: [{ operation: deploy, calls: 2, effect: { kind: 'access-denied' } }],
    })
    expect(ended.outputs).toMatchObject({ 'reason-code': 'rollback-failed', 'rolled-back': 'false' })
    expect(ended.outputs['reason']).toContain('access denied')
  })

  test('what is put back is what served last, also if somebody deployed between our look and our write', async () => {
    const ended = await runAction({
      scenario: 'does-not-verify',
      inputs: wanted,
      faults: [
        {
          operation: deploy,
          calls: 1,
          effect: {
            kind: 'event',
            happens: (account) =>
              account.call(
                deploy,
                { serviceName: 'shop', ...shopDeployment('ghcr.io/acme/shop:c0ffee') },
                { at: account.now() - 5_000, outcome: 'succeeds-at-once' },
              ),
          },
        },
      ],
    })
    expect(ended.outputs).toMatchObject({ 'deployment-version': '19', 'previous-version': '18' })
    expect(inputOf(ended, deploy, 1)).toMatchObject({
      containers: { app: { image: 'ghcr.io/acme/shop:c0ffee' } },
    })
  })
})
