import { describe, expect, test } from '@jest/globals'
import { outputNames } from '../../src/lightsail/outputs.ts'
import { runAction, writes } from './action.ts'
import { runSettings } from './helpers.ts'

const update = 'UpdateContainerService'
const deploy = 'CreateContainerServiceDeployment'
const create = 'CreateContainerService'
const remove = 'DeleteContainerService'

const fourLines = { 'container-port': '8080', 'health-check-path': '/healthz' }
const missing = { operation: 'GetContainerServices', calls: 'every', effect: { kind: 'not-found' } } as const

describe('a deployment that becomes active', () => {
  test('first deploy: one call creates the service with its deployment, and the URL is an output', async () => {
    const run = await runAction({ scenario: 'first-deploy', inputs: fourLines })
    expect(run).toMatchObject({ exitCode: 0, errors: [] })
    expect(writes(run)).toEqual(['CreateContainerService'])
    expect(run.outputs).toMatchObject({
      result: 'success',
      'reason-code': 'deployment-active',
      'service-name': 'shop',
      'service-created': 'true',
      'deployment-version': '1',
      'deployment-state': 'ACTIVE',
      'previous-version': '',
      state: 'RUNNING',
      image: 'ghcr.io/acme/shop:9a8b7c',
      'private-domain-name': 'shop.service.local',
      'has-changes': 'true',
    })
    expect(run.outputs['url']).toMatch(
      /^https:\/\/shop\.[a-z0-9]{13}\.eu-central-1\.cs\.amazonlightsail\.com\/$/,
    )
    expect(run.log).toContain(`shop is live at ${run.outputs['url']} · version 1 · `)
    expect(run.calls.find(({ operation }) => operation === 'CreateContainerService')?.input).toMatchObject({
      serviceName: 'shop',
      power: 'nano',
      scale: 1,
      deployment: {
        containers: { app: { image: 'ghcr.io/acme/shop:9a8b7c', ports: { 8080: 'HTTP' } } },
        publicEndpoint: { containerName: 'app', containerPort: 8080, healthCheck: { path: '/healthz' } },
      },
    })
  })

  test('update: one read and one write before the first poll, every poll one call and one for the log', async () => {
    const run = await runAction({ scenario: 'update', inputs: fourLines })
    expect(run).toMatchObject({ exitCode: 0, errors: [] })
    const [read, write, ...polls] = run.operations
    expect([read, write]).toEqual(['GetContainerServices', 'CreateContainerServiceDeployment'])
    const looks = polls.filter((operation) => operation === 'GetContainerServices')
    const logs = polls.filter((operation) => operation === 'GetContainerLog')
    expect(looks.length + logs.length).toBe(polls.length)
    expect(logs.length).toBeLessThan(looks.length)
    expect(run.outputs).toMatchObject({
      result: 'success',
      'deployment-version': '18',
      'previous-version': '17',
      'service-created': 'false',
    })
    expect(Object.keys(run.outputs).sort()).toEqual([...outputNames].sort())
  })

  test('only an image: what the inputs do not mention stays as it is', async () => {
    const run = await runAction({
      scenario: 'two-containers',
      inputs: { images: 'app=ghcr.io/acme/shop:2', image: '' },
    })
    expect(run.outputs['result']).toBe('success')
    expect(run.calls[1]?.input).toMatchObject({
      containers: {
        proxy: { image: 'nginx:1.29', ports: { 80: 'HTTP' } },
        app: {
          image: 'ghcr.io/acme/shop:2',
          environment: { NODE_ENV: 'production' },
          ports: { 8080: 'HTTP' },
        },
      },
      publicEndpoint: { containerName: 'proxy', containerPort: 80, healthCheck: { path: '/healthz' } },
    })
    expect(run.outputs['changes-markdown']).toBe(
      '```diff\n! app image  ghcr.io/acme/shop:1f2e3d → ghcr.io/acme/shop:2\n```',
    )
  })

  test('not waiting: the run ends as soon as the deployment was accepted', async () => {
    const run = await runAction({ scenario: 'update', inputs: { 'wait-for-service-stability': 'false' } })
    expect(run).toMatchObject({ exitCode: 0 })
    expect(run.operations).toEqual(['GetContainerServices', 'CreateContainerServiceDeployment'])
    expect(run.outputs).toMatchObject({
      result: 'started',
      'deployment-version': '18',
      'deployment-state': 'ACTIVATING',
    })
  })

  test('private service: no endpoint, no URL, and the wait ends (no hang without a public endpoint)', async () => {
    const run = await runAction({
      scenario: 'private-service',
      inputs: { 'service-name': 'jobs', image: 'ghcr.io/acme/jobs:2' },
    })
    expect(run).toMatchObject({ exitCode: 0 })
    expect(run.outputs).toMatchObject({ result: 'success', url: '', 'deployment-state': 'ACTIVE' })
    expect(run.log).toContain('jobs is live (private, no public endpoint) · version 2')
  })

  test('public-endpoint: none makes a public service private', async () => {
    const run = await runAction({ scenario: 'update', inputs: { 'public-endpoint': 'none' } })
    expect(run.outputs).toMatchObject({ result: 'success', url: '' })
    expect(run.log).toContain('- public endpoint')
    expect(run.calls[1]?.input).not.toHaveProperty('publicEndpoint')
  })

  test.each([
    ['skipped', { detailCodes: 'skipped' }],
    ['repeated', { detailCodes: 'repeated' }],
    ['absent', { detailCodes: 'absent' }],
    ['reads lag behind writes', { readLagSeconds: 60 }],
    ['the reply to the deployment does not name it', { deployReplyShowsNextDeployment: false }],
  ] as const)('an update ends well whatever Lightsail really does: %s', async (_, switches) => {
    const run = await runAction({ scenario: 'update', switches })
    expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
    expect(writes(run)).toEqual(['CreateContainerServiceDeployment'])
  })

  test.each([
    ['the reply hides the deployment', { createReplyShowsNextDeployment: false }],
    ['PENDING hides the deployment', { pendingShowsNextDeployment: false }],
    ['reads lag behind writes', { readLagSeconds: 60 }],
  ] as const)('a first deploy ends well whatever Lightsail really does: %s', async (_, switches) => {
    const run = await runAction({ scenario: 'first-deploy', inputs: fourLines, switches })
    expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': '1' })
    expect(writes(run)).toEqual(['CreateContainerService'])
  })
})

