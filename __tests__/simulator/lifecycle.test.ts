import { describe, expect, test } from '@jest/globals'
import { findOutcome, isOutcomeName } from '../../simulator/lightsail/find-outcome.ts'
import { detailCodeAt, settlesAt, stageAt } from '../../simulator/lightsail/lifecycle.ts'
import { outcomes } from '../../simulator/lightsail/outcomes.ts'
import { accountIn, deploy, deployment, refusal, shop } from './situations.ts'

/** State, detail code, current and next version, as `RUNNING - 17 -`. */
function glance(account: Parameters<typeof shop>[0]): string {
  const { state, stateDetail, currentDeployment, nextDeployment } = shop(account)
  return [
    state,
    stateDetail?.code ?? '-',
    currentDeployment ? `${currentDeployment.version} ${currentDeployment.state}` : '-',
    nextDeployment ? `${nextDeployment.version} ${nextDeployment.state}` : '-',
  ].join(' | ')
}

describe('a service that is created', () => {
  test.each([
    [0, 'PENDING | CREATING_SYSTEM_RESOURCES | - | -'],
    [37, 'PENDING | CREATING_NETWORK_INFRASTRUCTURE | - | -'],
    [91, 'PENDING | PROVISIONING_CERTIFICATE | - | -'],
    [179, 'PENDING | PROVISIONING_SERVICE | - | -'],
    [180, 'READY | - | - | -'],
    [86400, 'READY | - | - | -'],
  ])('is after %d s: %s', (seconds, expected) => {
    const { account, advance } = accountIn('empty-account')
    account.call('CreateContainerService', { serviceName: 'shop', power: 'nano', scale: 1 })
    advance(seconds)
    expect(glance(account)).toBe(expected)
  })

  test.each([
    [0, 'PENDING | CREATING_SYSTEM_RESOURCES | - | 1 ACTIVATING'],
    [180, 'DEPLOYING | CREATING_DEPLOYMENT | - | 1 ACTIVATING'],
    [340, 'RUNNING | - | 1 ACTIVE | -'],
  ])('with a deployment is after %d s: %s', (seconds, expected) => {
    const { account, advance } = accountIn('empty-account')
    account.call('CreateContainerService', {
      serviceName: 'shop',
      power: 'nano',
      scale: 1,
      deployment: deployment(),
    })
    advance(seconds)
    expect(glance(account)).toBe(expected)
  })

  test.each([
    ['stuck-certificate-limit', 'PENDING | CERTIFICATE_LIMIT_EXCEEDED | - | -'],
    ['stuck-unknown-error', 'PENDING | UNKNOWN_ERROR | - | -'],
  ])('in %s never gets up, but can be deleted', (scenario, expected) => {
    const { account, advance } = accountIn(scenario)
    account.call('CreateContainerService', { serviceName: 'shop', power: 'nano', scale: 1 })
    advance(30 * 86400)
    expect(glance(account)).toBe(expected)
    expect(shop(account).stateDetail?.message).toMatch(/\.$/)
    expect(refusal(() => deploy(account))[1]).toContain('Please try again in a few minutes')
    account.call('DeleteContainerService', { serviceName: 'shop' })
    expect(shop(account).state).toBe('DELETING')
  })

  test('has a principal only once it is up', () => {
    const { account, advance } = accountIn('empty-account')
    account.call('CreateContainerService', { serviceName: 'shop', power: 'nano', scale: 1 })
    expect(shop(account).principalArn).toBe('')
    advance(180)
    expect(shop(account).principalArn).toMatch(
      /^arn:aws:iam::\d{12}:role\/amazon\/lightsail\/eu-central-1\/containers\/shop\/\w+$/,
    )
  })
})

