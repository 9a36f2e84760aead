import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { read } from '../contract/markdown.ts'
import { runAction, writes } from './action.ts'
import { runSettings } from './helpers.ts'

const deploy = 'CreateContainerServiceDeployment'
const digest = `ghcr.io/acme/shop@sha256:${'a1'.repeat(32)}`

const everyWriteDenied = [
  deploy,
  'CreateContainerService',
  'UpdateContainerService',
  'DeleteContainerService',
  'TagResource',
].map((operation) => ({ operation, calls: 'every', effect: { kind: 'access-denied' } }) as never)

describe('mode: plan', () => {
  test('no write, and what a reviewer needs: every difference, environment by name only, and the cost', async () => {
    const run = await runAction({
      scenario: 'update',
      inputs: {
        mode: 'plan',
        scale: '2',
        'environment-variables': 'FEATURE_X=hunter2-hunter2\nLOG_LEVEL=debug',
        'health-check-path': '/healthz',
      },
    })
    expect(run).toMatchObject({ exitCode: 0, errors: [] })
    expect(writes(run)).toEqual([])
    expect(run.outputs).toMatchObject({ result: 'planned', 'has-changes': 'true', 'changes-count': '5' })
    expect(run.log).toContain('Plan for shop in eu-central-1: 5 changes, $7.00 → $14.00 a month')
    expect(run.outputs['changes-markdown']).toContain('! scale            1 → 2')
    expect(run.outputs['changes-markdown']).toContain('+ app environment  FEATURE_X')
    expect(run.outputs['changes-markdown']).toContain('! app environment  LOG_LEVEL')
    expect(run.log).toContain('environment unchanged in app: DATABASE_URL, NODE_ENV')
    expect(run.log.replace(/^::add-mask.*$/gm, '') + JSON.stringify(run.outputs) + run.summary).not.toMatch(
      /hunter2|debug/,
    )
  })

  test('nothing to do: no changes', async () => {
    const run = await runAction({ scenario: 'registry', inputs: { mode: 'plan', image: ':shop.app.5' } })
    expect(run.outputs).toMatchObject({ result: 'planned', 'has-changes': 'false', 'changes-count': '0' })
    expect(run.log).toContain('Plan for shop in eu-central-1: no changes, $7.00 a month (unchanged)')
  })

  test('it needs no more than reading, and does without the prices', async () => {
    const run = await runAction({
      scenario: 'update',
      inputs: { mode: 'plan' },
      faults: [{ operation: 'GetContainerServicePowers', calls: 'every', effect: { kind: 'access-denied' } }],
    })
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'planned', 'monthly-cost': '' } })
  })

  test('a deployment in progress is a notice, not a wait', async () => {
    const run = await runAction({
      scenario: 'deployment-in-progress',
      secondsPerCall: 1,
      inputs: { mode: 'plan' },
    })
    expect(run.outputs['result']).toBe('planned')
    expect(run.log).toContain(
      '::notice::deployment 18 of shop is in progress: a deployment would wait for it',
    )
    expect(run.operations).toHaveLength(2)
  })

  test('a service that would be created, and what it would cost', async () => {
    const run = await runAction({
      scenario: 'empty-account',
      inputs: { mode: 'plan', 'container-port': '80', power: 'micro' },
    })
    expect(run.log).toContain('$10.00 a month')
    expect(run.log).toContain('+ service shop')
    expect(writes(run)).toEqual([])
  })

  test('max-monthly-cost refuses, in plan and in deploy', async () => {
    for (const mode of ['plan', 'deploy']) {
      const run = await runAction({
        scenario: 'update',
        inputs: { mode, power: 'large', scale: '2', 'max-monthly-cost': '100' },
      })
      expect(run).toMatchObject({
        exitCode: 1,
        outputs: { result: 'refused', 'reason-code': 'cost-limit-exceeded' },
      })
      expect(run.errors[0]).toContain('$160.00 a month')
      // Nothing comes between the refusal and the error, so it is told once.
      expect(run.log.split('$160.00 a month, more than')).toHaveLength(2)
      expect(writes(run)).toEqual([])
    }
  })

  test('the plan of ten containers fits a screen', async () => {
    const images = Array.from({ length: 10 }, (_, n) => `part-${n + 1}=ghcr.io/acme/part:new`).join('\n')
    const run = await runAction({ scenario: 'ten-containers', inputs: { mode: 'plan', image: '', images } })
    expect(run.outputs['changes-count']).toBe('10')
    expect(run.log.split('\n').filter((line) => line !== '').length).toBeLessThan(24)
  })
})

