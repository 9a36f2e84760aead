import type { FinalPlan, Plan } from '../../../rollout/contract/plan.ts'
import { refuse } from '../../../rollout/contract/refusal.ts'
import { isFailure } from '../../../rollout/contract/verdict.ts'
import { formatChanges } from '../../../rollout/plan-text.ts'
import { primaryOf, type ServiceMembers } from '../../model/service.ts'
import { revisionName, type TaskDefinitionContent } from '../../model/task-definition.ts'
import { desiredRevision } from '../../plan/desired/desired-revision.ts'
import type { Step } from '../../plan/steps.ts'
import type { StartedTask, WaitingService } from '../started.ts'
import type { TaskRun } from '../task-run.ts'
import { taskName } from '../words.ts'
import { taskChanges } from './changes.ts'
import { type TaskRequest, taskFault, taskMembers } from './members.ts'
import type { RunTaskStep, TaskObserved, TaskStep } from './steps.ts'

/**
 * The plan with the task in front of everything that it would write to the service; pure. What would be refused is refused before a
 * task has run for it. `plan` is the plan without the task.
 */
export function planTask(request: TaskRequest, observed: TaskObserved, plan: Plan<Step>): Plan<TaskStep> {
  if (observed.taskRun) return afterTask(plan, observed.taskRun, request.taskRun)
  if (plan.kind === 'wait' || (plan.kind === 'end' && isFailure(plan.verdict))) return plan
  const desired = desiredRevision(request, observed)
  if ('fault' in desired) return refuse(desired.fault)
  const { revision } = desired
  const { content } = revision
  const members = taskMembers(request, observed.service, content)
  const fault = content && taskFault(request.taskRun, members, content)
  if (fault) return refuse(fault)
  const changes = [
    ...taskChanges(request, desired, { observed, members }),
    ...(plan.kind === 'apply' ? plan.changes : []),
  ]
  const apply = (step: TaskStep): Plan<TaskStep> => ({
    kind: 'apply',
    changes,
    ...(plan.kind === 'apply' && plan.warnings && { warnings: plan.warnings }),
    notices: plan.notices,
    titleNote: plan.titleNote,
    key: `${step.kind}: ${formatChanges(changes).join('; ')}`,
    step,
  })
  if (revision.kind === 'new') {
    const { content: registers, tags } = revision.definition
    return apply({ kind: 'register', content: registers, tags, isLast: false, observedAt: observed.at })
  }
  const taskDefinition =
    revision.kind === 'existing' ? revision.arn : (observed.service?.taskDefinition ?? '')
  return apply(runStep(request, observed, { taskDefinition, members, content }))
}

function runStep(
  { taskRun, cluster, service }: TaskRequest,
  observed: TaskObserved,
  {
    taskDefinition,
    members,
    content,
  }: {
    readonly taskDefinition: string
    readonly members: ServiceMembers
    readonly content: TaskDefinitionContent | undefined
  },
): RunTaskStep {
  const before = waitingService(service, observed)
  return {
    kind: 'run-task',
    observedAt: observed.at,
    cluster,
    members: { cluster, taskDefinition, ...members },
    taskDefinition,
    startedBy: taskRun.startedBy,
    definition: content,
    waits: taskRun.waits,
    ...(before && { before }),
  }
}

/** Absent if no service follows. One that is still to be created serves nothing. */
function waitingService(name: string | undefined, { service }: TaskObserved): WaitingService | undefined {
  if (name === undefined) return undefined
  const primary = service && primaryOf(service)
  const isServing = service !== undefined && service.runningCount > 0
  const running = service?.deployments.find(({ runningCount }) => runningCount > 0) ?? primary
  return {
    name,
    serving: isServing && running ? revisionName(running.taskDefinition) : undefined,
  }
}

/** Once the task has run, what is left is planned as ever; if that is nothing, the task was all. */
function afterTask(plan: Plan<Step>, started: StartedTask, { waits }: TaskRun): Plan<Step> {
  if (plan.kind !== 'end' || isFailure(plan.verdict)) return plan
  const name = taskName(started)
  const rest = started.before === undefined ? '' : `; ${plan.verdict.reason}`
  const verdict: FinalPlan['verdict'] = waits
    ? { result: 'success', reasonCode: 'task-succeeded', reason: `${name} ended with exit code 0${rest}` }
    : {
        result: 'started',
        reasonCode: 'not-waiting',
        reason: `${name} was started, and this run does not wait for its end${rest}`,
      }
  return { ...plan, verdict }
}
