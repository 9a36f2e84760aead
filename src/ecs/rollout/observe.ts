import { secondLook } from '../../runtime/second-look.ts'
import type { EcsApi } from '../api/ecs-api.ts'
import type { Request } from '../inputs/request-types.ts'
import { type PastRollout, primaryOf, type Service, type ServiceMembers } from '../model/service.ts'
import { familyOf, isSameRevision, type TaskDefinition } from '../model/task-definition.ts'
import { neededReads, type Reads } from '../plan/reads.ts'
import { rollbackTarget } from '../plan/rollback.ts'
import type { Observed, Readable } from '../plan/steps.ts'
import { readable, readHistory } from './history.ts'
import { namesRollback } from './views/reasons.ts'

type ReadApi = Pick<
  EcsApi,
  | 'getService'
  | 'getTaskDefinition'
  | 'getServiceRevisions'
  | 'listServiceDeployments'
  | 'listRevisions'
  | 'serviceTime'
>

/**
 * Reads what a request needs and no more: an image alone costs two calls, an ARN one. What never changes, the content of a
 * revision, is read once in a run.
 */
export async function observeService(
  api: ReadApi,
  request: Request,
  /** The previous observation, and what the run registered and sent since. */
  {
    previous,
    registered,
    sent,
  }: {
    readonly previous: Observed | undefined
    readonly registered: TaskDefinition | undefined
    readonly sent?: ServiceMembers | undefined
  },
): Promise<Observed> {
  const { service: name, cluster } = request
  // Registering is all that such a run does: there is no write that depends on what is there now.
  if (registered && previous && request.mode === 'register')
    return { ...previous, at: api.serviceTime(), registered }
  // A task would be told that nothing serves, and no write that follows would find out.
  const looksTwice = previous?.service !== undefined || request.taskRun !== undefined
  const service =
    name === undefined
      ? undefined
      : await secondLook(looksTwice, () => api.getService({ cluster, service: name }))
  const reads = neededReads(request, service)
  const [running, named, revisionMembers, history] = await Promise.all([
    reads.running === undefined ? undefined : readDefinition(api, reads.running, previous),
    reads.named === undefined ? undefined : readDefinition(api, reads.named, previous),
    service && reads.revisionMembers ? readRevisionMembers(api, service, cluster) : undefined,
    service && reads.history ? readHistory(api, { service: service.name, cluster }) : undefined,
  ])
  const observed: Observed = {
    at: api.serviceTime(),
    service,
    ...(running && { running }),
    ...(named && { named }),
    ...(registered && { registered }),
    ...(sent && { sent }),
    ...(revisionMembers && { revisionMembers }),
    ...(history && { history }),
    ...restoredOf(service, previous),
  }
  return service && history
    ? await withRollbackTarget(api, request, { ...observed, service, history }, reads)
    : observed
}

/** What ECS puts back by itself is told only while it does so. */
function restoredOf(
  service: Service | undefined,
  previous: Observed | undefined,
): Pick<Observed, 'restored'> {
  const primary = service && primaryOf(service)
  const isRestoring = primary?.rolloutState === 'IN_PROGRESS' && namesRollback(primary.rolloutStateReason)
  const restored = isRestoring ? primary.id : previous?.restored
  return restored === undefined ? {} : { restored }
}

/** A rollback reads the revision that it goes back to; without a history it looks for the one before. */
async function withRollbackTarget(
  api: ReadApi,
  request: Request,
  observed: Observed & { readonly service: Service; readonly history: Readable<readonly PastRollout[]> },
  { running = '' }: Reads,
): Promise<Observed> {
  const { history, service } = observed
  const isKnown = history.kind === 'read' && (history.value.length === 0 || history.value.some(hasDefinition))
  const needsRevisions = request.rollbackTo === 'last-good' && !isKnown
  const revisions = needsRevisions
    ? await readable('ecs:ListTaskDefinitions', () => api.listRevisions(familyOf(running)))
    : undefined
  const all = { ...observed, ...(revisions && { revisions }) }
  const target = rollbackTarget(request, { ...all, service })
  return 'fault' in target ? all : { ...all, named: await readDefinition(api, target.arn, undefined) }
}

function hasDefinition({ taskDefinition }: PastRollout): boolean {
  return taskDefinition !== undefined
}

/** Read once, except that a family may have a newer revision; what is denied once is not asked for again. */
async function readDefinition(
  api: ReadApi,
  name: string,
  previous: Observed | undefined,
): Promise<Readable<TaskDefinition>> {
  const known = [previous?.running, previous?.named].find(
    (read) => read?.kind === 'denied' || (read?.kind === 'read' && isSameRevision(read.value.arn, name)),
  )
  if (known) return known
  return await readable('ecs:DescribeTaskDefinition', () => api.getTaskDefinition(name))
}

async function readRevisionMembers(
  api: ReadApi,
  { name, deployments }: Service,
  cluster: string,
): Promise<Observed['revisionMembers']> {
  const primary = deployments.find(({ status }) => status === 'PRIMARY')
  if (primary === undefined) return undefined
  return await readable('ecs:DescribeServiceRevisions', async () => {
    const since = primary.createdAt === undefined ? {} : { since: primary.createdAt - 60_000 }
    const briefs = await api.listServiceDeployments({ cluster, service: name }, { ...since, most: 10 })
    const digits = primary.id.slice(primary.id.lastIndexOf('/'))
    const arn = briefs.find(({ targetRevision }) => targetRevision.endsWith(digits))?.targetRevision
    const [revision] = arn === undefined ? [] : await api.getServiceRevisions([arn])
    return revision?.members
  })
}
