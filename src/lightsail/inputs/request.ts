import type { InputIssue } from '../../inputs/issues.ts'
import type { Environment } from '../../inputs/read-inputs.ts'
import { parseBoolean, parseEnum, parsePositiveNumber } from '../../inputs/scalars.ts'
import { scalarInput } from '../../inputs/source.ts'
import { commitNotices, parseCommitOptions } from '../../options/commit-options.ts'
import { parseReporting } from '../../options/github-reporting.ts'
import { openInputs } from '../../options/open-inputs.ts'
import { parseRegion } from '../../options/region.ts'
import { parseRollbackTo, parseRunOptions } from '../../options/run-options.ts'
import { parseVerification, querySecrets, verificationSecrets } from '../../options/url-verification.ts'
import { type RunSource, repositoryFullName } from '../../source/run-source.ts'
import { imageReferences } from '../images/image-source.ts'
import type { DeploymentPatch } from '../model/patch.ts'
import { parseDeployment } from './deployment-inputs.ts'
import { parseExport } from './export-inputs.ts'
import { loadServiceFile } from './files/service-file-input.ts'
import { checkConflicts, overriddenSettings } from './input-conflicts.ts'
import { type InputSource, inputDefaults, inputTable, modes, previewInputs } from './names.ts'
import { checkArchives, parsePushInputs } from './push-inputs.ts'
import type { ParsedRequest } from './request-types.ts'
import { secretsOf } from './secret-inputs.ts'
import { parseServicePatch } from './service-inputs.ts'
import { nameConflictNotice, parseServiceName } from './service-name.ts'

/**
 * Turns the runner's environment into one exact request, or the issues of all inputs and files at once. `readFile` returns a file's
 * text and throws, or rejects, if it cannot; `fileIssue` returns what is wrong with a file that is read later.
 */
