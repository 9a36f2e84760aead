import type { FinalPlan } from '../../rollout/contract/plan.ts'
import type { Refusal } from '../../rollout/contract/refusal.ts'
import { refuse } from '../../rollout/contract/refusal.ts'
import type { CodeOf } from '../../verdict/reason-codes.ts'
import type { Request } from '../inputs/request-types.ts'
import { checkCertificates } from '../model/certificates.ts'
import type { DeploymentSpec } from '../model/deployment.ts'
import type { Service } from '../model/service.ts'
import { permanentFailure } from '../rollout/permanent-failure.ts'
import { checkCost, estimateCost } from './cost.ts'
import type { Observed } from './steps.ts'

/** An operation in progress, during which no write is accepted. */
export function operationInProgress({
  name,
  state,
  next,
}: Service): { reasonCode: CodeOf<'refused'>; reason: string } | undefined {
  if (state === 'DELETING')
    return { reasonCode: 'service-deleting', reason: `the service ${name} is being deleted` }
  if (state === 'PENDING')
    return { reasonCode: 'service-pending', reason: `the service ${name} is still being created` }
  if (state === 'DEPLOYING' || next?.state === 'ACTIVATING') {
    const version = next ? `deployment ${next.version}` : 'a deployment'
    return { reasonCode: 'deployment-in-progress', reason: `${version} of ${name} is in progress` }
  }
  if (state === 'UPDATING')
    return { reasonCode: 'service-updating', reason: `the service ${name} is being updated` }
  return undefined
}

/** A service whose creation has failed for good: no write will ever be carried out. */
export function refuseIfStuck(service: Service): FinalPlan | undefined {
  const deadEnd = permanentFailure(service)
  if (deadEnd === undefined) return undefined
  const message = `the service ${service.name} is stuck while being created: ${deadEnd.reason}`
  return refuse({ reasonCode: deadEnd.reasonCode, message, fix: deadEnd.fix })
}

/** A disabled service accepts no deployment (docs/lightsail-facts.md §2.4). */
export function refuseIfDisabled(
  { name, state, isDisabled }: Service,
  fix = 'set disabled: false, which enables it first',
): FinalPlan | undefined {
  return state === 'DISABLED' || isDisabled
    ? refuse({
        reasonCode: 'service-disabled',
        message: `the service ${name} is disabled`,
        fix,
      })
    : undefined
}

/** Why the settings cannot be applied: their certificates, or their price. */
export function checkSettings(
  request: Request,
  { service, certificates, prices }: Observed,
): Refusal | undefined {
  const { region, service: patch, maxMonthlyCost } = request
  const domains = patch.publicDomainNames
  const certificate =
    domains &&
    certificates &&
    checkCertificates(domains, service?.publicDomainNames ?? {}, certificates, region)
  return certificate ?? checkCost(estimateCost(request, { service, prices }), maxMonthlyCost)
}

/** A private service has no URL that could be asked. */
export function checkVerification(
  { verification }: Request,
  { publicEndpoint }: DeploymentSpec,
): Refusal | undefined {
  return verification === undefined || verification.at.kind === 'url' || publicEndpoint
    ? undefined
    : {
        reasonCode: 'no-public-endpoint',
        message: 'verify-url needs a public URL, but the service would have no public endpoint',
        fix: 'set container-port, set verify-url to a full URL, or remove it',
      }
}
