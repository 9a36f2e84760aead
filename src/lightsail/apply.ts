import type { Cloud } from './cloud.ts'
import { canonicalText } from './deployment.ts'
import type { Started } from './judge.ts'
import type { Steps } from './plan.ts'
import type { Deployment, Service } from './service.ts'

/** How far the runner's clock and Lightsail's may be apart. Milliseconds. */
const CLOCK_SKEW_MS = 60_000

/** The first deployment of a service has this version (fact sheet §2.3). */
const FIRST_VERSION = 1

/** Makes the one write and says which deployment is ours, taken from the reply to it. */
export const applySteps = async (cloud: Cloud, steps: Steps): Promise<Started | undefined> => {
  const { name, deployment } = steps
  if (steps.kind === 'create') {
    const service = await cloud.createService({ ...steps, name, deployment })
    return startedAs(steps, service, service.next ?? service.current)
  }
  const service = await cloud.createDeployment(name, deployment)
  return service.next ? startedAs(steps, service, service.next) : await findStarted(cloud, steps)
}

/**
 * Looks for a deployment of ours whose answer was lost: newer than all that we saw, and equal to what we sent. A
 * failed one can also be left from an earlier attempt that we did not see: it must not be older than our write.
 */
export const findStarted = async (cloud: Cloud, steps: Steps): Promise<Started | undefined> => {
  const service = await cloud.getService(steps.name)
  if (service === undefined) return undefined
  const history = await cloud.getDeployments(steps.name)
  const seen = [service.next, service.current, ...history].filter((deployment) => deployment !== undefined)
  const ours = seen.find((deployment) => isOurs(deployment, steps))
  return ours && startedAs(steps, service, ours)
}

const isOurs = ({ version, state, createdAt, spec }: Deployment, steps: Steps): boolean => {
  const newest = steps.kind === 'create' ? 0 : steps.newest
  if (version <= newest || canonicalText(spec) !== canonicalText(steps.deployment)) return false
  return state !== 'FAILED' || createdAt === undefined || createdAt >= steps.observedAt - CLOCK_SKEW_MS
}

const startedAs = (steps: Steps, service: Service, deployment: Deployment | undefined): Started => ({
  serviceName: steps.name,
  version: deployment?.version ?? FIRST_VERSION,
  spec: steps.deployment,
  previous: steps.kind === 'create' ? undefined : steps.previous,
  created: steps.kind === 'create',
  service,
  createdAt: deployment?.createdAt,
})
