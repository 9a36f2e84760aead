import { describe, expect, test } from '@jest/globals'
import { scenarioNamed } from '../../simulator/lightsail/scenarios/index.ts'
import { arrangeRunningShop } from '../../simulator/lightsail/scenarios/shop.ts'
import type { Effect } from '../../simulator/wire/faults.ts'
import type { Simulator } from '../../simulator/wire/server.ts'
import { type ActionRun, runAction, writes } from './action.ts'
import { inputOf, runSettings, visible } from './helpers.ts'

const create = 'CreateContainerService'

const update = 'UpdateContainerService'
const deploy = 'CreateContainerServiceDeployment'

describe('drift of the service', () => {
  test('everything that differs is corrected in one update, waited for, and then we deploy', async () => {
    const run = await runAction({
      scenario: 'certificates',
      inputs: {
        power: 'micro',
        scale: '2',
        tags: 'team=shop\nstage=live',
        'public-domain-names': 'example-com=shop.example.com,www.example.com',
        'ecr-image-puller-role': 'true',
      },
    })
    expect(run.outputs).toMatchObject({
      result: 'success',
      'deployment-version': '18',
      'monthly-cost': '20.00',
    })
    expect(writes(run)).toEqual(['TagResource', update, deploy])
    expect(inputOf(run, update)).toEqual({
      serviceName: 'shop',
      power: 'micro',
      scale: 2,
      publicDomainNames: { 'example-com': ['shop.example.com', 'www.example.com'] },
      privateRegistryAccess: { ecrImagePullerRole: { isActive: true } },
    })
    expect(run.log).toContain('~ power                   nano → micro')
    expect(run.log).toContain('$7.00 → $20.00 a month')
    expect(run.log).toContain('~ tag team                storefront → shop')
    expect(run.log).toContain('+ tag stage               live')
    expect(run.log.match(/^Plan for/gm)).toHaveLength(1)
    expect(run.outputs['principal-arn']).toMatch(/^arn:aws:iam::/)
    expect(run.log).toContain('the repository policy must contain this statement: {"Sid":"LightsailPull"')
  })

  test('what is not written is left alone, and what matches the inputs is not written again', async () => {
    const run = await runAction({ scenario: 'update', inputs: { power: 'nano', scale: '1' } })
    expect(writes(run)).toEqual([deploy])
  })

  test('settings alone: no deployment, no new version', async () => {
    const run = await runAction({ scenario: 'update', inputs: { image: '', scale: '3' } })
    expect(run).toMatchObject({
      exitCode: 0,
      outputs: { result: 'success', 'reason-code': 'settings-applied' },
    })
    expect(writes(run)).toEqual([update])
    const again = await runAction({ scenario: 'update', inputs: { image: '', scale: '1' } })
    expect(again).toMatchObject({ exitCode: 0, outputs: { result: 'unchanged', 'has-changes': 'false' } })
    expect(writes(again)).toEqual([])
  })

  test('foreign certificates and the key _ survive a change of the domains', async () => {
    const certificates = scenarioNamed('certificates')
    const run = await runAction({
      scenario: {
        ...certificates,
        arrange: (account) => {
          certificates.arrange(account)
          account.call(
            'UpdateContainerService',
            {
              serviceName: 'shop',
              publicDomainNames: {
                'example-com': ['shop.example.com'],
                _: ['d111111abcdef8.cloudfront.net'],
              },
            },
            { at: account.now() - 600_000 },
          )
        },
      },
      inputs: { image: '', 'public-domain-names': 'example-com=' },
    })
    expect(inputOf(run, update)).toMatchObject({
      publicDomainNames: { 'example-com': [], _: ['d111111abcdef8.cloudfront.net'] },
    })
    expect(run.outputs['result']).toBe('success')
  })

  test('a disabled service is refused with the fix, or enabled first', async () => {
    const refused = await runAction({ scenario: 'disabled-service' })
    expect(refused.errors[0]).toContain('Fix       set disabled: false, which enables it first')
    const enabled = await runAction({ scenario: 'disabled-service', inputs: { disabled: 'false' } })
    expect(writes(enabled)).toEqual([update, deploy])
    expect(enabled.outputs['result']).toBe('success')
  })

  test('disabled: true stops the service', async () => {
    const run = await runAction({ scenario: 'update', inputs: { image: '', disabled: 'true' } })
    expect(run.log.trim().split('\n').at(-1)).toBe('shop is disabled; nothing serves')
    expect(writes(run)).toEqual([update])
    expect(run.outputs).toMatchObject({ result: 'success', state: 'DISABLED', url: '' })
  })

  test('a new service starts with all its settings, in one call', async () => {
    const run = await runAction({
      scenario: 'empty-account',
      inputs: { 'container-port': '80', power: 'small', scale: '2', tags: '{"team": "shop"}' },
    })
    expect(writes(run)).toEqual(['CreateContainerService'])
    expect(inputOf(run, 'CreateContainerService')).toMatchObject({
      power: 'small',
      scale: 2,
      tags: [{ key: 'team', value: 'shop' }],
    })
    expect(run.log).toContain('$40.00 a month')
  })

  test('private ECR from nothing: the role first, its ARN as an output, then the deployment', async () => {
    const image = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop:1'
    const run = await runAction({
      scenario: 'empty-account',
      inputs: { image, 'container-port': '80', 'ecr-image-puller-role': 'true' },
    })
    expect(writes(run)).toEqual(['CreateContainerService', deploy])
    expect(inputOf(run, 'CreateContainerService')).not.toHaveProperty('deployment')
    expect(run.outputs).toMatchObject({ result: 'success', 'service-created': 'true' })
    const elsewhere = await runAction({
      scenario: 'update',
      inputs: { image: image.replace('eu-central-1', 'us-east-1') },
    })
    expect(elsewhere.log).toContain('Lightsail pulls from private ECR only in its own Region')
    expect(elsewhere.log).toContain('the ECR puller role is off')
  })

  test('an update whose answer is lost is compared again, not taken for a failure', async () => {
    for (const effect of [
      { kind: 'drop', when: 'after-acceptance' },
      { kind: 'drop', when: 'before-acceptance' },
    ] as const) {
      const run = await runAction({
        scenario: 'update',
        inputs: { scale: '2' },
        faults: [{ operation: update, calls: 1, effect }],
      })
      expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
    }
  })
})

