import { isPrivateEcr } from '../../aws/ecr.ts'
import { emptyNewVariables } from '../../diff/emptied.ts'
import type { Plan } from '../../rollout/contract/plan.ts'
import { refuse } from '../../rollout/contract/refusal.ts'
import { ecrNotices } from '../images/ecr.ts'
import { pushChanges, resolveDesiredImages } from '../images/inventory.ts'
import type { Request } from '../inputs/request-types.ts'
import { imagesOf } from '../model/deployment.ts'
import { creationChanges } from '../model/settings.ts'
import { costRemark } from './cost.ts'
import { diffDeployment } from './deployment-diff.ts'
import { eachEnvironment } from './emptied.ts'
import { noEndpointNotice } from './endpoint-notices.ts'
import { checkSettings, checkVerification } from './preconditions.ts'
import { isRestart } from './restart.ts'
import type { Observed, Step } from './steps.ts'

/** Decides how a service that does not exist is made, with its first deployment; pure. */
export function planCreate(request: Request, observed: Observed): Plan<Step> {
  const { serviceName: name, region, service: patch } = request
  if (!request.createService) {
    return refuse({
      reasonCode: 'service-missing',
      message: `there is no container service ${name} in ${region}, and create-service is false`,
      fix: 'check service-name and region, or set create-service: true',
    })
  }
  if (isRestart(request)) {
    return refuse({
      reasonCode: 'service-missing',
      message: `there is no container service ${name} in ${region} to restart`,
      fix: 'check service-name and region, or set image, which creates the service',
    })
  }
  if (patch.disabled === true) {
    return refuse({
      reasonCode: 'service-missing',
      message: `there is no container service ${name} in ${region} to stop`,
      fix: 'check service-name and region, or remove disabled',
    })
  }
  const desired = request.deployment && resolveDesiredImages(request, request.deployment, observed)
  if (desired && 'fault' in desired) {
    const { reasonCode, message, fix } = desired.fault
    return refuse({
      reasonCode,
      message: `there is no container service ${name} in ${region} yet: ${message}`,
      fix,
    })
  }
  const fault = checkSettings(request, observed)
  if (fault) return refuse(fault)
  const spec = desired?.spec
  const unverifiable = spec && checkVerification(request, spec)
  if (unverifiable) return refuse(unverifiable)
  const { power = 'nano', scale = 1, tags = {}, publicDomainNames, ecrRole } = patch
  // Until the role has an ARN it cannot be allowed to pull: such a service is created first and deployed to afterwards.
  const waitsForRole = ecrRole === true && spec !== undefined && imagesOf(spec).some(isPrivateEcr)
  // Nothing can be pushed to a service that does not exist.
  const { pushes = [], notices = [] } = desired ?? {}
  const deploysLater = waitsForRole || pushes.length > 0
  return {
    kind: 'apply',
    changes: [
      ...creationChanges(name, patch, power, scale),
      ...pushChanges(pushes),
      ...(spec ? diffDeployment(undefined, spec) : []),
    ],
    notices: [
      ...(spec
        ? [...noEndpointNotice(request, spec), ...emptyNewVariables(eachEnvironment(undefined, spec))]
        : []),
      ...ecrNotices(request, undefined, spec),
      ...notices,
    ],
    titleNote: costRemark(request, observed),
    step: {
      kind: 'create',
      name,
      observedAt: observed.at,
      power,
      scale,
      deployment: deploysLater ? undefined : spec,
      deploysLater,
      tags,
      publicDomainNames,
      ecrRole,
    },
  }
}