describe('the plan is true to what deploy then does', () => {
  test.each([
    ['update', { image: digest, 'container-port': '9000', scale: '2', 'environment-variables': 'A=1' }],
    ['two-containers', { image: '', images: `app=${digest}\nproxy=${digest}`, tags: 'a=b' }],
    ['empty-account', { image: digest, 'container-port': '80', power: 'micro', tags: 'a=b' }],
    ['private-service', { 'service-name': 'jobs', image: digest, command: 'run --all' }],
  ])('apply the plan, plan again, nothing left: %s', async (scenario, inputs) => {
    const planned = await runAction({ scenario, inputs: { ...inputs, mode: 'plan' } })
    let again: Awaited<ReturnType<typeof runAction>> | undefined
    const deployed = await runAction({
      scenario,
      inputs,
      afterwards: async (rerun) => {
        again = await rerun({ ...inputs, mode: 'plan' })
      },
    })
    expect(deployed.outputs['result']).toBe('success')
    expect(deployed.outputs['changes-markdown']).toBe(planned.outputs['changes-markdown'])
    expect(again?.outputs).toMatchObject({ result: 'planned', 'has-changes': 'false' })
  })
})

describe('nothing to do', () => {
  test.each([[':shop.app.5']])(
    'equal content with an image that cannot move ends unchanged: %s',
    async (image) => {
      const run = await runAction({ scenario: 'registry', inputs: { image } })
      expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'unchanged', 'has-changes': 'false' } })
      expect(run.outputs['deployment-version']).not.toBe('')
      expect(writes(run)).toEqual([])
    },
  )

  test('force-new-deployment makes a new version all the same', async () => {
    const run = await runAction({
      scenario: 'registry',
      inputs: { image: ':shop.app.5', 'force-new-deployment': 'true' },
    })
    expect(run.outputs).toMatchObject({ result: 'success', 'changes-count': '1' })
    expect(writes(run)).toEqual([deploy])
  })

  test('a tag is never unchanged, as it may point to a new image', async () => {
    const run = await runAction({ scenario: 'update', inputs: { image: 'ghcr.io/acme/shop:1f2e3d' } })
    expect(run.outputs['result']).toBe('success')
    expect(run.log).toContain('redeploy: the tag ghcr.io/acme/shop:1f2e3d may point to a new image')
  })
})

describe('mode: rollback', () => {
  const rollback = (inputs: Record<string, string> = {}, scenario = 'update') =>
    runAction({ scenario, inputs: { mode: 'rollback', image: '', ...inputs } })

  test('last-good: the content of the version before becomes a new version, and is followed', async () => {
    const run = await rollback()
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'success', 'deployment-version': '18' } })
    expect(writes(run)).toEqual([deploy])
    expect(run.log).toMatch(/rolling back to the content of version \d+, as a new version/)
    expect(run.summary).toContain('✅ shop in eu-central-1: rolled back')
  })

  test('a version that is gone, never was or FAILED is refused with the list of good ones', async () => {
    const run = await rollback({ 'rollback-to': '99' })
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: { result: 'refused', 'reason-code': 'version-not-usable' },
    })
    expect(run.errors[0]).toContain('set rollback-to to one of these versions: 16, 15, 14')
    expect(writes(run)).toEqual([])
  })

  test('the version that serves is unchanged', async () => {
    const run = await rollback({ 'rollback-to': '17' })
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'unchanged' } })
  })

  test('no service, no rollback', async () => {
    const run = await rollback({}, 'empty-account')
    expect(run.outputs).toMatchObject({ result: 'refused', 'reason-code': 'service-missing' })
  })

  test('a version whose stored image was deleted is refused', async () => {
    const run = await runAction({
      scenario: 'registry',
      inputs: { mode: 'rollback', image: '' },
      faults: [
        {
          operation: '*',
          calls: 1,
          effect: {
            kind: 'event',
            happens: (account) => {
              const next = { serviceName: 'shop', containers: { app: { image: ':shop.app.3' } } }
              account.call('CreateContainerServiceDeployment', next, {
                at: account.now() - 3_600_000,
                outcome: 'succeeds-at-once',
              })
              account.call('DeleteContainerImage', { serviceName: 'shop', image: ':shop.app.5' })
            },
          },
        },
      ],
    })
    expect(run.outputs).toMatchObject({ result: 'refused', 'reason-code': 'image-deleted' })
    expect(run.errors[0]).toContain(':shop.app.5')
  })
})

