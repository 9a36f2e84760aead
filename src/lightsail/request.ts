import type { Terms } from '../engine/terms.ts'
import { type Environment, type InputTexts, readInputs } from '../input/inputs.ts'
import { collectProblems, type Problem, type Problems } from '../input/problem.ts'
import { parseAmount, parseChoice, parseSwitch, parseWholeNumber } from '../input/scalars.ts'
import { parseDeployment } from './deployment-inputs.ts'
import type { DeploymentPatch } from './desired.ts'
import { type InputName, inputAliases, inputDefaults, inputNames } from './inputs.ts'
import { maxima, nameFault, type Power, powers } from './limits.ts'

/** Everything a run needs to know from the workflow, exact and checked; no call has been made yet. */
export interface Request {
  readonly mode: 'deploy'
  readonly serviceName: string
  readonly region: string
  readonly deployment: DeploymentPatch
  readonly createService: boolean
  readonly power: Power | undefined
  readonly scale: number | undefined
  readonly terms: Terms
  /** Said once, before anything else. */
  readonly notices: readonly string[]
}

export interface ParsedRequest {
  /** Absent if there is any problem. */
  readonly request?: Request
  readonly problems: readonly Problem[]
  /** Values of `environment-variables` and `env-file`: to be masked before anything is printed. */
  readonly secrets: readonly string[]
  /** Whether a job summary is wanted, even if something else is wrong. */
  readonly jobSummary: boolean
  /** Text that the workflow shows anyway: a value that is part of it is no secret. */
  readonly shown: readonly string[]
}

/**
 * Turns the runner's environment into one exact request, or every problem of every input and file at once.
 * `readFile` gives a file's text and throws if it cannot.
 */
export const parseRequest = async (
  environment: Environment,
  readFile: (path: string) => string,
): Promise<ParsedRequest> => {
  const problems = collectProblems()
  const given = readInputs(environment, { names: inputNames, aliases: inputAliases, problems })
  const texts: InputTexts<InputName> = { ...inputDefaults, ...given }

  const mode = parseChoice({ ...scalar('mode', texts, problems), choices: ['deploy'] })
  const region = (texts.region ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? '').trim()
  if (!/^[a-z0-9-]+$/.test(region)) {
    const message =
      region === '' ? 'is missing, and neither is AWS_REGION set' : `"${region}" is not a Region's name`
    problems.add({ input: 'region', message: `${message}; write for example eu-central-1` })
  }
  const deployment = await parseDeployment({ texts, problems, readFile })
  const serviceName = parseServiceName(texts, problems, deployment.fileServiceName)
  const terms = parseTerms(texts, problems)
  const createService = parseSwitch(scalar('create-service', texts, problems))
  const jobSummary = parseSwitch(scalar('job-summary', texts, problems))
  const power = parseChoice({ ...scalar('power', texts, problems), choices: powers })
  const scale = parseWholeNumber({ ...scalar('scale', texts, problems), from: 1, to: maxima.scale })

  const { patch, secrets, notices } = deployment
  const shown = [serviceName, region, ...imageNames(patch), texts['container-name']].filter(
    (text) => text !== undefined,
  )
  const common = { problems: problems.all, secrets, shown, jobSummary: jobSummary ?? true }
  if (problems.all.length > 0 || !mode || !serviceName || !terms) return common
  return {
    ...common,
    request: {
      mode,
      serviceName,
      region,
      deployment: patch,
      createService: createService ?? true,
      power,
      scale,
      terms,
      notices,
    },
  }
}

const scalar = (input: InputName, texts: InputTexts<InputName>, problems: Problems) => ({
  input,
  text: texts[input],
  problems,
})

const parseServiceName = (
  texts: InputTexts<InputName>,
  problems: Problems,
  fileServiceName: string | undefined,
): string | undefined => {
  const input = 'service-name'
  const name = texts[input]?.trim() ?? fileServiceName
  if (name === undefined) {
    problems.add({ input, message: 'is required; it is blank or missing' })
    return undefined
  }
  const fault = nameFault(name, maxima.serviceName)
  if (fault !== undefined) problems.add({ input, message: fault })
  return name
}

const parseTerms = (texts: InputTexts<InputName>, problems: Problems): Terms | undefined => {
  const of = (input: InputName) => scalar(input, texts, problems)
  const ifInProgress = parseChoice({ ...of('if-in-progress'), choices: ['wait', 'fail'] })
  const waitForStability = parseSwitch(of('wait-for-service-stability'))
  const minutes = parseAmount({ ...of('wait-for-minutes'), unit: 'minutes' })
  const pollSeconds = parseAmount({ ...of('poll-interval-seconds'), unit: 'seconds' })
  const maxRetries = parseWholeNumber({ ...of('max-retries'), from: 0 })
  if (!ifInProgress || waitForStability === undefined || !minutes || maxRetries === undefined)
    return undefined
  return {
    ifInProgress,
    waitForStability,
    budgetMs: minutes * 60_000,
    pollMs: pollSeconds === undefined ? undefined : pollSeconds * 1000,
    maxRetries,
  }
}

const imageNames = (patch: DeploymentPatch): string[] => [
  ...(patch.image === undefined ? [] : [patch.image]),
  ...Object.values(patch.images ?? {}),
  ...Object.values(patch.file?.containers ?? {}).map(({ image }) => image),
]
