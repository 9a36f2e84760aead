import {
  currentDeployment,
  deploymentStateAt,
  settingsAt,
  settlesAt,
  stageAt,
} from '../../../simulator/lightsail/lifecycle.ts'
import type { DeploymentRecord, ServiceRecord } from '../../../simulator/lightsail/records.ts'
import { ECR_HOST } from '../machinery/around/private-registry.ts'
import { ourImages } from './configurations.ts'
import type { LightsailRun } from './run-seed.ts'

/** What was really so, as Lightsail itself knows it. Every text that the run wrote is held against this. */

/** The newest service of that name, whether it still exists or not. */
export function newestService({ account, situation }: LightsailRun): ServiceRecord | undefined {
  return account.records.services.findLast(({ name }) => name === situation.serviceName)
}

/** The service at that moment, unless it is gone. */
export function serviceAt(run: LightsailRun, at: number): ServiceRecord | undefined {
  return run.account.records.services.findLast(
    (service) => service.name === run.situation.serviceName && stageAt(service, at).kind === 'present',
  )
}

/** What serves at that moment. */
export function servingAt(run: LightsailRun, at: number): DeploymentRecord | undefined {
  const service = serviceAt(run, at)
  if (service === undefined || settingsAt(service, at).isDisabled) return undefined
  const stage = stageAt(service, at)
  return stage.kind === 'present' && stage.state !== 'DELETING' ? currentDeployment(service, at) : undefined
}

/**
 * The moments that a verdict may be based on: the last reads that were answered and, where reads lag, the moments that those
 * showed. A read is as old as its reply took to arrive.
 */
export function momentsOf(run: LightsailRun): number[] {
  const lag = (run.situation.switches.readLagSeconds ?? 0) * 1000
  const looks = run.calls.filter(
    ({ operation, status, errorType }) =>
      operation.startsWith('GetContainerService') && (status === 200 || errorType === 'NotFoundException'),
  )
  return looks.slice(-2).flatMap(({ at }) => [at, at - lag])
}

/** The deployments that calls of this run made. */
export function madeBy({ done }: LightsailRun): DeploymentRecord[] {
  return done.flatMap(({ deployment }) => deployment ?? [])
}

export function hasOurImage({ containers }: DeploymentRecord): boolean {
  return Object.values(containers).some(
    ({ image = '' }) => image.replace(ECR_HOST, 'ghcr.io') === ourImages.tagged || image === ourImages.fixed,
  )
}

/** The deployment that the outputs name, if it is one of this run, or one of the same content that another run has in progress. */
export function namedDeployment(run: LightsailRun): DeploymentRecord | undefined {
  const version = Number(run.report.outputs['deployment-version'])
  const arn = run.report.outputs['service-arn']
  const made = madeBy(run)
  return run.account.records.services
    .filter((service) => arn === '' || service.arn === arn)
    .flatMap(({ deployments }) => deployments)
    .findLast(
      (deployment) =>
        deployment.version === version &&
        (made.includes(deployment) || (hasOurImage(deployment) && settlesAt(deployment) > run.start)),
    )
}

/** The service that the deployment belongs to. */
export function serviceOf(run: LightsailRun, deployment: DeploymentRecord): ServiceRecord | undefined {
  return run.account.records.services.find(({ deployments }) => deployments.includes(deployment))
}

export function stateAt(run: LightsailRun, deployment: DeploymentRecord, at: number): string {
  const service = serviceOf(run, deployment)
  return service === undefined ? 'unknown' : deploymentStateAt(service, deployment, at)
}
