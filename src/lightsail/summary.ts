import { fromTo } from '../diff/change-lines.ts'
import { foundImage } from '../images/registry/inspections.ts'
import type { RunHistory, Summary } from '../rollout/contract/target.ts'
import { isFailure, type Verdict } from '../rollout/contract/verdict.ts'
import { formatDuration } from '../runtime/clock.ts'
import { consoleUrl } from './console-url.ts'
import type { Request } from './inputs/request-types.ts'
import { type DeploymentSpec, isFixedImage, mainContainer } from './model/deployment.ts'
import { type Deployment, type Service, servingDeployment } from './model/service.ts'
import { estimateCost, formatDollars, monthlyCost } from './plan/cost.ts'
import type { Observed } from './plan/steps.ts'
import { findVersion } from './rollout/status.ts'
import type { LightsailTypes } from './target-types.ts'

type History = RunHistory<LightsailTypes>

/** The newest state of the service that the run has. */
function newestService({ snapshot, started, latest: observed }: History): Service | undefined {
  if (snapshot) return snapshot.kind === 'service' ? snapshot.service : undefined
  return started?.service ?? observed?.service
}

/** The deployment that the outputs are about: ours, or what serves where this run deployed nothing. */
function shownDeployment(
  history: History,
  service: Service | undefined,
  verdict: Verdict,
): Shown | undefined {
  const { started, step } = history
  if (started)
    return { version: started.version, state: deploymentState(history, verdict), spec: started.spec }
  const serving = service && servingDeployment(service)
  if (verdict.result === 'unchanged' || verdict.result === 'reported') return serving
  return step?.deployment ? { spec: step.deployment } : undefined
}

interface Shown {
  readonly version?: number
  readonly state?: string
  readonly spec: DeploymentSpec
}

/** The public URL, if what serves can be reached there permanently. */
function publicUrl({ started }: History, service: Service | undefined, verdict: Verdict): string {
  const serving = service && servingDeployment(service)?.spec
  const spec = verdict.result === 'success' ? (started?.spec ?? serving) : serving
  const isLeaving = verdict.result === 'started' && started && started.spec.publicEndpoint === undefined
  return spec?.publicEndpoint === undefined || isLeaving ? '' : (service?.url ?? '')
}

/** What the run's report says about Lightsail: outputs by name, and the rows of the summary's table. */
export function summarize({
  history,
  verdict,
  request,
  elapsedMs,
}: {
  history: History
  verdict: Verdict
  request: Request
  elapsedMs: number
}): Summary {
  const { serviceName: name, region } = request
  const service = newestService(history)
  const { started, initial: before, latest: observed, verified } = history
  const rolledBack = verdict.result === 'rolled-back'
  const shown = shownDeployment(history, service, verdict)
  const url = publicUrl(history, service, verdict)
  const previous = started ? started.previous : before?.service && servingDeployment(before.service)
  const isCosting = service !== undefined || verdict.result === 'planned'
  const cost = isCosting && observed ? estimateCost(request, observed) : undefined
  const price = service && monthlyCost(observed?.prices, service.power, service.scale)
  return {
    outputs: {
      url,
      'service-name': name,
      'service-arn': service?.arn ?? '',
      state: service?.state ?? '',
      'deployment-version': String(shown?.version ?? ''),
      'deployment-state': shown?.state ?? '',
      'previous-version': String(previous?.version ?? ''),
      image: (shown && mainContainer(shown.spec)?.[1].image) ?? '',
      'private-domain-name': service?.privateDomainName ?? '',
      'principal-arn': service ? service.ecrRole.principalArn || service.principalArn : '',
      'service-created': before ? String(before.service === undefined && isCreated(history, verdict)) : '',
      'rolled-back': String(rolledBack),
      verified: verified === undefined ? '' : String(verified),
      'monthly-cost': cost === undefined ? '' : cost.toFixed(2),
    },
    rows: [
      ...(started && service ? [['Serving', servingText(previous, service)] as const] : []),
      ...containerRows(started ?? (service && servingDeployment(service)), started && isFailure(verdict)),
      ...digestRows(shown?.spec, observed),
      ...(service ? serviceRows(service, price) : []),
      ...(started ? [['Version', `${started.version} · ${deploymentState(history, verdict)}`] as const] : []),
      ...(started?.displaced ? [['Displaced', cameBetween(started.displaced)] as const] : []),
      ...(url === '' || (started && verdict.result === 'success') ? [] : [['URL', url] as const]),
    ],
    console: { text: 'Lightsail console', url: consoleUrl(name, region) },
    closing: closingText({ history, verdict, name, url, elapsedMs, service }),
  }
}

