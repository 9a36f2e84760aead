import type { Plan } from '../../rollout/contract/plan.ts'
import { refuse } from '../../rollout/contract/refusal.ts'
import type { Request } from '../inputs/request-types.ts'
import { baseForPatch, type Deployment, lastActive, type Service } from '../model/service.ts'
import { failedTwin, failedVersions, isSameContent } from '../order/failed-versions.ts'
import { diffDeployment } from './deployment-diff.ts'
import { findLastGood, goneImages, type LastGood } from './last-good.ts'
import { checkVerification, operationInProgress, refuseIfDisabled, refuseIfStuck } from './preconditions.ts'
import { deployStep, type Observed, type Step } from './steps.ts'

const NO_OTHER_VERSION = 'deploy an image that works: the service has no other good version'

/** Puts an earlier version's exact content back, as a new version: Lightsail itself has no rollback. */
export function planRollback(request: Request, observed: Observed): Plan<Step> {
  const { service, history = [], images = [] } = observed
  const { serviceName: name, region, rollbackTo } = request
  if (service === undefined) {
    return refuse({
      reasonCode: 'service-missing',
      message: `there is no container service ${name} in ${region}`,
      fix: 'check service-name and region',
    })
  }
  const dead =
    refuseIfStuck(service) ??
    refuseIfDisabled(service, 'enable it first with mode: deploy and disabled: false alone')
  if (dead) return dead
  const busy = operationInProgress(service)
  if (busy) return { kind: 'wait', ...busy }

  const running = lastActive(service)
  const bad = failedVersions(service)
  const search = (stored?: typeof images): LastGood =>
    findLastGood({ serving: running, history, bad, leavesReplaced: true, stored })
  const newest = (): LastGood => {
    const usable = search(images)
    // If only a deleted image is in the way, that is the reason to report.
    return usable.found ? usable : search()
  }
  const { found, skipped } =
    rollbackTo === 'last-good'
      ? newest()
      : { found: history.find(({ version }) => version === rollbackTo), skipped: undefined }
  if (found === undefined || found.state === 'FAILED') {
    const which = rollbackTo === 'last-good' ? 'an earlier good version' : `version ${rollbackTo}`
    const missing = skipped ? `${which} does not exist: ${skipped}` : `${which} does not exist (any more)`
    const why = found ? `${which} FAILED` : missing
    const versions = otherVersions(history, running)
    const choice = skipped
      ? 'to use one of these versions anyway, set rollback-to:'
      : 'set rollback-to to one of these versions:'
    const fix = versions === undefined ? NO_OTHER_VERSION : `${choice} ${versions}`
    return refuse({
      reasonCode: 'version-not-usable',
      message: `${name} cannot be rolled back: ${why}`,
      fix,
    })
  }
  if (running && isSameContent(running.spec, found.spec)) {
    const reason =
      running.version === found.version
        ? `version ${found.version} of ${name} already serves`
        : `version ${running.version} of ${name} already serves the content of version ${found.version}`
    const verdict = { result: 'unchanged', reasonCode: 'no-changes', reason } as const
    return { kind: 'end', verdict, notices: [], titleNote: '' }
  }
  const gone = goneImages(found, images)
  if (gone.length > 0) {
    const versions = otherVersions(history, running, found)
    const choice = versions === undefined ? '' : `set rollback-to to another version (${versions}), or `
    return refuse({
      reasonCode: 'image-deleted',
      message: `version ${found.version} of ${name} needs ${gone.join(', ')}, which the service no longer stores`,
      fix: `${choice}push the image again and deploy it`,
    })
  }
  const unverifiable = checkVerification(request, found.spec)
  if (unverifiable) return refuse(unverifiable)
  const marked = failedTwin(found, bad, history)
  const notices = [
    `rolling back to the content of version ${found.version}, as a new version`,
    ...(skipped ? [skipped] : []),
    ...(marked === undefined ? [] : [markedNotice(found.version, marked)]),
  ]
  return planRedeploy({ service, deployment: found, at: observed.at, notices })
}

/** The plan that puts the content of a version over what serves now. */
export function planRedeploy({
  service,
  deployment: { spec, version },
  at,
  notices,
}: {
  service: Service
  deployment: Pick<Deployment, 'spec' | 'version'>
  at: number
  notices: readonly string[]
}): Plan<Step> {
  return {
    kind: 'apply',
    changes: diffDeployment(baseForPatch(service)?.spec, spec),
    notices,
    titleNote: '',
    step: deployStep(service, spec, { at, copyOf: version }),
  }
}

/** A version that was asked for by number is deployed. */
function markedNotice(version: number, marked: number): string {
  return marked === version
    ? `version ${version} failed its URL check when it was deployed`
    : `version ${version} has the content of version ${marked}, which failed its URL check`
}

/** The good versions but for those given, `16, 15`; `undefined` if there are none. */
function otherVersions(
  history: readonly Deployment[],
  ...but: readonly (Pick<Deployment, 'version'> | undefined)[]
): string | undefined {
  const good = history.filter(
    ({ version, state }) =>
      (state === 'INACTIVE' || state === 'ACTIVE') && but.every((one) => one?.version !== version),
  )
  return good.length === 0 ? undefined : good.map(({ version }) => version).join(', ')
}
