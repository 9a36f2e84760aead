import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { scenarioNamed } from '../../simulator/lightsail/scenarios/index.ts'
import { arrangeRunningShop, shopDeployment } from '../../simulator/lightsail/scenarios/shop.ts'
import type { Effect } from '../../simulator/wire/faults.ts'
import type { Simulator } from '../../simulator/wire/server.ts'
import { outputNames } from '../../src/lightsail/outputs.ts'
import { read } from '../contract/markdown.ts'
import { type ActionRun, runAction, type Situation, writes } from './action.ts'

const update = 'UpdateContainerService'
const deploy = 'CreateContainerServiceDeployment'
/** Of the version that failed its URL check. */
const mark = 'TagResource'
const create = 'CreateContainerService'
const remove = 'DeleteContainerService'
const digest = `ghcr.io/acme/shop@sha256:${'a1'.repeat(32)}`

const run = runAction

const settings = (inputs: Situation['inputs'], situation: Situation = {}): Promise<ActionRun> =>
  run({ scenario: 'update', ...situation, inputs: { image: '', ...inputs } })

const accepted = ({ calls }: ActionRun, operation: string): number =>
  calls.filter((call) => call.operation === operation && call.status === 200).length

const inputOf = ({ calls }: ActionRun, operation: string, turn = 0): unknown =>
  calls.filter((call) => call.operation === operation)[turn]?.input

/** Everything a person or another step can see of a run; masks are instructions to the runner, not text. */
const visible = ({ log, outputs, summary }: ActionRun): string =>
  [log.replace(/^::add-mask::.*$/gm, ''), JSON.stringify(outputs), summary].join('\n')

interface Visit {
  /** From 1. */
  readonly turn: number
  readonly path: string
  readonly simulator: Simulator
  kill(signal: 'SIGINT' | 'SIGTERM'): void
}

interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** A run that verifies a site of the test's own. */
const runWithSite = async (situation: Situation, answerOf: (visit: Visit) => Answer): Promise<ActionRun> => {
  let world: Pick<Visit, 'simulator' | 'kill'> | undefined
  let turn = 0
  const server = createServer((request, response) => {
    if (!world) return
    const answer = answerOf({ ...world, turn: ++turn, path: request.url ?? '' })
    response.writeHead(answer.status ?? 200, { ...answer.headers }).end(answer.body ?? 'hello')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await run({
      scenario: 'update',
      ...situation,
      inputs: {
        'verify-url': `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
        'verify-minutes': '0.05',
        ...situation.inputs,
      },
      during: ({ kill }, simulator) => {
        world = { simulator, kill }
      },
    })
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

/** Somebody else deploys, and is through at once. */
const somebodyDeploys = ({ account }: Pick<Simulator, 'account'>, image = 'ghcr.io/acme/shop:c0ffee') =>
  account.call(deploy, { serviceName: 'shop', ...shopDeployment(image) }, { fate: 'succeeds-at-once' })

const everyWriteDenied = [deploy, create, update, remove, 'TagResource'].map(
  (operation) => ({ operation, calls: 'every', effect: { kind: 'access-denied' } }) as never,
)

describe('a runner hands over every default of action.yml', () => {
  const action: { inputs: Record<string, { default?: string }> } = parse(read('action.yml'))
  const defaults = Object.fromEntries(
    Object.entries(action.inputs).map(([name, input]) => [name, input.default ?? '']),
  )
  const asRunner = { ...defaults, 'service-name': 'shop', 'poll-interval-seconds': '0.01' }

  test.each([
    ['deploy', 'success', { image: digest }],
    ['plan', 'planned', { image: digest }],
    ['rollback', 'success', {}],
    ['delete', 'deleted', {}],
    ['status', 'reported', {}],
  ])('mode: %s ends %s', async (mode, result, inputs) => {
    const ended = await run({ scenario: 'update', inputs: { ...asRunner, ...inputs, mode } })
    expect(ended.errors).toEqual([])
    expect(ended.outputs).toMatchObject({ result })
  })
})

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
        simulator.account.call(deploy, next, { fate: 'succeeds' })
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
    const ended = await run({
      scenario: 'update',
      inputs: { 'verify-url': 'http://shop.invalid/', 'verify-minutes': '0.05' },
    })
    expect(ended.outputs['reason-code']).toBe('not-verified')
    expect(ended.errors[0]).toMatch(/ENOTFOUND|EAI_AGAIN/)
  })

  test('as asked, but not often enough before the time is up', async () => {
    const ended = await runWithSite({ inputs: { 'verify-minutes': '0.01' } }, () => ({}))
    expect(ended).toMatchObject({ exitCode: 1, outputs: { result: 'timed-out', verified: 'false' } })
    expect(ended.errors[0]).toContain(
      'answers as asked, but the time ended before it had done so often enough',
    )
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
    const ended = await run({
      scenario: 'does-not-verify',
      fates: ['succeeds-but-answers-500', 'crashes'],
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
    const ended = await run({
      scenario: 'does-not-verify',
      inputs: wanted,
      faults: [{ operation: deploy, calls: 2, effect: { kind: 'drop', when: 'after-acceptance' } }],
    })
    expect(ended.outputs).toMatchObject({ result: 'rolled-back', 'rolled-back': 'true' })
    expect(writes(ended)).toEqual([deploy, deploy, mark])
  })

  test('putting back is denied: said so, and what did not verify serves', async () => {
    const ended = await run({
      scenario: 'does-not-verify',
      inputs: wanted,
      faults: [{ operation: deploy, calls: 2, effect: { kind: 'access-denied' } }],
    })
    expect(ended.outputs).toMatchObject({ 'reason-code': 'rollback-failed', 'rolled-back': 'false' })
    expect(ended.outputs['reason']).toContain('access denied')
  })

  test('what is put back is what served last, also if somebody deployed between our look and our write', async () => {
    const ended = await run({
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
                { at: account.now() - 5_000, fate: 'succeeds-at-once' },
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

describe('certificates', () => {
  const many = (count: number) => ({
    ...scenarioNamed('update'),
    switches: { certificateQuota: count },
    arrange: (account: Simulator['account']) => {
      arrangeRunningShop(account)
      for (let n = 1; n <= count; n++) {
        const domainName = `n${n}.example.com`
        account.call(
          'CreateCertificate',
          { certificateName: `cert-${n}`, domainName },
          { at: account.now() - 3_600_000 },
        )
      }
    },
  })

  test('one that stands on the second page is found', async () => {
    const ended = await run({
      scenario: many(30),
      inputs: { image: '', 'public-domain-names': 'cert-30=n30.example.com' },
    })
    expect(ended.outputs).toMatchObject({ result: 'success', 'reason-code': 'settings-applied' })
    expect(inputOf(ended, update)).toMatchObject({ publicDomainNames: { 'cert-30': ['n30.example.com'] } })
  })

  test('they may not be read: refused, with the permission', async () => {
    const ended = await run({
      scenario: many(1),
      inputs: { 'public-domain-names': 'cert-1=n1.example.com' },
      faults: [{ operation: 'GetCertificates', calls: 'every', effect: { kind: 'access-denied' } }],
    })
    expect(ended.outputs).toMatchObject({ result: 'refused', 'reason-code': 'access-denied' })
    expect(ended.errors[0]).toContain('allow lightsail:GetCertificates')
    expect(writes(ended)).toEqual([])
  })

  test('a certificate called like something that every object has', async () => {
    const ended = await settings({ 'public-domain-names': 'constructor=' })
    expect(ended.outputs['result']).toBe('unchanged')
  })
})

describe('settings while something else is going on', () => {
  test('a deployment is in progress: it is waited for, then the settings, then ours', async () => {
    const ended = await run({ scenario: 'deployment-in-progress', inputs: { scale: '2' } })
    expect(ended.outputs).toMatchObject({
      result: 'success',
      'deployment-version': '19',
      'previous-version': '18',
    })
    expect(writes(ended)).toEqual([update, deploy])
  })

  test('if-in-progress: fail refuses before anything is written', async () => {
    const ended = await run({
      scenario: 'deployment-in-progress',
      secondsPerCall: 1,
      inputs: { scale: '2', tags: 'a=b', 'if-in-progress': 'fail' },
    })
    expect(ended.outputs).toMatchObject({ result: 'refused', 'reason-code': 'deployment-in-progress' })
    expect(writes(ended)).toEqual([])
  })

  test('if-in-progress: fail does not mean the update that this run made', async () => {
    const ended = await run({ scenario: 'update', inputs: { scale: '2', 'if-in-progress': 'fail' } })
    expect(ended.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
  })

  test.each([
    ['with an image', {}],
    ['alone', { image: '' }],
  ])(
    'our update never ends: the budget does, and says that the settings were written (%s)',
    async (_, inputs) => {
      const ended = await run({
        scenario: 'update',
        switches: { updateSeconds: 1e9 },
        inputs: { scale: '2', 'wait-for-minutes': '0.2', ...inputs },
      })
      expect(ended).toMatchObject({ exitCode: 1, outputs: { result: 'timed-out' } })
      expect(ended.outputs['reason']).toContain('the settings were written')
      expect(writes(ended)).toEqual([update])
    },
  )

  test('somebody makes the same changes while we wait: nothing is left to do, and nothing is said to be changed', async () => {
    const ended = await settings(
      { scale: '2' },
      {
        faults: [
          {
            operation: update,
            calls: 1,
            effect: {
              kind: 'event',
              happens: (account) => account.call(update, { serviceName: 'shop', scale: 2 }),
            },
          },
        ],
      },
    )
    expect(ended.outputs).toMatchObject({ result: 'unchanged', 'has-changes': 'false', 'changes-count': '0' })
    expect(accepted(ended, update)).toBe(0)
  })

  test("somebody else's update never ends: nothing was changed", async () => {
    const ended = await run({
      scenario: 'updating-service',
      switches: { updateSeconds: 1e9 },
      inputs: { power: 'micro', 'wait-for-minutes': '0.2' },
    })
    expect(ended.outputs).toMatchObject({ result: 'timed-out', 'reason-code': 'queue-timeout' })
    expect(ended.outputs['reason']).toContain('nothing was changed')
    expect(writes(ended)).toEqual([])
  })
})

describe('settings that are written in part', () => {
  test('the tags are accepted and the update is denied: it is not said that nothing was changed', async () => {
    const ended = await settings(
      { tags: 'a=b', scale: '2' },
      { faults: [{ operation: update, calls: 'every', effect: { kind: 'access-denied' } }] },
    )
    expect(ended.exitCode).toBe(1)
    expect(accepted(ended, 'TagResource')).toBe(1)
    expect(ended.outputs['reason']).not.toContain('nothing was changed')
  })

  test('the update is accepted and the deployment is denied', async () => {
    const ended = await run({ scenario: 'deploy-denied', inputs: { scale: '2' } })
    expect(ended.outputs['reason-code']).toBe('access-denied')
    expect(ended.outputs['reason']).toContain('the settings were written, nothing was deployed')
  })

  test('the credentials end while our update is through: that is no refusal, as something was changed', async () => {
    const ended = await settings(
      { scale: '2' },
      {
        faults: [
          {
            operation: 'GetContainerServices',
            calls: ({ ordinal }) => ordinal > 1,
            effect: { kind: 'expired-token' },
          },
        ],
      },
    )
    expect(ended.outputs).toMatchObject({ result: 'unknown', 'reason-code': 'credentials-expired' })
    expect(ended.outputs['reason']).toContain('the settings were written')
  })

  test('settings and an image that runs already: no new version', async () => {
    const ended = await run({ scenario: 'registry', inputs: { image: ':shop.app.5', scale: '2' } })
    expect(ended.outputs).toMatchObject({ result: 'success', 'reason-code': 'settings-applied' })
    expect(writes(ended)).toEqual([update])
  })

  test('the role for private ECR alone: its ARN and the statement to add', async () => {
    const ended = await settings({ 'ecr-image-puller-role': 'true' })
    expect(ended.outputs['result']).toBe('success')
    expect(ended.outputs['principal-arn']).toContain('private-repo-access')
    expect(ended.log).toContain('"Sid":"LightsailPull"')
  })

  test('a first deployment from private ECR of another Region is warned of', async () => {
    const image = '123456789012.dkr.ecr.us-east-1.amazonaws.com/shop:1'
    const ended = await run({
      scenario: 'empty-account',
      inputs: { image, 'container-port': '80', mode: 'plan' },
    })
    expect(ended.log).toContain('Lightsail pulls from private ECR of its own Region only')
  })
})

describe('lost answers', () => {
  const lost: readonly (readonly [string, Effect])[] = [
    ['reset, accepted', { kind: 'drop', when: 'after-acceptance' }],
    ['reset, not accepted', { kind: 'drop', when: 'before-acceptance' }],
    ['HTTP 500, accepted', { kind: 'service-exception', accepted: true }],
    ['cut in the middle', { kind: 'truncate' }],
  ]

  test.each(lost)('TagResource: %s', async (_, effect) => {
    const ended = await settings(
      { tags: 'a=b' },
      { faults: [{ operation: 'TagResource', calls: 1, effect }] },
    )
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'success' } })
  })

  test.each(lost)(
    'UpdateContainerService, settings alone: what this run did is not "unchanged": %s',
    async (_, effect) => {
      const ended = await settings({ scale: '2' }, { faults: [{ operation: update, calls: 1, effect }] })
      expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'success', 'has-changes': 'true' } })
      expect(
        accepted(ended, update) + ended.calls.filter(({ status }) => status !== 200).length,
      ).toBeLessThan(4)
    },
  )

  test.each(lost)(
    'UpdateContainerService with if-in-progress: fail: it is our own: %s',
    async (_, effect) => {
      const ended = await run({
        scenario: 'update',
        inputs: { scale: '2', 'if-in-progress': 'fail' },
        faults: [{ operation: update, calls: 1, effect }],
      })
      expect(ended.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
    },
  )

  test.each(['TagResource', update])(
    '%s never gets an answer: the run ends, and does not claim to know',
    async (operation) => {
      const ended = await settings(
        { scale: '2', tags: 'a=b', 'max-retries': '1' },
        {
          faults: [
            {
              operation: operation as never,
              calls: 'every',
              effect: { kind: 'drop', when: 'before-acceptance' },
            },
          ],
        },
      )
      expect(ended).toMatchObject({ exitCode: 1, outputs: { result: 'unknown' } })
      expect(ended.operations.filter((name) => name === operation).length).toBeLessThan(4)
    },
  )

  test.each([
    ['TagResource', { tags: 'a=b' }],
    [update, { scale: '2' }],
    [update, { scale: '2', tags: 'a=b' }],
  ])('%s %j, accepted, and max-retries: 0: nothing needs to be repeated', async (operation, inputs) => {
    const ended = await run({
      scenario: 'update',
      inputs: { ...inputs, 'max-retries': '0' },
      faults: [
        { operation: operation as never, calls: 1, effect: { kind: 'drop', when: 'after-acceptance' } },
      ],
    })
    expect(ended.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
  })

  test('an update that was not accepted, and nobody can look any more: it is not said to be written', async () => {
    const ended = await settings(
      { scale: '2' },
      {
        faults: [
          { operation: update, calls: 1, effect: { kind: 'drop', when: 'before-acceptance' } },
          {
            operation: 'GetContainerServices',
            calls: ({ ordinal }) => ordinal > 1,
            effect: { kind: 'expired-token' },
          },
        ],
      },
    )
    expect(ended).toMatchObject({ exitCode: 1, outputs: { result: 'unknown' } })
    expect(ended.outputs['reason']).not.toContain('the settings were written')
    expect(ended.outputs['reason']).not.toContain('nothing was changed')
  })

  test.each(lost)('CreateContainerService without a deployment: made once: %s', async (_, effect) => {
    const ended = await settings(
      { power: 'micro' },
      { scenario: 'empty-account', faults: [{ operation: create, calls: 1, effect }] },
    )
    expect(ended.outputs).toMatchObject({ result: 'success', 'service-created': 'true', state: 'READY' })
    expect(accepted(ended, create)).toBeLessThan(2)
  })

  test('a deployment of the newest stored image is found again, although Lightsail shows its number', async () => {
    const ended = await run({
      scenario: 'registry',
      inputs: { image: ':shop.app.latest', command: 'serve' },
      faults: [{ operation: deploy, calls: 1, effect: { kind: 'drop', when: 'after-acceptance' } }],
    })
    expect(writes(ended)).toEqual([deploy])
    expect(ended.outputs['result']).toBe('success')
  })
})

describe('a new service without a deployment', () => {
  test('is made with its settings, and waited for', async () => {
    const ended = await settings({ power: 'micro', scale: '2', tags: 'a=b' }, { scenario: 'empty-account' })
    expect(ended).toMatchObject({
      exitCode: 0,
      outputs: {
        result: 'success',
        'service-created': 'true',
        state: 'READY',
        url: '',
        'monthly-cost': '20.00',
      },
    })
    expect(writes(ended)).toEqual([create])
    expect(inputOf(ended, create)).toMatchObject({
      power: 'micro',
      scale: 2,
      tags: [{ key: 'a', value: 'b' }],
    })
    expect(inputOf(ended, create)).not.toHaveProperty('deployment')
  })

  test('a second run finds nothing to do', async () => {
    let again: ActionRun | undefined
    await run({
      scenario: 'empty-account',
      inputs: { image: '', power: 'micro', tags: 'a=b' },
      afterwards: async (rerun) => {
        again = await rerun({ image: '', power: 'micro', tags: 'a=b' })
      },
    })
    expect(again?.outputs).toMatchObject({ result: 'unchanged', 'has-changes': 'false' })
  })

  test('it gets stuck: red at once, with the cause', async () => {
    const ended = await settings({ power: 'micro' }, { scenario: 'stuck-certificate-limit' })
    expect(ended).toMatchObject({ exitCode: 1, outputs: { 'reason-code': 'certificate-limit' } })
    expect(ended.outputs['reason']).not.toContain('nothing was changed')
  })
})

describe('wait-for-service-stability: false ends when the last write was accepted', () => {
  const hasty = { 'wait-for-service-stability': 'false' }

  test('settings and an image: the deployment is sent once the settings are through', async () => {
    const ended = await run({ scenario: 'update', inputs: { ...hasty, scale: '2', tags: 'a=b' } })
    expect(ended).toMatchObject({
      exitCode: 0,
      outputs: { result: 'started', 'deployment-version': '18', 'deployment-state': 'ACTIVATING' },
    })
    expect(writes(ended)).toEqual(['TagResource', update, deploy])
    expect(ended.operations.at(-1)).toBe(deploy)
  })

  test('a rollback', async () => {
    const ended = await run({ scenario: 'update', inputs: { ...hasty, mode: 'rollback', image: '' } })
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'started', 'deployment-version': '18' } })
    expect(ended.operations.at(-1)).toBe(deploy)
  })

  test('a deletion', async () => {
    const ended = await run({ scenario: 'update', inputs: { ...hasty, mode: 'delete', image: '' } })
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'started' } })
    expect(ended.operations.at(-1)).toBe(remove)
  })

  test('settings alone', async () => {
    const ended = await settings({ ...hasty, scale: '2' })
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'started', 'has-changes': 'true' } })
    expect(ended.operations.at(-1)).toBe(update)
  })

  test('tags and settings alone', async () => {
    const ended = await settings({ ...hasty, scale: '2', tags: 'a=b' })
    expect(ended.outputs['result']).toBe('started')
    expect(writes(ended)).toEqual(['TagResource', update])
    expect(ended.operations.at(-1)).toBe(update)
  })

  test('a new service alone', async () => {
    const ended = await settings({ ...hasty, power: 'micro' }, { scenario: 'empty-account' })
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'started', 'service-created': 'true' } })
    expect(ended.operations.at(-1)).toBe(create)
  })

  test('nothing to do is unchanged all the same', async () => {
    expect((await settings({ ...hasty, scale: '1' })).outputs['result']).toBe('unchanged')
  })
})

describe('max-monthly-cost', () => {
  const prices = (effect: Effect, calls: 1 | 'every' = 'every') => ({
    operation: 'GetContainerServicePowers' as const,
    calls,
    effect,
  })

  test.each(['deploy', 'plan'])(
    'the prices may not be read: %s is refused, with the permission',
    async (mode) => {
      const ended = await run({
        scenario: 'update',
        inputs: { mode, 'max-monthly-cost': '100' },
        faults: [prices({ kind: 'access-denied' })],
      })
      expect(ended).toMatchObject({
        exitCode: 1,
        outputs: { result: 'refused', 'reason-code': 'cost-unknown' },
      })
      expect(ended.errors[0]).toContain('lightsail:GetContainerServicePowers')
      expect(writes(ended)).toEqual([])
    },
  )

  test.each([
    ['throttled', { kind: 'throttle' }],
    ['HTTP 500', { kind: 'service-exception' }],
    ['reset', { kind: 'drop', when: 'before-acceptance' }],
  ] as const)('the prices are asked for again: %s once', async (_, effect) => {
    const ended = await run({
      scenario: 'update',
      inputs: { 'max-monthly-cost': '100' },
      faults: [prices(effect, 1)],
    })
    expect(ended.outputs['result']).toBe('success')
  })

  test('without it nobody needs the prices', async () => {
    const ended = await run({
      scenario: 'update',
      inputs: { scale: '2' },
      faults: [prices({ kind: 'access-denied' })],
    })
    expect(ended.outputs).toMatchObject({ result: 'success', 'monthly-cost': '' })
  })

  test('a price that Lightsail does not name is unknown, not a number', async () => {
    const alter = (body: string) => body.replaceAll(/"price":\d+,/g, '')
    const ended = await run({
      scenario: 'update',
      inputs: { 'max-monthly-cost': '100' },
      faults: [prices({ kind: 'alter', alter })],
    })
    expect(ended.outputs).toMatchObject({ result: 'refused', 'reason-code': 'cost-unknown' })
    expect(visible(ended)).not.toContain('NaN')
  })

  test('a service that would be made is priced as well', async () => {
    const ended = await run({
      scenario: 'empty-account',
      inputs: { power: 'xlarge', 'container-port': '80', 'max-monthly-cost': '100' },
    })
    expect(ended.outputs).toMatchObject({ result: 'refused', 'reason-code': 'cost-limit-exceeded' })
    expect(ended.operations).not.toContain(create)
  })
})

describe('mode: plan writes nothing, whatever there is', () => {
  test.each([
    'update',
    'empty-account',
    'ready-service',
    'disabled-service',
    'updating-service',
    'deleting-service',
    'deployment-in-progress',
    'two-containers',
    'certificates',
  ])('%s', async (scenario) => {
    const ended = await run({
      scenario,
      secondsPerCall: 1,
      faults: everyWriteDenied,
      inputs: {
        mode: 'plan',
        'container-name': 'app',
        'container-port': '8080',
        scale: '2',
        tags: 'a=b',
        disabled: 'false',
        'ecr-image-puller-role': 'true',
      },
    })
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'planned', 'has-changes': 'true' } })
    expect(writes(ended)).toEqual([])
  })

  test('settings alone', async () => {
    const ended = await settings({ mode: 'plan', scale: '2' }, { faults: everyWriteDenied })
    expect(ended.outputs).toMatchObject({ result: 'planned', 'changes-count': '1' })
  })
})

describe('mode: rollback', () => {
  const rollback = (inputs: Situation['inputs'], situation: Situation = {}): Promise<ActionRun> =>
    settings({ mode: 'rollback', ...inputs }, situation)

  test('while a deployment is in progress: waits, and puts back what served before that one', async () => {
    const ended = await rollback({}, { scenario: 'deployment-in-progress' })
    expect(ended.outputs).toMatchObject({ result: 'success', 'deployment-version': '19' })
    expect(inputOf(ended, deploy)).toMatchObject({
      containers: { app: { image: 'ghcr.io/acme/shop:1f2e3d' } },
    })
    expect(writes(ended)).toEqual([deploy])
  })

  test('while a deployment is in progress that then fails: what serves is left, and the one before it comes back', async () => {
    const ended = await rollback(
      { 'rollback-to': '17' },
      {
        scenario: {
          ...scenarioNamed('update'),
          arrange: (account) => {
            arrangeRunningShop(account)
            const next = { serviceName: 'shop', ...shopDeployment('ghcr.io/acme/shop:c0ffee') }
            account.call(deploy, next, { at: account.now() - 60_000, fate: 'crashes' })
          },
        },
      },
    )
    expect(ended.outputs['result']).toBe('unchanged')
    expect(writes(ended)).toEqual([])
  })

  test('if-in-progress: fail', async () => {
    const ended = await rollback(
      { 'if-in-progress': 'fail' },
      { scenario: 'deployment-in-progress', secondsPerCall: 1 },
    )
    expect(ended.outputs).toMatchObject({ result: 'refused', 'reason-code': 'deployment-in-progress' })
  })

  test('it fails: red, and the version before keeps serving', async () => {
    const ended = await rollback({}, { fates: ['crashes'] })
    expect(ended).toMatchObject({ exitCode: 1, outputs: { result: 'failed-kept-previous' } })
    expect(writes(ended)).toEqual([deploy])
  })

  test('its answer is lost: found, and not sent a second time', async () => {
    const ended = await rollback(
      {},
      { faults: [{ operation: deploy, calls: 1, effect: { kind: 'drop', when: 'after-acceptance' } }] },
    )
    expect(ended.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
    expect(writes(ended)).toEqual([deploy])
  })

  test('a version that Lightsail has forgotten is refused with those there are', async () => {
    const ended = await rollback({ 'rollback-to': '3' }, { switches: { deploymentsKept: 5 } })
    expect(ended.outputs).toMatchObject({ result: 'refused', 'reason-code': 'version-not-usable' })
    expect(ended.errors[0]).toContain('17 (serving), 16, 15, 14, 13')
  })

  test.each(['newest-first', 'ascending'] as const)(
    'whatever the order of the history: %s',
    async (deploymentOrder) => {
      const ended = await rollback({ 'rollback-to': '8' }, { switches: { deploymentOrder } })
      expect(inputOf(ended, deploy)).toMatchObject({
        containers: { app: { image: expect.stringMatching(/^ghcr\.io\/acme\/shop:(?!1f2e3d)/) } },
      })
      expect(ended.outputs['result']).toBe('success')
    },
  )

  test('public images need no permission for the stored ones', async () => {
    const ended = await rollback(
      {},
      { faults: [{ operation: 'GetContainerImages', calls: 'every', effect: { kind: 'access-denied' } }] },
    )
    expect(ended.outputs['result']).toBe('success')
  })

  test('the newest image of a label, where Lightsail shows it as it was written', async () => {
    const ended = await rollback(
      {},
      {
        scenario: {
          ...scenarioNamed('registry'),
          switches: { latestIsShownResolved: false },
          arrange: (account) => {
            scenarioNamed('registry').arrange(account)
            const next = { serviceName: 'shop', ...shopDeployment('ghcr.io/acme/shop:1') }
            account.call(deploy, next, { at: account.now() - 3_600_000, fate: 'succeeds-at-once' })
          },
        },
      },
    )
    expect(ended.outputs['result']).toBe('success')
  })

  test('the URL is verified as after any deployment', async () => {
    const ended = await rollback(
      { 'verify-url': 'true', 'verify-body': '"service":"shop"' },
      { switches: { urlTemplate: 'loopback' } },
    )
    expect(ended.outputs).toMatchObject({ result: 'success', verified: 'true' })
  })

  test('a disabled service is refused, with a fix that works', async () => {
    const ended = await rollback({}, { scenario: 'disabled-service' })
    expect(ended.outputs).toMatchObject({ result: 'refused', 'reason-code': 'service-disabled' })
    expect(ended.errors[0]).not.toMatch(/Fix +set disabled: false, which enables it first$/m)
  })
})

describe('mode: delete', () => {
  const deletion = (situation: Situation, inputs: Situation['inputs'] = {}): Promise<ActionRun> =>
    settings({ mode: 'delete', ...inputs }, { secondsPerCall: 5, ...situation })

  const pending = {
    ...scenarioNamed('empty-account'),
    arrange: (account: Simulator['account']) =>
      void account.call(
        create,
        { serviceName: 'shop', power: 'nano', scale: 1 },
        { at: account.now() - 1_000 },
      ),
  }

  test('while it is being created: waits until it can be deleted', async () => {
    const ended = await deletion({ scenario: pending, secondsPerCall: 20 })
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'deleted' } })
    expect(accepted(ended, remove)).toBe(1)
  })

  test('while it is being created, with if-in-progress: fail', async () => {
    const ended = await deletion({ scenario: pending }, { 'if-in-progress': 'fail' })
    expect(ended).toMatchObject({ exitCode: 1, outputs: { result: 'refused' } })
    expect(accepted(ended, remove)).toBe(0)
  })

  test.each(['CERTIFICATE_LIMIT_EXCEEDED', 'UNKNOWN_ERROR'] as const)(
    'its creation is stuck: %s',
    async (creation) => {
      const scenario = {
        ...pending,
        switches: { creation },
        arrange: (account: Simulator['account']) =>
          void account.call(
            create,
            { serviceName: 'shop', power: 'nano', scale: 1 },
            { at: account.now() - 600_000 },
          ),
      }
      expect((await deletion({ scenario })).outputs['result']).toBe('deleted')
    },
  )

  test('somebody is deleting it, and a second deletion is rejected: it is followed', async () => {
    const ended = await deletion({
      scenario: 'deleting-service',
      secondsPerCall: 1,
      switches: { secondDelete: 'rejected' },
    })
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'deleted' } })
  })

  test('somebody has deleted it between our look and our write: it is gone, as asked', async () => {
    const ended = await deletion({
      switches: { deleteSeconds: 0 },
      faults: [
        {
          operation: remove,
          calls: 1,
          effect: { kind: 'event', happens: (account) => account.call(remove, { serviceName: 'shop' }) },
        },
      ],
    })
    expect(ended.exitCode).toBe(0)
    expect(['deleted', 'unchanged']).toContain(ended.outputs['result'])
  })

  test('somebody makes a new one of the same name at once: ours is gone, and the new one is left alone', async () => {
    const ended = await deletion(
      {
        scenario: {
          ...scenarioNamed('update'),
          events: [
            {
              dueAt: ({ records }) => records.services[0]?.deletion?.goneAt,
              happens: (account, at) =>
                account.call(create, { serviceName: 'shop', power: 'nano', scale: 1 }, { at }),
            },
          ],
        },
      },
      { 'wait-for-minutes': '0.5' },
    )
    expect(ended.outputs['result']).toBe('deleted')
    expect(writes(ended)).toEqual([remove])
  })

  test('a deletion that is never through: the budget ends it, red', async () => {
    const ended = await deletion({ switches: { deleteSeconds: 1e9 } }, { 'wait-for-minutes': '0.2' })
    expect(ended).toMatchObject({ exitCode: 1, outputs: { result: 'timed-out' } })
    expect(ended.outputs['reason']).not.toContain('may still succeed')
  })
})

describe('reads that lag behind writes', () => {
  const lagging: Situation = { secondsPerCall: 5, switches: { readLagSeconds: 30 } }

  test('tags alone: written once, and in the end they are there', async () => {
    const ended = await settings({ tags: 'a=b' }, lagging)
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'success' } })
    expect(accepted(ended, 'TagResource')).toBe(1)
  })

  test.each([
    ['slowly', 120],
    ['at once', 0],
  ])('settings alone, that are through %s: updated once', async (_, updateSeconds) => {
    const ended = await settings(
      { scale: '2' },
      { ...lagging, switches: { ...lagging.switches, updateSeconds } },
    )
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'success' } })
    expect(accepted(ended, update)).toBe(1)
  })

  test('settings and an image: updated once, deployed once', async () => {
    const ended = await run({ scenario: 'update', ...lagging, inputs: { scale: '2', tags: 'a=b' } })
    expect(ended.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
    expect([accepted(ended, update), accepted(ended, deploy)]).toEqual([1, 1])
  })

  test('a deletion', async () => {
    const ended = await settings({ mode: 'delete' }, lagging)
    expect(ended.outputs['result']).toBe('deleted')
    expect(accepted(ended, remove)).toBe(1)
  })

  test('a rollback', async () => {
    const ended = await settings({ mode: 'rollback' }, lagging)
    expect(ended.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
    expect(accepted(ended, deploy)).toBe(1)
  })

  test('a new service alone', async () => {
    const ended = await settings({ power: 'micro' }, { ...lagging, scenario: 'empty-account' })
    expect(ended.outputs).toMatchObject({ result: 'success', 'service-created': 'true' })
    expect(accepted(ended, create)).toBe(1)
  })
})

describe('somebody else changes the same setting back', () => {
  const back = (howOften: number): Situation => {
    let times = 0
    return {
      switches: { updateSeconds: 0 },
      faults: [
        {
          operation: 'GetContainerServices',
          calls: ({ ordinal }) => ordinal > 1,
          effect: {
            kind: 'event',
            happens: (account) => {
              if (++times <= howOften) account.call(update, { serviceName: 'shop', scale: 1 })
            },
          },
        },
      ],
    }
  }

  test('once: it is corrected again', async () => {
    const ended = await settings({ scale: '2' }, back(1))
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'success' } })
  })

  test('again and again: the run gives up, and says that it did write', async () => {
    const ended = await settings({ scale: '2' }, back(Number.POSITIVE_INFINITY))
    expect(ended).toMatchObject({ exitCode: 1, outputs: { 'reason-code': 'drift-persists' } })
    expect(ended.outputs['reason']).not.toContain('nothing was changed')
    expect(writes(ended).length).toBeLessThan(6)
  })
})

describe('the job is cancelled', () => {
  /** Signals with that call; then the run sleeps until it hears of it. */
  const cancelledWith = (operation: string, turn: number, situation: Situation): Promise<ActionRun> => {
    let kill: () => void = () => undefined
    let seen = 0
    return run({
      scenario: 'update',
      secondsPerCall: 0,
      ...situation,
      inputs: { 'poll-interval-seconds': '600', ...situation.inputs },
      during: (child) => {
        kill = () => child.kill('SIGINT')
      },
      onCall: (call) => {
        if (call.operation === operation && ++seen === turn) kill()
      },
    })
  }
  const expectCancelled = (ended: ActionRun) => {
    expect(ended).toMatchObject({ exitCode: 1, outputs: { result: 'cancelled', 'service-name': 'shop' } })
    expect(Object.keys(ended.outputs).sort()).toEqual([...outputNames].sort())
    expect(ended.errors).toHaveLength(1)
    expect(ended.summary).toContain('cancelled')
  }

  test('while the settings are updated: nothing is deployed any more', async () => {
    const ended = await cancelledWith('GetContainerServices', 2, { inputs: { scale: '2' } })
    expectCancelled(ended)
    expect(writes(ended)).toEqual([update])
    expect(ended.outputs['reason']).toContain('the settings were written, nothing was deployed')
  })

  test('while waiting for our turn: nothing was changed', async () => {
    const ended = await cancelledWith('GetContainerServices', 1, {
      scenario: 'deployment-in-progress',
      inputs: { scale: '2' },
    })
    expectCancelled(ended)
    expect(ended.outputs['reason']).toContain('nothing was changed')
    expect(writes(ended)).toEqual([])
  })

  test('while a rollback is followed', async () => {
    const ended = await cancelledWith('GetContainerServices', 2, { inputs: { mode: 'rollback', image: '' } })
    expectCancelled(ended)
    expect(ended.outputs['deployment-version']).toBe('18')
  })

  test('while a deletion is followed: nothing is said of a deployment', async () => {
    const ended = await cancelledWith('GetContainerServices', 2, { inputs: { mode: 'delete', image: '' } })
    expectCancelled(ended)
    expect(writes(ended)).toEqual([remove])
    expect(ended.outputs['reason']).not.toContain('deployment may still succeed')
  })

  test('before a deletion is sent: nothing is said of a deployment', async () => {
    const ended = await cancelledWith('GetContainerServices', 1, {
      scenario: 'deployment-in-progress',
      inputs: { mode: 'delete', image: '' },
    })
    expectCancelled(ended)
    expect(writes(ended)).toEqual([])
    expect(ended.outputs['reason']).toContain('nothing was changed')
    expect(ended.outputs['reason']).not.toContain('before the deployment was sent')
  })

  test.each(['true', 'false'])(
    'while the URL is verified: nothing is put back (rollback-on-failure: %s)',
    async (rollback) => {
      const ended = await runWithSite(
        { inputs: { 'verify-minutes': '5', 'rollback-on-failure': rollback } },
        ({ turn, kill }) => {
          if (turn === 3) kill('SIGINT')
          return { status: 503 }
        },
      )
      expectCancelled(ended)
      expect(writes(ended)).toEqual([deploy])
      expect(ended.outputs).toMatchObject({ 'deployment-version': '18', 'rolled-back': 'false' })
    },
  )

  test('while what served before is put back: the end says that it goes on', async () => {
    let puttingBack = false
    let kill: () => void = () => undefined
    const ended = await runWithSite(
      {
        fates: ['succeeds', 'never-ends'],
        inputs: { 'rollback-on-failure': 'true' },
        onCall: ({ operation, input }) => {
          if (operation === deploy && JSON.stringify(input).includes('1f2e3d')) puttingBack = true
          else if (operation === 'GetContainerServices' && puttingBack) kill()
        },
      },
      (visit) => {
        kill = () => visit.kill('SIGINT')
        return { status: 500 }
      },
    )
    expectCancelled(ended)
    expect(writes(ended)).toEqual([deploy, deploy, mark])
    expect(ended.outputs['reason']).toContain('the service goes on by itself')
  })
})

describe('environment values never appear', () => {
  const canary = (where: string) => `canary-${where}-7f3a91`
  const running = scenarioNamed('update')
  const scenario = {
    ...running,
    arrange: (account: Simulator['account']) => {
      arrangeRunningShop(account)
      for (const [index, where] of ['old', 'older', 'now'].entries()) {
        const app = {
          image: 'ghcr.io/acme/shop:1',
          environment: { TOKEN: canary(where), [`ONLY_${where.toUpperCase()}`]: canary(`only-${where}`) },
          command: ['serve', '--token', canary(where)],
          ports: { '8080': 'HTTP' },
        }
        account.call(
          deploy,
          {
            serviceName: 'shop',
            containers: { app },
            publicEndpoint: { containerName: 'app', containerPort: 8080 },
          },
          { at: account.now() - (3 - index) * 3_600_000, fate: 'succeeds-at-once' },
        )
      }
    },
  }

  test.each<[string, Situation]>([
    ['plan', { inputs: { mode: 'plan', 'environment-variables': `TOKEN=${canary('new')}`, command: 'x' } }],
    ['plan of an overwrite', { inputs: { mode: 'plan', 'environment-variables': '{}', command: '[]' } }],
    ['rollback', { inputs: { mode: 'rollback', image: '' } }],
    ['rollback to an older one', { inputs: { mode: 'rollback', image: '', 'rollback-to': '18' } }],
    ['a failing rollback', { fates: ['crashes'], inputs: { mode: 'rollback', image: '' } }],
    ['a refused rollback', { inputs: { mode: 'rollback', image: '', 'rollback-to': '99' } }],
    ['status', { inputs: { mode: 'status', image: '' } }],
    ['delete', { inputs: { mode: 'delete', image: '' } }],
    ['settings', { inputs: { image: '', scale: '2', tags: 'a=b' } }],
    ['deploy', { inputs: { command: 'x' } }],
    ['a cut answer', { faults: [{ operation: deploy, calls: 1, effect: { kind: 'truncate' } }] }],
    [
      'a history that cannot be read',
      {
        inputs: { mode: 'rollback', image: '' },
        faults: [
          { operation: 'GetContainerServiceDeployments', calls: 'every', effect: { kind: 'truncate' } },
        ],
      },
    ],
  ])('%s', async (_, situation) => {
    const ended = await run({ scenario, env: { RUNNER_DEBUG: '1' }, ...situation })
    expect(ended.outputs['result']).not.toBe('internal')
    expect(visible(ended)).not.toContain('canary')
  })

  test.each(['true', 'false'])('a site that shows them (rollback-on-failure: %s)', async (rollback) => {
    const ended = await runWithSite(
      {
        scenario,
        env: { RUNNER_DEBUG: '1' },
        inputs: { 'environment-variables': `NEW=${canary('new')}`, 'rollback-on-failure': rollback },
      },
      ({ path }) =>
        path === '/'
          ? { status: 302, headers: { location: `/debug?token=${canary('new')}` } }
          : {
              status: 500,
              headers: { server: canary('now') },
              body: `NEW=${canary('new')} TOKEN=${canary('now')}`,
            },
    )
    expect(ended.outputs['verified']).toBe('false')
    expect(visible(ended)).not.toContain('canary')
  })
})

describe('mode: status is a good end, whatever it finds', () => {
  test.each([
    ['updating-service', {}],
    ['deleting-service', {}],
    ['private-service', { 'service-name': 'jobs' }],
    ['two-containers', {}],
    ['certificates', {}],
  ])('%s', async (scenario, inputs) => {
    const ended = await settings({ mode: 'status', ...inputs }, { scenario, secondsPerCall: 1 })
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'reported' } })
    expect(ended.operations).toContain('GetContainerServices')
    expect(writes(ended)).toEqual([])
  })

  test('domains, power and cost are told', async () => {
    const ended = await settings({ mode: 'status' }, { scenario: 'certificates' })
    for (const text of [ended.log, ended.summary]) {
      expect(text).toContain('shop.example.com')
      expect(text).toContain('nano × 1')
      expect(text).toContain('7.00 a month')
    }
  })

  test('it may only look at services', async () => {
    const denied = [
      'GetContainerServicePowers',
      'GetContainerServiceDeployments',
      'GetContainerImages',
    ] as const
    const ended = await settings(
      { mode: 'status' },
      {
        faults: denied.map((operation) => ({ operation, calls: 'every', effect: { kind: 'access-denied' } })),
      },
    )
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'reported', 'monthly-cost': '' } })
  })

  test('what is on its way is not taken for what serves', async () => {
    const ended = await settings(
      { mode: 'status' },
      { scenario: 'deployment-in-progress', secondsPerCall: 1 },
    )
    expect(ended.outputs).toMatchObject({ 'deployment-version': '17', 'deployment-state': 'ACTIVE' })
  })
})
