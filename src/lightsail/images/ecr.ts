import { isPrivateEcr, regionOfEcr } from '../../aws/ecr.ts'
import type { Request } from '../inputs/request-types.ts'
import { type DeploymentSpec, imagesOf } from '../model/deployment.ts'
import type { Service } from '../model/service.ts'

/** Why Lightsail cannot pull an ECR image, reported before it tries: its own log only says "Canceled". */
export function ecrNotices(
  { service: patch, region }: Request,
  service: Service | undefined,
  spec: DeploymentSpec | undefined,
): string[] {
  const ecrRole = service?.ecrRole ?? { isActive: false, principalArn: '' }
  const images = spec ? imagesOf(spec).filter(isPrivateEcr) : []
  const elsewhere = images.filter((image) => regionOfEcr(image) !== region)
  const isOn = patch.ecrRole ?? ecrRole.isActive
  return [
    ...elsewhere.map(
      (image) => `${image} is not in ${region}: Lightsail pulls from private ECR only in its own Region`,
    ),
    ...(images.length > 0 && !isOn
      ? [
          `${images.join(', ')} is in private ECR, but the ECR puller role is off: set ecr-image-puller-role: true`,
        ]
      : []),
    ...(patch.ecrRole === true && ecrRole.principalArn !== ''
      ? [`the repository policy must contain this statement: ${policyStatement(ecrRole.principalArn)}`]
      : []),
  ]
}

/** What the policy of a repository needs for Lightsail to pull from it (docs/lightsail-facts.md §3.2). */
export function policyStatement(principalArn: string): string {
  return JSON.stringify({
    Sid: 'LightsailPull',
    Effect: 'Allow',
    Principal: { AWS: principalArn },
    Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  })
}
