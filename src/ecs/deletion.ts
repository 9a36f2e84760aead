import { ignoreNotFound } from '../aws/responses.ts'
import type { Diagnostics } from '../rollout/contract/diagnostics.ts'
import type { Plan } from '../rollout/contract/plan.ts'
import { refuse } from '../rollout/contract/refusal.ts'
import type { RolloutStatus, Target } from '../rollout/contract/target.ts'
import type { Verdict } from '../rollout/contract/verdict.ts'
import { secondLook } from '../runtime/second-look.ts'
import { refuseFork } from '../source/fork-gate.ts'
import type { EcsApi } from './api/ecs-api.ts'
import { consoleUrl } from './console-url.ts'
import { formatHandle, subjectOf } from './handle.ts'
import type { Request } from './inputs/request-types.ts'
import { clusterName, primaryOf, type Service } from './model/service.ts'
import { planDelete } from './plan/delete.ts'

interface Observed {
  readonly service: Service | undefined
  /** Its last known state. */
  readonly before: Service | undefined
  readonly at: number
}

/** The service that this run asks ECS to delete. */
interface Deletion {
  readonly service: string
  readonly before: Service
}

interface DeletionSnapshot extends Pick<Observed, 'service'> {
  /** ECS does not know it, and does not say that it was deleted. */
  readonly isMissing: boolean
}

interface DeletionTypes {
  readonly observed: Observed
  readonly step: Deletion
  readonly started: Deletion
  readonly snapshot: DeletionSnapshot
}

export type DeletionTarget = Target<DeletionTypes>

/** A deletion has no diagnostics. */
const noDiagnostics: Diagnostics = {
  poll: async () => ({ events: [], lines: [], unavailable: [] }),
  diagnose: async () => undefined,
}

const OUTLOOK = 'the service may still be deleted'

/** Deletes a service with all its tasks and follows that until it is INACTIVE. A missing service is a success. */
export function deletionTarget({ request, api }: { request: Request; api: EcsApi }): DeletionTarget {
  const { region, cluster, service: name = '' } = request
  const look = (wasSeen: boolean) => secondLook(wasSeen, () => api.getService({ cluster, service: name }))
  return {
    labels: {
      subject: subjectOf(request),
      title: 'Delete',
      progressive: 'deleting',
      outlook: OUTLOOK,
    },
    observe: async (previous) => {
      const service = await look(previous?.before !== undefined)
      return { service, before: service ?? previous?.before, at: api.serviceTime() }
    },
    plan: (observed) => planDeletion(request, observed),
    apply: async (step) => {
      if (step.before.status !== 'DRAINING')
        await ignoreNotFound(api.deleteService({ cluster, service: name }))
      return { kind: 'started', started: step }
    },
    findAccepted: async (step) => {
      const service = await look(true)
      const isLeft =
        service !== undefined && service.status !== 'DRAINING' && !isAnother(service, step.before)
      return isLeft ? undefined : { kind: 'started', started: step }
    },
    describe: ({ before }) => ({
      name: `the deletion of ${name}`,
      accepted:
        before.status === 'DRAINING'
          ? `${name} is being deleted already`
          : `the deletion of ${name} was accepted`,
      outlook: OUTLOOK,
    }),
    handle: () => formatHandle({ region, cluster, service: name, kind: 'deletion' }),
    poll: async () => {
      const found = await api.readService({ cluster, service: name })
      return { service: typeof found === 'string' ? undefined : found, isMissing: found === 'MISSING' }
    },
    status: deletionStatus,
    serverTime: api.serviceTime,
    diagnostics: () => noDiagnostics,
    summarize: ({ snapshot, latest }, verdict) => {
      const before = latest?.before
      const service = snapshot ? snapshot.service : before
      return {
        outputs: {
          service: name,
          'service-arn': before?.arn ?? '',
          cluster: clusterName(before?.cluster ?? cluster),
          'previous-task-definition-arn': before ? (primaryOf(before)?.taskDefinition ?? '') : '',
          'running-count': String(service?.runningCount ?? ''),
          'desired-count': String(service?.desiredCount ?? ''),
        },
        rows: before ? [['Tasks before', `${before.runningCount} of ${before.desiredCount} running`]] : [],
        console: { text: 'ECS console', url: consoleUrl({ region, cluster, service: name }) },
        closing: verdict.reason,
      }
    },
  }
}

/** A deletion in progress is followed to its end, whoever requested it. */
function planDeletion(request: Request, { service, at }: Observed): Plan<Deletion> {
  const untrusted = refuseFork(request)
  if (untrusted) return refuse(untrusted)
  if (service?.status === 'DRAINING') {
    const change = {
      sign: '-',
      subject: `service ${service.name}`,
      detail: 'is being deleted already',
    } as const
    const step = { service: service.name, before: service }
    return { kind: 'apply', changes: [change], notices: [], titleNote: '', step }
  }
  const plan = planDelete(request, { service, at })
  if (plan.kind !== 'apply') return plan
  return service
    ? { ...plan, step: { service: service.name, before: service } }
    : refuse({ reasonCode: 'service-missing', message: 'there is no service', fix: 'check service' })
}

/** A service of the same name that was created meanwhile is another one. */
function isAnother(service: Service, before: Service): boolean {
  return before.createdAt !== undefined && (service.createdAt ?? 0) > before.createdAt
}

function deletionStatus(
  { service: name, before }: Deletion,
  { service, isMissing }: DeletionSnapshot,
): RolloutStatus {
  const verdict: Verdict = { result: 'deleted', reasonCode: 'service-deleted', reason: `${name} is gone` }
  if (isMissing) return { kind: 'unconfirmed', phase: `checking whether ${name} is gone`, verdict }
  if (service === undefined || isAnother(service, before)) return { kind: 'done', verdict }
  const { runningCount: running } = service
  const left = running === 0 ? '' : `, ${running} ${running === 1 ? 'task' : 'tasks'} left`
  return { kind: 'progressing', phase: `deleting the service ${name}${left}`, pollOften: true }
}
