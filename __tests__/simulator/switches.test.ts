import { describe, expect, test } from '@jest/globals'
import { defaultSwitches, type Switches } from '../../simulator/lightsail/behaviour-options.ts'
import { accountIn, deploy, deployment, refusal, shop } from './situations.ts'

type Account = ReturnType<typeof accountIn>['account']

const newShop = { serviceName: 'shop', power: 'nano', scale: 1 }
function versions(account: Account) {
  return account
    .call('GetContainerServiceDeployments', { serviceName: 'shop' })
    .deployments.map(({ version }) => version)
}
function log(account: Account, input: object = {}) {
  return account.call('GetContainerLog', { serviceName: 'shop', containerName: 'app', ...input })
}
function attempt(act: () => unknown) {
  try {
    act()
    return 'accepted'
  } catch {
    return 'rejected'
  }
}
function register(account: Account, label: string) {
  return account.call('RegisterContainerImage', {
    serviceName: 'shop',
    label,
    digest: `sha256:${'c'.repeat(64)}`,
  }).containerImage.image
}

interface Situation {
  readonly switch: keyof Switches
  readonly scenario: string
  /** What is seen with each setting. */
  readonly seen: readonly (readonly [setting: unknown, outcome: unknown])[]
  readonly look: (account: Account, advance: (seconds: number) => void) => unknown
}

