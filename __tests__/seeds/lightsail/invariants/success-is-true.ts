import { settingsAt, tagsAt } from '../../../../simulator/lightsail/lifecycle.ts'
import type { SuccessResult } from '../../../../src/verdict/results.ts'
import { factsOf, type Invariant, invariant, unless } from '../../machinery/invariant.ts'
import {
  hasOurImage,
  madeBy,
  momentsOf,
  namedDeployment,
  newestService,
  serviceAt,
  servingAt,
} from '../oracle.ts'
import type { LightsailRun } from '../run-seed.ts'
import type { Done } from '../write-log.ts'

/** The event, or what GitHub says by now, asks for nothing. */
const idleReasons = ['pull-request-closed', 'pull-request-open', 'preview-not-wanted']

function ended(result: SuccessResult) {
  return (run: LightsailRun) => run.outcome.verdict.result === result
}

function removes({ situation }: LightsailRun) {
  return situation.origin.removes
}

function isIdle({ outcome }: LightsailRun): boolean {
  return idleReasons.includes(outcome.verdict.reasonCode)
}

/** A redirect elsewhere is an answer of the app, but holds no text. */
function neverVerifies({ situation: { inputs, web } }: LightsailRun): boolean {
  return (
    inputs['verify-url'] !== undefined &&
    ['broken', 'in-circles', 'nowhere', ...(inputs['verify-body'] ? ['elsewhere'] : [])].includes(web.kind)
  )
}

/** Each green result is true. */
export const successIsTrue: readonly Invariant<LightsailRun>[] = [
  invariant('success: ours serves', (run) => ended('success')(run) && !isSettings(run), oursServes),
  invariant(
    'no success where the URL never passed the URL check',
    (run) => neverVerifies(run) && factsOf(run).written === 'deployment' && !removes(run),
    (run) =>
      unless(!ended('success')(run) || isSettings(run), 'success, but the URL never answered as asked'),
  ),
  invariant('settings that are applied are as specified', isSettings, asWritten),
  invariant(
    'unchanged: nothing was written',
    (run) => ended('unchanged')(run) && !isIdle(run),
    (run) => unless(run.done.length === 0, 'unchanged, but something was written'),
  ),
  invariant('nothing wanted: at most settings were written', isIdle, (run) =>
    unless(
      run.done.length === 0 || (factsOf(run).written === 'settings' && run.done.every(isSetting)),
      'nothing is wanted, but something was written',
    ),
  ),
  invariant(
    'already deleted: it does not exist',
    (run) => ended('unchanged')(run) && removes(run) && !isIdle(run),
    alreadyDeleted,
  ),
  invariant(
    'unchanged: it is as asked for',
    (run) =>
      ended('unchanged')(run) && !removes(run) && !isIdle(run) && run.situation.inputs['mode'] !== 'rollback',
    unchangedAsAsked,
  ),
  ...(['planned', 'reported'] as const).map((result) =>
    invariant(`${result}: nothing was sent`, ended(result), (run) =>
      unless(!run.sent.some(({ isWrite }) => isWrite), `${result}, but something was written`),
    ),
  ),
  invariant('deleted: it is gone', ended('deleted'), deleted),
  invariant(
    'started: it is being deleted',
    (run) => ended('started')(run) && removes(run),
    (run) => {
      const isGoing = newestService(run)?.deletion !== undefined
      return unless(run.done.length > 0 || isGoing, 'started, but nothing is being deleted')
    },
  ),
  invariant('started: it was accepted', (run) => ended('started')(run) && !removes(run), started),
]

function isSettings({ outcome }: LightsailRun): boolean {
  return outcome.verdict.reasonCode === 'settings-applied'
}

/** The one that matters: success only if our own version is the one that serves. */
function oursServes(run: LightsailRun): readonly string[] {
  const ours = namedDeployment(run)
  if (ours === undefined)
    return [`success, but version ${run.report.outputs['deployment-version']} is not ours`]
  const serves = momentsOf(run).some((at) => servingAt(run, at) === ours)
  return unless(serves, `success, but version ${ours.version} of ours does not serve`)
}

/** Whether the settings are as the inputs say, at one of the moments that the run saw. */
export function asWritten(run: LightsailRun): readonly string[] {
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
  return differs ? [`${run.outcome.verdict.result}, but the settings are not as specified`] : []
}

function isSetting({ operation }: Done): boolean {
  return operation === 'TagResource' || operation === 'UpdateContainerService'
}

function alreadyDeleted(run: LightsailRun): readonly string[] {
  const isThere = momentsOf(run).every((at) => serviceAt(run, at) !== undefined)
  return unless(
    !isThere || run.calls.at(-1)?.errorType === 'NotFoundException',
    'unchanged, but the service is there',
  )
}

function unchangedAsAsked(run: LightsailRun): readonly string[] {
  const { inputs } = run.situation
  const isOurs = momentsOf(run).some((at) => {
    const serving = servingAt(run, at)
    return serving !== undefined && hasOurImage(serving)
  })
  const deploys = ['image', 'images', 'deployment-file'].some((name) => inputs[name] !== undefined)
  return [
    ...asWritten(run),
    ...unless(!deploys || isOurs, 'unchanged, but what was asked for does not serve'),
  ]
}

function deleted(run: LightsailRun): readonly string[] {
  const arn = run.report.outputs['service-arn']
  const isGone = [...momentsOf(run), run.end].some((at) => serviceAt(run, at)?.arn !== arn)
  return unless(isGone, 'deleted, but the service is there')
}

function started(run: LightsailRun): readonly string[] {
  if (run.done.length === 0 && namedDeployment(run) === undefined)
    return ['started, but nothing was accepted']
  const version = run.report.outputs['deployment-version']
  if (version === '' || run.outcome.summary.outputs['deployment-version'] === '') return []
  const isThere =
    newestService(run) !== undefined && (namedDeployment(run) !== undefined || madeBy(run).length > 0)
  return unless(isThere, `started, but version ${version} is not ours`)
}