describe('a deployment that fails', () => {
  test('failing update: red although the service is RUNNING, with cause, what serves, and the log', async () => {
    const run = await runAction({ scenario: 'failing-update', inputs: fourLines })
    expect(run.exitCode).toBe(1)
    expect(run.outputs).toMatchObject({
      result: 'failed-kept-previous',
      'reason-code': 'wrong-port',
      state: 'RUNNING',
      'deployment-version': '18',
      'deployment-state': 'FAILED',
      'previous-version': '17',
    })
    expect(run.errors).toHaveLength(1)
    expect(run.errors[0]?.split('\n')[0]).toBe(
      'version 18 of shop failed, version 17 keeps serving: the app listens on port 3000, but the public endpoint points to port 8080.',
    )
    expect(run.errors[0]).toContain('Fix       container-port: 3000, or make the app listen on 8080')
    expect(run.errors[0]).toContain(
      'https://lightsail.aws.amazon.com/ls/webapp/eu-central-1/container-services/shop/deployments',
    )
    expect(run.log).toMatch(
      /::group::Log of app, version 18: 7 lines\n[^:]+:01 {2}\[deployment:18\] Creating[\s\S]*Server listening on http:/,
    )
    expect(run.summary).toContain('Server listening on http://0.0.0.0:3000')
  })

  test('failing first deploy: nothing serves, and there is no URL to visit', async () => {
    const run = await runAction({ scenario: 'failing-first-deploy', inputs: fourLines })
    expect(run.exitCode).toBe(1)
    expect(run.outputs).toMatchObject({
      result: 'failed-nothing-serving',
      'reason-code': 'app-crashed',
      state: 'READY',
      url: '',
    })
    expect(run.errors[0]).toMatch(
      /^version 1 of shop failed, and nothing serves: the app crashed every time it started\./,
    )
  })

  test('a FAILED that shows in nextDeployment is the same failure', async () => {
    const run = await runAction({
      scenario: 'failing-update',
      switches: { failedStaysInNextDeployment: true },
    })
    expect(run.outputs).toMatchObject({ result: 'failed-kept-previous', 'deployment-state': 'FAILED' })
  })

  test.each([
    ['health-500', 'health-check-failed'],
    ['missing-variable', 'missing-variable'],
    ['out-of-memory', 'out-of-memory'],
    ['arm64', 'wrong-architecture'],
    ['cannot-pull', 'image-not-pulled'],
    ['crashes', 'app-crashed'],
    ['slow-start', 'starts-too-slowly'],
    ['hangs', 'start-timeout'],
    ['localhost-only', 'listens-on-localhost'],
    ['wrong-port', 'wrong-port'],
  ] as const)('%s is told as %s', async (outcome, reasonCode) => {
    const run = await runAction({ scenario: 'update', outcomes: [outcome], inputs: fourLines })
    expect(run.outputs).toMatchObject({ result: 'failed-kept-previous', 'reason-code': reasonCode })
  })

  test('a log that may not be read changes nothing about the verdict, and names the missing permission', async () => {
    const run = await runAction({ scenario: 'logs-denied' })
    expect(run.outputs['result']).toBe('failed-kept-previous')
    expect(run.log).toMatch(/::warning::.*allow lightsail:GetContainerLog/)
  })
})

