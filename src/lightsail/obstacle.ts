import type { Plan } from '../engine/target.ts'
import type { Red } from '../engine/verdict.ts'
import { certificateFault } from './certificates.ts'
import type { DeploymentSpec } from './deployment.ts'
import type { Fault } from './desired.ts'
import type { Request } from './inputs/request.ts'
import { deadEndOf } from './judge.ts'
import { costAfter, costFault } from './price.ts'
import type { Service } from './service.ts'
import type { Observed } from './steps.ts'

export type End = Extract<Plan<never>, { kind: 'end' }>

/** The end of a plan that must not be carried out. */
export const refusal = ({ reasonCode, message, fix }: Fault): End => {
  const verdict: Red = { result: 'refused', reasonCode, reason: message, fix }
  return { kind: 'end', verdict, notices: [], remark: '' }
}

/** What keeps any write to the service from being accepted now, but will pass. */
export const busyWith = ({ name, state, next }: Service): { reasonCode: string; why: string } | undefined => {
  if (state === 'DELETING')
    return { reasonCode: 'service-deleting', why: `the service ${name} is being deleted` }
  if (state === 'PENDING')
    return { reasonCode: 'service-pending', why: `the service ${name} is still being created` }
  if (state === 'DEPLOYING' || next?.state === 'ACTIVATING') {
    const version = next ? `deployment ${next.version}` : 'a deployment'
    return { reasonCode: 'deployment-in-progress', why: `${version} of ${name} is in progress` }
  }
  if (state === 'UPDATING')
    return { reasonCode: 'service-updating', why: `the service ${name} is being updated` }
  return undefined
}

/** A service whose creation came to a dead end: nothing that is written to it will ever be done. */
export const stuck = (service: Service): End | undefined => {
  const deadEnd = deadEndOf(service)
  if (deadEnd === undefined) return undefined
  const message = `the service ${service.name} is stuck in its creation: ${deadEnd.reason}`
  return refusal({ reasonCode: deadEnd.reasonCode, message, fix: deadEnd.fix })
}

/** A disabled service accepts no deployment (fact sheet §2.4). */
export const disabled = (
  { name, state, isDisabled }: Service,
  fix = 'set disabled: false, which enables it first',
): End | undefined =>
  state === 'DISABLED' || isDisabled
    ? refusal({
        reasonCode: 'service-disabled',
        message: `the service ${name} is disabled`,
        fix,
      })
    : undefined

/** Why the settings cannot be applied: their certificates, or their price. */
export const settingsFault = (
  request: Request,
  { service, certificates, prices }: Observed,
): Fault | undefined => {
  const { region, service: patch, maxMonthlyCost } = request
  const domains = patch.publicDomainNames
  const certificate =
    domains &&
    certificates &&
    certificateFault(domains, service?.publicDomainNames ?? {}, certificates, region)
  return certificate ?? costFault(costAfter(request, { service, prices }), maxMonthlyCost)
}

/** A private service has no URL that could be asked. */
export const verificationFault = (
  { verification }: Request,
  { publicEndpoint }: DeploymentSpec,
): Fault | undefined =>
  verification === undefined || verification.at.kind === 'url' || publicEndpoint
    ? undefined
    : {
        reasonCode: 'no-public-endpoint',
        message: 'verify-url asks the public URL, and the service would have no public endpoint',
        fix: 'set container-port, give verify-url a whole URL, or remove it',
      }