describe('mode: delete', () => {
  const remove = (scenario: string, inputs: Record<string, string> = {}, secondsPerCall = 5) =>
    runAction({ scenario, secondsPerCall, inputs: { mode: 'delete', image: '', ...inputs } })

  test('the service is deleted and followed until it is gone', async () => {
    const run = await remove('update')
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'deleted', state: '' } })
    expect(writes(run)).toEqual(['DeleteContainerService'])
    expect(run.log).toContain('- service shop  nano × 1, version 17 serves')
  })

  test('a missing one is unchanged', async () => {
    const run = await remove('empty-account')
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'unchanged' } })
  })

  test('while a deployment runs: waits for it, or refuses', async () => {
    const waited = await remove('deployment-in-progress', {}, 20)
    expect(waited.outputs['result']).toBe('deleted')
    const refused = await remove('deployment-in-progress', { 'if-in-progress': 'fail' })
    expect(refused).toMatchObject({ exitCode: 1, outputs: { result: 'refused' } })
    expect(writes(refused)).toEqual([])
  })

  test('a lost answer, a second deletion and not waiting', async () => {
    const lost = await runAction({
      scenario: 'update',
      secondsPerCall: 5,
      inputs: { mode: 'delete', image: '' },
      faults: [
        { operation: 'DeleteContainerService', calls: 1, effect: { kind: 'drop', when: 'after-acceptance' } },
      ],
    })
    expect(lost.outputs['result']).toBe('deleted')
    expect((await remove('deleting-service', {}, 1)).outputs['result']).toBe('deleted')
    const started = await remove('update', { 'wait-for-service-stability': 'false' })
    expect(started.outputs['result']).toBe('started')
  })

  test('a denied deletion is red, and names the permission', async () => {
    const run = await runAction({
      scenario: 'update',
      inputs: { mode: 'delete', image: '' },
      faults: [{ operation: 'DeleteContainerService', calls: 'every', effect: { kind: 'access-denied' } }],
    })
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'refused', 'reason-code': 'access-denied' } })
    expect(run.errors[0]).toContain('allow lightsail:DeleteContainerService')
  })
})

describe('mode: status', () => {
  test.each([
    ['update', 'shop is RUNNING; version 17 (ghcr.io/acme/shop:1f2e3d) has served since'],
    ['ready-service', 'shop is READY; nothing serves'],
    ['disabled-service', 'shop is disabled; nothing serves'],
    ['deployment-in-progress', 'version 18 is ACTIVATING'],
  ])('%s is reported, and is a good end', async (scenario, text) => {
    const run = await runAction({ scenario, secondsPerCall: 1, inputs: { mode: 'status', image: '' } })
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'reported' } })
    expect(run.outputs['reason']).toContain(text)
    expect(writes(run)).toEqual([])
    expect(run.summary).toContain('nano × 1 · &#36;7.00 a month')
    expect(run.log).toContain('nano × 1 · $7.00 a month')
  })

  test('what runs is in the outputs', async () => {
    const run = await runAction({ scenario: 'update', inputs: { mode: 'status', image: '' } })
    expect(run.outputs).toMatchObject({
      'deployment-version': '17',
      'deployment-state': 'ACTIVE',
      image: 'ghcr.io/acme/shop:1f2e3d',
      'monthly-cost': '7.00',
    })
    expect(run.outputs['url']).toMatch(/^https:\/\/shop\./)
  })
})

