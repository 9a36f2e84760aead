import type { Plan } from '../../rollout/contract/plan.ts'
import { refuse } from '../../rollout/contract/refusal.ts'
import { plural } from '../../text/plural.ts'
import type { Request } from '../inputs/request-types.ts'
import { revisionName } from '../model/task-definition.ts'
import { draining, whichService } from './preconditions.ts'
import type { Observed, Step } from './steps.ts'

/** Deletes the service with all of its tasks; a missing service is a success. */
export function planDelete(request: Request, { service, at }: Observed): Plan<Step> {
  if (service === undefined) {
    const reason = `there is no ${whichService(request)} in ${request.region}: nothing to delete`
    const verdict = { result: 'unchanged', reasonCode: 'already-deleted', reason } as const
    return { kind: 'end', verdict, notices: [], titleNote: '' }
  }
  const gone = draining(service)
  if (gone) return { kind: 'wait', ...gone }
  if (service.isExpress) {
    return refuse({
      reasonCode: 'express-service',
      message: `${service.name} is an ECS Express Mode service: its load balancer and other resources would be left behind`,
      fix: 'delete it with aws ecs delete-express-gateway-service',
    })
  }
  const { runningCount, taskDefinition } = service
  return {
    kind: 'apply',
    changes: [
      {
        sign: '-',
        subject: `service ${service.name}`,
        detail: `${revisionName(taskDefinition)}; ${plural(runningCount, 'task')} will be stopped`,
      },
    ],
    notices: ['task definitions, log groups, target groups and load balancers stay'],
    titleNote: '',
    step: {
      kind: 'delete',
      service: service.name,
      cluster: request.cluster,
      arn: service.arn,
      observedAt: at,
    },
  }
}
