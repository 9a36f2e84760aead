import type { Account } from '../../../simulator/lightsail/account.ts'
import type { Switches } from '../../../simulator/lightsail/behaviour-options.ts'
import { scenarioNamed } from '../../../simulator/lightsail/scenarios/index.ts'
import { shopEnvironment } from '../../../simulator/lightsail/scenarios/shop.ts'
import { fileValue, oldValue, ourValues, theirValue } from '../machinery/around/secret-canaries.ts'

/** What is there when the run begins. */
export interface Arrangement {
  readonly serviceName: string
  readonly switches: Partial<Switches>
  arrange(account: Account): void
}

/** The images that only our run deploys, which tell our deployments from those of others. */
export const ourImages = {
  tagged: 'ghcr.io/acme/shop:ours',
  fixed: `ghcr.io/acme/shop@sha256:${'5c0ffee5'.repeat(8)}`,
}
const theirImage = 'ghcr.io/acme/shop:theirs'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

function shopOf(image: string, environment: Readonly<Record<string, string>>) {
  return {
    serviceName: 'shop',
    containers: { app: { image, environment, ports: { '8080': 'HTTP' } } },
    publicEndpoint: { containerName: 'app', containerPort: 8080 },
  }
}

/** What somebody else deploys. */
export const theirs = shopOf(theirImage, { TOKEN: theirValue })

/** What our inputs make of the arranged shop, so what another run of ours deploys. */
export function twin(image: string) {
  return shopOf(image, { ...shopEnvironment, OLD: oldValue, ...ourValues })
}

/** What `deployment-file` says, where it is asked for. */
export const deploymentFile = JSON.stringify(shopOf(ourImages.tagged, { FILE: fileValue }))

function arrangeShop(account: Account) {
  return account.call(
    'CreateContainerService',
    { serviceName: 'shop', power: 'nano', scale: 1 },
    { at: account.now() - 200 * hour },
  )
}

function deploy(account: Account, deployment: object, ago: number, outcome: 'succeeds' | 'crashes') {
  return account.call('CreateContainerServiceDeployment', deployment, { at: account.now() - ago, outcome })
}

function old(version: number) {
  return shopOf(`ghcr.io/acme/shop:${version}`, { ...shopEnvironment, OLD: oldValue })
}

function arrangeVersions(account: Account, count: number) {
  arrangeShop(account)
  for (let version = 1; version <= count; version++)
    deploy(account, old(version), (2 + count - version) * hour, version % 7 === 3 ? 'crashes' : 'succeeds')
}

const own: Readonly<Record<string, (account: Account) => void>> = {
  'a short history': (account) => arrangeVersions(account, 2),
  'a first deployment that crashed': (account) => {
    arrangeShop(account)
    deploy(account, old(1), hour, 'crashes')
  },
  'a history rolled past 50 versions': (account) => arrangeVersions(account, 58),
  'what we ask for runs already': (account) => {
    arrangeVersions(account, 2)
    deploy(account, twin(ourImages.fixed), hour, 'succeeds')
  },
  'our last attempt failed an hour ago': (account) => {
    arrangeVersions(account, 2)
    deploy(account, twin(ourImages.tagged), hour, 'crashes')
  },
  'our last attempt failed a minute ago': (account) => {
    arrangeVersions(account, 2)
    deploy(account, twin(ourImages.tagged), 7 * minute, 'crashes')
  },
  'another run of ours is in progress': (account) => {
    arrangeVersions(account, 2)
    deploy(account, twin(ourImages.tagged), 30 * second, 'succeeds')
  },
}

/** Scenarios of the simulator, the usual ones more often. */
const scripted = [
  'update',
  'empty-account',
  'empty-account',
  'ready-service',
  'two-containers',
  'disabled-service',
  'deployment-in-progress',
  'updating-service',
  'deleting-service',
  'private-service',
  'stuck-certificate-limit',
  'stuck-unknown-error',
  'quota-zero',
]

export const arrangementNames = ['a short history', 'a short history', ...Object.keys(own), ...scripted]

export function arrangementNamed(name: string): Arrangement {
  const serviceName = name === 'private-service' ? 'jobs' : 'shop'
  const arrange = own[name]
  if (arrange) return { serviceName, switches: {}, arrange }
  const scenario = scenarioNamed(name)
  return { serviceName, switches: scenario.switches ?? {}, arrange: scenario.arrange }
}