describe('certificates are checked before anything is written', () => {
  test.each([
    ['nope=a.example.com', 'certificate-missing'],
    ['example-org=example.org', 'certificate-not-issued'],
    ['example-com=a.example.net', 'certificate-does-not-cover'],
  ])('%s → %s', async (domains, reasonCode) => {
    const run = await runAction({ scenario: 'certificates', inputs: { 'public-domain-names': domains } })
    expect(run.outputs).toMatchObject({ result: 'refused', 'reason-code': reasonCode })
    expect(writes(run)).toEqual([])
  })

  test('a certificate that waits for its validation: the DNS records to create are in the message', async () => {
    const run = await runAction({
      scenario: 'certificates',
      inputs: { 'public-domain-names': 'example-org=example.org' },
    })
    expect(run.errors[0]).toMatch(/create these DNS records.*CNAME _\w+\.example\.org\.? → \S+/)
  })
})

describe('service-file', () => {
  const file = `serviceName: shop
power: micro
scale: 2
tags: [{ key: team, value: shop }]
deployment:
  containers:
    app: { image: 'nginx:1.29', ports: { 80: HTTP }, environment: { V: 1.10 } }
  publicEndpoint: { containerName: app, containerPort: 80 }
`
  const fromFile = (text: string, inputs = {}, scenario = 'empty-account') =>
    runAction({
      scenario,
      files: { 'service.yml': text },
      inputs: { 'service-name': '', image: '', 'service-file': 'service.yml', ...inputs },
    })

  test('it makes a whole service, its name included', async () => {
    const run = await fromFile(file)
    expect(run.outputs).toMatchObject({ result: 'success', 'service-name': 'shop', image: 'nginx:1.29' })
    expect(inputOf(run, 'CreateContainerService')).toMatchObject({
      serviceName: 'shop',
      power: 'micro',
      scale: 2,
      tags: [{ key: 'team', value: 'shop' }],
      deployment: { containers: { app: { environment: { V: '1.10' } } } },
    })
  })

  test('an input that contradicts it wins, with a notice', async () => {
    const run = await fromFile(file, { scale: '1', image: 'nginx:1.30' })
    expect(inputOf(run, 'CreateContainerService')).toMatchObject({ power: 'micro', scale: 1 })
    expect(run.log).toContain('::notice::the service file has another value for scale; the input wins')
    expect(run.outputs['image']).toBe('nginx:1.30')
  })

  test('every problem in it at once, each on its line', async () => {
    const run = await fromFile(
      'serviceName: shop\npower: tiny\nscale: 21\ntag: []\ndeployment: { containers: {} }\n',
    )
    expect(run.operations).toEqual([])
    expect(run.log).toContain('::error file=service.yml,line=2,col=1::')
    expect(run.log).toContain('::error file=service.yml,line=3,col=1::')
    expect(run.log).toContain('unknown key "tag"; did you mean "tags"?')
  })
})

