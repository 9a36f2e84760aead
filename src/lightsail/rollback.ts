import type { Plan } from '../engine/target.ts'
import { deploymentChanges } from './diff.ts'
import type { Request } from './inputs/request.ts'
import { goneImages, type LastGood, lastGood } from './last-good.ts'
import { busyWith, disabled, refusal, stuck, verificationFault } from './obstacle.ts'
import { badTwin, badVersions, isSameContent } from './order/bad-versions.ts'
import { type Deployment, lastActive, patchBase, type Service } from './service.ts'
import { deployStep, type Observed, type Steps } from './steps.ts'

/** Puts an earlier version's exact content back, as a new version: Lightsail itself has no rollback. */
export const planRollback = (request: Request, observed: Observed): Plan<Steps> => {
  const { service, history = [], images = [] } = observed
  const { serviceName: name, region, rollbackTo } = request
  if (service === undefined) {
    return refusal({
      reasonCode: 'service-missing',
      message: `there is no container service ${name} in ${region}`,
      fix: 'check service-name and region',
    })
  }
  const dead =
    stuck(service) ??
    disabled(service, 'enable it first: mode: deploy with disabled: false, and nothing else')
  if (dead) return dead
  const busy = busyWith(service)
  if (busy) return { kind: 'wait', ...busy }

  const running = lastActive(service)
  const bad = badVersions(service)
  const search = (stored?: typeof images): LastGood =>
    lastGood({ serving: running, history, bad, leavesReplaced: true, stored })
  const newest = (): LastGood => {
    const usable = search(images)
    // If nothing but a deleted image is in the way, that is what has to be said.
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
    const fix = `${skipped ? 'set rollback-to if you want one of these versions all the same' : 'choose one of'}: ${versionsText(history)}`
    return refusal({
      reasonCode: 'version-not-usable',
      message: `${name} cannot be rolled back: ${why}`,
      fix,
    })
  }
  if (running && isSameContent(running.spec, found.spec)) {
    const reason =
      running.version === found.version
        ? `version ${found.version} of ${name} is the one that serves`
        : `version ${running.version} of ${name} serves with the content of version ${found.version}`
    const verdict = { result: 'unchanged', reasonCode: 'nothing-differs', reason } as const
    return { kind: 'end', verdict, notices: [], remark: '' }
  }
  const gone = goneImages(found, images)
  if (gone.length > 0) {
    return refusal({
      reasonCode: 'image-gone',
      message: `version ${found.version} of ${name} needs ${gone.join(', ')}, which is no longer stored in the service`,
      fix: `choose another of ${versionsText(history)}, or push the image again and deploy it`,
    })
  }
  const unverifiable = verificationFault(request, found.spec)
  if (unverifiable) return refusal(unverifiable)
  const marked = badTwin(found, bad, history)
  const notices = [
    `rolling back to the content of version ${found.version}, which becomes a new version`,
    ...(skipped ? [skipped] : []),
    ...(marked === undefined ? [] : [markedNotice(found.version, marked)]),
  ]
  return redeployment({ service, deployment: found, at: observed.at, notices })
}

/** The plan that puts the content of a version over what serves now. */
export const redeployment = ({
  service,
  deployment: { spec, version },
  at,
  notices,
}: {
  service: Service
  deployment: Pick<Deployment, 'spec' | 'version'>
  at: number
  notices: readonly string[]
}): Plan<Steps> => ({
  kind: 'apply',
  changes: deploymentChanges(patchBase(service)?.spec, spec),
  notices,
  remark: '',
  steps: deployStep(service, spec, { at, copyOf: version }),
})

/** It is what was asked for by its number, so it is deployed. */
const markedNotice = (version: number, marked: number): string =>
  marked === version
    ? `version ${version} failed its URL check when it was deployed`
    : `version ${version} has the content of version ${marked}, which failed its URL check`

const versionsText = (history: readonly Deployment[]): string => {
  const good = history.filter(({ state }) => state === 'INACTIVE' || state === 'ACTIVE')
  return good.length === 0
    ? 'none: the service has no good version'
    : good.map(({ version, state }) => `${version}${state === 'ACTIVE' ? ' (serving)' : ''}`).join(', ')
}
