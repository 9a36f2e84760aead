import { emptyNewVariables } from '../../diff/emptied.ts'
import { isRecord } from '../../inputs/documents/records.ts'
import type { Change, FinalPlan, Plan } from '../../rollout/contract/plan.ts'
import { type Refusal, refuse } from '../../rollout/contract/refusal.ts'
import { formatChanges } from '../../rollout/plan-text.ts'
import { plural } from '../../text/plural.ts'
import type { Request } from '../inputs/request-types.ts'
import type { ServiceMembers } from '../model/service.ts'
import { writtenMembers } from '../model/service-patch.ts'
import { revisionName, type TaskDefinitionContent } from '../model/task-definition.ts'
import { desiredRevision, isRegistered } from './desired/desired-revision.ts'
import { checkCreation, checkReferences, controllerOf } from './desired/references.ts'
import { memberChanges, wordsOf } from './diff/member-changes.ts'
import { diffTaskDefinition, eachEnvironment } from './diff/task-definition-diff.ts'
import { timeNotices } from './notices.ts'
import { refuseController, refuseMissing, whichService } from './preconditions.ts'
import type { Observed, Step } from './steps.ts'

/** Decides how a service that does not exist is made, with its first rollout; pure. */
export function planCreate(request: Request, observed: Observed): Plan<Step> {
  const { cluster, service: name = '', settings, taskDefinition: patch } = request
  if (!request.createService)
    return refuseMissing(
      request,
      ', and create-service is false',
      'check service, cluster and region, or set create-service: true',
    )
  if (patch?.file === undefined && patch?.named === undefined)
    return refuseMissing(
      request,
      ', and a new one needs a task definition',
      'check service, cluster and region; or set task-definition, which creates the service',
    )
  const controller = controllerOf(request)
  if (controller !== undefined && controller !== 'ECS') return refuseController(controller)
  // What an earlier service of that name ran says nothing about a new one.
  const { service: _, running: __, ...around } = observed
  const desired = desiredRevision(request, { ...around, service: undefined })
  if ('fault' in desired) return refuseCreation(request, desired.fault)
  const { revision } = desired
  const { content } = revision
  const written = writtenMembers(settings, {
    current: undefined,
    content,
    containerNames: patch.containerNames,
  })
  if ('fault' in written) return refuseCreation(request, written.fault)
  const fault = checkReferences(written.members, content) ?? checkCreation(written.members, content)
  if (fault) return refuseCreation(request, fault)
  const members = withFirstSettings(request, written.members)
  const taskDefinition = revision.kind === 'existing' ? revision.arn : ''
  const isNew = revision.kind === 'new' || isRegistered(revision, observed)
  const changes: Change[] = [
    {
      sign: '+',
      subject: `service ${name}`,
      detail: creationText(members, content, isNew ? '' : taskDefinition),
    },
    ...(isNew
      ? [
          {
            sign: '+',
            subject: 'task definition',
            detail: `a new revision of ${content?.family ?? ''}`,
          } as const,
        ]
      : []),
    ...(content ? diffTaskDefinition(undefined, content) : []),
    ...Object.entries(members)
      .filter(([key]) => key !== 'desiredCount')
      .flatMap(([key, value]) => memberChanges(wordsOf(key), undefined, value)),
    ...Object.entries(settings.tags ?? {}).map(
      ([key, value]) => ({ sign: '+', subject: `tag ${key}`, detail: value }) as const,
    ),
  ]
  const apply = (step: Step): Plan<Step> => ({
    kind: 'apply',
    changes,
    warnings: [],
    notices: [
      ...desired.notices,
      ...(content ? emptyNewVariables(eachEnvironment(undefined, content)) : []),
      ...capacityNotice(members, content),
      ...timeNotices(request, {}),
    ],
    titleNote: '',
    key: `${step.kind}: ${formatChanges(changes).join('; ')}`,
    step,
  })
  if (revision.kind === 'new') {
    const { content: registers, tags } = revision.definition
    return apply({ kind: 'register', content: registers, tags, isLast: false, observedAt: observed.at })
  }
  const tags = Object.entries(settings.tags ?? {}).map(([key, value]) => ({ key, value }))
  return apply({
    kind: 'create',
    service: name,
    cluster,
    members: {
      cluster,
      serviceName: name,
      taskDefinition,
      ...members,
      ...(tags.length > 0 && { tags }),
    },
    taskDefinition,
    observedAt: observed.at,
  })
}

/** Whoever meant a service that exists learns first that there is none of that name. */
function refuseCreation(request: Request, { message, fix, ...fault }: Refusal): FinalPlan {
  return refuse({
    ...fault,
    message: `there is no ${whichService(request)} in ${request.region}, and a new one cannot be created: ${message}`,
    fix: `if it exists, check service, cluster and region; for a new one: ${fix}`,
  })
}

/** A new service has one task unless another count is written, and a circuit breaker that rolls back unless one is written. */
function withFirstSettings({ settings }: Request, members: ServiceMembers): ServiceMembers {
  const configuration = members['deploymentConfiguration']
  const before = isRecord(configuration) ? configuration : {}
  const hasBreaker = before['deploymentCircuitBreaker'] !== undefined
  const isDaemon = members['schedulingStrategy'] === 'DAEMON'
  return {
    ...members,
    ...(!isDaemon && { desiredCount: settings.desiredCount ?? settings.firstCount ?? 1 }),
    ...(!hasBreaker && {
      deploymentConfiguration: {
        ...before,
        deploymentCircuitBreaker: { enable: true, rollback: true },
      },
    }),
  }
}

/** `web:1 × 2`. */
function creationText(
  { desiredCount }: ServiceMembers,
  content: TaskDefinitionContent | undefined,
  taskDefinition: string,
): string {
  const what = taskDefinition === '' ? (content?.family ?? '') : revisionName(taskDefinition)
  return desiredCount === undefined
    ? `a task of ${what} on each instance`
    : `${plural(Number(desiredCount), 'task')} of ${what}`
}

/** Without a launch type, and without a default of the cluster, ECS uses EC2: a definition for Fargate would not start there. */
function capacityNotice(members: ServiceMembers, content: TaskDefinitionContent | undefined): string[] {
  const isSaid = members['launchType'] !== undefined || members['capacityProviderStrategy'] !== undefined
  const types = content?.requiresCompatibilities ?? []
  return !isSaid && types.includes('FARGATE') && !types.includes('EC2')
    ? [
        "launch-type is not set: the cluster's default capacity provider strategy decides, and without one ECS uses EC2, which this task definition is not made for; set launch-type: FARGATE",
      ]
    : []
}
