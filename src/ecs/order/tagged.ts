import type { TaggedDeployment } from '../../source/resource-tags.ts'
import { type Deployment, primaryOf, type Service } from '../model/service.ts'

/**
 * `<n>` of `ecs-svc/<n>`: the deployment that a commit's tags are about. They are void as soon as another deployment is the
 * PRIMARY.
 */
export function versionOf(deploymentId: string): string {
  return deploymentId.slice(deploymentId.lastIndexOf('/') + 1)
}

/** The tags of a service, and what they would have to be about. */
export function taggedDeployment(
  { tags, deployments }: Pick<Service, 'tags' | 'deployments'>,
  deployment: Deployment | undefined = primaryOf({ deployments }),
): TaggedDeployment {
  return { tags, current: deployment && { version: versionOf(deployment.id) } }
}