describe('a wait that ends without the deployment', () => {
  test('a deployment that never ends is red when the budget is, and says what was still moving', async () => {
    const run = await runAction({
      scenario: 'deployment-never-ends',
      inputs: { 'wait-for-minutes': '0.2' },
    })
    expect(run.exitCode).toBe(1)
    expect(run.outputs).toMatchObject({ result: 'timed-out', 'reason-code': 'wait-timeout' })
    expect(run.outputs['reason']).toContain('still checking health')
    expect(run.outputs['reason']).toContain('may still succeed')
  })

  test.each([
    ['stuck-certificate-limit', 'certificate-limit'],
    ['stuck-unknown-error', 'service-creation-failed'],
  ])('a service stuck in PENDING ends at once: %s', async (scenario, reasonCode) => {
    const run = await runAction({ scenario, inputs: fourLines })
    expect(run.exitCode).toBe(1)
    expect(run.outputs).toMatchObject({
      result: 'failed-nothing-serving',
      'reason-code': reasonCode,
      state: 'PENDING',
    })
    expect(run.operations.length).toBeLessThan(20)
  })

  test('somebody else deploys over ours: superseded is red', async () => {
    const run = await runAction({ scenario: 'superseded', secondsPerCall: 17 })
    expect(run.exitCode).toBe(1)
    expect(run.outputs).toMatchObject({ result: 'superseded', 'deployment-state': 'INACTIVE' })
    expect(run.outputs['reason']).toContain('version 19, deployed by somebody else, serves')
  })

  test('the service is deleted while we wait', async () => {
    const run = await runAction({ scenario: 'deleted-while-waiting' })
    expect(run.exitCode).toBe(1)
    expect(run.outputs['result']).toBe('failed-nothing-serving')
  })

  test('NotFound between two polls: one stray answer is not the end, several in a row are', async () => {
    const stray = await runAction({ scenario: 'update', faults: [{ ...missing, calls: [4, 5] }] })
    expect(stray.outputs['result']).toBe('success')
    const gone = await runAction({
      scenario: 'update',
      faults: [{ ...missing, calls: ({ ordinal }) => ordinal > 3 }],
    })
    expect(gone.exitCode).toBe(1)
    expect(gone.outputs).toMatchObject({ result: 'failed-nothing-serving', 'reason-code': 'service-gone' })
  })

  test('credentials that end while waiting: the deployment may still succeed', async () => {
    const run = await runAction({ scenario: 'credentials-end' })
    expect(run.exitCode).toBe(1)
    expect(run.outputs).toMatchObject({ result: 'unknown', 'reason-code': 'credentials-expired' })
    expect(run.outputs['reason']).toContain('may still succeed')
    expect(run.errors[0]).toContain('role-duration-seconds')
  })

  test('access denied while polling is red at once and names the permission, never only a warning', async () => {
    const run = await runAction({
      scenario: 'update',
      faults: [
        {
          operation: 'GetContainerServices',
          calls: ({ ordinal }) => ordinal > 1,
          effect: { kind: 'access-denied' },
        },
      ],
    })
    expect(run.exitCode).toBe(1)
    expect(run.outputs).toMatchObject({ result: 'unknown', 'reason-code': 'access-denied' })
    expect(run.errors[0]).toContain('allow lightsail:GetContainerServices')
    expect(run.operations).toHaveLength(3)
  })
})

