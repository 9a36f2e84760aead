import { settingsAt, tagsAt } from '../../../simulator/lightsail/lifecycle.ts'
import {
  hasOurImage,
  madeBy,
  momentsOf,
  namedDeployment,
  newestService,
  serviceAt,
  servingAt,
} from '../oracle.ts'
import type { SeededRun } from '../run-seed.ts'
import type { Done } from '../write-log.ts'

/** Each green result is true, or a sentence says why it is not. */
export const greenIsTrue = (run: SeededRun): string[] => {
  const { result } = run.outcome.verdict
  switch (result) {
    case 'success':
      return run.outcome.verdict.reasonCode === 'settings-applied' ? asWritten(run) : oursServes(run)
    case 'unchanged':
      return unchanged(run)
    case 'planned':
    case 'reported':
      return run.sent.some(({ isWrite }) => isWrite) ? [`${result}, but something was written`] : []
    case 'deleted':
      return deleted(run)
    case 'started':
      return started(run)
    default:
      return []
  }
}

/** The one that matters: success only if our own version is the one that serves. */
const oursServes = (run: SeededRun): string[] => {
  const ours = namedDeployment(run)
  if (ours === undefined)
    return [`success, but version ${run.report.outputs['deployment-version']} is not ours`]
  const serves = momentsOf(run).some((at) => servingAt(run, at) === ours)
  const { inputs, web } = run.situation
  // A redirect elsewhere is an answer of the app, but holds no text.
  const isBad = ['broken', 'in-circles', 'nowhere', ...(inputs['verify-body'] ? ['elsewhere'] : [])]
  if (inputs['verify-url'] !== undefined && isBad.includes(web.kind))
    return ['success, but the URL never answered as asked']
  return serves ? [] : [`success, but version ${ours.version} of ours does not serve`]
}

/** Whether the settings are as the inputs say, at one of the moments that the run saw. */
export const asWritten = (run: SeededRun): string[] => {
  const { inputs } = run.situation
  const differs = momentsOf(run).every((at) => {
    const service = serviceAt(run, at)
    if (service === undefined) return true
    const { power, scale, isDisabled, ecrRoleIsActive } = settingsAt(service, at)
    const [key, value] = (inputs['tags'] ?? '').split('=')
    const tag = tagsAt(service.tagChanges, at).find((one) => one.key === key)
    return (
      (inputs['power'] ?? power) !== power ||
      (inputs['scale'] ?? String(scale)) !== String(scale) ||
      (inputs['disabled'] ?? String(isDisabled)) !== String(isDisabled) ||
      (inputs['ecr-image-puller-role'] === 'true' && !ecrRoleIsActive) ||
      (value !== undefined && tag?.value !== value)
    )
  })
  return differs ? [`${run.outcome.verdict.result}, but the settings are not as written`] : []
}

const isSetting = ({ operation }: Done): boolean =>
  operation === 'TagResource' || operation === 'UpdateContainerService'

/** The event, or what GitHub says by now, asks for nothing. */
const idleReasons = ['pull-request-closed', 'pull-request-open', 'preview-not-wanted']

const unchanged = (run: SeededRun): string[] => {
  const { inputs } = run.situation
  const wrong = run.done.length > 0 ? ['unchanged, but something was written'] : []
  const { reasonCode, reason } = run.outcome.verdict
  if (idleReasons.includes(reasonCode)) {
    const isTold = reason.includes('the settings were written before') && run.done.every(isSetting)
    return isTold ? [] : wrong
  }
  if (run.situation.origin.removes) {
    const isThere = momentsOf(run).every((at) => serviceAt(run, at) !== undefined)
    return [
      ...wrong,
      ...(isThere && run.calls.at(-1)?.errorType !== 'NotFoundException'
        ? ['unchanged, but the service is there']
        : []),
    ]
  }
  if (inputs['mode'] === 'rollback') return wrong
  const isOurs = momentsOf(run).some((at) => {
    const serving = servingAt(run, at)
    return serving !== undefined && hasOurImage(serving)
  })
  const deploys = ['image', 'images', 'deployment-file'].some((name) => inputs[name] !== undefined)
  return [
    ...wrong,
    ...asWritten(run),
    ...(deploys && !isOurs ? ['unchanged, but what was asked for does not serve'] : []),
  ]
}

const deleted = (run: SeededRun): string[] => {
  const arn = run.report.outputs['service-arn']
  const isGone = [...momentsOf(run), run.end].some((at) => serviceAt(run, at)?.arn !== arn)
  return isGone ? [] : ['deleted, but the service is there']
}

const started = (run: SeededRun): string[] => {
  if (run.situation.origin.removes) {
    const isGoing = newestService(run)?.deletion !== undefined
    return run.done.length > 0 || isGoing ? [] : ['started, but nothing is being deleted']
  }
  if (run.done.length === 0 && namedDeployment(run) === undefined)
    return ['started, but nothing was accepted']
  const version = run.report.outputs['deployment-version']
  if (version === '' || run.outcome.summary.outputs['deployment-version'] === '') return []
  const isThere =
    newestService(run) !== undefined && (namedDeployment(run) !== undefined || madeBy(run).length > 0)
  return isThere ? [] : [`started, but version ${version} is not ours`]
}