function isCreated(history: History, { result }: Verdict): boolean {
  return newestService(history) !== undefined || (history.step?.kind === 'create' && result === 'started')
}

function closingText({
  history: { started },
  verdict,
  name,
  url,
  elapsedMs,
  service,
}: {
  history: History
  verdict: Verdict
  name: string
  url: string
  elapsedMs: number
  service: Service | undefined
}): string {
  if (!started) return verdict.result === 'success' && service ? settledText(service) : verdict.reason
  if (verdict.result !== 'success') return `version ${started.version} of ${name}: ${verdict.reason}`
  const where = url === '' ? ' (private, no public endpoint)' : ` at ${url}`
  return `${name} is live${where} · version ${started.version} · ${formatDuration(elapsedMs)}`
}

/** After a change of settings alone. */
function settledText(service: Service): string {
  const serving = servingDeployment(service)
  const what = service.isDisabled
    ? `${service.name} is disabled`
    : `the settings of ${service.name} match the inputs`
  return `${what}; ${serving ? `version ${serving.version} keeps serving` : 'nothing serves'}`
}

function deploymentState({ started, snapshot }: History, { result }: Verdict): string {
  if (!started) return ''
  if (result === 'rolled-back') return 'INACTIVE'
  if (!snapshot) return started.service.next?.state ?? 'ACTIVATING'
  return findVersion(snapshot, started.version)?.state ?? ''
}

function servingText(before: Deployment | undefined, now: Service): string {
  return fromTo(before && String(before.version), servingDeployment(now)?.version.toString())
}

/** Somebody else's deployment, which our plan did not know of. */
function cameBetween({ version, spec }: Deployment): string {
  return `version ${version} (${mainContainer(spec)?.[1].image ?? ''}), deployed by somebody else while this run was starting`
}

function serviceRows(service: Service, cost: number | undefined): (readonly [string, string])[] {
  const domains = Object.entries(service.publicDomainNames).flatMap(([, names]) => names)
  const price = cost === undefined ? '' : ` · ${formatDollars(cost)} a month`
  return [
    ['Service state', service.state],
    ['Power × scale', `${service.power} × ${service.scale}${price}`],
    ...(domains.length === 0 ? [] : [['Domains', domains.join(', ')] as const]),
  ]
}

/** What the tags of the images stood for when the registries were asked, whole, to be copied. */
function digestRows(
  spec: DeploymentSpec | undefined,
  observed: Observed | undefined,
): (readonly [string, string])[] {
  return Object.entries(spec?.containers ?? {}).flatMap(([name, { image }]) => {
    const found = isFixedImage(image) ? undefined : foundImage(observed?.inspections, image)
    return found ? [[`Digest of ${name}`, found.digest] as const] : []
  })
}

/** `port 8080 (HTTP)`. */
function portsText(ports: Readonly<Record<string, string>>): string {
  const open = Object.entries(ports).map(([port, protocol]) => `${port} (${protocol})`)
  return open.length === 0 ? '' : `${open.length === 1 ? 'port' : 'ports'} ${open.join(', ')}`
}

/** Rows of the deployed containers, or of the serving ones; containers of a failed deployment are marked. */
function containerRows(
  deployment: { readonly version: number; readonly spec: DeploymentSpec } | undefined,
  isInVain = false,
): (readonly [string, string])[] {
  return Object.entries(deployment?.spec.containers ?? {}).map(([name, { image, ports }]) => {
    const open = portsText(ports)
    const label = `Container \`${name}\`${isInVain ? ` of version ${deployment?.version}` : ''}`
    return [label, open === '' ? image : `${image} · ${open}`]
  })
}
