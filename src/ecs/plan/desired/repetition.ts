import { movingTagsText } from '../../../diff/moving-tags.ts'
import type { Change } from '../../../rollout/contract/plan.ts'
import type { Request } from '../../inputs/request-types.ts'
import { isInProgress, primaryOf, type Service } from '../../model/service.ts'
import { imagesOf, isFixedImage, revisionName } from '../../model/task-definition.ts'
import { changesDefinition } from '../../model/task-definition-patch.ts'
import type { DesiredRevision } from './desired-revision.ts'

/**
 * Why the running revision is deployed again, as the end of a plan's line; `undefined` if there is no reason. Only inputs about the
 * task definition are a reason: count, settings and tags alone start no rollout.
 */
export function repetition(
  request: Request,
  service: Service,
  revision: DesiredRevision,
): string | undefined {
  if (request.forceNewDeployment) return 'force-new-deployment'
  const { taskDefinition: patch } = request
  const isSaid = patch !== undefined && (patch.isNamedByService === undefined || changesDefinition(patch))
  if (!isSaid) return undefined
  const primary = primaryOf(service)
  if (primary?.rolloutState === 'FAILED') return 'its last rollout failed'
  if (service.desiredCount > 0 && service.runningCount === 0 && !isInProgress(service))
    return `none of the ${service.desiredCount} desired tasks is running`
  const moving = revision.content ? imagesOf(revision.content).filter((image) => !isFixedImage(image)) : []
  return moving.length === 0
    ? undefined
    : `${movingTagsText(moving)}, and ECS looks it up for each deployment`
}

/** The same revision again, as a line of the plan. */
export function repeatedChange(service: Service, why: string): Change {
  return {
    sign: '~',
    subject: 'deployment',
    detail: `redeploy ${revisionName(service.taskDefinition)}: ${why}`,
  }
}