describe('bad input', () => {
  test.each([
    ['rollback-to', '0', { mode: 'rollback', image: '' }],
    ['rollback-to', '12', {}],
    ['verify-minutes', '6', { 'verify-url': 'true', 'wait-for-minutes': '5' }],
    ['verify-minutes', '6', {}],
    ['verify-url', 'healthz', {}],
    ['verify-status-codes', 'ok', { 'verify-url': 'true' }],
    ['rollback-on-failure', 'true', {}],
    ['public-domain-names', 'cert=*.example.com', {}],
    ['public-domain-names', 'cert=a.com,b.com,c.com,d.com,e.com', {}],
    ['scale', '21', {}],
    ['power', 'tiny', {}],
    ['tags', 'aws:x=1', {}],
    ['tags', `${'k'.repeat(129)}=1`, {}],
    ['tags', Array.from({ length: 51 }, (_, n) => `k${n}=1`).join('\n'), {}],
    ['max-monthly-cost', '-1', {}],
    ['force-new-deployment', 'never', {}],
    ['disabled', 'true', {}],
    ['image', 'nginx', { mode: 'rollback' }],
  ])('%s: %s is an error before any call', async (input, text, inputs) => {
    const run = await runAction({ scenario: 'update', inputs: { ...inputs, [input]: text } })
    expect(run).toMatchObject({ exitCode: 1, operations: [], outputs: { result: 'invalid-input' } })
    expect(run.errors.some((error) => error.startsWith(`${input}: `))).toBe(true)
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
    const ended = await runAction({
      scenario: many(30),
      inputs: { image: '', 'public-domain-names': 'cert-30=n30.example.com' },
    })
    expect(ended.outputs).toMatchObject({ result: 'success', 'reason-code': 'settings-applied' })
    expect(inputOf(ended, update)).toMatchObject({ publicDomainNames: { 'cert-30': ['n30.example.com'] } })
  })

  test('they may not be read: refused, with the permission', async () => {
    const ended = await runAction({
      scenario: many(1),
      inputs: { 'public-domain-names': 'cert-1=n1.example.com' },
      faults: [{ operation: 'GetCertificates', calls: 'every', effect: { kind: 'access-denied' } }],
    })
    expect(ended.outputs).toMatchObject({ result: 'refused', 'reason-code': 'access-denied' })
    expect(ended.errors[0]).toContain('allow lightsail:GetCertificates')
    expect(writes(ended)).toEqual([])
  })

  test('a certificate called like something that every object has', async () => {
    const ended = await runSettings({ 'public-domain-names': 'constructor=' })
    expect(ended.outputs['result']).toBe('unchanged')
  })
})

describe('a new service without a deployment', () => {
  test('is made with its settings, and waited for', async () => {
    const ended = await runSettings(
      { power: 'micro', scale: '2', tags: 'a=b' },
      { scenario: 'empty-account' },
    )
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
    await runAction({
      scenario: 'empty-account',
      inputs: { image: '', power: 'micro', tags: 'a=b' },
      afterwards: async (rerun) => {
        again = await rerun({ image: '', power: 'micro', tags: 'a=b' })
      },
    })
    expect(again?.outputs).toMatchObject({ result: 'unchanged', 'has-changes': 'false' })
  })

  test('it gets stuck: red at once, with the cause', async () => {
    const ended = await runSettings({ power: 'micro' }, { scenario: 'stuck-certificate-limit' })
    expect(ended).toMatchObject({ exitCode: 1, outputs: { 'reason-code': 'certificate-limit' } })
    expect(ended.outputs['reason']).not.toContain('nothing was changed')
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
      const ended = await runAction({
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
    const ended = await runAction({
      scenario: 'update',
      inputs: { 'max-monthly-cost': '100' },
      faults: [prices(effect, 1)],
    })
    expect(ended.outputs['result']).toBe('success')
  })

  test('without it nobody needs the prices', async () => {
    const ended = await runAction({
      scenario: 'update',
      inputs: { scale: '2' },
      faults: [prices({ kind: 'access-denied' })],
    })
    expect(ended.outputs).toMatchObject({ result: 'success', 'monthly-cost': '' })
  })

  test('a price that Lightsail does not name is unknown, not a number', async () => {
    const alter = (body: string) => body.replaceAll(/"price":\d+,/g, '')
    const ended = await runAction({
      scenario: 'update',
      inputs: { 'max-monthly-cost': '100' },
      faults: [prices({ kind: 'alter', alter })],
    })
    expect(ended.outputs).toMatchObject({ result: 'refused', 'reason-code': 'cost-unknown' })
    expect(visible(ended)).not.toContain('NaN')
  })

  test('a service that would be made is priced as well', async () => {
    const ended = await runAction({
      scenario: 'empty-account',
      inputs: { power: 'xlarge', 'container-port': '80', 'max-monthly-cost': '100' },
    })
    expect(ended.outputs).toMatchObject({ result: 'refused', 'reason-code': 'cost-limit-exceeded' })
    expect(ended.operations).not.toContain(create)
  })
})
