import type { Plan } from '../engine/target.ts'
import type { Red } from '../engine/verdict.ts'
import type { DeploymentSpec } from './deployment.ts'
import { desiredDeployment } from './desired.ts'
import { deploymentChanges } from './diff.ts'
import { deadEndOf } from './judge.ts'
import type { Request } from './request.ts'
import type { Service } from './service.ts'

/** What was there before the first write. */
export interface Observed {
  readonly service: Service | undefined
  /** When it was looked at, by our clock; milliseconds since the epoch. */
  readonly at: number
}

interface Write {
  readonly name: string
  readonly deployment: DeploymentSpec
  /** When the state that this write is based on was observed. */
  readonly observedAt: number
}

/** The one write of a deployment. */
export type Steps =
  | (Write & { readonly kind: 'create'; readonly power: string; readonly scale: number })
  | (Write & {
      readonly kind: 'deploy'
      /** The version that serves now, if any. */
      readonly previous: number | undefined
      /** The highest version seen: ours is above it. */
      readonly newest: number
    })

/** Decides what to do about what was observed; pure. */
export const planDeployment = (request: Request, { service, at }: Observed): Plan<Steps> => {
  const { serviceName: name } = request
  if (service === undefined) return planCreation(request, at)

  const obstacle = obstacleOf(service)
  if (obstacle) return obstacle
  const running = service.current?.state === 'FAILED' ? undefined : service.current
  const desired = desiredDeployment(request.deployment, running?.spec)
  if ('fault' in desired) return refuse(desired.fault.reasonCode, desired.fault.message, desired.fault.fix)
  const changes = deploymentChanges(running?.spec, desired.spec)
  const { image, images, file } = request.deployment
  if (changes.length === 0 && image === undefined && images === undefined && file === undefined) {
    return refuse(
      'nothing-to-deploy',
      'image is blank and the other inputs change nothing',
      'check the expression that image comes from; name the running image to deploy it again',
    )
  }
  return {
    kind: 'apply',
    changes,
    notices: [...unusedSettings(request, service), ...(running ? [] : privacyNotice(request, desired.spec))],
    steps: {
      kind: 'deploy',
      name,
      deployment: desired.spec,
      observedAt: at,
      previous: running?.version,
      newest: Math.max(service.current?.version ?? 0, service.next?.version ?? 0),
    },
  }
}

const refuse = (reasonCode: string, reason: string, fix: string): { kind: 'refuse'; verdict: Red } => ({
  kind: 'refuse',
  verdict: { result: 'refused', reasonCode, reason: `${reason}; nothing was changed`, fix },
})

const planCreation = (request: Request, at: number): Plan<Steps> => {
  const { serviceName: name, region } = request
  if (!request.createService) {
    return refuse(
      'service-missing',
      `there is no container service ${name} in ${region}, and create-service is false`,
      'check service-name and region, or set create-service: true',
    )
  }
  const desired = desiredDeployment(request.deployment, undefined)
  if ('fault' in desired) {
    const { reasonCode, message, fix } = desired.fault
    return refuse(reasonCode, `there is no container service ${name} in ${region} yet: ${message}`, fix)
  }
  const { power = 'nano', scale = 1 } = request
  return {
    kind: 'apply',
    changes: [
      { sign: '+', subject: `service ${name}`, detail: `${power} × ${scale}` },
      ...deploymentChanges(undefined, desired.spec),
    ],
    notices: privacyNotice(request, desired.spec),
    steps: { kind: 'create', name, deployment: desired.spec, observedAt: at, power, scale },
  }
}

/** What keeps a deployment from being accepted now: something to wait for, or a reason to refuse. */
const obstacleOf = (service: Service): Exclude<Plan<Steps>, { kind: 'apply' }> | undefined => {
  const { name, state, next, isDisabled } = service
  const wait = (reasonCode: string, why: string) => ({ kind: 'wait', reasonCode, why }) as const
  const deadEnd = deadEndOf(service)
  if (deadEnd) {
    return refuse(
      deadEnd.reasonCode,
      `the service ${name} is stuck in its creation: ${deadEnd.reason}`,
      deadEnd.fix,
    )
  }
  if (state === 'DELETING') return wait('service-deleting', `the service ${name} is being deleted`)
  if (state === 'PENDING') return wait('service-pending', `the service ${name} is still being created`)
  if (state === 'DEPLOYING' || next?.state === 'ACTIVATING') {
    const version = next ? `deployment ${next.version}` : 'a deployment'
    return wait('deployment-in-progress', `${version} of ${name} is in progress`)
  }
  if (state === 'UPDATING') return wait('service-updating', `the service ${name} is being updated`)
  if (state === 'DISABLED' || isDisabled) {
    return refuse(
      'service-disabled',
      `the service ${name} is disabled`,
      `enable it: aws lightsail update-container-service --service-name ${name} --no-is-disabled`,
    )
  }
  return undefined
}

/** Forgetting the port of a first deployment is easily done, and nobody would see why there is no URL. */
const privacyNotice = ({ deployment }: Request, { publicEndpoint }: DeploymentSpec): string[] =>
  publicEndpoint || deployment.publicEndpoint === 'none' || deployment.file
    ? []
    : ['no public endpoint: the service will be private; set container-port to make it public']

const unusedSettings = ({ power, scale }: Request, service: Service): string[] => {
  const has = (what: string) => `${what} is used only when the service is created; ${service.name} has`
  return [
    ...(power !== undefined && power !== service.power ? [`${has('power')} ${service.power}`] : []),
    ...(scale !== undefined && scale !== service.scale ? [`${has('scale')} ${service.scale}`] : []),
  ]
}