describe('an update of version 17', () => {
  test.each([
    [0, 'DEPLOYING | CREATING_DEPLOYMENT | 17 ACTIVE | 18 ACTIVATING'],
    [71, 'DEPLOYING | CREATING_DEPLOYMENT | 17 ACTIVE | 18 ACTIVATING'],
    [72, 'DEPLOYING | EVALUATING_HEALTH_CHECK | 17 ACTIVE | 18 ACTIVATING'],
    [151, 'DEPLOYING | ACTIVATING_DEPLOYMENT | 17 ACTIVE | 18 ACTIVATING'],
    [160, 'RUNNING | - | 18 ACTIVE | -'],
  ])('that succeeds is after %d s: %s', (seconds, expected) => {
    const { account, advance } = accountIn('update')
    deploy(account)
    advance(seconds)
    expect(glance(account)).toBe(expected)
  })

  test.each([
    [479, 'DEPLOYING | EVALUATING_HEALTH_CHECK | 17 ACTIVE | 18 ACTIVATING'],
    [480, 'RUNNING | - | 17 ACTIVE | -'],
  ])('that fails is after %d s: %s', (seconds, expected) => {
    const { account, advance } = accountIn('update', {}, ['wrong-port'])
    deploy(account)
    advance(seconds)
    expect(glance(account)).toBe(expected)
  })

  test('that never ends is still activating after a year', () => {
    const { account, advance } = accountIn('update', {}, ['never-ends'])
    deploy(account)
    advance(365 * 86400)
    expect(glance(account)).toBe('DEPLOYING | EVALUATING_HEALTH_CHECK | 17 ACTIVE | 18 ACTIVATING')
  })

  test('leaves a history in which only the last good one is active', () => {
    const { account, advance } = accountIn('update', {}, ['succeeds', 'crashes'])
    deploy(account)
    advance(600)
    deploy(account)
    advance(600)
    const { deployments } = account.call('GetContainerServiceDeployments', { serviceName: 'shop' })
    expect(deployments.map(({ version, state }) => `${version} ${state}`).slice(0, 4)).toEqual([
      '19 FAILED',
      '18 ACTIVE',
      '17 INACTIVE',
      '16 INACTIVE',
    ])
    expect(deployments.find(({ version }) => version === 9)?.state).toBe('FAILED')
  })

  test('keeps the last 50 versions', () => {
    const { account, advance } = accountIn('update')
    for (let turn = 0; turn < 40; turn += 1) {
      deploy(account)
      advance(300)
    }
    const { deployments } = account.call('GetContainerServiceDeployments', { serviceName: 'shop' })
    expect(deployments.map(({ version }) => version)).toEqual(
      Array.from({ length: 50 }, (_, turn) => 57 - turn),
    )
  })
})

test('a first deployment that fails leaves the service READY with nothing current', () => {
  const { account, advance } = accountIn('ready-service', {}, ['crashes', 'succeeds'])
  deploy(account)
  expect(glance(account)).toBe('DEPLOYING | CREATING_DEPLOYMENT | - | 1 ACTIVATING')
  advance(600)
  expect(glance(account)).toBe('READY | - | - | -')
  deploy(account)
  advance(600)
  expect(glance(account)).toBe('RUNNING | - | 2 ACTIVE | -')
})

describe('a change of settings', () => {
  test.each([
    ['power', { power: 'micro' }],
    ['scale', { scale: 3 }],
    ['the ECR role', { privateRegistryAccess: { ecrImagePullerRole: { isActive: true } } }],
  ])('of %s goes through UPDATING back to RUNNING and leaves the rest alone', (_, changes) => {
    const { account, advance } = accountIn('update')
    const before = shop(account)
    account.call('UpdateContainerService', { serviceName: 'shop', ...changes })
    expect(shop(account)).toMatchObject({ state: 'UPDATING', stateDetail: { code: 'PROVISIONING_SERVICE' } })
    advance(120)
    const { power, powerId, privateRegistryAccess, scale, ...rest } = shop(account)
    const { power: _p, powerId: _i, privateRegistryAccess: _r, scale: _s, ...restBefore } = before
    expect(rest).toEqual(restBefore)
    expect({ power, scale, privateRegistryAccess }).toMatchObject(changes)
    expect(powerId).toBe(`${power}-1`)
  })

  test('gives the ECR role its ARN only when it is through', () => {
    const { account, advance } = accountIn('update')
    account.call('UpdateContainerService', {
      serviceName: 'shop',
      privateRegistryAccess: { ecrImagePullerRole: { isActive: true } },
    })
    expect(shop(account).privateRegistryAccess.ecrImagePullerRole).toEqual({
      isActive: true,
      principalArn: '',
    })
    advance(120)
    expect(shop(account).privateRegistryAccess.ecrImagePullerRole.principalArn).toContain(':role/amazon/')
  })

  test('disables and enables again, with the same version and URL', () => {
    const { account, advance } = accountIn('update')
    const { url } = shop(account)
    account.call('UpdateContainerService', { serviceName: 'shop', isDisabled: true })
    expect(glance(account)).toBe('UPDATING | PROVISIONING_SERVICE | 17 ACTIVE | -')
    advance(120)
    expect(shop(account)).toMatchObject({ state: 'DISABLED', isDisabled: true })
    expect(refusal(() => deploy(account))[1]).toContain('is disabled')
    account.call('UpdateContainerService', { serviceName: 'shop', isDisabled: false })
    advance(120)
    expect(glance(account)).toBe('RUNNING | - | 17 ACTIVE | -')
    expect(shop(account).url).toBe(url)
  })
})

