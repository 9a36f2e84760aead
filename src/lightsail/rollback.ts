import type { Plan } from '../engine/target.ts'
import { type DeploymentSpec, imagesOf, isStoredImage } from './deployment.ts'
import { deploymentChanges } from './diff.ts'
import type { StoredImage } from './images/stock.ts'
import type { Request } from './inputs/request.ts'
import { busyWith, disabled, refusal, stuck, verificationFault } from './obstacle.ts'
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

  const found =
    rollbackTo === 'last-good'
      ? lastGood(service, history)
      : history.find(({ version }) => version === rollbackTo)
  if (found === undefined || found.state === 'FAILED') {
    const which = rollbackTo === 'last-good' ? 'an earlier good version' : `version ${rollbackTo}`
    const why = found ? `${which} FAILED` : `${which} does not exist (any more)`
    const fix = `choose one of ${versionsText(history)}`
    return refusal({
      reasonCode: 'version-not-usable',
      message: `${name} cannot be rolled back: ${why}`,
      fix,
    })
  }
  const running = lastActive(service)
  if (running?.version === found.version) {
    const reason = `version ${found.version} of ${name} is the one that serves`
    const verdict = { result: 'unchanged', reasonCode: 'nothing-differs', reason } as const
    return { kind: 'end', verdict, notices: [], remark: '' }
  }
  const gone = imagesOf(found.spec).filter((image) => isStoredImage(image) && !isStill(image, images))
  if (gone.length > 0) {
    return refusal({
      reasonCode: 'image-gone',
      message: `version ${found.version} of ${name} needs ${gone.join(', ')}, which is no longer stored in the service`,
      fix: `choose another of ${versionsText(history)}, or push the image again and deploy it`,
    })
  }
  const unverifiable = verificationFault(request, found.spec)
  if (unverifiable) return refusal(unverifiable)
  const notices = [`rolling back to the content of version ${found.version}, which becomes a new version`]
  return redeployment({ service, spec: found.spec, at: observed.at, notices })
}

/** `:service.label.latest` is there as long as any image of the label is. */
const isStill = (image: string, images: readonly StoredImage[]): boolean =>
  images.some(({ name: stored }) => stored === image || stored.replace(/\d+$/, 'latest') === image)

/** The plan that puts a spec over what serves now. */
export const redeployment = ({
  service,
  spec,
  at,
  notices,
}: {
  service: Service
  spec: DeploymentSpec
  at: number
  notices: readonly string[]
}): Plan<Steps> => ({
  kind: 'apply',
  changes: deploymentChanges(patchBase(service)?.spec, spec),
  notices,
  remark: '',
  steps: deployStep(service, spec, at),
})

/** The newest version before the one that serves (or before all, if nothing serves) that once was good. */
const lastGood = (service: Service, history: readonly Deployment[]): Deployment | undefined => {
  const serving = lastActive(service)?.version ?? Number.POSITIVE_INFINITY
  return history.find(
    ({ version, state }) => version < serving && (state === 'INACTIVE' || state === 'ACTIVE'),
  )
}

const versionsText = (history: readonly Deployment[]): string => {
  const good = history.filter(({ state }) => state === 'INACTIVE' || state === 'ACTIVE')
  return good.length === 0
    ? 'none: the service has no good version'
    : good.map(({ version, state }) => `${version}${state === 'ACTIVE' ? ' (serving)' : ''}`).join(', ')
}
