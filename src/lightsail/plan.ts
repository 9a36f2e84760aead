import type { Change, Plan } from '../engine/target.ts'
import type { Green } from '../engine/verdict.ts'
import { certificateFault } from './certificates.ts'
import { type DeploymentSpec, imagesOf, isFixedImage } from './deployment.ts'
import { type DeploymentPatch, desiredDeployment, type Fault } from './desired.ts'
import { deploymentChanges, keptVariables } from './diff.ts'
import { ecrNotices, isPrivateEcr } from './images/ecr.ts'
import { pushChanges, stockedDeployment } from './images/stock.ts'
import type { Request } from './inputs/request.ts'
import { busyWith, disabled, refusal, stuck } from './obstacle.ts'
import { costFault, costText, monthlyCost } from './price.ts'
import { lastActive, patchBase, type Service, servingNow } from './service.ts'
import { creationChanges, driftOf } from './settings.ts'
import { deployStep, type Observed, type Steps } from './steps.ts'

/** Decides what to do about what was observed; pure. After each write it is asked again, until nothing is left. */
export const planDeployment = (request: Request, observed: Observed): Plan<Steps> => {
  const { service } = observed
  if (service === undefined) return planCreation(request, observed)
  const isPlanOnly = request.mode === 'plan'
  const dead = stuck(service)
  if (dead) return dead
  const busy = busyWith(service)
  if (busy && !isPlanOnly) return { kind: 'wait', ...busy }

  const fault = settingsFault(request, observed)
  if (fault) return refusal(fault)
  const drift = driftOf(service, request.service)
  const { running, desired } = desiredOf(request, { ...observed, service })
  if (desired && 'fault' in desired) return refusal(desired.fault)
  const { spec, shown = spec, pushes = [] } = desired ?? {}
  const unverifiable = spec && verificationFault(request, spec)
  if (unverifiable) return refusal(unverifiable)
  const blocked = spec && drift.update?.disabled !== false ? disabled(service) : undefined
  if (blocked) return blocked

  const isNew = spec !== undefined && deploymentChanges(running?.spec, spec).length > 0
  const differences = shown && isNew ? deploymentChanges(running?.spec, shown) : []
  const isBlank = differences.length === 0 && namesNoImage(request)
  if (spec && isBlank && drift.changes.length === 0) return refusal(blankImage)
  const isServing = lastActive(service) !== undefined
  const deploys = spec !== undefined && !isBlank && (!isServing || isToBeDeployed(request, spec, differences))
  const notices = [
    ...(isPlanOnly && spec
      ? keptVariables(running?.spec, spec).map((kept) => `environment unchanged in ${kept}`)
      : []),
    ...(isPlanOnly && busy ? [`${busy.why}: a deployment would wait for it`] : []),
    ...(spec && !running ? privacyNotice(request, spec) : []),
    ...(spec && deploys ? closingNotice(service, spec) : []),
    ...ecrNotices(request, service, spec),
    ...(desired?.notices ?? []),
  ]
  const remark = remarkOf(request, observed)
  const repeated = deploys && differences.length === 0 ? [repetition(request, spec)] : []
  const changes = [...drift.changes, ...(deploys ? pushChanges(pushes) : []), ...differences, ...repeated]
  const { name } = service
  const at = observed.at

  const preparation = { name, observedAt: at, deployment: deploys ? spec : undefined, isLast: !deploys }
  const apply = (steps: Steps): Plan<Steps> => ({ kind: 'apply', changes, notices, remark, steps })
  if (drift.tags)
    return apply({ kind: 'tag', ...preparation, tags: drift.tags, isLast: !deploys && !drift.update })
  if (drift.update) return apply({ kind: 'update', ...preparation, update: drift.update })
  if (request.service.ecrRole && service.ecrRole.principalArn === '' && !isPlanOnly) {
    return { kind: 'wait', reasonCode: 'ecr-role-pending', why: 'the ECR puller role has no ARN yet' }
  }
  if (deploys && pushes.length > 0) {
    const { stored = [] } = observed.stock ?? {}
    return apply({ kind: 'push', ...preparation, pushes, stored })
  }
  if (deploys) return apply(deployStep(service, spec, at))
  return { kind: 'end', verdict: unchanged(service), notices, remark }
}

