import type { InputTexts } from '../../inputs/read-inputs.ts'
import { reportUnused, unusedInputs } from '../../options/unused-inputs.ts'
import type { DeploymentPatch } from '../model/patch.ts'
import type { ServicePatch } from '../model/settings.ts'
import { type InputName, type InputSource, inputNames, type Mode } from './names.ts'

/** Settings that the inputs and the service file say differently. */
export function overriddenSettings(written: ServicePatch, inFile: ServicePatch): string[] {
  return settings
    .filter(([key]) => written[key] !== undefined && inFile[key] !== undefined)
    .filter(([key]) => JSON.stringify(written[key]) !== JSON.stringify(inFile[key]))
    .map(([, input]) => input)
}

const settings = [
  ['power', 'power'],
  ['scale', 'scale'],
  ['tags', 'tags'],
  ['publicDomainNames', 'public-domain-names'],
  ['ecrRole', 'ecr-image-puller-role'],
  ['disabled', 'disabled'],
] as const satisfies readonly (readonly [keyof ServicePatch, InputName])[]

/** Of use in every mode that writes. */
const ofEveryWrite: readonly InputName[] = [
  'mode',
  'service-name',
  'region',
  'if-in-progress',
  'wait-for-service-stability',
  'wait-for-minutes',
  'poll-interval-seconds',
  'max-retries',
  'github-deployment',
  'job-summary',
  'github-token',
]

/** What a rollback can use; everything else would have no effect. */
const rollbackInputs: readonly InputName[] = [
  ...ofEveryWrite,
  'rollback-to',
  'rollback-on-failure',
  'allow-fork',
  'verify-url',
  'verify-status-codes',
  'verify-minutes',
  'verify-body',
  'comment-on-pr',
  'github-deployment-environment',
  'track-commit',
]

/** What a cleanup can use: it is about the previews of a base, not about one service. */
const cleanupInputs: readonly InputName[] = [...ofEveryWrite, 'preview']

/** An export reads one service, and writes nothing to it. */
const exportInputs: readonly InputName[] = [
  'mode',
  'service-name',
  'region',
  'export-to',
  'cluster',
  'wait-for-minutes',
  'max-retries',
  'job-summary',
  'github-token',
]

/** The inputs that a mode can use; the others would have no effect. */
const usefulInputs: Readonly<Partial<Record<Mode, readonly InputName[]>>> = {
  rollback: rollbackInputs,
  cleanup: cleanupInputs,
  export: exportInputs,
}

/** Inputs that would have no effect beside the others are errors. */
export function checkConflicts({
  mode,
  given,
  issues,
  service,
  deployment,
}: {
  mode: Mode
  given: InputTexts<InputName>
  issues: InputSource['issues']
  service: ServicePatch
  deployment: DeploymentPatch | undefined
}): void {
  const idle = unusedInputs(given, issues)
  const own = usefulInputs[mode]
  reportUnused(idle, { mode, names: inputNames, useful: own ?? inputNames })
  if (own === undefined) {
    idle('rollback-to', 'has no effect without mode: rollback')
    idle('export-to', 'has no effect without mode: export')
    idle('cluster', 'has no effect without mode: export')
  }
  const deploys = mode === 'deploy' || mode === 'plan'
  const isForced = deploys && given['force-new-deployment']?.trim() === 'true'
  if (mode === 'delete' || mode === 'status') {
    idle('force-new-deployment', `has no effect with mode: ${mode}; remove it`)
  }
  const isDeploying = deployment !== undefined || isForced
  if (service.disabled === true && isDeploying) {
    issues.add({
      input: 'disabled',
      message: 'true stops the service, so nothing can be deployed; remove one of the two',
    })
  }
  if (deploys && !isDeploying) idle('verify-url', 'has no effect without anything to deploy')
  if (deploys && !isDeploying && Object.keys(service).length === 0 && issues.all.length === 0) {
    issues.add({ input: 'image', message: 'is blank or missing, and no other input says what to deploy' })
  }
}
