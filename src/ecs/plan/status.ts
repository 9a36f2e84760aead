import type { Plan } from '../../rollout/contract/plan.ts'
import { formatMinute } from '../../runtime/clock.ts'
import { plural } from '../../text/plural.ts'
import type { Request } from '../inputs/request-types.ts'
import { clusterName, isInProgress, primaryOf, type Service } from '../model/service.ts'
import { imagesOf, revisionName } from '../model/task-definition.ts'

import { refuseMissing } from './preconditions.ts'
import { type Observed, readValue, type Step } from './steps.ts'

/** Reports what runs; any state of the service is a success, only its absence is not. */
export function planStatus(request: Request, observed: Observed): Plan<Step> {
  const { service } = observed
  if (service === undefined) return refuseMissing(request, '', 'check service, cluster and region')
  const images = readValue(observed.running)
  const verdict = {
    result: 'reported',
    reasonCode: 'status',
    reason: formatStatus(service, images ? imagesOf(images.content) : []),
  } as const
  return { kind: 'end', verdict, notices: [], titleNote: '' }
}

/** `shop on prod is ACTIVE; web:19 (ghcr.io/acme/shop:1) is to run, 3 of 3 tasks run; …`. */
export function formatStatus(service: Service, images: readonly string[]): string {
  const { name, cluster, status, taskDefinition, runningCount, desiredCount, pendingCount } = service
  const what = `${revisionName(taskDefinition)}${images.length === 0 ? '' : ` (${images.join(', ')})`}`
  const primary = primaryOf(service)
  const others = service.deployments.filter(
    (deployment) => deployment !== primary && deployment.runningCount > 0,
  )
  const parts = [
    `${name} on ${clusterName(cluster)} is ${status}`,
    `${what} ${sinceText(primary?.createdAt)}`,
    `${runningCount} of ${desiredCount} tasks running${pendingCount > 0 ? `, ${pendingCount} starting` : ''}`,
    ...(primary?.rolloutState === 'FAILED' ? [`its rollout FAILED (${primary.id})`] : []),
    ...(primary && isInProgress(service) ? [`its rollout is in progress (${primary.id})`] : []),
    ...others.map(
      (other) =>
        `${plural(other.runningCount, 'task')} of ${revisionName(other.taskDefinition)} still running`,
    ),
  ]
  return parts.join('; ')
}

function sinceText(at: number | undefined): string {
  return at === undefined
    ? 'is the current revision'
    : `has been the current revision since ${formatMinute(at)}`
}