test('a deleted service is DELETING for a while, then not found, and its name is free again', () => {
  const { account, advance } = accountIn('update')
  const create = () =>
    account.call('CreateContainerService', { serviceName: 'shop', power: 'nano', scale: 1 })
  account.call('DeleteContainerService', { serviceName: 'shop' })
  expect(shop(account).state).toBe('DELETING')
  expect(refusal(create)[1]).toContain('Please try again in a few minutes')
  advance(20)
  expect(refusal(() => shop(account))[0]).toBe('NotFoundException')
  expect(account.call('GetContainerServices').containerServices).toEqual([])
  expect(create().containerService.state).toBe('PENDING')
})

test('the same records looked at in any order of moments give the same answers', () => {
  const { account, clock } = accountIn('update', {}, ['wrong-port'])
  deploy(account)
  const [record] = account.records.services
  if (record === undefined) throw new Error('no record')
  const moments = Array.from({ length: 200 }, (_, turn) => clock.now() + turn * 5000)
  const forwards = moments.map((at) => stageAt(record, at))
  const backwards = moments.toReversed().map((at) => stageAt(record, at))
  expect(backwards.toReversed()).toEqual(forwards)
  expect(record.deployments.map(settlesAt)).toEqual(
    record.deployments.map(settlesAt).toSorted((a, b) => a - b),
  )
})

test('two accounts with the same history hand out the same ids', () => {
  expect(shop(accountIn('update').account)).toEqual(shop(accountIn('update').account))
})

test('two services of an account share the 13 characters of their domain', () => {
  const { account } = accountIn('update')
  account.call('CreateContainerService', { serviceName: 'blog', power: 'nano', scale: 1 })
  const ids = account.call('GetContainerServices').containerServices.map(({ url }) => url.split('.')[1])
  expect(new Set(ids).size).toBe(1)
  expect(ids[0]).toMatch(/^[a-z0-9]{13}$/)
})

describe('detail codes', () => {
  const phases = [
    { code: 'CREATING_DEPLOYMENT', seconds: 10 },
    { code: 'EVALUATING_HEALTH_CHECK', seconds: 10 },
    { code: 'ACTIVATING_DEPLOYMENT', seconds: 10 },
  ] as const

  test.each([
    ['all', 'C C E E A A'],
    ['skipped', 'C C C C A A'],
    ['repeated', 'C E C E A A'],
    ['absent', '- - - - - -'],
  ] as const)('with the switch at %s come as %s', (detailCodes, expected) => {
    const codes = [1, 6, 11, 16, 21, 29].map(
      (second) => detailCodeAt(phases, second, detailCodes)?.[0] ?? '-',
    )
    expect(codes.join(' ')).toBe(expected)
  })
})

test.each(Object.keys(outcomes).filter(isOutcomeName))('the outcome %s ends the way it says', (name) => {
  const { account, advance } = accountIn('update')
  deploy(account, `ghcr.io/acme/shop:outcome-${name}`)
  advance(3600)
  const state = account.call('GetContainerServiceDeployments', { serviceName: 'shop' }).deployments[0]?.state
  const expected = { active: 'ACTIVE', failed: 'FAILED', never: 'ACTIVATING' }[findOutcome(name).kind]
  expect(state).toBe(expected)
})

test("an image's tag decides; other images use up the outcomes in order, then succeed", () => {
  const { account, advance } = accountIn('update', {}, ['crashes', 'succeeds'])
  const states = ['a:1', 'a:outcome-arm64', 'a:3', 'a:4'].map((image) => {
    deploy(account, image)
    advance(900)
    return account.call('GetContainerServiceDeployments', { serviceName: 'shop' }).deployments[0]?.state
  })
  expect(states).toEqual(['FAILED', 'FAILED', 'ACTIVE', 'ACTIVE'])
})
