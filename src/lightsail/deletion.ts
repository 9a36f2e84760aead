import { ignoreNotFound } from '../aws/responses.ts'
import type { Diagnostics, Plan, RolloutStatus, Target } from '../rollout/contract/target.ts'
import type { Verdict } from '../rollout/contract/verdict.ts'
import { consoleUrl } from './console-url.ts'
import { formatHandle, subjectOf } from './handle.ts'
import { isDifferentService, type Service, servingDeployment } from './model/service.ts'
import { operationInProgress } from './plan/preconditions.ts'
import type { TargetDependencies } from './target.ts'

interface Observed {
  readonly service: Service | undefined
  /** The preview's pull request was opened again after the event of this run. */
  readonly isOpenAgain?: boolean
}

interface Steps {
  readonly name: string
}

/** The service that this run asked Lightsail to delete. */
interface Started {
  readonly name: string
  readonly before: Service | undefined
}

/** What is deleted has nothing more to say. */
export const noDiagnostics: Diagnostics = {
  news: async () => ({ logs: [], unavailable: [] }),
  evidence: async () => undefined,
}

export type DeletionTarget = Target<Observed, Steps, Started, Observed>

/** Deleting a service, followed until it is gone. One that is missing already is a good end. */
export const deletionTarget = ({
  request,
  api,
}: Pick<TargetDependencies, 'request' | 'api'>): DeletionTarget => {
  const { serviceName: name, region } = request
  let before: Service | undefined
  return {
    subject: subjectOf(name, region),
    activity: 'Delete',
    doing: 'deleting',
    handle: (started) => formatHandle({ serviceName: name, region, arn: started.before?.arn ?? '' }),
    called: () => `the deletion of ${name}`,
    hope: () => 'the service may still be deleted',
    observe: async () => {
      const service = await api.getService(name)
      before = service ?? before
      return { service }
    },
    plan: ({ service }) => planDeletion(name, service),
    apply: async (steps) => {
      if (before?.state !== 'DELETING') await ignoreNotFound(api.deleteService(name))
      return { kind: 'started', started: { name: steps.name, before } }
    },
    find: async () => {
      const service = await api.getService(name)
      const isThere = service !== undefined && service.state !== 'DELETING'
      if (isThere && !isDifferentService(service, before?.arn ?? '')) return undefined
      return { kind: 'started', started: { name, before } }
    },
    accepted: () =>
      before?.state === 'DELETING'
        ? `${name} is being deleted already`
        : `the deletion of ${name} was accepted`,
    snapshot: async () => ({ service: await api.getService(name) }),
    judge: judgeDeletion,
    serviceTime: api.serviceTime,
    urlCheck: () => undefined,
    undoing: async () => ({ kind: 'nothing', why: 'a deletion cannot be taken back' }),
    witness: () => noDiagnostics,
    facts: ({ snapshot }, verdict) => {
      const service = snapshot ? snapshot.service : before
      return {
        outputs: {
          'service-name': name,
          'service-arn': before?.arn ?? '',
          state: service?.state ?? '',
          'previous-version': String(before?.current?.version ?? ''),
        },
        rows: before ? [['Power × scale', `${before.power} × ${before.scale}`]] : [],
        console: consoleUrl(name, region),
        closing: verdict.reason,
      }
    },
  }
}

const planDeletion = (name: string, service: Service | undefined): Plan<Steps> => {
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
    steps: { name },
  }
}

/** A service of the same name that somebody made meanwhile is another one. */
const judgeDeletion = ({ name, before }: Started, { service }: Observed): RolloutStatus => {
  const deleted: Verdict = { result: 'deleted', reasonCode: 'service-deleted', reason: `${name} is gone` }
  return service === undefined || isDifferentService(service, before?.arn ?? '')
    ? { kind: 'done', verdict: deleted }
    : { kind: 'progressing', phase: `deleting the service ${name}`, pollOften: true }
}
