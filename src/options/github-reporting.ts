import { parseBoolean } from '../inputs/scalars.ts'
import { type InputSource, scalarInput } from '../inputs/source.ts'

/** What a run reports at GitHub, and with which token. */
export interface ReportingOptions {
  readonly token: string | undefined
  /** On the pull request that the run is for, if there is one. */
  readonly comment: boolean
  readonly deployment: boolean
  /** Name of the deployment's environment as written; `undefined` stands for the name of the service. */
  readonly environment: string | undefined
}

type ReportingSource = InputSource<
  'comment-on-pr' | 'github-deployment' | 'github-deployment-environment' | 'github-token'
>

/** GitHub's limit for the name of an environment. */
const MAX_CHARACTERS = 255

/** Reads the inputs; GitHub's limits are checked. */
export function parseReporting(source: ReportingSource): ReportingOptions {
  const { texts, issues } = source
  const comment = parseBoolean(scalarInput('comment-on-pr', source))
  const deployment = parseBoolean(scalarInput('github-deployment', source))
  const environment = texts['github-deployment-environment']?.trim()
  if (environment !== undefined && environment.length > MAX_CHARACTERS) {
    const message = `has ${environment.length} characters; GitHub allows ${MAX_CHARACTERS}`
    issues.add({ input: 'github-deployment-environment', message })
  }
  if (environment !== undefined && deployment === false) {
    const message = 'has no effect without github-deployment: true'
    issues.add({ input: 'github-deployment-environment', message })
  }
  const token = texts['github-token']?.trim()
  return { token, comment: comment ?? true, deployment: deployment ?? false, environment }
}