describe('verify-url', () => {
  const loopback = { urlTemplate: 'loopback' } as const

  test('the URL passed the URL check several times in a row: success, verified', async () => {
    const run = await runAction({
      scenario: 'update',
      switches: loopback,
      inputs: { 'verify-url': 'true', 'verify-body': 'ghcr.io/acme/shop:9a8b7c' },
    })
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'success', verified: 'true' } })
    expect(run.log).toContain('HTTP 200 (1 of 3)')
  })

  test('404, 502 and 503 while routing warms up are ridden out', async () => {
    const run = await runAction({
      scenario: 'first-deploy',
      switches: { ...loopback, servingLagSeconds: 100 },
      inputs: { 'container-port': '80', 'verify-url': '/' },
    })
    expect(run.log).toMatch(/checking .*: HTTP (?:404|503)/)
    expect(run.outputs).toMatchObject({ result: 'success', verified: 'true' })
  })

  test('it does not verify: red, with status, headers and body', async () => {
    const run = await runAction({
      scenario: 'does-not-verify',
      inputs: { 'verify-url': 'true', 'verify-minutes': '0.05' },
    })
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'not-verified', verified: 'false' } })
    expect(run.errors[0]).toContain('HTTP 500')
    expect(run.errors[0]).toMatch(/content-type: application\/json\n +\{/)
    expect(run.outputs['rolled-back']).toBe('false')
  })

  test('rollback-on-failure: what served before is put back, still red', async () => {
    const run = await runAction({
      scenario: 'does-not-verify',
      inputs: { 'verify-url': 'true', 'verify-minutes': '0.05', 'rollback-on-failure': 'true' },
    })
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: {
        result: 'rolled-back',
        'rolled-back': 'true',
        verified: 'false',
        'deployment-version': '18',
      },
    })
    expect(writes(run)).toEqual([deploy, deploy, 'TagResource'])
    expect(run.outputs['reason']).toContain('version 19 of shop is active')
    const [first, second] = run.calls.filter(({ operation }) => operation === deploy)
    expect(first?.input).toMatchObject({ containers: { app: { image: 'ghcr.io/acme/shop:9a8b7c' } } })
    expect(second?.input).toMatchObject({ containers: { app: { image: 'ghcr.io/acme/shop:1f2e3d' } } })
  })

  test('a deployment that FAILED is not rolled back: Lightsail kept the previous version', async () => {
    const run = await runAction({
      scenario: 'failing-update',
      inputs: { 'verify-url': 'true', 'rollback-on-failure': 'true' },
    })
    expect(run.outputs).toMatchObject({
      result: 'failed-kept-previous',
      'rolled-back': 'false',
      verified: '',
    })
    expect(writes(run)).toEqual([deploy])
  })

  test('a first deployment that does not verify has nothing to be put back', async () => {
    const run = await runAction({
      scenario: 'first-deploy',
      outcomes: ['succeeds-but-answers-500'],
      switches: loopback,
      inputs: {
        'container-port': '80',
        'verify-url': 'true',
        'verify-minutes': '0.05',
        'rollback-on-failure': 'true',
      },
    })
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: { result: 'not-verified', 'rolled-back': 'false' },
    })
    expect(run.outputs['reason']).toContain('no earlier good version')
  })

  test('the text of the new version is asked for, and missing', async () => {
    const run = await runAction({
      scenario: 'update',
      switches: loopback,
      inputs: { 'verify-url': 'true', 'verify-body': 'commit 9a8b7c', 'verify-minutes': '0.05' },
    })
    expect(run.outputs).toMatchObject({ verified: 'false' })
    expect(run.errors[0]).toContain('HTTP 200 without the expected text')
  })

  test('a private service has no URL to verify', async () => {
    const run = await runAction({
      scenario: 'private-service',
      inputs: { 'service-name': 'jobs', 'verify-url': 'true' },
    })
    expect(run.outputs).toMatchObject({ result: 'refused', 'reason-code': 'no-public-endpoint' })
    expect(writes(run)).toEqual([])
  })
})

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
    const ended = await runAction({ scenario: 'update', inputs: { ...asRunner, ...inputs, mode } })
    expect(ended.errors).toEqual([])
    expect(ended.outputs).toMatchObject({ result })
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
    const ended = await runAction({
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
    const ended = await runSettings({ mode: 'plan', scale: '2' }, { faults: everyWriteDenied })
    expect(ended.outputs).toMatchObject({ result: 'planned', 'changes-count': '1' })
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
    const ended = await runSettings({ mode: 'status', ...inputs }, { scenario, secondsPerCall: 1 })
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'reported' } })
    expect(ended.operations).toContain('GetContainerServices')
    expect(writes(ended)).toEqual([])
  })

  test('domains, power and cost are told', async () => {
    const ended = await runSettings({ mode: 'status' }, { scenario: 'certificates' })
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
    const ended = await runSettings(
      { mode: 'status' },
      {
        faults: denied.map((operation) => ({ operation, calls: 'every', effect: { kind: 'access-denied' } })),
      },
    )
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'reported', 'monthly-cost': '' } })
  })

  test('what is on its way is not taken for what serves', async () => {
    const ended = await runSettings(
      { mode: 'status' },
      { scenario: 'deployment-in-progress', secondsPerCall: 1 },
    )
    expect(ended.outputs).toMatchObject({ 'deployment-version': '17', 'deployment-state': 'ACTIVE' })
  })
})
