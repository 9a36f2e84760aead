import type { Applied } from '../../rollout/contract/plan.ts'
import { ServiceError } from '../../runtime/service-error.ts'
import type { LightsailApi } from '../api/lightsail-api.ts'
import { unshownDeployment } from '../api/responses.ts'
import { type Container, canonicalText, containerNamed, type DeploymentSpec } from '../model/deployment.ts'
import { type Deployment, lastActive, type Service } from '../model/service.ts'
import type { CreateStep, DeployStep, PushStep, Step } from '../plan/steps.ts'
import type { StartedDeployment } from './started.ts'

/** The first deployment of a service has this version (docs/lightsail-facts.md §2.3). */
const FIRST_VERSION = 1

/** Makes the write of a step. Which deployment is ours is taken from the reply to it. */
export async function applyStep(
  api: LightsailApi,
  step: Exclude<Step, PushStep>,
): Promise<Applied<StartedDeployment>> {
  switch (step.kind) {
    case 'create': {
      const service = await createUnlessThere(api, step)
      return step.deployment ? startedAs(step, service, service.next ?? service.current) : created(step)
    }
    case 'tag':
      await api.tagService(step.name, step.tags)
      return {
        kind: 'configured',
        description: `updated the tags of ${step.name}`,
        isLast: step.isLast,
        effect: 'settings',
      }
    case 'update':
      await api.updateService(step.name, step.update)
      return {
        kind: 'configured',
        description: `updating the settings of ${step.name}`,
        isLast: step.isLast,
        effect: 'settings',
      }
    case 'deploy': {
      const service = await api.createDeployment(step.name, step.deployment)
      if (service.next) return startedAs(step, service, service.next)
      // It was accepted, and must not be sent again: look for it as after a lost reply.
      throw unshownDeployment('the response names no new deployment')
    }
  }
}

/** The observation may have been wrong or old, or somebody created the service since: then the next observation decides. */
async function createUnlessThere(api: LightsailApi, step: CreateStep): Promise<Service> {
  try {
    return await api.createService(step)
  } catch (failure) {
    if (!(failure instanceof ServiceError) || failure.kind !== 'rejected') throw failure
    if ((await api.getService(step.name)) === undefined) throw failure
    throw new ServiceError({
      kind: 'conflict',
      operation: failure.operation,
      message: `the service ${step.name} exists after all`,
      reasonCode: 'service-pending',
      fix: failure.fix,
      cause: failure,
    })
  }
}

export function created({ name, deploysLater }: CreateStep): Applied<StartedDeployment> {
  return {
    kind: 'configured',
    description: `creating the service ${name}`,
    isLast: !deploysLater,
    effect: 'settings',
  }
}

/** Whether they are the same deployment: Lightsail may show `:service.label.latest` as the number that it stood for. */
export function isSame(shown: DeploymentSpec, sent: DeploymentSpec): boolean {
  const containers = Object.entries(shown.containers).map(([name, container]): [string, Container] => {
    const wanted = containerNamed(sent.containers, name)?.image ?? ''
    const isLatest = wanted.endsWith('.latest') && container.image.replace(/\d+$/, 'latest') === wanted
    return [name, isLatest ? { ...container, image: wanted } : container]
  })
  return canonicalText({ ...shown, containers: Object.fromEntries(containers) }) === canonicalText(sent)
}

/** What served when ours was accepted: the reply is newer than the observation. */
function previousOf(
  step: DeployStep,
  service: Service,
  ours: Deployment | undefined,
): Deployment | undefined {
  const serving = lastActive(service)
  return serving && ours && serving.version < ours.version ? serving : step.previous
}

/**
 * A deployment that the plan did not know of: newer than all observed, and not the result of a lost write of ours with the same
 * content.
 */
function displacedBy(step: DeployStep, previous: Deployment | undefined): Deployment | undefined {
  return previous && previous.version > step.newest && !isSame(previous.spec, step.deployment)
    ? previous
    : undefined
}

export function startedAs(
  step: CreateStep | DeployStep,
  service: Service,
  deployment: Deployment | undefined,
  /** What ours replaced, if it serves already. */
  replaced?: Deployment,
): Applied<StartedDeployment> {
  const previous = step.kind === 'create' ? undefined : (replaced ?? previousOf(step, service, deployment))
  const displaced = step.kind === 'create' ? undefined : displacedBy(step, previous)
  return {
    kind: 'started',
    started: {
      serviceName: step.name,
      version: deployment?.version ?? FIRST_VERSION,
      spec: step.deployment ?? { containers: {} },
      previous,
      created: step.kind === 'create',
      service,
      createdAt: deployment?.createdAt,
      ...(step.kind === 'deploy' && step.copyOf !== undefined && { copyOf: step.copyOf }),
      ...(displaced && { displaced }),
    },
  }
}
