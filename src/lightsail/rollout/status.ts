import type { RolloutStatus } from '../../rollout/contract/target.ts'
import type { FailureVerdict, Verdict } from '../../rollout/contract/verdict.ts'
import type { CodeOf } from '../../verdict/reason-codes.ts'
import { type Deployment, type Service, servingDeployment } from '../model/service.ts'
import { permanentFailure } from './permanent-failure.ts'
import type { DeploymentIdentity, RolloutSnapshot } from './started.ts'
import { stateText } from './state-text.ts'

/** The deployment of that version in a snapshot; the service is more reliable than its history. */
export function findVersion(snapshot: RolloutSnapshot, version: number): Deployment | undefined {
  if (snapshot.kind !== 'service') return undefined
  const { service, history = [] } = snapshot
  return [service.current, service.next, ...history].find((deployment) => deployment?.version === version)
}

/** The newest version that is active and newer than that one: only a newer one can have replaced it. */
function newerActive(
  { service, history = [] }: Extract<RolloutSnapshot, { kind: 'service' }>,
  version: number,
): number | undefined {
  const active = [servingDeployment(service), ...history].flatMap((deployment) =>
    deployment?.state === 'ACTIVE' && deployment.version > version ? [deployment.version] : [],
  )
  return active.length === 0 ? undefined : Math.max(...active)
}

/** True if the service alone shows the state of our deployment; otherwise its history is needed. */
export function isSelfContained(service: Service, version: number): boolean {
  return (
    service.current?.version === version ||
    service.next?.version === version ||
    permanentFailure(service) !== undefined
  )
}

/**
 * What one poll means. Only our own version number decides, never the service's state: after a failed update it is RUNNING again
 * with the previous version (docs/lightsail-facts.md §2.3).
 */
export function rolloutStatus(started: DeploymentIdentity, snapshot: RolloutSnapshot): RolloutStatus {
  const { version, serviceName, spec } = started
  if (snapshot.kind === 'gone')
    return {
      kind: 'unconfirmed',
      phase: `looking for the service ${serviceName}, which was not found`,
      verdict: gone(started),
    }
  if (snapshot.kind === 'remade')
    return {
      kind: 'unconfirmed',
      phase: `looking for ${serviceName}`,
      verdict: remade(started, snapshot.service),
    }

  const { service, history = [] } = snapshot
  const ours = findVersion(snapshot, version)
  const serving = servingDeployment(service)?.version
  const successor = newerActive(snapshot, version)
  const ended = (verdict: Verdict): RolloutStatus => ({ kind: 'done', verdict })

  if (ours?.state === 'FAILED') return ended(failed(started, serving))
  if (service.state === 'DELETING')
    return ended(nothingServes(started, 'service-gone', 'somebody is deleting the service'))
  // Before INACTIVE: a disabled service may show the version that it holds as such (docs/lightsail-facts.md §2.2).
  if (service.isDisabled || service.state === 'DISABLED') {
    return ended(nothingServes(started, 'service-disabled', 'somebody disabled it'))
  }
  if (ours?.state === 'INACTIVE') {
    const verdict = superseded(started, successor)
    // If nothing serves it may have been disabled, in a reply that lacks the flag. An older one serves in a reply that lags.
    return serving === undefined && successor === undefined
      ? { kind: 'unconfirmed', phase: `looking for what replaced version ${version}`, verdict }
      : ended(verdict)
  }
  if (successor !== undefined && ours?.state !== 'ACTIVATING') return ended(superseded(started, successor))
  if (ours?.state === 'ACTIVE') return ended(active(started))

  const deadEnd = permanentFailure(service)
  if (deadEnd) {
    const { reasonCode, reason, fix } = deadEnd
    return ended({
      result: 'failed-nothing-serving',
      reasonCode,
      reason: `the service ${serviceName} cannot be created, and nothing serves: ${reason}`,
      fix,
      facts: { serving: 'nothing' },
    })
  }
  const activity = stateText(service, spec?.publicEndpoint)
  if (ours === undefined && [service.next, ...history].some((other) => other && other.version > version)) {
    // Only one deployment is in progress at a time: ours has ended, and only its failure leaves an older one serving.
    return { kind: 'unconfirmed', phase: activity, verdict: failed(started, serving) }
  }
  const known = ours === undefined || ours.state === 'ACTIVATING'
  return {
    kind: 'progressing',
    phase: known ? activity : `${activity} (version ${version} is in an unknown state, ${ours.state})`,
    pollOften:
      service.detail?.code === 'ACTIVATING_DEPLOYMENT' || (ours === undefined && service.state !== 'PENDING'),
  }
}

function active({ version, serviceName }: DeploymentIdentity): Verdict {
  return {
    result: 'success',
    reasonCode: 'deployment-active',
    reason: `version ${version} of ${serviceName} is active`,
    facts: { serving: 'ours' },
  }
}

function failed({ version, serviceName }: DeploymentIdentity, serving: number | undefined): FailureVerdict {
  const fix = 'fix what the container log shows, then deploy again'
  return serving === undefined
    ? {
        result: 'failed-nothing-serving',
        reasonCode: 'deployment-failed',
        reason: `version ${version} of ${serviceName} failed, and nothing serves`,
        fix,
        facts: { serving: 'nothing' },
      }
    : {
        result: 'failed-kept-previous',
        reasonCode: 'deployment-failed',
        reason: `version ${version} of ${serviceName} failed, version ${serving} keeps serving`,
        fix,
        facts: { serving: 'previous' },
      }
}

export function superseded(
  { version, serviceName }: DeploymentIdentity,
  serving: number | undefined,
): FailureVerdict {
  return {
    result: 'superseded',
    reasonCode: 'newer-version',
    reason: `version ${version} of ${serviceName} was replaced${serving === undefined ? '' : `: version ${serving}, deployed by somebody else, serves`}`,
    fix: 'give the workflow a concurrency group so that its runs queue; run it again if this version is still wanted',
    ...(serving !== undefined && { facts: { serving: 'another' } }),
  }
}

function nothingServes(
  { version, serviceName }: DeploymentIdentity,
  reasonCode: CodeOf<'failed-nothing-serving'>,
  why: string,
): FailureVerdict {
  return {
    result: 'failed-nothing-serving',
    reasonCode,
    reason: `version ${version} of ${serviceName} does not serve, and neither does any other: ${why}`,
    fix: 'find out in AWS CloudTrail who changed the service, then run the job again',
    facts: { serving: 'nothing' },
  }
}

/** The verdict if the service was deleted meanwhile. */
export function gone(started: DeploymentIdentity): FailureVerdict {
  return nothingServes(started, 'service-gone', 'the service no longer exists')
}

/** The verdict if the service was deleted and another of its name created. */
export function remade(started: DeploymentIdentity, service: Service): FailureVerdict {
  const why = 'somebody deleted the service and created another with the same name'
  const serving = servingDeployment(service)
  return serving
    ? {
        ...superseded(started, serving.version),
        reason: `version ${started.version} of ${started.serviceName} is gone: ${why}, whose version ${serving.version} serves`,
      }
    : nothingServes(started, 'service-gone', why)
}
