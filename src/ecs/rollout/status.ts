import type { RolloutStatus } from '../../rollout/contract/target.ts'
import type { FailureVerdict } from '../../rollout/contract/verdict.ts'
import { plural } from '../../text/plural.ts'
import { primaryOf, type Service } from '../model/service.ts'
import { revisionName } from '../model/task-definition.ts'
import type { RolloutPolicy, RolloutSnapshot, StartedDeployment } from './started.ts'
import { classicStatus } from './views/classic.ts'
import { deploymentStatus } from './views/service-deployments.ts'
import { notListed, notRolledBack, serviceGone } from './views/verdicts.ts'

/**
 * What one poll means. Only the status of our own service deployment decides, and only `SUCCESSFUL` is a success: "stable", the
 * desired number of tasks and a single deployment also occur after a rollback (docs/ecs-facts.md §2b).
 */
export function rolloutStatus(
  started: StartedDeployment,
  snapshot: RolloutSnapshot,
  policy: RolloutPolicy,
): RolloutStatus {
  const { service, memory } = snapshot
  if (service === 'gone') return goneStatus(started, memory.wasSeen)
  if (service !== undefined && service.status !== 'ACTIVE') return inactiveStatus(started, service)
  if (started.kind === 'count') return countStatus(started, service)
  const statusIn = snapshot.view === 'classic' ? classicStatus : deploymentStatus
  const status = statusIn(started, snapshot, policy)
  const wasToGo = started.stopped === 'requested' || started.stopped === 'already'
  const cameThrough = status.kind === 'done' && status.verdict.reasonCode === 'deployment-active'
  // Its success is none for a run that was to roll it back: reads that lagged hid that it had come through.
  return wasToGo && cameThrough ? { kind: 'done', verdict: notRolledBack(started) } : status
}

/** Right after its creation a service may not be listed yet; later it is gone. */
function goneStatus(started: StartedDeployment, wasSeen: boolean): RolloutStatus {
  const { service } = started
  if (wasSeen || !started.created) {
    const verdict = serviceGone(started, 'the service no longer exists')
    return { kind: 'unconfirmed', phase: `looking for the service ${service}, which was not found`, verdict }
  }
  const verdict = notListed(started, `ECS does not list the service ${service}`)
  return { kind: 'unconfirmed', phase: `waiting for ECS to list ${service}`, verdict }
}

function inactiveStatus(started: StartedDeployment, { name, status }: Service): RolloutStatus {
  if (status === 'DRAINING') {
    const verdict = serviceGone(started, 'somebody is deleting it')
    return { kind: 'unconfirmed', phase: `${name} is DRAINING`, verdict }
  }
  return { kind: 'progressing', phase: `${name} has an unknown status, ${status}`, pollOften: false }
}

/** A change of the count starts no rollout: done when that many tasks run. */
function countStatus(started: StartedDeployment, service: Service | undefined): RolloutStatus {
  if (service === undefined) return { kind: 'progressing', phase: 'checking the tasks', pollOften: true }
  const { runningCount: running, desiredCount: desired, pendingCount: pending } = service
  const asked = started.sent['desiredCount']
  if (typeof asked === 'number' && asked !== desired) {
    // A read that lags behind our write still shows the count before it.
    const phase = `waiting for ECS to show the desired count ${asked} instead of ${desired}`
    return { kind: 'unconfirmed', phase, verdict: countReplaced(started, { asked, desired }) }
  }
  if (running !== desired || pending > 0) {
    const starting = pending > 0 ? `, ${pending} starting` : ''
    return {
      kind: 'progressing',
      phase: `${running} of ${plural(desired, 'task')} running${starting}`,
      pollOften: false,
    }
  }
  const what = primaryOf(service)?.taskDefinition ?? started.taskDefinition
  const reason = `${started.service} runs ${desired === 1 ? '1 task' : `${desired} tasks`} of ${revisionName(what)}`
  return { kind: 'done', verdict: { result: 'success', reasonCode: 'count-reached', reason } }
}

/** Only a count was written, and another one is wanted now. */
function countReplaced(
  { service }: StartedDeployment,
  { asked, desired }: { asked: number; desired: number },
): FailureVerdict {
  return {
    result: 'superseded',
    reasonCode: 'newer-version',
    reason: `ECS accepted a desired count of ${asked} for ${service}, but it is now ${desired}: somebody else, or auto scaling, has changed it since`,
    fix: 'remove desired-count and leave the count to auto scaling, or change its minimum and maximum; then run the job again',
  }
}
