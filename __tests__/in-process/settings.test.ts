import { describe, expect, test } from '@jest/globals'
import { scenarioNamed } from '../../simulator/lightsail/scenarios/index.ts'
import { runAction, writes } from './action.ts'

const update = 'UpdateContainerService'
const deploy = 'CreateContainerServiceDeployment'
const inputOf = (run: { calls: readonly { operation: string; input: unknown }[] }, operation: string) =>
  run.calls.find((call) => call.operation === operation)?.input

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
    expect(run.log).toContain('the repository policy must hold this statement: {"Sid":"LightsailPull"')
  })

  test('what is not written is left alone, and what is as written is not written again', async () => {
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
    expect(elsewhere.log).toContain('Lightsail pulls from private ECR of its own Region only')
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
    expect(run.log).toContain('::notice::the service file says something else about scale; the input wins')
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
