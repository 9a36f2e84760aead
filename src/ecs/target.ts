import type { Plan } from '../rollout/contract/plan.ts'
import { withRedaction } from '../rollout/redacted-target.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Redactor } from '../text/redactor.ts'
import type { EcsApi } from './api/ecs-api.ts'
import type { OpenLogs } from './api/logs-api.ts'
import { deploymentDiagnostics } from './diagnosis/deployment-diagnostics.ts'
import { formatHandle } from './handle.ts'
import type { Request } from './inputs/request-types.ts'
import { secretValues } from './model/secret-values.ts'
import type { Deployment, ServiceMembers } from './model/service.ts'
import { addedTimeMs } from './model/strategy-time.ts'
import type { TaskDefinition, TaskDefinitionContent } from './model/task-definition.ts'
import { findCameBetween } from './order/displacement.ts'
import { failedRevisions } from './order/failed-revisions.ts'
import { planRun } from './plan/plan.ts'
import type { Step } from './plan/steps.ts'
import { rollbackTarget } from './rollback-target.ts'
import { abortRollout } from './rollout/abort.ts'
import { applyStep } from './rollout/apply.ts'
import { describe, labelsOf } from './rollout/describe.ts'
import { findAccepted } from './rollout/find-accepted.ts'
import { observeService } from './rollout/observe.ts'
import { probeOf } from './rollout/probe.ts'
import { type RolloutWatch, watchRollout } from './rollout/rollout-watch.ts'
import type { StartedDeployment } from './rollout/started.ts'
import { rolloutStatus } from './rollout/status.ts'
import { summarize } from './summary.ts'
import type { EcsTarget } from './target-types.ts'

/** Dependencies of the ECS target. */
export interface TargetDependencies {
  readonly request: Request
  readonly api: EcsApi
  readonly openLogs: OpenLogs
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly secrets: Redactor
  /** Ids of the GitHub run: the token of a creation is the same within one attempt. */
  readonly run: { readonly runId: string; readonly attempt: string }
  /** When the run has to end; milliseconds since the epoch. */
  readonly deadline: number
  /** Sanitizes and redacts untrusted text. */
  clean(text: string): string
  /** Reports once what is not known, and why. */
  notice(text: string): void
}

/** An ECS service as a target: deploy, roll back, or only observe. */
export function ecsTarget(dependencies: TargetDependencies): {
  readonly target: EcsTarget
  /** The deployment that ours replaced without the plan having known of it. */
  cameBetween(started: StartedDeployment): Promise<Deployment | undefined>
} {
  const { request, api, openLogs, clock, signal, secrets, run, deadline, clean, notice } = dependencies
  const definitions = new Map<string, TaskDefinitionContent>()
  const watches = new WeakMap<StartedDeployment, RolloutWatch>()
  const between = new WeakMap<StartedDeployment, Promise<Deployment | undefined>>()
  const unansweredStops = new Set<string>()
  let registered: TaskDefinition | undefined
  /** Members that this run sent; some are never returned. */
  let sent: ServiceMembers | undefined

  /** Every environment value in a reply is a secret from then on. */
  const keep = (content: TaskDefinitionContent): void => secrets.addNamed(secretValues(content))

  const keepDefinition = ({ arn, content }: TaskDefinition): void => {
    definitions.set(arn, content)
    keep(content)
  }

  /** Read only if this run has not seen it yet: a revision never changes. */
  const definitionOf = async (arn: string): Promise<TaskDefinitionContent | undefined> => {
    const known = definitions.get(arn)
    if (known) return known
    const read = await api.getTaskDefinition(arn)
    if (read) keepDefinition(read)
    return read?.content
  }

  /** What is about to be sent may come from a file, and an error may quote it. */
  const keeping = (plan: Plan<Step>): Plan<Step> => {
    if (plan.kind === 'apply' && plan.step.kind === 'register') keep(plan.step.content)
    return plan
  }

  const keepSent = (step: Step): void => {
    if (step.kind === 'update') sent = { ...sent, ...step.members }
  }

  const onRegistered = (revision: TaskDefinition): void => {
    registered = revision
    keepDefinition(revision)
  }

  /** Revisions that failed their URL check, by the newest known tags; a reply may lack them. */
  const badOf = (started: StartedDeployment): string[] => {
    const { service } = watchOf(started).snapshot()
    const tags = service === 'gone' ? undefined : service?.tags
    return failedRevisions({ tags: { ...started.reply.tags, ...tags } })
  }

  const watchOf = (started: StartedDeployment): RolloutWatch => {
    const watch = watches.get(started) ?? watchRollout(api, started, { notice })
    watches.set(started, watch)
    return watch
  }

  const cameBetween = (started: StartedDeployment): Promise<Deployment | undefined> => {
    const known = between.get(started) ?? findCameBetween(started, watchOf(started), api)
    between.set(started, known)
    return known
  }

  const withDisplaced = async (started: StartedDeployment): Promise<StartedDeployment> => {
    const displaced = await between.get(started)
    return displaced ? { ...started, displaced } : started
  }

  const target: EcsTarget = {
    labels: labelsOf(request),
    observe: async (previous) => {
      const observed = await observeService(api, request, { previous, registered, sent })
      for (const one of [observed.running, observed.named])
        if (one?.kind === 'read') keepDefinition(one.value)
      return observed
    },
    plan: (observed) => keeping(planRun(request, observed)),
    apply: async (step) => {
      const context = { api, clock, signal, run, deadline, onRegistered, unansweredStops }
      const applied = await applyStep(context, serviceStep(step))
      keepSent(step)
      return applied
    },
    findAccepted: async (step) => {
      const applied = await findAccepted(api, serviceStep(step), onRegistered)
      if (applied) keepSent(step)
      return applied
    },
    poll: (started) => watchOf(started).poll(),
    status: (started, snapshot) => rolloutStatus(started, snapshot, request),
    describe,
    handle: ({ kind, service, cluster, id, taskDefinition, createdAt }) =>
      formatHandle({ region: request.region, kind, service, cluster, id, taskDefinition, createdAt }),
    serverTime: api.serviceTime,
    addedTimeMs: ({ kind, reply }) => (kind === 'rollout' ? addedTimeMs(request, reply.members) : 0),
    diagnostics: (started) =>
      deploymentDiagnostics(started, {
        ...{ api, openLogs, definitionOf, clean },
        ...{ watch: watchOf(started), region: request.region },
      }),
    summarize: (history, verdict, elapsedMs) => summarize({ known: history, verdict, request, elapsedMs }),
    probe: () => probeOf(request, clean),
    rollback: async (started, to) =>
      rollbackTarget(target, await withDisplaced(started), { to, request, api, bad: badOf(started) }),
    abort: async (started) => {
      const stopped = await abortRollout(api, started, {
        watch: watchOf(started),
        signal,
        policy: request,
        unansweredStops,
      })
      watches.set(stopped, watchOf(started))
      return stopped
    },
  }
  return { target: withRedaction(target, clean), cameBetween }
}

/** A deletion is a target of its own. */
function serviceStep(step: Step): Exclude<Step, { kind: 'delete' }> {
  if (step.kind !== 'delete') return step
  throw new TypeError('a deletion is not a step of a deployment')
}
