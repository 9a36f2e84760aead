import type { LocalImages } from '../images/local-images.ts'
import type { Applied, Plan } from '../rollout/contract/plan.ts'
import { diagnosticsOnDemand } from '../rollout/late-diagnostics.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Redactor } from '../text/redactor.ts'
import { causeOf } from '../verdict/reason-codes.ts'
import type { LightsailApi } from './api/lightsail-api.ts'
import { formatHandle } from './handle.ts'
import { imageLabel } from './images/inventory.ts'
import { pruneImages } from './images/prune.ts'
import { createImagePusher } from './images/push.ts'
import type { Request } from './inputs/request-types.ts'
import { environmentOf, imagesOf } from './model/deployment.ts'
import type { Deployment, Service } from './model/service.ts'
import { planDeploy } from './plan/deploy.ts'
import { planRollback } from './plan/rollback.ts'
import { planStatus } from './plan/status.ts'
import type { Observed, Step } from './plan/steps.ts'
import { rollbackTarget } from './rollback-target.ts'
import { applyStep } from './rollout/apply.ts'
import { describe, labelsOf } from './rollout/describe.ts'
import { findAccepted } from './rollout/find-accepted.ts'
import { observeService, readSnapshot } from './rollout/observe.ts'
import { probeOf } from './rollout/probe.ts'
import type { StartedDeployment } from './rollout/started.ts'
import { rolloutStatus } from './rollout/status.ts'
import { summarize } from './summary.ts'
import type { LightsailTarget } from './target-types.ts'

/** Dependencies of the Lightsail target. */
export interface TargetDependencies {
  readonly request: Request
  readonly api: LightsailApi
  readonly clock: Clock
  readonly secrets: Redactor
  /** Reads the price also where nothing depends on it. */
  readonly showsCost?: boolean
  /** Sanitizes and redacts untrusted text. */
  clean(text: string): string
  /** The images of this machine; called only if one of them could be meant. */
  openLocalImages(): Promise<LocalImages>
  /** Registers a secret, and has the runner mask it. */
  hide(secret: string): void
}

/** A Lightsail container service as a target: deploy, roll back, or only observe. */
export function lightsailTarget(dependencies: TargetDependencies): LightsailTarget {
  const { request, api, clock, secrets, clean, showsCost = false } = dependencies
  const { serviceName: name, region, mode } = request

  const planOf = (observed: Observed): Plan<Step> => {
    if (mode === 'status') return planStatus(request, observed)
    return mode === 'rollback' ? planRollback(request, observed) : planDeploy(request, observed)
  }

  const pusher = createImagePusher(dependencies)
  const target: LightsailTarget = {
    labels: labelsOf(request),
    observe: (previous) => observeService(api, request, { previous, showsCost, pusher }),
    plan: planOf,
    apply: (step, onProgress) =>
      step.kind === 'push' ? pusher.apply(step, onProgress) : applyStep(api, step),
    findAccepted: (step) => (step.kind === 'push' ? pusher.findAccepted(step) : findAccepted(api, step)),
    poll: ({ version, service: { arn } }) => readSnapshot(api, name, { version, arn }),
    status: rolloutStatus,
    describe,
    handle: ({ version, service: { arn } }) => formatHandle({ serviceName: name, region, arn, version }),
    serverTime: api.serviceTime,
    diagnostics: (started) => {
      const { now } = clock
      const startedAt = now()
      const { poll, diagnose } = diagnosticsOnDemand(async () => {
        const { watchDeployment } = await import('./diagnosis/deployment-logs.ts')
        return watchDeployment({ api, started, clean, now, startedAt })
      })
      return {
        poll,
        diagnose: async (verdict, budget) =>
          causeOf(verdict.reasonCode) === 'replaces' ? diagnose(verdict, budget) : undefined,
      }
    },
    summarize: (history, verdict, elapsedMs) => summarize({ history, verdict, request, elapsedMs }),
    probe: (started) => probeOf(request, started, clean),
    rollback: async (started, to) => {
      const chosen = await rollbackTarget(target, { started, to, api })
      return chosen.kind === 'unavailable'
        ? chosen
        : { ...chosen, target: withRegisteredSecrets(chosen.target, secrets) }
    },
    cleanUp: async ({ started }, { result }, onProgress) => {
      const { keepImages: keep } = request
      if (result !== 'success' || started === undefined || keep === undefined) return
      const labels = imagesOf(started.spec).flatMap((image) => imageLabel(image) ?? [])
      if (labels.length === 0) return
      await pruneImages({ api, service: name, labels, keep, mine: [started.spec], onProgress })
    },
  }
  return withRegisteredSecrets(target, secrets)
}

/**
 * Every environment value in a reply is a secret from then on, unless it is part of an image name or the URL. So is every value
 * about to be sent: it may come from a file, and an error may quote it.
 */
function withRegisteredSecrets(target: LightsailTarget, secrets: Redactor): LightsailTarget {
  const registerSecrets = (service: Service | undefined, history: readonly Deployment[] = []) => {
    for (const deployment of [service?.current, service?.next, ...history]) {
      if (deployment === undefined) continue
      const visible = [service?.url ?? '', ...imagesOf(deployment.spec)]
      secrets.addNamed(
        environmentOf(deployment.spec).filter(({ value }) => !visible.some((text) => text.includes(value))),
      )
    }
  }
  const registerReply = <Of extends Applied<StartedDeployment> | undefined>(applied: Of): Of => {
    if (applied?.kind === 'started') registerSecrets(applied.started.service)
    return applied
  }
  return {
    ...target,
    observe: async (previous) => {
      const observed = await target.observe(previous)
      registerSecrets(observed.service, observed.history)
      return observed
    },
    plan: (observed) => {
      const plan = target.plan(observed)
      if (plan.kind === 'apply' && plan.step.deployment) secrets.addNamed(environmentOf(plan.step.deployment))
      return plan
    },
    apply: async (...asked) => registerReply(await target.apply(...asked)),
    findAccepted: async (step) => registerReply(await target.findAccepted(step)),
    poll: async (started) => {
      const snapshot = await target.poll(started)
      if (snapshot.kind !== 'gone') registerSecrets(snapshot.service)
      if (snapshot.kind === 'service') registerSecrets(undefined, snapshot.history)
      return snapshot
    },
  }
}
