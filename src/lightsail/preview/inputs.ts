import { parseBoolean, parseInteger } from '../../inputs/scalars.ts'
import { scalarInput } from '../../inputs/source.ts'
import { identityOf, type RunSource } from '../../source/run-source.ts'
import { type InputName, type InputSource, type Mode, previewInputs } from '../inputs/names.ts'
import type { ServicePatch } from '../model/settings.ts'
import { type Intent, readIntent } from './intent.ts'
import { previewName } from './name.ts'
import type { Preview } from './preview.ts'
import { parseTtl } from './ttl.ts'

export interface ParsedPreview {
  readonly name: string
  readonly preview: Preview
  /** What the event makes of the mode: a closed pull request turns `deploy` into `delete`. */
  readonly mode: Mode
  /** There is, or was, something to report on the pull request. */
  readonly isWorthAComment: boolean
  readonly notices: readonly string[]
}

const events: readonly string[] = ['pull_request', 'pull_request_target']
const previewModes: readonly Mode[] = ['deploy', 'plan', 'delete']

/** What `preview: true` makes of a run; `undefined` without it, and if something is wrong. */
export function parsePreview(
  source: InputSource,
  {
    mode,
    base,
    runSource,
    given,
  }: {
    mode: Mode | undefined
    base: string | undefined
    runSource: RunSource | undefined
    /** The inputs that are written. */
    given: InputSource['texts']
  },
): ParsedPreview | undefined {
  const wanted = parseBoolean(scalarInput('preview', source))
  const lifetimeMs = parseTtl(scalarInput('preview-ttl', source))
  const limit = parseInteger({ ...scalarInput('preview-limit', source), from: 1 })
  const label = source.texts['preview-label']?.trim()
  if (!wanted || mode === undefined) {
    if (wanted === false) reportIdle(given, source)
    return undefined
  }
  reportConflicts(mode, given, source)
  const pullRequest = events.includes(runSource?.event ?? '') ? runSource?.pullRequest : undefined
  if (!runSource || !pullRequest) {
    source.issues.add({ input: 'preview', message: whyUnknown(runSource) })
    return undefined
  }
  if (base === undefined || lifetimeMs === undefined) return undefined

  const { event } = runSource
  const { number, headRepository = 'already gone' } = pullRequest
  const intent: Intent =
    mode === 'delete'
      ? { kind: 'remove', because: '', isClosing: false }
      : readIntent(event, pullRequest, label)
  const identity = identityOf(runSource)
  return {
    name: previewName(base, number),
    mode: mode === 'deploy' && intent.kind === 'remove' ? 'delete' : mode,
    preview: { base, ...identity, pullRequest: number, intent, lifetimeMs, limit },
    isWorthAComment: intent.kind !== 'nothing' && (intent.kind !== 'remove' || hadLabel(pullRequest, label)),
    notices:
      runSource.lacksSecrets === 'fork'
        ? [`pull request ${number} comes from a fork (${headRepository}): GitHub gives this run no secrets`]
        : [],
  }
}

/** A domain name can be on one service only: the service file's are those of the base. */
export function previewSettings({ publicDomainNames: _, ...settings }: ServicePatch): ServicePatch {
  return settings
}

function reportIdle(given: InputSource['texts'], { issues }: InputSource): void {
  for (const input of previewInputs) {
    if (input === 'preview') continue
    const message = 'has no effect without preview: true; remove it'
    if (given[input] !== undefined) issues.add({ input, message })
  }
}

function reportConflicts(mode: Mode, given: InputSource['texts'], { issues }: InputSource): void {
  const issue = (input: InputName, message: string) => issues.add({ input, message })
  if (!previewModes.includes(mode)) issue('preview', `has no effect with mode: ${mode}; remove it`)
  if (given['public-domain-names'] !== undefined)
    issue('public-domain-names', 'cannot be used on a preview: a domain name can belong to one service only')
  if (given['create-service'] === 'false')
    issue('create-service', 'must not be false with preview: true, which creates a service')
}

function whyUnknown(runSource: RunSource | undefined): string {
  if (!runSource)
    return 'true needs a GitHub Actions run: GITHUB_REPOSITORY and similar variables are not set'
  if (runSource.problem !== undefined) return `true needs the pull request, but ${runSource.problem}`
  return `true works on the events pull_request and pull_request_target only; this run is for "${runSource.event}"`
}

/** A pull request that closes without the label never had a preview, or it is gone already. */
function hadLabel(
  { labels, changedLabel }: NonNullable<RunSource['pullRequest']>,
  label: string | undefined,
): boolean {
  return (
    label === undefined || [...labels, changedLabel].some((one) => one?.toLowerCase() === label.toLowerCase())
  )
}
