import type { Account } from '../../../simulator/ecs/account.ts'
import { webTaskDefinition } from '../../../simulator/ecs/scenarios/shop.ts'
import { ECR_HOST } from '../machinery/around/private-registry.ts'
import { fileValue, theirValue } from '../machinery/around/secret-canaries.ts'

/** The images that only our run deploys, which tell our revisions from those of others. */
export const ourImages = {
  tagged: 'ghcr.io/acme/shop:ours',
  fixed: `ghcr.io/acme/shop@sha256:${'5c0ffee5'.repeat(8)}`,
}
const theirImage = 'ghcr.io/acme/shop:theirs'

export function isOurImage(image: string): boolean {
  return image.replace(ECR_HOST, 'ghcr.io') === ourImages.tagged || image === ourImages.fixed
}

interface Container {
  readonly image: string
  readonly environment: readonly object[]
}

/** The same task definition with another image, and one more variable. */
function withImage(definition: object, image: string, value?: string): object {
  const { containerDefinitions } = definition as { containerDefinitions: readonly Container[] }
  const more = value === undefined ? [] : [{ name: 'TOKEN', value }]
  return {
    ...definition,
    containerDefinitions: containerDefinitions.map((container) => ({
      ...container,
      image,
      environment: [...container.environment, ...more],
    })),
  }
}

/** What somebody else registers. */
export function theirDefinition(account: Account): object {
  return withImage(webTaskDefinition(theirImage, account), theirImage, theirValue)
}

/** What an input with nothing but the image makes of what runs. */
export function ourDefinition(account: Account, image: string): object {
  return webTaskDefinition(image, account)
}

/** What `task-definition` names, where it is asked for. */
export function taskDefinitionFile(account: Account): string {
  return JSON.stringify(withImage(webTaskDefinition(ourImages.tagged, account), ourImages.tagged, fileValue))
}
