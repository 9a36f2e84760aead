import type { Plan } from '../../rollout/contract/plan.ts'
import type { Request } from '../inputs/request-types.ts'
import { planDelete } from './delete.ts'
import { planDeploy } from './deploy.ts'
import { planRegister } from './register.ts'
import { planRollback } from './rollback.ts'
import { planStatus } from './status.ts'
import type { Observed, Step } from './steps.ts'

/** Decides what a run does about what was observed, whatever its mode; pure. */
export function planRun(request: Request, observed: Observed): Plan<Step> {
  switch (request.mode) {
    case 'rollback':
      return planRollback(request, observed)
    case 'status':
      return planStatus(request, observed)
    case 'delete':
      return planDelete(request, observed)
    case 'register':
      return planRegister(request, observed)
    default:
      return request.service === undefined ? planRegister(request, observed) : planDeploy(request, observed)
  }
}
