import { ServiceError } from '../../runtime/service-error.ts'
import type { EcsApi } from '../api/ecs-api.ts'
import type { Service } from '../model/service.ts'
import type { ServiceDeployment } from '../model/service-deployment.ts'
import { isSameRevision } from '../model/task-definition.ts'
import { findByTime, findNewer, findOurs } from './identity/identity.ts'
import type { RolloutMemory, RolloutSnapshot, StartedDeployment } from './started.ts'
import { noMemory, remember } from './views/memory.ts'
import { telling } from './views/service-deployments.ts'

/** ECS lists a rollout some seconds after accepting it; until then nothing else is concluded. Milliseconds. */
const LIST_LAG_MS = 30_000

/** Clock differences between ECS's machines. Milliseconds. */
const BEFORE_OURS_MS = 60_000

/** Number of rollouts to list: ours is among the newest. */
const MOST_BRIEFS = 10

/** Polls a rollout with as few calls as possible, and remembers what later polls may not show any more. */
export interface RolloutWatch {
  /** One poll, for the status. */
  poll(): Promise<RolloutSnapshot>
  /** Reads the service alone, unless the newest read is not older than `maxAgeMs`. */
  look(maxAgeMs: number): Promise<Service | 'gone'>
  /** The ARN of our service deployment; `undefined` if it is not known (yet). */
  arn(): string | undefined
  /** Rollouts of the last minutes, ours among them, as they were last listed. */
  listed(): readonly ServiceDeployment[]
  /** The polls so far. */
  snapshot(): RolloutSnapshot
}

/** Starts watching a rollout. Makes no call. */
export function watchRollout(
  api: Pick<
    EcsApi,
    'getService' | 'getServiceDeployment' | 'getServiceRevisions' | 'listServiceDeployments' | 'serviceTime'
  >,
  started: StartedDeployment,
  {
    notice,
  }: {
    /** Reports once what is not known, and why. */
    notice(text: string): void
  },
): RolloutWatch {
  let view: RolloutSnapshot['view'] = 'service-deployments'
  let ours: ServiceDeployment | undefined
  let newer: ServiceDeployment | undefined
  let service: Service | 'gone' | undefined
  let readAt = Number.NEGATIVE_INFINITY
  let memory: RolloutMemory = noMemory
  let polls = 0
  let listed: readonly ServiceDeployment[] = []

  const snapshot = (): RolloutSnapshot => ({ view, ours, newer, service, memory })

  async function look(maxAgeMs: number): Promise<Service | 'gone'> {
    if (service !== undefined && api.serviceTime() - readAt < maxAgeMs) return service
    service = (await api.getService(started)) ?? 'gone'
    readAt = api.serviceTime()
    memory = remember(memory, started, service)
    return service
  }

  /** Changes to the classic view, for good. */
  function goClassic(why: string): void {
    view = 'classic'
    notice(`following the deployment in the description of the service, because ${why}`)
  }

  async function find(): Promise<void> {
    ours = await listOurs()
    // A brief does not tell what ended a rollout.
    if (ours && ours.status !== 'SUCCESSFUL' && telling.includes(ours.status)) await refresh(ours)
  }

  async function listOurs(): Promise<ServiceDeployment | undefined> {
    const since = (started.createdAt ?? api.serviceTime()) - BEFORE_OURS_MS
    const briefs = await api.listServiceDeployments(started, { since, most: MOST_BRIEFS })
    listed = briefs
    const found = findOurs(briefs, started)
    if (found || api.serviceTime() - (started.createdAt ?? 0) < LIST_LAG_MS) return found
    const near = findByTime(briefs, started)
    const [revision] = near ? await api.getServiceRevisions([near.targetRevision]) : []
    if (near && revision && isSameRevision(revision.taskDefinition, started.taskDefinition)) return near
    goClassic('ECS does not list it among the service deployments')
    return undefined
  }

  /** Continues without the calls on service deployments, if possible. */
  async function withoutIt(failure: ServiceError): Promise<void> {
    const { kind, operation, message } = failure
    switch (kind) {
      case 'not-found':
        // A new service may not be visible everywhere yet, and a deleted one is not any more: reading it tells which.
        await look(0)
        return
      case 'access-denied':
        return goClassic(`ecs:${operation} is not allowed`)
      case 'rejected':
        // A partition without that call: retrying does not help.
        return goClassic(`${operation} is not possible (${message})`)
      default:
        throw failure
    }
  }

  async function refresh(known: ServiceDeployment): Promise<void> {
    ours = (await api.getServiceDeployment(known.arn)) ?? known
    if (ours.status !== 'STOPPED' || /Replaced by/i.test(ours.statusReason)) return
    const since = (ours.createdAt ?? api.serviceTime()) - BEFORE_OURS_MS
    newer = findNewer(await api.listServiceDeployments(started, { since, most: MOST_BRIEFS }), ours)
  }

  /** True if the status needs the service as well. */
  function needsService(): boolean {
    if (view === 'classic' || started.kind === 'count' || ours === undefined) return true
    if (service !== undefined && (service === 'gone' || service.status !== 'ACTIVE')) return true
    if (telling.includes(ours.status)) return true
    // Without a circuit breaker only the service counts failed tasks.
    const isWatched = !['', 'DISABLED'].includes(ours.detail?.circuitBreaker.status ?? '')
    return !isWatched && polls % 2 === 0
  }

  return {
    look,
    snapshot,
    arn: () => ours?.arn,
    listed: () => listed,
    poll: async () => {
      polls++
      if (view === 'service-deployments' && started.kind === 'rollout') {
        try {
          await (ours ? refresh(ours) : find())
        } catch (failure) {
          if (!(failure instanceof ServiceError)) throw failure
          await withoutIt(failure)
        }
      }
      if (needsService()) await look(0)
      return snapshot()
    },
  }
}