export async function parseRequest(
  environment: Environment,
  readFile: InputSource['readFile'],
  runSource?: RunSource,
  fileIssue: InputSource['fileIssue'] = () => undefined,
): Promise<ParsedRequest> {
  const { given, source } = openInputs({ environment, readFile, fileIssue }, inputTable)
  const { texts, issues } = source
  /** Issues in the deployment's content; reported only in modes that deploy. */
  const ofContent = new Set<InputIssue>()
  const add = (problem: InputIssue) => {
    ofContent.add(problem)
    issues.add(problem)
  }
  const content: InputSource = { texts, issues: { all: issues.all, add }, readFile, fileIssue }

  const writtenMode = parseEnum({ ...scalarInput('mode', source), choices: modes })
  const region = parseRegion(environment, source)
  const serviceFile = await loadServiceFile(content)
  const deployment = await parseDeployment(content, serviceFile?.deployment)
  const inFile = deployment.fileServiceName ?? serviceFile?.serviceName
  const isFileRead =
    (texts['service-file'] === undefined || serviceFile !== undefined) &&
    (texts['deployment-file'] === undefined || deployment.patch?.file !== undefined)
  const base = parseServiceName(source, { inFile, isFileRead })
  // Only written inputs can ask for a preview, or have no effect without one.
  const previews = previewInputs.some((name) => given[name] !== undefined)
    ? await import('../preview/inputs.ts')
    : undefined
  const ofPreview = previews?.parsePreview(source, { mode: writtenMode, base, runSource, given })
  const { preview } = ofPreview ?? {}
  const mode = ofPreview?.mode ?? writtenMode
  const serviceName = ofPreview?.name ?? base
  const written = parseServicePatch(content)
  const settings = { ...serviceFile?.patch, ...written }
  const service = preview && previews ? previews.previewSettings(settings) : settings
  const options = parseRunOptions(source, mode)
  const verification = parseVerification({
    texts: given,
    issues: content.issues,
    defaults: inputDefaults,
  })
  const createService = parseBoolean(scalarInput('create-service', source))
  const jobSummary = parseBoolean(scalarInput('job-summary', source))
  const forceNewDeployment = parseBoolean(scalarInput('force-new-deployment', source)) ?? false
  const maxMonthlyCost = parsePositiveNumber({ ...scalarInput('max-monthly-cost', source), unit: 'USD' })
  const rollbackTo = parseRollbackTo(source)
  const checkImage = parseBoolean(scalarInput('check-image', source))
  const pushing = parsePushInputs(source, deployment.patch)
  await checkArchives(content, deployment.patch)
  const reporting = parseReporting(source)
  const commits = parseCommitOptions(source)
  const exporting = await parseExport(source, { mode, environment })
  if (mode === 'cleanup' && !runSource) {
    const message = 'cleanup needs a GitHub Actions run: GITHUB_REPOSITORY and similar variables are not set'
    issues.add({ input: 'mode', message })
  }
  const isWorthAComment = mode !== 'cleanup' && mode !== 'export' && (ofPreview?.isWorthAComment ?? true)
  const isIdle = preview !== undefined && preview.intent.kind !== 'deploy'
  if (mode !== undefined) {
    const kind = isIdle ? 'delete' : mode
    checkConflicts({ mode: kind, given, issues: content.issues, service, deployment: deployment.patch })
  }

  const found = issues.all.filter((issue) => !isIdle || !ofContent.has(issue))

  const { patch } = deployment
  const secrets = [
    ...secretsOf(patch, deployment.secrets, reporting),
    ...verificationSecrets(verification),
    ...healthPaths(patch).flatMap(querySecrets),
  ]
  const shown = [
    base,
    serviceName,
    runSource && repositoryFullName(runSource),
    region,
    texts['container-name'],
    ...healthPaths(deployment.patch).map((path) => path.split('?')[0]),
    ...imageReferences(patch),
    ...Object.entries(service.tags ?? {}).flat(),
    ...Object.entries(service.publicDomainNames ?? {}).flat(2),
    ...(found.length === 0 && serviceName !== undefined ? ownAddress(serviceName, region) : []),
  ].filter((text) => text !== undefined)
  const common = { issues: found, secrets, shown, jobSummary: jobSummary ?? true }
  if (found.length > 0 || !mode || !serviceName || !options) return common
  const { requestRemarks } = await import('./remarks.ts')
  const remarks = requestRemarks(patch, source, given)
  const overridden = overriddenSettings(written, serviceFile?.patch ?? {})
  return {
    ...common,
    request: {
      mode,
      serviceName,
      region,
      deployment: patch,
      service,
      createService: createService ?? true,
      forceNewDeployment,
      rollbackTo: rollbackTo ?? 'last-good',
      maxMonthlyCost,
      verification,
      ...pushing,
      checkImage: checkImage ?? true,
      ...exporting,
      options,
      reporting: { ...reporting, comment: reporting.comment && isWorthAComment },
      preview,
      runSource,
      ...commits,
      warnings: [...deployment.warnings, ...remarks.warnings],
      notices: [
        ...(ofPreview?.notices ?? []),
        ...(mode === 'deploy' && runSource?.remark !== undefined ? [runSource.remark] : []),
        ...deployment.notices,
        ...remarks.notices,
        ...(serviceFile?.deployment && texts.image !== undefined
          ? ['the input image wins over the image in the service file']
          : []),
        ...(serviceFile?.deployment && texts['deployment-file'] !== undefined
          ? ['the deployment file wins over the deployment of the service file']
          : []),
        ...commitNotices(commits),
        ...nameConflictNotice(texts['service-name']?.trim(), serviceFile?.serviceName),
        ...overridden.map((key) => `the service file has another value for ${key}; the input wins`),
      ],
    },
  }
}

/** What follows a `?` may be a secret. */
function healthPaths(patch: DeploymentPatch | undefined): string[] {
  return [patch?.healthCheck?.path, patch?.file?.publicEndpoint?.healthCheck.path].filter(
    (path) => path !== undefined,
  )
}

/**
 * The URL that every run shows, whole or in parts. An app may have it in its environment; GitHub drops a job's
 * output that holds a masked text ("Skip output … since it may contain secret", JobExtension of actions/runner).
 */
function ownAddress(name: string, region: string): (string | RegExp)[] {
  return [
    `https://${name}.`,
    `.${region}.cs.amazonlightsail.com/`,
    new RegExp(`^(?:https://)?${name}\\.\\w+\\.${region}\\.cs\\.amazonlightsail\\.com/?$`),
  ]
}
