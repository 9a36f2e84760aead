import type { Account } from '../account.ts'
import { settlesAt } from '../lifecycle.ts'
import type { DeploymentRecord } from '../records.ts'

/** The service that most scenarios are about. */

export const hour = 3600 * 1000
export const day = 24 * hour

const imageTags = ['9b81d0', '77c2ae', '0d4f13', '5ac98e', 'e2160b', '31b7fd']

export const shopEnvironment = {
  NODE_ENV: 'production',
  LOG_LEVEL: 'info',
  DATABASE_URL: 'postgres://shop:correct-horse-battery-staple@db.internal:5432/shop',
}

/** One container `app` behind port 8080, as a CreateContainerServiceDeployment without its service. */
export function shopDeployment(image: string): object {
  return {
    containers: { app: { image, environment: shopEnvironment, ports: { '8080': 'HTTP' } } },
    publicEndpoint: { containerName: 'app', containerPort: 8080 },
  }
}

/** `shop`, up since long ago, READY, never deployed to. */
export function arrangeReadyShop(account: Account): void {
  account.call(
    'CreateContainerService',
    {
      serviceName: 'shop',
      power: 'nano',
      scale: 1,
      tags: [{ key: 'team', value: 'storefront' }],
    },
    { at: account.now() - 60 * day },
  )
}

/** `shop` runs version 17 of ghcr.io/acme/shop since five hours; version 9 failed at the time. */
export function arrangeRunningShop(account: Account): void {
  arrangeReadyShop(account)
  for (let version = 1; version <= 17; version += 1) {
    const tag = version === 17 ? '1f2e3d' : imageTags[version % imageTags.length]
    account.call(
      'CreateContainerServiceDeployment',
      { serviceName: 'shop', ...shopDeployment(`ghcr.io/acme/shop:${tag}`) },
      {
        at: account.now() - 5 * hour - (17 - version) * 2 * day,
        outcome: version === 9 ? 'wrong-port' : 'succeeds',
      },
    )
  }
}

/** The deployment of `shop` with that version, once there is one. */
export function shopVersion(account: Account, version: number): DeploymentRecord | undefined {
  return account.records.services
    .find(({ name }) => name === 'shop')
    ?.deployments.find((deployment) => deployment.version === version)
}

/** When that version of `shop` becomes active, once that is certain. */
export function activeAt(account: Account, version: number): number | undefined {
  const deployment = shopVersion(account, version)
  return deployment?.outcome.kind === 'active' ? settlesAt(deployment) : undefined
}
