import type { Applied } from '../../rollout/contract/plan.ts'
import { ServiceError } from '../../runtime/service-error.ts'
import type { LightsailApi } from '../api/lightsail-api.ts'
import { type Container, canonicalText, containerNamed, type DeploymentSpec } from '../model/deployment.ts'
import { type Deployment, lastActive, type Service } from '../model/service.ts'
import { diffSettings } from '../model/settings.ts'
import type { CreateStep, DeployStep, PushStep, Step } from '../plan/steps.ts'
import type { StartedDeployment } from './started.ts'

/** How far the clocks of Lightsail's own machines may be apart, and its whole seconds. Milliseconds. */
const CLOCK_SKEW_MS = 5_000

/** The first deployment of a service has this version (docs/lightsail-facts.md §2.3). */
const FIRST_VERSION = 1

/** Makes the write of a step. Which deployment is ours is taken from the reply to it. */
export const applyStep = async (
  api: LightsailApi,
  step: Exclude<Step, PushStep>,
): Promise<Applied<StartedDeployment>> => {
  switch (step.kind) {
    case 'create': {
      const service = await createUnlessThere(api, step)
      return step.deployment ? startedAs(step, service, service.next ?? service.current) : created(step)
    }
    case 'tag':
      await api.tagService(step.name, step.tags)
      return {
        kind: 'configured',
        description: `the tags of ${step.name} are written`,
        isLast: step.isLast,
        effect: 'settings',
      }
    case 'update':
      await api.updateService(step.name, step.update)
      return {
        kind: 'configured',
        description: `the settings of ${step.name} are being updated`,
        isLast: step.isLast,
        effect: 'settings',
      }
    case 'deploy': {
      const service = await api.createDeployment(step.name, step.deployment)
      if (service.next) return startedAs(step, service, service.next)
      // It was accepted, and must not be sent again: look for it as after a lost reply.
      throw new ServiceError({
        kind: 'no-response',
        operation: 'CreateContainerServiceDeployment',
        message: 'the answer names no new deployment',
        reasonCode: 'response-lost',
        fix: 'look at the console whether the deployment appears, then run the job again',
        cause: undefined,
      })
    }
  }
}

/** The observation may have been wrong or old, or somebody created the service since: then the next observation decides. */
const createUnlessThere = async (api: LightsailApi, step: CreateStep): Promise<Service> => {
  try {
    return await api.createService(step)
  } catch (failure) {
    if (!(failure instanceof ServiceError) || failure.kind !== 'rejected') throw failure
    if ((await api.getService(step.name)) === undefined) throw failure
    throw new ServiceError({
      kind: 'conflict',
      operation: failure.operation,
      message: `the service ${step.name} is there after all`,
      reasonCode: 'service-pending',
      fix: failure.fix,
      cause: failure,
    })
  }
}

/**
 * Looks for the result of a write whose reply was lost. A deployment of ours is newer than all that were observed, and equal to
 * what was sent; as a failed one can be left from an earlier attempt, it must not be older than our write. Settings were accepted
 * if the service has them.
 */
export const findAccepted = async (
  api: LightsailApi,
  step: Exclude<Step, PushStep>,
): Promise<Applied<StartedDeployment> | undefined> => {
  const service = await api.getService(step.name)
  if (service === undefined) return undefined
  if (step.kind === 'tag' || step.kind === 'update') {
    const { changes } = diffSettings(service, step.kind === 'tag' ? { tags: step.tags } : step.update)
    return changes.length === 0
      ? { kind: 'configured', description: '', isLast: false, effect: 'settings' }
      : undefined
  }
  if (step.kind === 'create' && step.deployment === undefined) {
    const isNew = (service.createdAt ?? 0) >= step.observedAt - CLOCK_SKEW_MS
    return isNew ? created(step) : undefined
  }
  const isMine = (deployment: Deployment | undefined) => deployment !== undefined && isOurs(deployment, step)
  // A deployment in progress is in the service itself; the history is needed only for one that has ended.
  if (isMine(service.next)) return startedAs(step, service, service.next)
  const serving = isMine(service.current) ? service.current : undefined
  const history = await historyOf(api, step.name, serving !== undefined)
  const ours = serving ?? history.find(isMine)
  if (!ours && step.kind === 'deploy' && isRolledOver(history, step.newest)) throw rolledOver()
  return ours && startedAs(step, service, ours, serving && replacedBy(serving, history))
}

/** Whether versions above `newest` were replaced in the history already, which keeps 50 (docs/lightsail-facts.md §4). */
const isRolledOver = (history: readonly Deployment[], newest: number): boolean =>
  history.length > 0 && history.every(({ version }) => version > newest + 1)

/** Ours may have been among them: sending it again would be a guess. */
const rolledOver = (): ServiceError =>
  new ServiceError({
    kind: 'no-response',
    operation: 'GetContainerServiceDeployments',
    reasonCode: 'response-lost',
    message: 'the history does not reach back to what was sent any more',
    fix: 'look at the console whether it serves what was sent, then run the job again',
    cause: undefined,
  })

/** If ours serves already, the history only tells what it replaced: without permission it is left out. */
const historyOf = async (api: LightsailApi, name: string, isOptional: boolean): Promise<Deployment[]> => {
  try {
    return await api.getDeployments(name)
  } catch (failure) {
    if (isOptional && failure instanceof ServiceError) return []
    throw failure
  }
}

const replacedBy = (serving: Deployment, history: readonly Deployment[]): Deployment | undefined =>
  history.find(({ version, state }) => version < serving.version && state === 'INACTIVE')

const created = ({ name, deploysLater }: CreateStep): Applied<StartedDeployment> => ({
  kind: 'configured',
  description: `the service ${name} is being created`,
  isLast: !deploysLater,
  effect: 'settings',
})

/** Lightsail may show `:service.label.latest` as the number that it stood for. */
const isSame = (shown: DeploymentSpec, sent: DeploymentSpec): boolean => {
  const containers = Object.entries(shown.containers).map(([name, container]): [string, Container] => {
    const wanted = containerNamed(sent.containers, name)?.image ?? ''
    const isLatest = wanted.endsWith('.latest') && container.image.replace(/\d+$/, 'latest') === wanted
    return [name, isLatest ? { ...container, image: wanted } : container]
  })
  return canonicalText({ ...shown, containers: Object.fromEntries(containers) }) === canonicalText(sent)
}

const isOurs = ({ version, state, createdAt, spec }: Deployment, step: CreateStep | DeployStep): boolean => {
  const newest = step.kind === 'create' ? 0 : step.newest
  if (version <= newest || !step.deployment || !isSame(spec, step.deployment)) return false
  return state !== 'FAILED' || createdAt === undefined || createdAt >= step.observedAt - CLOCK_SKEW_MS
}

/** What served when ours was accepted: the reply is newer than the observation. */
const previousOf = (
  step: DeployStep,
  service: Service,
  ours: Deployment | undefined,
): Deployment | undefined => {
  const serving = lastActive(service)
  return serving && ours && serving.version < ours.version ? serving : step.previous
}

/**
 * A deployment that the plan did not know of: newer than all observed, and not the result of a lost write of ours with the same
 * content.
 */
const displacedBy = (step: DeployStep, previous: Deployment | undefined): Deployment | undefined =>
  previous && previous.version > step.newest && !isSame(previous.spec, step.deployment) ? previous : undefined

const startedAs = (
  step: CreateStep | DeployStep,
  service: Service,
  deployment: Deployment | undefined,
  /** What ours replaced, if it serves already. */
  replaced?: Deployment,
): Applied<StartedDeployment> => {
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
