import type { LocalImages } from '../images/local-images.ts'
import { refusePrivateAddress } from '../net/private-address.ts'
import type { UrlVerification } from '../options/url-verification.ts'
import type { Applied, Plan } from '../rollout/contract/target.ts'
import { withRedaction } from '../rollout/redacted-target.ts'
import type { UrlProbe } from '../rollout/url/verify-url.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Redactor } from '../text/redactor.ts'
import { hasLog } from '../verdict/reason-codes.ts'
import type { LightsailApi } from './api/lightsail-api.ts'
import { watchDeployment } from './diagnosis/deployment-logs.ts'
import { formatHandle, subjectOf } from './handle.ts'
import { imageLabel } from './images/inventory.ts'
import { pruneImages } from './images/prune.ts'
import { createImagePusher } from './images/push.ts'
import type { Request } from './inputs/request-types.ts'
import { environmentOf, imagesOf } from './model/deployment.ts'
import { type Deployment, type Service, servingDeployment } from './model/service.ts'
import { planDeploy } from './plan/deploy.ts'
import { isRestart } from './plan/restart.ts'
import { planRollback } from './plan/rollback.ts'
import { planStatus } from './plan/status.ts'
import type { Observed, Steps } from './plan/steps.ts'
import { rollbackTarget } from './rollback-target.ts'
import { applyStep, findAccepted } from './rollout/apply.ts'
import { observeService, readSnapshot } from './rollout/observe.ts'
import { type RolloutSnapshot, rolloutStatus, type StartedDeployment } from './rollout/status.ts'
import { summarize } from './summary.ts'
import type { LightsailTarget } from './target-types.ts'

/** What the Lightsail side of a run works with. */
export interface TargetDependencies {
  readonly request: Request
  readonly api: LightsailApi
  readonly clock: Clock
  readonly secrets: Redactor
  /** Reads the price also where nothing depends on it. */
  readonly showsCost?: boolean
  /** Makes text of others printable, without secrets. */
  clean(text: string): string
  /** The images of this machine; called only if one of them could be meant. */
  openLocalImages(): Promise<LocalImages>
  /** Keeps a secret out of everything that is shown. */
  hide(secret: string): void
}