const situations: readonly Situation[] = [
  {
    switch: 'serviceQuota',
    scenario: 'empty-account',
    seen: [
      [0, 'rejected'],
      [1, 'accepted'],
    ],
    look: (account) => attempt(() => account.call('CreateContainerService', newShop)),
  },
  {
    switch: 'imageQuota',
    scenario: 'ready-service',
    seen: [
      [0, 'rejected'],
      [1, 'accepted'],
    ],
    look: (account) => attempt(() => register(account, 'app')),
  },
  {
    switch: 'deploymentsKept',
    scenario: 'update',
    seen: [
      [2, [17, 16]],
      [1, [17]],
    ],
    look: versions,
  },
  {
    switch: 'certificateQuota',
    scenario: 'empty-account',
    seen: [
      [0, 'rejected'],
      [1, 'accepted'],
    ],
    look: (account) =>
      attempt(() => account.call('CreateCertificate', { certificateName: 'c', domainName: 'a.com' })),
  },
  {
    switch: 'creationSeconds',
    scenario: 'empty-account',
    seen: [
      [60, 'READY'],
      [61, 'PENDING'],
    ],
    look: (account, advance) => {
      account.call('CreateContainerService', newShop)
      advance(60)
      return shop(account).state
    },
  },
  {
    switch: 'creation',
    scenario: 'empty-account',
    seen: [
      ['ready', undefined],
      ['CERTIFICATE_LIMIT_EXCEEDED', 'CERTIFICATE_LIMIT_EXCEEDED'],
      ['UNKNOWN_ERROR', 'UNKNOWN_ERROR'],
    ],
    look: (account, advance) => {
      account.call('CreateContainerService', newShop)
      advance(3600)
      return shop(account).stateDetail?.code
    },
  },
  {
    switch: 'updateSeconds',
    scenario: 'update',
    seen: [
      [60, 'RUNNING'],
      [61, 'UPDATING'],
    ],
    look: (account, advance) => {
      account.call('UpdateContainerService', { serviceName: 'shop', scale: 2 })
      advance(60)
      return shop(account).state
    },
  },
  {
    switch: 'deleteSeconds',
    scenario: 'update',
    seen: [
      [10, 0],
      [11, 1],
    ],
    look: (account, advance) => {
      account.call('DeleteContainerService', { serviceName: 'shop' })
      advance(10)
      return account.call('GetContainerServices').containerServices.length
    },
  },
  {
    switch: 'readLagSeconds',
    scenario: 'update',
    seen: [
      [0, ['DEPLOYING', 18]],
      [10, ['RUNNING', 17]],
    ],
    look: (account) => {
      deploy(account)
      return [shop(account).state, versions(account)[0]]
    },
  },
  {
    switch: 'logLagSeconds',
    scenario: 'ready-service',
    seen: [
      [0, 1],
      [90, 0],
    ],
    look: (account, advance) => {
      deploy(account)
      advance(10)
      return log(account).logEvents.length
    },
  },
  {
    switch: 'logPageSize',
    scenario: 'ready-service',
    seen: [
      [3, 3],
      [10, 10],
    ],
    look: (account, advance) => {
      deploy(account)
      advance(600)
      return log(account).logEvents.length
    },
  },
  {
    switch: 'emptyLogPages',
    scenario: 'ready-service',
    seen: [
      [0, [100, 91]],
      [1, [0, 100]],
    ],
    look: (account, advance) => {
      deploy(account)
      advance(600)
      const { logEvents, nextPageToken: pageToken } = log(account)
      return [logEvents.length, log(account, { pageToken }).logEvents.length]
    },
  },
  {
    switch: 'unknownContainerLog',
    scenario: 'update',
    seen: [
      ['empty', 'accepted'],
      ['not-found', 'rejected'],
    ],
    look: (account) => attempt(() => log(account, { containerName: 'nope' })),
  },
  {
    switch: 'canceledLineHasPrefix',
    scenario: 'ready-service',
    seen: [
      [false, 'Canceled'],
      [true, '[deployment:1] Canceled'],
    ],
    look: (account, advance) => {
      deploy(account, 'a:outcome-cannot-pull')
      advance(900)
      return log(account).logEvents.at(-1)?.message
    },
  },
  {
    switch: 'failedStaysInNextDeployment',
    scenario: 'update',
    seen: [
      [false, ['RUNNING', 17, undefined]],
      [true, ['RUNNING', 17, 'FAILED']],
    ],
    look: (account, advance) => {
      deploy(account, 'a:outcome-crashes')
      advance(900)
      const { state, currentDeployment, nextDeployment } = shop(account)
      return [state, currentDeployment?.version, nextDeployment?.state]
    },
  },
  {
    switch: 'createReplyShowsNextDeployment',
    scenario: 'empty-account',
    seen: [
      [true, 1],
      [false, undefined],
    ],
    look: (account) =>
      account.call('CreateContainerService', { ...newShop, deployment: deployment() }).containerService
        .nextDeployment?.version,
  },
  {
    switch: 'pendingShowsNextDeployment',
    scenario: 'empty-account',
    seen: [
      [true, [1, 1, [1]]],
      [false, [undefined, 1, [1]]],
    ],
    look: (account, advance) => {
      account.call('CreateContainerService', { ...newShop, deployment: deployment() })
      const whilePending = shop(account).nextDeployment?.version
      advance(200)
      return [whilePending, shop(account).nextDeployment?.version, versions(account)]
    },
  },
  {
    switch: 'deployReplyShowsNextDeployment',
    scenario: 'update',
    seen: [
      [true, 18],
      [false, undefined],
    ],
    look: (account) =>
      account.call('CreateContainerServiceDeployment', { serviceName: 'shop', ...deployment() })
        .containerService.nextDeployment?.version,
  },
  {
    switch: 'deploymentOrder',
    scenario: 'update',
    seen: [
      ['newest-first', [17, 1]],
      ['ascending', [1, 17]],
    ],
    look: (account) => [versions(account)[0], versions(account).at(-1)],
  },
  {
    switch: 'detailCodes',
    scenario: 'update',
    seen: [
      ['all', 'EVALUATING_HEALTH_CHECK'],
      ['skipped', 'CREATING_DEPLOYMENT'],
      ['repeated', 'CREATING_DEPLOYMENT'],
      ['absent', undefined],
    ],
    look: (account, advance) => {
      deploy(account)
      advance(100)
      return shop(account).stateDetail?.code
    },
  },
  {
    switch: 'disabledDeploymentState',
    scenario: 'disabled-service',
    seen: [
      ['ACTIVE', ['DISABLED', 'ACTIVE']],
      ['INACTIVE', ['DISABLED', 'INACTIVE']],
    ],
    look: (account) => [shop(account).state, shop(account).currentDeployment?.state],
  },
  {
    switch: 'secondDelete',
    scenario: 'deleting-service',
    seen: [
      ['accepted', 'accepted'],
      ['rejected', 'rejected'],
    ],
    look: (account) => attempt(() => account.call('DeleteContainerService', { serviceName: 'shop' })),
  },
  {
    switch: 'deleteWhileDeploying',
    scenario: 'deployment-in-progress',
    seen: [
      ['rejected', 'rejected'],
      ['accepted', 'accepted'],
    ],
    look: (account) => attempt(() => account.call('DeleteContainerService', { serviceName: 'shop' })),
  },
  {
    switch: 'publicDomainNamesUpdate',
    scenario: 'certificates',
    seen: [
      ['replaces', { _: ['d.cloudfront.net'] }],
      ['merges', { _: ['d.cloudfront.net'], 'example-com': ['shop.example.com'] }],
    ],
    look: (account) =>
      account.call('UpdateContainerService', {
        serviceName: 'shop',
        publicDomainNames: { _: ['d.cloudfront.net'] },
      }).containerService.publicDomainNames,
  },
  {
    switch: 'imageNumbering',
    scenario: 'ready-service',
    seen: [
      ['per-service', [':shop.app.1', ':shop.web.2']],
      ['per-label', [':shop.app.1', ':shop.web.1']],
    ],
    look: (account) => [register(account, 'app'), register(account, 'web')],
  },
  {
    switch: 'latestIsShownResolved',
    scenario: 'registry',
    seen: [
      [true, ':shop.app.5'],
      [false, ':shop.app.latest'],
    ],
    look: (account, advance) => {
      deploy(account, ':shop.app.latest')
      advance(300)
      return shop(account).currentDeployment?.containers['app']?.image
    },
  },
  {
    switch: 'deleteImageInUse',
    scenario: 'registry',
    seen: [
      ['rejected', 'rejected'],
      ['accepted', 'accepted'],
    ],
    look: (account) =>
      attempt(() => account.call('DeleteContainerImage', { serviceName: 'shop', image: ':shop.app.5' })),
  },
  {
    switch: 'registryAddress',
    scenario: 'ready-service',
    seen: [
      [undefined, '041381048620.dkr.ecr.eu-central-1.amazonaws.com'],
      ['127.0.0.1:5000', '127.0.0.1:5000'],
    ],
    look: (account) => account.call('CreateContainerServiceRegistryLogin').registryLogin.registry,
  },
  {
    switch: 'registryUsername',
    scenario: 'ready-service',
    seen: [
      ['AWS', 'AWS'],
      ['somebody', 'somebody'],
    ],
    look: (account) => account.call('CreateContainerServiceRegistryLogin').registryLogin.username,
  },
  {
    switch: 'registryPassword',
    scenario: 'ready-service',
    seen: [
      [undefined, 'a new one each time'],
      ['secret', 'secret'],
    ],
    look: (account) => {
      const login = () => account.call('CreateContainerServiceRegistryLogin').registryLogin.password
      const [first, second] = [login(), login()]
      return first === second ? first : 'a new one each time'
    },
  },
  {
    switch: 'certificateEnd',
    scenario: 'empty-account',
    seen: [
      ['ISSUED', 'ISSUED'],
      ['VALIDATION_TIMED_OUT', 'VALIDATION_TIMED_OUT'],
      ['FAILED', 'FAILED'],
      ['PENDING_VALIDATION', 'PENDING_VALIDATION'],
    ],
    look: (account, advance) => certificateStatus(account, advance, 3600),
  },
  {
    switch: 'certificateSeconds',
    scenario: 'empty-account',
    seen: [
      [300, 'ISSUED'],
      [301, 'PENDING_VALIDATION'],
    ],
    look: (account, advance) => certificateStatus(account, advance, 300),
  },
  {
    switch: 'urlTemplate',
    scenario: 'update',
    seen: [
      [undefined, 'https://shop.so0wt5cn8tg6z.eu-central-1.cs.amazonlightsail.com/'],
      ['http://127.0.0.1:9/{service}/', 'http://127.0.0.1:9/shop/'],
    ],
    look: (account) => shop(account).url,
  },
]

function certificateStatus(account: Account, advance: (seconds: number) => void, seconds: number): unknown {
  account.call('CreateCertificate', { certificateName: 'c', domainName: 'a.com' })
  advance(seconds)
  return account.call('GetCertificates', { includeCertificateDetails: true }).certificates[0]
    ?.certificateDetail?.status
}

describe.each(situations)('$switch', ({ switch: name, scenario, seen, look }) => {
  test.each(seen)('at %j shows %j', (setting, outcome) => {
    const { account, advance } = accountIn(scenario)
    account.switches = { ...account.switches, [name]: setting }
    expect(look(account, advance)).toEqual(outcome)
  })
})

test('every switch has a situation here or among the URLs', () => {
  const covered = [...situations.map((situation) => situation.switch), 'servingLagSeconds']
  expect(Object.keys(defaultSwitches).toSorted()).toEqual(covered.toSorted())
})

test('the refused second delete says why', () => {
  const { account } = accountIn('deleting-service', { secondDelete: 'rejected' })
  expect(refusal(() => account.call('DeleteContainerService', { serviceName: 'shop' }))[1]).toBe(
    'Sorry, the container service "shop" is already being deleted.',
  )
})
