import type { RolloutDescription, TargetLabels } from '../../rollout/contract/target.ts'
import { plural } from '../../text/plural.ts'
import { subjectOf } from '../handle.ts'
import type { Request } from '../inputs/request-types.ts'
import { revisionName } from '../model/task-definition.ts'
import type { RolloutSnapshot, StartedDeployment } from './started.ts'
import { nameOf } from './views/verdicts.ts'

/** Words for what is done. */
export function labelsOf(request: Request): TargetLabels {
  const subject = subjectOf(request)
  const outlook = 'the deployment may still succeed'
  if (request.mode === 'rollback')
    return { subject, title: 'Roll back', progressive: 'rolling back', done: 'rolled back', outlook }
  if (request.mode === 'register' || request.service === undefined)
    return { subject, title: 'Register', progressive: 'registering', outlook: 'it may still be registered' }
  return { subject, title: 'Deploy', progressive: 'deploying', outlook }
}

/** Words for what was started. */
export function describe(
  started: StartedDeployment,
  snapshot: RolloutSnapshot | undefined,
): RolloutDescription {
  if (started.kind === 'count') {
    const { service, reply } = started
    const count = plural(reply.desiredCount, 'task')
    const name = `the change of ${service} to ${count}`
    return { name, accepted: `${count} of ${service} accepted`, outlook: 'ECS may still start them' }
  }
  const name = nameOf(started)
  return { name, accepted: acceptedText(started), outlook: outlookOf(started, snapshot) }
}

function acceptedText(started: StartedDeployment): string {
  const { created, previous, taskDefinition, service, stopped } = started
  const revision = revisionName(taskDefinition)
  if (stopped === 'already') return `ECS is rolling back ${revision} already`
  if (stopped && stopped !== 'too-late') return `asked ECS to roll back ${revision}`
  if (created) return `${revision} accepted; creating the service ${service}`
  const before = previous && previous.runningCount > 0 ? revisionName(previous.taskDefinition) : undefined
  return `${revision} accepted; ${before === undefined ? 'nothing serves yet' : `${before} keeps serving`}`
}

function outlookOf(started: StartedDeployment, snapshot: RolloutSnapshot | undefined): string {
  const isStopped = started.stopped !== undefined && started.stopped !== 'too-late'
  const succeeds = isStopped ? 'the rollback may still complete' : `${nameOf(started)} may still succeed`
  const service = snapshot?.service
  if (service === undefined) return succeeds
  if (service === 'gone') return `${succeeds}, unless somebody deleted the service`
  const old = service.deployments.find(({ id, runningCount }) => id !== started.id && runningCount > 0)
  const own = service.deployments.find(({ id }) => id === started.id)
  if (old) return `${succeeds}; ${revisionName(old.taskDefinition)} serves now`
  const tasks =
    own && own.runningCount > 0 ? `${own.runningCount} of its tasks running` : 'nothing serves yet'
  return `${succeeds}; ${tasks}`
}