const planCreation = (request: Request, observed: Observed): Plan<Steps> => {
  const { serviceName: name, region, service: patch } = request
  if (!request.createService) {
    return refusal({
      reasonCode: 'service-missing',
      message: `there is no container service ${name} in ${region}, and create-service is false`,
      fix: 'check service-name and region, or set create-service: true',
    })
  }
  if (patch.disabled === true) {
    return refusal({
      reasonCode: 'service-missing',
      message: `there is no container service ${name} in ${region} that could be stopped`,
      fix: 'check service-name and region, or remove disabled',
    })
  }
  const desired = request.deployment && stockedDesire(request, request.deployment, observed)
  if (desired && 'fault' in desired) {
    const { reasonCode, message, fix } = desired.fault
    return refusal({
      reasonCode,
      message: `there is no container service ${name} in ${region} yet: ${message}`,
      fix,
    })
  }
  const fault = settingsFault(request, observed)
  if (fault) return refusal(fault)
  const spec = desired?.spec
  const unverifiable = spec && verificationFault(request, spec)
  if (unverifiable) return refusal(unverifiable)
  const { power = 'nano', scale = 1, tags = {}, publicDomainNames, ecrRole } = patch
  // Without the role's ARN nobody can allow it to pull: such a service is made first and deployed to afterwards.
  const waitsForRole = ecrRole === true && spec !== undefined && imagesOf(spec).some(isPrivateEcr)
  // Nothing can be pushed to a service that does not exist.
  const { pushes = [], notices = [] } = desired ?? {}
  const deploysLater = waitsForRole || pushes.length > 0
  return {
    kind: 'apply',
    changes: [
      ...creationChanges(name, patch, power, scale),
      ...pushChanges(pushes),
      ...(spec ? deploymentChanges(undefined, spec) : []),
    ],
    notices: [
      ...(spec ? privacyNotice(request, spec) : []),
      ...ecrNotices(request, undefined, spec),
      ...notices,
    ],
    remark: remarkOf(request, observed),
    steps: {
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

const desiredOf = (request: Request, observed: Observed & { service: Service }) => {
  const running = patchBase(observed.service)
  return {
    running,
    desired: request.deployment && stockedDesire(request, request.deployment, observed, running?.spec),
  }
}

/** The deployment that shall run, with images of this machine under the names that the service has for them. */
const stockedDesire = (
  { imageLabel }: Request,
  patch: DeploymentPatch,
  { stock }: Observed,
  running?: DeploymentSpec,
) => {
  const desired = desiredDeployment(patch, running)
  return 'fault' in desired ? desired : stockedDeployment(desired.spec, running, { stock, imageLabel })
}

/** Why the settings cannot be applied: their certificates, or their price. */
const settingsFault = (request: Request, { service, certificates, prices }: Observed): Fault | undefined => {
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

/** USD per month once the plan is done, if the price is known. */
export const costAfter = (
  { service: patch }: Request,
  { service, prices }: Pick<Observed, 'service' | 'prices'>,
) => monthlyCost(prices, patch.power ?? service?.power ?? 'nano', patch.scale ?? service?.scale ?? 1)

const remarkOf = (request: Request, { service, prices }: Observed): string =>
  costText(
    service && monthlyCost(prices, service.power, service.scale),
    costAfter(request, { service, prices }),
  )

/** Nothing different and nothing that could have moved is left alone, unless deploying is forced. */
const isToBeDeployed = (
  { ifUnchanged }: Request,
  spec: DeploymentSpec,
  differences: readonly Change[],
): boolean => differences.length > 0 || ifUnchanged === 'deploy' || !imagesOf(spec).every(isFixedImage)

const namesNoImage = ({ deployment: patch }: Request): boolean =>
  patch?.image === undefined && patch?.images === undefined && patch?.file === undefined

const blankImage: Fault = {
  reasonCode: 'nothing-to-deploy',
  message: 'image is blank and the other inputs change nothing',
  fix: 'check the expression that image comes from; name the running image to deploy it again',
}

const unchanged = (service: Service): Green => {
  const serving = servingNow(service)
  const reason = `${service.name} is as written${serving ? `; version ${serving.version} keeps serving` : ''}`
  return { result: 'unchanged', reasonCode: 'nothing-differs', reason }
}

/** The same content once more is a change as well: it makes a new version, and may bring another image. */
const repetition = ({ ifUnchanged }: Request, spec: DeploymentSpec): Change => {
  const moving = imagesOf(spec).filter((image) => !isFixedImage(image))
  const idle =
    moving.length === 0 ? 'it does not serve' : `${moving.join(', ')} may mean another image by now`
  return {
    sign: '~',
    subject: 'deployment',
    detail: `the same again: ${ifUnchanged === 'deploy' ? 'if-unchanged is deploy' : idle}`,
  }
}

/** One line among others in the plan, and nobody reaches the app any more: that is said aloud. */
const closingNotice = (service: Service, { publicEndpoint }: DeploymentSpec): string[] =>
  publicEndpoint || servingNow(service)?.spec.publicEndpoint === undefined
    ? []
    : [
        `the public endpoint is removed: ${service.name} becomes private, and ${service.url} stops answering; to keep it, name its container and port`,
      ]

/** Forgetting the port of a first deployment is easily done, and nobody would see why there is no URL. */
const privacyNotice = ({ deployment }: Request, { publicEndpoint }: DeploymentSpec): string[] =>
  publicEndpoint || deployment?.publicEndpoint === 'none' || deployment?.file
    ? []
    : ['no public endpoint: the service will be private; set container-port to make it public']
