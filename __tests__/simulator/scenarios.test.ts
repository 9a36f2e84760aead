import { describe, expect, test } from '@jest/globals'
import { scenarios } from '../../simulator/lightsail/scenarios/index.ts'
import { accountIn, deploy, deployment, post, refusal, shop, simulated } from './situations.ts'

/** Every service as `name STATE current next`, when the scenario begins. */
function opening(scenario: string): string[] {
  const { account } = accountIn(scenario)
  return account
    .call('GetContainerServices')
    .containerServices.map(({ containerServiceName, state, currentDeployment, nextDeployment }) =>
      [
        containerServiceName,
        state,
        currentDeployment?.version ?? '-',
        ...(nextDeployment ? [nextDeployment.version] : []),
      ].join(' '),
    )
}

const openings: Readonly<Record<string, readonly string[]>> = {
  'empty-account': [],
  'first-deploy': [],
  update: ['shop RUNNING 17'],
  'failing-update': ['shop RUNNING 17'],
  'failing-first-deploy': [],
  'deployment-never-ends': ['shop RUNNING 17'],
  'deployment-in-progress': ['shop DEPLOYING 17 18'],
  superseded: ['shop RUNNING 17'],
  'deleted-while-waiting': ['shop RUNNING 17'],
  'does-not-verify': ['shop RUNNING 17'],
  'private-service': ['jobs RUNNING 1'],
  'two-containers': ['shop RUNNING 1'],
  'ten-containers': ['shop RUNNING 1'],
  'ready-service': ['shop READY -'],
  'disabled-service': ['shop DISABLED 17'],
  'updating-service': ['shop UPDATING 17'],
  'deleting-service': ['shop DELETING 17'],
  'stuck-certificate-limit': [],
  'stuck-unknown-error': [],
  'quota-zero': [],
  certificates: ['shop RUNNING 17'],
  registry: ['shop RUNNING 1'],
  'registry-full': ['shop RUNNING 17'],
  throttled: ['shop RUNNING 17'],
  'lost-answer': ['shop RUNNING 17'],
  'credentials-end': ['shop RUNNING 17'],
  'logs-denied': ['shop RUNNING 17'],
  'deploy-denied': ['shop RUNNING 17'],
}

describe('a scenario begins as it says', () => {
  test.each(scenarios.map(({ name }) => name))('%s', (name) => {
    expect(opening(name)).toEqual(openings[name])
  })

  test('and says it in one sentence', () => {
    for (const { sentence } of scenarios) expect(sentence).toMatch(/^[A-Za-z].*[^.]\.$/)
  })
})

const read = { serviceName: 'shop' }

/** What the list of deployments says about the newest, poll after poll. */
async function polled(
  scenario: string,
  { polls, every }: { polls: number; every: number },
): Promise<readonly string[]> {
  const simulator = await simulated({ scenario })
  await post(simulator, 'CreateContainerServiceDeployment', { ...read, ...deployment() })
  const seen: string[] = []
  for (let poll = 0; poll < polls; poll += 1) {
    simulator.advance(every)
    const { body } = await post(simulator, 'GetContainerServiceDeployments', read)
    const { deployments = [] } = body as { deployments?: { version: number; state: string }[] }
    const ours = deployments.find(({ version }) => version === 18)
    seen.push(ours ? `${deployments[0]?.version} ${ours.state}` : String(body['__type']))
  }
  return seen
}

describe('what happens while somebody waits for version 18', () => {
  test.each([
    ['update', ['18 ACTIVATING', '18 ACTIVATING', '18 ACTIVE', '18 ACTIVE']],
    ['superseded', ['18 ACTIVATING', '18 ACTIVATING', '19 INACTIVE', '19 INACTIVE']],
    [
      'deleted-while-waiting',
      ['18 ACTIVATING', 'NotFoundException', 'NotFoundException', 'NotFoundException'],
    ],
    ['deployment-never-ends', ['18 ACTIVATING', '18 ACTIVATING', '18 ACTIVATING', '18 ACTIVATING']],
  ])('%s', async (scenario, expected) => {
    expect(await polled(scenario, { polls: 4, every: 60 })).toEqual(expected)
  })

  test('failing-update', async () => {
    expect(await polled('failing-update', { polls: 3, every: 200 })).toEqual([
      '18 ACTIVATING',
      '18 ACTIVATING',
      '18 FAILED',
    ])
  })
})

test('a version that somebody deployed before ours ends, and then it is our turn', () => {
  const { account, advance } = accountIn('deployment-in-progress')
  expect(refusal(() => deploy(account))[1]).toContain('deployment 18 is in progress')
  advance(40)
  deploy(account)
  expect(shop(account).nextDeployment?.version).toBe(19)
})

test('certificates: the one in use is issued, the other waits', () => {
  const { account } = accountIn('certificates')
  const { certificates } = account.call('GetCertificates', { includeCertificateDetails: true })
  expect(
    certificates.map(({ certificateName, certificateDetail }) => [
      certificateName,
      certificateDetail?.status,
    ]),
  ).toEqual([
    ['example-com', 'ISSUED'],
    ['example-org', 'PENDING_VALIDATION'],
  ])
})

test('registry: the newest image is first and the current one cannot be deleted', () => {
  const { account } = accountIn('registry')
  const { containerImages } = account.call('GetContainerImages', { serviceName: 'shop' })
  expect(containerImages.map(({ image }) => image)).toEqual([
    ':shop.worker.6',
    ':shop.app.5',
    ':shop.worker.4',
    ':shop.app.3',
    ':shop.worker.2',
    ':shop.app.1',
  ])
  expect(
    refusal(() => account.call('DeleteContainerImage', { serviceName: 'shop', image: ':shop.app.5' }))[0],
  ).toBe('InvalidInputException')
})

test('the credentials end with the sixth call', async () => {
  const simulator = await simulated({ scenario: 'credentials-end' })
  for (let call = 1; call <= 7; call += 1) await post(simulator, 'GetContainerServices')
  expect(simulator.calls.map(({ errorType }) => errorType ?? 'fine')).toEqual([
    ...Array(5).fill('fine'),
    'ExpiredTokenException',
    'ExpiredTokenException',
  ])
})
