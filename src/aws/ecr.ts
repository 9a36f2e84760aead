import type { PrivateRegistry } from '../images/registry/check-image.ts'
import type { EcrAccess } from './ecr-registry.ts'

export type { EcrAccess } from './ecr-registry.ts'

/** Images of private ECR repositories: https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html */
const privateEcr = /^(\d{12})\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\//

/** True for private ECR, which nobody can pull from without a login. */
export function isPrivateEcr(image: string): boolean {
  return privateEcr.test(image)
}

/** The Region that an image of private ECR is in. */
export function regionOfEcr(image: string): string | undefined {
  return privateEcr.exec(image)?.[2]
}

/** Private ECR, asked with the credentials of the job; its client is loaded with the first question. */
export function ecrRegistry(access: EcrAccess): PrivateRegistry {
  return {
    has: isPrivateEcr,
    inspect: async (image, signal) => {
      const { inspectEcrImage } = await import('./ecr-registry.ts')
      const [, registryId = '', region = ''] = privateEcr.exec(`${image.registry}/`) ?? []
      const repository = { registryId, region, repositoryName: image.repository }
      return await inspectEcrImage(image, repository, { ...access, signal })
    },
  }
}
