import { ignoreNotFound } from '../aws/responses.ts'
import type { Diagnostics } from '../rollout/contract/diagnostics.ts'
import type { Plan } from '../rollout/contract/plan.ts'
import type { RolloutStatus, Target, TargetTypes } from '../rollout/contract/target.ts'
import type { Verdict } from '../rollout/contract/verdict.ts'
import { secondLook } from '../runtime/second-look.ts'
import { consoleUrl } from './console-url.ts'
import { formatHandle, subjectOf } from './handle.ts'
import { isDifferentService, type Service, servingDeployment } from './model/service.ts'
import { operationInProgress } from './plan/preconditions.ts'
import type { TargetDependencies } from './target.ts'

interface ObservedDeletion {
  readonly service: Service | undefined
  /** The service as it was seen last, also if it is gone by now. */
  readonly lastSeen: Service | undefined
  /** The preview's pull request was opened again after the event of this run. */
  readonly isOpenAgain?: boolean
}

interface DeletionStep {
  /** The service as it was observed. */
  readonly service: Service
}

/** The service that this run asked Lightsail to delete, as it was before. */
interface Started {
  readonly service: Service
}

interface Snapshot {
  readonly service: Service | undefined
}

interface DeletionTypes extends TargetTypes {
  readonly observed: ObservedDeletion
  readonly step: DeletionStep
  readonly started: Started
  readonly snapshot: Snapshot
}

/** A deletion has no diagnostics. */
export const noDiagnostics: Diagnostics = {
  poll: async () => ({ events: [], lines: [], unavailable: [] }),
  diagnose: async () => undefined,
}

export type DeletionTarget = Target<DeletionTypes>

/** Deletes a service and follows that until it is gone. A missing service is a success. */
export function deletionTarget({
  request,
  api,
}: Pick<TargetDependencies, 'request' | 'api'>): DeletionTarget {
  const { serviceName: name, region } = request
  const outlook = 'the service may still be deleted'
  return {
    labels: { subject: subjectOf(name, region), title: 'Delete', progressive: 'deleting', outlook },
    observe: async (previous) => {
      const service = await secondLook(previous?.lastSeen !== undefined, () => api.getService(name))
      return { service, lastSeen: service ?? previous?.lastSeen }
    },
    plan: ({ service }) => planDeletion(name, service),
    apply: async ({ service }) => {
      if (service.state !== 'DELETING') await ignoreNotFound(api.deleteService(name))
      return { kind: 'started', started: { service } }
    },
    findAccepted: async ({ service: before }) => {
      const service = await secondLook(true, () => api.getService(name))
      const isThere = service !== undefined && service.state !== 'DELETING'
      if (isThere && !isDifferentService(service, before.arn)) return undefined
      return { kind: 'started', started: { service: before } }
    },
    poll: async () => ({ service: await api.getService(name) }),
    status: deletionStatus,
    describe: ({ service: { state } }) => ({
      name: `the deletion of ${name}`,
      accepted:
        state === 'DELETING' ? `${name} is being deleted already` : `the deletion of ${name} was accepted`,
      outlook,
    }),
    handle: ({ service: { arn } }) => formatHandle({ serviceName: name, region, arn }),
    serverTime: api.serviceTime,
    diagnostics: () => noDiagnostics,
    summarize: ({ latest, started, snapshot }, verdict) => {
      const before = started?.service ?? latest?.lastSeen
      const service = snapshot ? snapshot.service : before
      return {
        outputs: {
          'service-name': name,
          'service-arn': before?.arn ?? '',
          state: service?.state ?? '',
          'previous-version': String(before?.current?.version ?? ''),
        },
        rows: before ? [['Power × scale', `${before.power} × ${before.scale}`]] : [],
        console: { text: 'Lightsail console', url: consoleUrl(name, region) },
        closing: verdict.reason,
      }
    },
  }
}

function planDeletion(name: string, service: Service | undefined): Plan<DeletionStep> {
  if (service === undefined) {
    const reason = `there is no container service ${name}`
    return {
      kind: 'end',
      verdict: { result: 'unchanged', reasonCode: 'already-deleted', reason },
      notices: [],
      titleNote: '',
    }
  }
  // A service whose creation is stuck can only be deleted, and one that is being deleted only followed.
  const busy =
    service.state === 'DELETING' || service.state === 'PENDING' ? undefined : operationInProgress(service)
  if (busy) return { kind: 'wait', ...busy }
  const serving = servingDeployment(service)
  const what = `${service.power} × ${service.scale}${serving ? `, version ${serving.version} serves` : ''}`
  return {
    kind: 'apply',
    changes: [{ sign: '-', subject: `service ${name}`, detail: what }],
    notices: [],
    titleNote: '',
    step: { service },
  }
}

/** A service of the same name that was created meanwhile is another one. */
function deletionStatus({ service: before }: Started, { service }: Snapshot): RolloutStatus {
  const { name } = before
  const deleted: Verdict = { result: 'deleted', reasonCode: 'service-deleted', reason: `${name} is gone` }
  return service === undefined || isDifferentService(service, before.arn)
    ? { kind: 'done', verdict: deleted }
    : { kind: 'progressing', phase: `deleting the service ${name}`, pollOften: true }
}