/** One Lightsail container service as something the engine can deploy to, roll back, or only look at. */
export const lightsailTarget = (dependencies: TargetDependencies): LightsailTarget => {
  const { request, api, clock, secrets, clean, showsCost = false } = dependencies
  const { serviceName: name, region, mode } = request

  /** Whatever Lightsail tells of an environment is a secret from then on, unless an image or the URL shows it. */
  const keep = (service: Service | undefined, history: readonly Deployment[] = []) => {
    for (const deployment of [service?.current, service?.next, ...history]) {
      if (deployment === undefined) continue
      const shown = [service?.url ?? '', ...imagesOf(deployment.spec)]
      secrets.addNamed(
        environmentOf(deployment.spec).filter(({ value }) => !shown.some((text) => text.includes(value))),
      )
    }
  }

  /** What is about to be sent may come from a file, and an answer may quote it. */
  const keeping = (plan: Plan<Steps>): Plan<Steps> => {
    if (plan.kind === 'apply' && plan.steps.deployment) secrets.addNamed(environmentOf(plan.steps.deployment))
    return plan
  }

  /** The reply to our write may show what no look has shown yet. */
  const keepingReply = <Of extends Applied<StartedDeployment> | undefined>(applied: Of): Of => {
    if (applied?.kind === 'started') keep(applied.started.service)
    return applied
  }

  const planOf = (observed: Observed): Plan<Steps> => {
    if (mode === 'status') return planStatus(request, observed)
    return mode === 'rollback' ? planRollback(request, observed) : planDeploy(request, observed)
  }

  const pusher = createImagePusher(dependencies)
  let earlier: Observed | undefined
  /** Our deployment, and what the last look at it showed. */
  let latest: { readonly version: number; readonly snapshot: RolloutSnapshot } | undefined
  const target: LightsailTarget = {
    subject: subjectOf(name, region),
    ...actionWords(request),
    handle: ({ version, service: { arn } }) => formatHandle({ serviceName: name, region, arn, version }),
    called: ({ version, serviceName }) => `version ${version} of ${serviceName}`,
    hope: () => {
      if (latest === undefined) return 'the deployment may still succeed'
      const { version, snapshot } = latest
      const succeeds = `version ${version} of ${name} may still succeed`
      if (snapshot.kind !== 'service') return `${succeeds}, unless somebody deleted the service`
      const serving = servingDeployment(snapshot.service)
      return `${succeeds}; ${serving ? `version ${serving.version} serves now` : 'nothing serves yet'}`
    },
    observe: async () => {
      const observed = await observeService(api, request, { earlier, showsCost, pusher })
      earlier = observed
      keep(observed.service, observed.history)
      return observed
    },
    plan: (observed) => keeping(planOf(observed)),
    apply: async (steps, say) =>
      keepingReply(await (steps.kind === 'push' ? pusher.apply(steps, say) : applyStep(api, steps))),
    find: async (steps) =>
      keepingReply(await (steps.kind === 'push' ? pusher.find(steps) : findAccepted(api, steps))),
    accepted: acceptedText,
    snapshot: async ({ version, service: { arn } }) => {
      const snapshot = await readSnapshot(api, name, { version, arn })
      latest = { version, snapshot }
      if (snapshot.kind !== 'gone') keep(snapshot.service)
      if (snapshot.kind === 'service') keep(undefined, snapshot.history)
      return snapshot
    },
    judge: rolloutStatus,
    serviceTime: api.serviceTime,
    urlCheck: (started) => urlCheckOf(request, started, clean),
    undoing: async (started, what) => {
      const undoing = await rollbackTarget(target, { started, what, api })
      if (undoing.kind === 'nothing') return undoing
      const { plan, observe } = undoing.target
      return {
        ...undoing,
        target: {
          ...undoing.target,
          observe: async () => {
            const observed = await observe()
            keep(observed.service)
            return observed
          },
          plan: (observed) => keeping(plan(observed)),
        },
      }
    },
    witness: (started) => {
      const { news, evidence } = watchDeployment({ api, started, clean, now: clock.now })
      return {
        news,
        evidence: async (verdict, budget) =>
          hasLog(verdict.reasonCode) ? evidence(verdict, budget) : undefined,
      }
    },
    tidy: async ({ spec }, say) => {
      const { keepImages: keep } = request
      const labels = imagesOf(spec).flatMap((image) => imageLabel(image) ?? [])
      if (keep === undefined || labels.length === 0) return
      await pruneImages({ api, service: name, labels, keep, mine: [spec], say })
    },
    facts: (known, verdict, elapsedMs) => summarize({ known, verdict, request, elapsedMs }),
  }
  return withRedaction(target, clean)
}

const actionWords = (request: Request): { activity: string; doing: string } => {
  if (request.mode === 'rollback') return { activity: 'Roll back', doing: 'rolling back' }
  if (isRestart(request)) return { activity: 'Restart', doing: 'restarting' }
  return { activity: 'Deploy', doing: 'deploying' }
}

const acceptedText = ({ version, previous, created, serviceName }: StartedDeployment): string => {
  if (created) return `version ${version} accepted; the service ${serviceName} is being created`
  return `version ${version} accepted; ${previous ? `version ${previous.version} keeps serving` : 'nothing serves yet'}`
}

/** About a minute after ACTIVE the previous version may still answer (docs/lightsail-facts.md §7); only a text tells the two apart. */
const SETTLE_MS = 60_000

const settleMs = ({ body, windowMs }: UrlVerification, hasPrevious: boolean): number =>
  hasPrevious && body === undefined ? Math.min(SETTLE_MS, windowMs / 2) : 0

/** Where to look for the new version; a private service can only be asked at a URL of its own. */
const urlCheckOf = (
  { verification }: Request,
  { service, spec, previous }: StartedDeployment,
  clean: UrlProbe['clean'],
): UrlProbe | undefined => {
  if (verification === undefined) return undefined
  const { at, statusCodes, windowMs, body: wanted } = verification
  const path = at.kind === 'health-check' ? (spec.publicEndpoint?.healthCheck.path ?? '/') : at.text
  return {
    site: {
      // Without the slash between them, a path of an odd form might become part of the host.
      asked: at.kind === 'url' ? at.text : `${service.url.replace(/\/$/, '')}/${path.replace(/^\//, '')}`,
      own: service.url,
      domainNames: Object.values(service.publicDomainNames).flat(),
    },
    ...{ statusCodes, windowMs, wanted, clean },
    refuseAddress: refusePrivateAddress,
    settleMs: settleMs(verification, previous !== undefined),
  }
}
