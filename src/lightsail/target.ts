import type { Clock } from '../engine/clock.ts'
import { Failure } from '../engine/failure.ts'
import type { Secrets } from '../engine/secrets.ts'
import type { Target } from '../engine/target.ts'
import type { Red } from '../engine/verdict.ts'
import { applySteps, findStarted } from './apply.ts'
import type { Cloud } from './cloud.ts'
import { environmentValues } from './deployment.ts'
import { gatherEvidence } from './evidence.ts'
import { factsOf } from './facts.ts'
import { judge, type Snapshot, type Started, tellsOf } from './judge.ts'
import { type Observed, planDeployment, type Steps } from './plan.ts'
import type { Request } from './request.ts'
import type { Service } from './service.ts'

export type LightsailTarget = Target<Observed, Steps, Started, Snapshot>

/** A deployment that failed, or has not ended, may say why; one that somebody removed does not. */
const hasLog = ({ reasonCode }: Red): boolean =>
  reasonCode === 'deployment-failed' || reasonCode === 'budget-ended'

/** One Lightsail container service as something the engine can deploy to. */
export const lightsailTarget = ({
  request,
  cloud,
  clock,
  secrets,
  clean,
}: {
  request: Request
  cloud: Cloud
  clock: Clock
  secrets: Secrets
  /** Makes text of others printable, without secrets. */
  clean(text: string): string
}): LightsailTarget => {
  const { serviceName: name, region } = request

  /** Whatever Lightsail tells of an environment is a secret from then on. */
  const guarded = <Seen extends Service | undefined>(service: Seen): Seen => {
    for (const deployment of [service?.current, service?.next]) {
      if (deployment) secrets.add(environmentValues(deployment.spec))
    }
    return service
  }

  return {
    subject: `${name} in ${region}`,
    observe: async () => ({ at: clock.now(), service: guarded(await cloud.getService(name)) }),
    plan: (observed) => {
      const plan = planDeployment(request, observed)
      if (plan.kind !== 'apply') return plan
      secrets.add(environmentValues(plan.steps.deployment))
      // A command may repeat a value of the environment.
      return { ...plan, changes: plan.changes.map((change) => ({ ...change, detail: clean(change.detail) })) }
    },
    apply: async (steps) => {
      const started = await applySteps(cloud, steps)
      if (started) return started
      throw new Failure({
        kind: 'unanswered',
        operation: 'CreateContainerServiceDeployment',
        message: 'the answer names no new deployment',
        reasonCode: 'answer-lost',
        fix: 'look at the console whether the deployment appears, then run the job again',
        cause: undefined,
      })
    },
    find: (steps) => findStarted(cloud, steps),
    accepted: ({ version, previous, created }) =>
      created
        ? `version ${version} accepted; the service ${name} is being created`
        : `version ${version} accepted; ${previous === undefined ? 'nothing serves yet' : `version ${previous} keeps serving`}`,
    snapshot: async ({ version }) => {
      const service = guarded(await cloud.getService(name))
      if (service === undefined) return { kind: 'gone' }
      const history = tellsOf(service, version) ? undefined : await cloud.getDeployments(name)
      return { kind: 'service', service, history }
    },
    judge,
    evidence: async (started, verdict, pause) =>
      hasLog(verdict) ? await gatherEvidence({ cloud, started, clean, pause }) : undefined,
    facts: (known, verdict, elapsedMs) => factsOf({ known, verdict, name, region, elapsedMs }),
  }
}
