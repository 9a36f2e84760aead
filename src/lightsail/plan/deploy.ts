import { emptiedVariables, emptyNewVariables } from '../../diff/emptied.ts'
import { movingTagsText } from '../../diff/moving-tags.ts'
import { foundImage, shortDigest } from '../../images/registry/inspections.ts'
import type { Change, Plan } from '../../rollout/contract/plan.ts'
import type { Refusal } from '../../rollout/contract/refusal.ts'
import { refuse } from '../../rollout/contract/refusal.ts'
import type { SuccessVerdict } from '../../rollout/contract/verdict.ts'
import { isSettled, type MovedImage, movedImages } from '../images/digest-tags.ts'
import { ecrNotices } from '../images/ecr.ts'
import { pushChanges, resolveDesiredImages } from '../images/inventory.ts'
import type { Request } from '../inputs/request-types.ts'
import { type DeploymentSpec, imagesOf, isFixedImage } from '../model/deployment.ts'
import { baseForPatch, lastActive, type Service, servingDeployment } from '../model/service.ts'
import { diffSettings } from '../model/settings.ts'
import { failedVersions } from '../order/failed-versions.ts'
import { costRemark } from './cost.ts'
import { planCreate } from './create.ts'
import { diffDeployment, inheritedVariables } from './deployment-diff.ts'
import { eachEnvironment, emptiedSettings } from './emptied.ts'
import { endpointRemovedNotice, noEndpointNotice } from './endpoint-notices.ts'
import {
  checkSettings,
  checkVerification,
  operationInProgress,
  refuseIfDisabled,
  refuseIfStuck,
} from './preconditions.ts'
import { isRestart, restartChange, restartDesiredState } from './restart.ts'
import { deployStep, type Observed, type Step } from './steps.ts'

/** Decides what to do about an observation; pure. Called again after each write, until nothing is left. */
export function planDeploy(request: Request, observed: Observed): Plan<Step> {
  const { service } = observed
  if (service === undefined) return planCreate(request, observed)
  const isPlanOnly = request.mode === 'plan'
  const dead = refuseIfStuck(service)
  if (dead) return dead
  const busy = operationInProgress(service)
  if (busy && !isPlanOnly) return { kind: 'wait', ...busy }

  const fault = checkSettings(request, observed)
  if (fault) return refuse(fault)
  const drift = diffSettings(service, request.service)
  const { running, desired } = desiredOf(request, { ...observed, service })
  const restarts = isRestart(request)
  if (desired && 'fault' in desired) return refuse(desired.fault)
  const { spec, shown = spec, pushes = [] } = desired ?? {}
  const unverifiable = spec && checkVerification(request, spec)
  if (unverifiable) return refuse(unverifiable)
  const blocked = spec && drift.update?.disabled !== false ? refuseIfDisabled(service) : undefined
  if (blocked) return blocked

  const isNew = spec !== undefined && diffDeployment(running?.spec, spec).length > 0
  const written = shown && isNew ? diffDeployment(running?.spec, shown) : []
  const isBlank = written.length === 0 && namesNoImage(request) && !request.forceNewDeployment
  if (spec && isBlank && drift.changes.length === 0) return refuse(blankImage)
  const moved = spec ? movedImages(spec, service, observed.inspections) : []
  const differences = [...written, ...moved.map(movement)]
  const isServing = lastActive(service) !== undefined
  const deploys =
    spec !== undefined &&
    !isBlank &&
    (!isServing || isToBeDeployed(request, { ...observed, service }, spec, differences))
  const warnings = [
    ...(spec && deploys ? emptiedVariables(eachEnvironment(running?.spec, spec)) : []),
    ...emptiedSettings(service, request.service),
  ]
  const notices = [
    ...(spec && deploys ? emptyNewVariables(eachEnvironment(running?.spec, spec)) : []),
    ...(isPlanOnly && spec
      ? inheritedVariables(running?.spec, spec).map((kept) => `environment unchanged in ${kept}`)
      : []),
    ...(isPlanOnly && busy ? [`${busy.reason}: a deployment would wait for it`] : []),
    ...(spec && !running ? noEndpointNotice(request, spec) : []),
    ...(spec && deploys ? endpointRemovedNotice(service, spec) : []),
    ...ecrNotices(request, service, spec),
    ...(desired?.notices ?? []),
  ]
  const titleNote = costRemark(request, observed)
  const repeats = deploys && differences.length === 0
  const repeated = repeats
    ? [restarts && running ? restartChange(running) : repetition(request, service, spec)]
    : []
  const changes = [...drift.changes, ...(deploys ? pushChanges(pushes) : []), ...differences, ...repeated]
  const { name } = service
  const at = observed.at

  const preparation = { name, observedAt: at, deployment: deploys ? spec : undefined, isLast: !deploys }
  const apply = (step: Step): Plan<Step> => ({
    kind: 'apply',
    changes,
    warnings,
    notices,
    titleNote,
    step,
  })
  if (drift.tags)
    return apply({ kind: 'tag', ...preparation, tags: drift.tags, isLast: !deploys && !drift.update })
  if (drift.update) return apply({ kind: 'update', ...preparation, update: drift.update })
  if (request.service.ecrRole && service.ecrRole.principalArn === '' && !isPlanOnly) {
    return { kind: 'wait', reasonCode: 'ecr-role-pending', reason: 'the ECR puller role has no ARN yet' }
  }
  if (deploys && pushes.length > 0) {
    const { stored = [] } = observed.stock ?? {}
    return apply({ kind: 'push', ...preparation, pushes, stored })
  }
  if (deploys)
    return apply(deployStep(service, spec, { at, copyOf: restarts ? running?.version : undefined }))
  return { kind: 'end', verdict: unchanged(service, observed), notices, titleNote }
}

