import type { Environment } from '../../inputs/read-inputs.ts'
import { parseBoolean, parseEnum } from '../../inputs/scalars.ts'
import { scalarInput } from '../../inputs/source.ts'
import { commitNotices, parseCommitOptions } from '../../options/commit-options.ts'
import { parseReporting } from '../../options/github-reporting.ts'
import { openInputs } from '../../options/open-inputs.ts'
import { parseRegion } from '../../options/region.ts'
import { parseVerification, verificationSecrets } from '../../options/url-verification.ts'
import { type RunSource, repositoryFullName } from '../../source/run-source.ts'
import type { ServicePatch } from '../model/patch.ts'
import { imagesOf } from '../model/task-definition.ts'
import { parseTaskRun } from '../task/inputs.ts'
import { checkFiles } from './files/file-conflicts.ts'
import { type LoadedServiceDefinition, loadServiceDefinition } from './files/service-definition-input.ts'
import { foreignNotices, withoutForeignInputs } from './foreign-inputs.ts'
import { checkConflicts, checkRegions } from './input-conflicts.ts'
import { type InputSource, inputDefaults, inputTable, type Mode, modes } from './names.ts'
import { parseOwnOptions, parseSharedOptions } from './options-inputs.ts'
import type { ParsedRequest } from './request-types.ts'
import { secretsOf } from './secret-inputs.ts'
import { halfVolumeNotices, parseServicePatch } from './service-inputs.ts'
import { parseServicePlace } from './service-name.ts'
import { parseTaskDefinition } from './task-definition-inputs.ts'

/**
 * Turns the runner's environment into one exact request, or the issues of all inputs and files at once. `readFile` returns a file's
 * text and throws, or rejects, if it cannot.
 */
export async function parseRequest(
  environment: Environment,
  readFile: InputSource['readFile'],
  runSource?: RunSource,
): Promise<ParsedRequest> {
  const own = withoutForeignInputs(environment)
  const { given, source } = openInputs({ environment: own.environment, readFile }, inputTable)
  const { issues } = source
  for (const issue of own.issues) issues.add(issue)
  const writtenMode = parseEnum({ ...scalarInput('mode', source), choices: modes })
  const region = parseRegion(environment, source)
  const file = await loadServiceDefinition(source)
  const { patch, secrets, warnings, notices } = await parseTaskDefinition(source)
  const place = parseServicePlace(source, file)
  const settings = withFile(await parseServicePatch(source), file)
  const ofFile = file?.taskDefinition
  const taskDefinition =
    ofFile === undefined || patch?.file || patch?.named !== undefined
      ? patch
      : { ...patch, named: ofFile, isNamedByService: true as const }
  const registersOnly = writtenMode === 'deploy' && place.service === undefined && !file
  const mode: Mode | undefined = registersOnly && taskDefinition ? 'register' : writtenMode
  const ownOptions = parseOwnOptions(source)
  const options = parseSharedOptions(source, mode)
  const verification = parseVerification({ texts: given, issues, defaults: inputDefaults })
  if (verification && verification.at.kind !== 'url' && given.url === undefined) {
    const message = 'needs the input url, since ECS has no URL of its own; or set verify-url to a full URL'
    issues.add({ input: 'verify-url', message })
  }
  const createService = parseBoolean(scalarInput('create-service', source)) ?? true
  const jobSummary = parseBoolean(scalarInput('job-summary', source)) ?? true
  const forceNewDeployment = parseBoolean(scalarInput('force-new-deployment', source)) ?? false
  const checkImage = parseBoolean(scalarInput('check-image', source)) ?? true
  const reporting = parseReporting(source)
  const commits = parseCommitOptions(source)
  const ofAws = foreignNotices(given)
  const { taskRun, notices: ofTask } = await parseTaskRun(source, given)
  checkFiles(source, { patch, settings, file })
  checkRegions(source, region, { file, cluster: place.cluster, named: taskDefinition?.named })
  if (writtenMode !== undefined) {
    const isFileRead = given['service-definition'] === undefined || file !== undefined
    const service = isFileRead ? place.service : (place.service ?? '')
    checkConflicts({ mode: writtenMode, given, issues, service, taskDefinition, settings, taskRun })
  }

  const common = {
    issues: issues.all,
    secrets: [
      ...secretsOf({ patch, settings, values: secrets, reporting, taskRun }),
      ...verificationSecrets(verification),
    ],
    shown: [
      place.service,
      place.cluster,
      runSource && repositoryFullName(runSource),
      region,
      patch?.image,
      patch?.named,
      given.url,
      ...(patch?.containerNames ?? []),
      ...Object.values(patch?.images ?? {}),
      ...(patch?.file ? [patch.file.content.family, ...imagesOf(patch.file.content)] : []),
      ...Object.entries(settings.tags ?? {}).flat(),
      // A plan names this member in words, and NODE_ENV=production is no reason to blank one of them.
      JSON.stringify(settings.file?.['loadBalancers'])?.includes('"productionListenerRule"')
        ? 'production listener rule'
        : undefined,
    ].filter((text) => text !== undefined),
    jobSummary,
  }
  if (issues.all.length > 0 || !mode || !options || !ownOptions) return common
  const isBudgetWritten = given['wait-for-minutes'] !== undefined
  const { requestRemarks } = await import('./remarks.ts')
  const remarks = requestRemarks(patch, source, given)
  return {
    ...common,
    request: {
      mode,
      region,
      service: place.service,
      cluster: place.cluster,
      isDefaultCluster: place.isDefaultCluster,
      taskDefinition,
      settings,
      taskRun,
      createService,
      forceNewDeployment,
      ...ownOptions,
      verification,
      checkImage,
      options: {
        ...options,
        // Registering has nothing to wait for.
        waitForStability: mode === 'register' || options.waitForStability,
      },
      isBudgetWritten,
      reporting,
      runSource,
      ...commits,
      warnings: [...warnings, ...remarks.warnings],
      notices: [
        ...(mode === 'deploy' && runSource?.remark !== undefined ? [runSource.remark] : []),
        ...place.notices,
        ...(file?.notices ?? []),
        ...notices,
        ...ofAws,
        ...halfVolumeNotices('service', given),
        ...ofTask,
        ...remarks.notices,
        ...commitNotices(commits),
      ],
    },
  }
}

/** What the file says of the service beside its name and its task definition; its tags are those that no input names. */
function withFile(inputs: ServicePatch, file: LoadedServiceDefinition | undefined): ServicePatch {
  if (file === undefined) return inputs
  const tags = { ...file.tags, ...inputs.tags }
  return {
    ...inputs,
    file: file.members,
    ...(file.desiredCount !== undefined && { firstCount: file.desiredCount }),
    ...(Object.keys(tags).length > 0 && { tags }),
  }
}