describe('a deployment that is refused', () => {
  test.each([
    ['disabled-service', {}, 'service-disabled'],
    ['quota-zero', fourLines, 'service-quota'],
    ['deploy-denied', {}, 'access-denied'],
    ['deployment-in-progress', { 'if-in-progress': 'fail' }, 'deployment-in-progress'],
    ['updating-service', { 'if-in-progress': 'fail' }, 'service-updating'],
    ['empty-account', { 'create-service': 'false' }, 'service-missing'],
    ['two-containers', {}, 'container-name-needed'],
    ['update', { image: '', 'container-port': '8080' }, 'nothing-to-deploy'],
    ['ready-service', { image: '', 'container-port': '8080' }, 'image-needed'],
  ] as const)('%s %j → %s, and nothing was changed', async (scenario, inputs, reasonCode) => {
    const run = await runAction({ scenario, inputs })
    expect(run.exitCode).toBe(1)
    expect(run.outputs).toMatchObject({ result: 'refused', 'reason-code': reasonCode })
    expect(run.errors[0]).toContain('nothing was changed')
    expect(run.errors[0]).toMatch(/\n {2}Fix {7}\S/)
    expect(
      run.calls.filter(({ status, operation }) => status === 200 && !operation.startsWith('Get')),
    ).toEqual([])
  })

  test.each(['deployment-in-progress', 'updating-service', 'deleting-service'])(
    'with if-in-progress: wait our turn comes, and then we deploy: %s',
    async (scenario) => {
      const run = await runAction({ scenario, inputs: fourLines, secondsPerCall: 5 })
      expect(run.log).toContain('queued')
      expect(run).toMatchObject({ exitCode: 0 })
      expect(run.outputs['result']).toBe('success')
      expect(writes(run)).toHaveLength(1)
    },
  )

  test('somebody slips in between our read and our write: the rejection is waited out, then we deploy', async () => {
    const run = await runAction({
      scenario: 'update',
      faults: [
        {
          operation: 'CreateContainerServiceDeployment',
          calls: 1,
          effect: {
            kind: 'event',
            happens: (account) =>
              account.call('CreateContainerServiceDeployment', {
                serviceName: 'shop',
                containers: { app: { image: 'ghcr.io/acme/shop:c0ffee' } },
              }),
          },
        },
      ],
    })
    expect(run.outputs).toMatchObject({
      result: 'success',
      'deployment-version': '19',
      'previous-version': '18',
    })
    expect(run.log).toContain('Sorry, deployment 18 is in progress for service "shop".')
  })

  test('our turn that never comes is red when the budget ends', async () => {
    const run = await runAction({
      scenario: 'deployment-in-progress',
      secondsPerCall: 0,
      inputs: { 'wait-for-minutes': '0.2' },
    })
    expect(run.exitCode).toBe(1)
    expect(run.outputs).toMatchObject({ result: 'timed-out', 'reason-code': 'queue-timeout' })
    expect(run.log).toContain('give the workflow a concurrency group so that its runs queue')
  })

  test('a Region that is set up for longer is not made ready by runs that queue', async () => {
    const type = 'RegionSetupInProgressException'
    const run = await runAction({
      faults: [
        {
          operation: '*',
          calls: 'every',
          effect: { kind: 'error', type, message: 'The Region is being set up.' },
        },
      ],
      secondsPerCall: 0,
      inputs: { 'wait-for-minutes': '0.2' },
    })
    expect(run.outputs).toMatchObject({ result: 'timed-out', 'reason-code': 'queue-timeout' })
    expect(run.log).toContain('The Region is being set up')
    expect(run.log).toContain('raise wait-for-minutes, or run the job again later')
  })
})

describe('wait-for-service-stability: false ends when the last write was accepted', () => {
  const hasty = { 'wait-for-service-stability': 'false' }

  test('settings and an image: the deployment is sent once the settings are through', async () => {
    const ended = await runAction({ scenario: 'update', inputs: { ...hasty, scale: '2', tags: 'a=b' } })
    expect(ended).toMatchObject({
      exitCode: 0,
      outputs: { result: 'started', 'deployment-version': '18', 'deployment-state': 'ACTIVATING' },
    })
    expect(writes(ended)).toEqual(['TagResource', update, deploy])
    expect(ended.operations.at(-1)).toBe(deploy)
  })

  test('a rollback', async () => {
    const ended = await runAction({ scenario: 'update', inputs: { ...hasty, mode: 'rollback', image: '' } })
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'started', 'deployment-version': '18' } })
    expect(ended.operations.at(-1)).toBe(deploy)
  })

  test('a deletion', async () => {
    const ended = await runAction({ scenario: 'update', inputs: { ...hasty, mode: 'delete', image: '' } })
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'started' } })
    expect(ended.operations.at(-1)).toBe(remove)
  })

  test('settings alone', async () => {
    const ended = await runSettings({ ...hasty, scale: '2' })
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'started', 'has-changes': 'true' } })
    expect(ended.operations.at(-1)).toBe(update)
  })

  test('tags and settings alone', async () => {
    const ended = await runSettings({ ...hasty, scale: '2', tags: 'a=b' })
    expect(ended.outputs['result']).toBe('started')
    expect(writes(ended)).toEqual(['TagResource', update])
    expect(ended.operations.at(-1)).toBe(update)
  })

  test('a new service alone', async () => {
    const ended = await runSettings({ ...hasty, power: 'micro' }, { scenario: 'empty-account' })
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'started', 'service-created': 'true' } })
    expect(ended.operations.at(-1)).toBe(create)
  })

  test('nothing to do is unchanged all the same', async () => {
    expect((await runSettings({ ...hasty, scale: '1' })).outputs['result']).toBe('unchanged')
  })
})