function desiredOf(request: Request, observed: Observed & { service: Service }) {
  const running = baseForPatch(observed.service)
  if (isRestart(request)) return { running, desired: restartDesiredState(observed.service) }
  return {
    running,
    desired: request.deployment && resolveDesiredImages(request, request.deployment, observed, running?.spec),
  }
}

/**
 * The serving version, if it is known to have failed its URL check and the check is enabled again: only a new version that verifies
 * makes such a run a success.
 */
function failedCheck({ verification }: Request, service: Service): number | undefined {
  const serving = lastActive(service)?.version
  return verification && serving !== undefined && failedVersions(service).includes(serving)
    ? serving
    : undefined
}

/** Without differences and moved tags nothing is deployed, unless it is forced or the check failed. */
function isToBeDeployed(
  request: Request,
  { service, inspections }: Observed & { service: Service },
  spec: DeploymentSpec,
  differences: readonly Change[],
): boolean {
  return (
    differences.length > 0 ||
    request.forceNewDeployment ||
    failedCheck(request, service) !== undefined ||
    !isSettled(spec, service, inspections)
  )
}

/** The same name, and another image. */
function movement({ container, image, before, after }: MovedImage): Change {
  return {
    sign: '~',
    subject: `${container} image`,
    detail: `${image} moved: ${shortDigest(before)} → ${shortDigest(after)}`,
  }
}

function namesNoImage({ deployment: patch }: Request): boolean {
  return patch?.image === undefined && patch?.images === undefined && patch?.file === undefined
}

const blankImage: Refusal = {
  reasonCode: 'nothing-to-deploy',
  message: 'image is blank, and the other inputs change nothing',
  fix: 'check the expression that image comes from; to redeploy the running image, name it',
}

function unchanged(service: Service, { inspections }: Observed): SuccessVerdict {
  const serving = servingDeployment(service)
  const images = serving ? imagesOf(serving.spec).filter((image) => !isFixedImage(image)) : []
  const still = images.flatMap((image) => {
    const found = foundImage(inspections, image)
    return found ? [`; ${image} is still ${shortDigest(found.digest)}`] : []
  })
  const reason = `${service.name} matches the inputs${serving ? `; version ${serving.version} keeps serving` : ''}${still.join('')}`
  return { result: 'unchanged', reasonCode: 'no-changes', reason }
}

/** Deploying the same content again is a change as well: it makes a new version, and may bring another image. */
function repetition(request: Request, service: Service, spec: DeploymentSpec): Change {
  const failed = failedCheck(request, service)
  const moving = imagesOf(spec).filter((image) => !isFixedImage(image))
  const idle = moving.length === 0 ? 'it does not serve' : movingTagsText(moving)
  const why = failed === undefined ? idle : `version ${failed} failed its URL check`
  return {
    sign: '~',
    subject: 'deployment',
    detail: `redeploy: ${request.forceNewDeployment ? 'force-new-deployment is true' : why}`,
  }
}
