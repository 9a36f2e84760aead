import { ignoreNotFound } from '../../aws/responses.ts'
import type { Target, TargetTypes } from '../../rollout/contract/target.ts'
import { type RetryPolicy, retry, transientErrors } from '../../runtime/retry.ts'
import { ServiceError } from '../../runtime/service-error.ts'
import { identityOf } from '../../source/run-source.ts'
import { servicesUrl } from '../console-url.ts'
import { noDiagnostics } from '../deletion.ts'
import { formatHandle, subjectOf } from '../handle.ts'
import { isDifferentService, type Service } from '../model/service.ts'
import type { PreflightContext } from '../preflight.ts'
import { readPrices } from '../rollout/observe.ts'
import {
  type CleanupPlan,
  type CleanupState,
  countPreviews,
  describePreview,
  type PreviewScope,
  planCleanup,
} from './cleanup-plan.ts'
import { cleanupStatus, type DeletionRun, type Remaining } from './cleanup-status.ts'
import { pullRequestOf } from './preview.ts'

interface CleanupTypes extends TargetTypes {
  readonly observed: CleanupState
  readonly step: CleanupPlan
  readonly started: DeletionRun
  readonly snapshot: Remaining
}

export type CleanupTarget = Target<CleanupTypes>

/**
 * Deletes the previews of a base that are not needed any more. One call lists all services of the Region, at the start and in each
 * poll; one that cannot be deleted does not affect the others.
 */
export function createCleanup({ request, api, host }: PreflightContext, retries: RetryPolicy): CleanupTarget {
  const { serviceName: base, region, reporting, runSource } = request
  const family: PreviewScope = { base, ...(runSource ? identityOf(runSource) : { repository: '' }) }
  const { clock, signal } = retries
  const isOver = () => signal.aborted || clock.now() >= retries.deadline

  const leftOf = async (toDelete: readonly Service[]): Promise<Remaining> => {
    const known = new Map(toDelete.map(({ name, arn }) => [name, arn]))
    const services = (await api.listServices()).filter((service) => {
      const arn = known.get(service.name)
      return arn !== undefined && !isDifferentService(service, arn)
    })
    return { services }
  }

  /**
   * Deletes one preview. After a lost reply, check whether it is gone before retrying: "not found" then means success. Later errors
   * do not replace the lost reply in the report.
   */
  const remove = async (service: Service): Promise<void> => {
    let lost: ServiceError | undefined
    const attempt = async () => {
      if (lost && !isUntouched(await leftOf([service]))) return
      if (lost && isOver()) throw lost
      try {
        await ignoreNotFound(api.deleteService(service.name))
      } catch (failure) {
        if (!(failure instanceof ServiceError)) throw failure
        if (lost && (failure.kind === 'rejected' || failure.kind === 'conflict')) return
        if (failure.kind === 'no-response') lost = failure
        throw failure
      }
    }
    try {
      await retry(attempt, transientErrors, retries)
    } catch (failure) {
      throw lost ?? failure
    }
  }

  /** Expired credentials affect all previews; any other error only this one. */
  const deleteAll = async (toDelete: readonly Service[]): Promise<DeletionRun> => {
    const failures = new Map<string, ServiceError>()
    const unasked = new Set<string>()
    let last: ServiceError | undefined
    for (const service of toDelete) {
      const { name } = service
      if (isOver()) {
        unasked.add(name)
        continue
      }
      if (last?.kind === 'unauthenticated') {
        failures.set(name, last)
        continue
      }
      try {
        await remove(service)
      } catch (failure) {
        if (!(failure instanceof ServiceError)) throw failure
        last = failure
        failures.set(name, failure)
      }
    }
    return { toDelete, failures, unasked }
  }

  const outlook = 'the previews may still be deleted'
  return {
    labels: {
      subject: subjectOf(`previews of ${base}`, region),
      title: 'Clean up',
      progressive: 'cleaning up',
      outlook,
    },
    observe: async () => {
      const [services, prices] = await Promise.all([
        api.listServices(),
        readPrices(api, { maxMonthlyCost: undefined }),
      ])
      const previews = services.filter(
        (service) => service.state !== 'DELETING' && pullRequestOf(service, family) !== undefined,
      )
      const numbers = previews.flatMap((service) => pullRequestOf(service, family) ?? [])
      const asked = previews.length > 0 ? await host?.pullRequestStates(numbers) : undefined
      return { previews, states: asked ?? new Map(), prices, at: api.serviceTime() }
    },
    plan: (seen) => planCleanup(seen, family),
    apply: async ({ toDelete }) => {
      const started = await deleteAll(toDelete)
      const failures = [...started.failures.values()]
      const told = failures.find(({ kind }) => kind === 'no-response') ?? failures[0]
      if (told && acceptedOf(started) === 0) throw told
      return { kind: 'started', started }
    },
    findAccepted: async ({ toDelete }) => {
      const left = await leftOf(toDelete)
      const isMoving = left.services.length < toDelete.length || !isUntouched(left)
      const started = { toDelete, failures: new Map(), unasked: new Set<string>() }
      return isMoving ? { kind: 'started', started } : undefined
    },
    poll: ({ toDelete }) => leftOf(toDelete),
    status: cleanupStatus,
    describe: (started) => ({
      name: `the deletion of ${countPreviews(started.toDelete)}`,
      accepted: `the deletion of ${countPreviews({ length: acceptedOf(started) })} was accepted`,
      outlook,
    }),
    handle: () => formatHandle({ serviceName: base, region }),
    serverTime: api.serviceTime,
    diagnostics: () => noDiagnostics,
    summarize: ({ latest, started, snapshot }, verdict) => ({
      outputs: { 'service-name': base },
      rows: latest ? rowsOf(latest, family, { deletion: started, left: snapshot }) : [],
      console: { text: 'Lightsail console', url: servicesUrl },
      closing: verdict.reason,
    }),
    // Sets the GitHub deployments of deleted previews inactive.
    cleanUp: async ({ started, snapshot }) => {
      if (!reporting.deployment || !started || !snapshot) return
      const left = new Set(snapshot.services.map(({ name }) => name))
      for (const { name } of started.toDelete.filter((service) => !left.has(service.name))) {
        const because = `${name} was deleted by a cleanup`
        await host?.closeEnvironment({ environment: name, subject: subjectOf(name, region), because })
      }
    },
  }
}

/** Nothing of it is being deleted. */
function isUntouched({ services }: Remaining): boolean {
  return services.length > 0 && services.every(({ state }) => state !== 'DELETING')
}

function acceptedOf({ toDelete, failures, unasked }: DeletionRun): number {
  return toDelete.length - failures.size - unasked.size
}

/** Every preview and its outcome. */
function rowsOf(
  seen: CleanupState,
  family: PreviewScope,
  { deletion, left }: { deletion: DeletionRun | undefined; left: Remaining | undefined },
): (readonly [string, string])[] {
  return seen.previews.map((service) => {
    const { name } = service
    const failure = deletion?.failures.get(name)
    const isToDelete = deletion?.toDelete.some((one) => one.name === name) ?? false
    const isThere = left?.services.some((one) => one.name === name) ?? true
    const begun = deletion?.unasked.has(name) ? 'not deleted yet' : 'being deleted'
    const told = failure ? `not deleted (${failure.message})` : begun
    const outcome = isToDelete ? `${isThere ? told : 'deleted'} · ` : ''
    return [name, `${outcome}${describePreview(service, seen, family)}`]
  })
}
