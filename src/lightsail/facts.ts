import { duration } from '../engine/clock.ts'
import type { Facts, Known } from '../engine/target.ts'
import type { Verdict } from '../engine/verdict.ts'
import { type DeploymentSpec, mainContainer } from './deployment.ts'
import { portsText } from './diff.ts'
import type { Snapshot, Started } from './judge.ts'
import type { Observed, Steps } from './plan.ts'
import type { Service } from './service.ts'

type KnownHere = Known<Observed, Steps, Started, Snapshot>

/** The console's page of the service. */
export const consoleLink = (name: string, region: string): string =>
  `https://lightsail.aws.amazon.com/ls/webapp/${region}/container-services/${name}/deployments`

/** The newest picture of the service that the run has. */
const newestService = ({ snapshot, started, observed }: KnownHere): Service | undefined => {
  if (snapshot) return snapshot.kind === 'service' ? snapshot.service : undefined
  return started?.service ?? observed?.service
}

/** True if what serves, or will serve if all goes well, can be reached at the public URL. */
const isPublic = (
  { started, snapshot }: KnownHere,
  service: Service | undefined,
  verdict: Verdict,
): boolean => {
  const serving =
    service?.current?.state === 'ACTIVE' && !service.isDisabled ? service.current.spec : undefined
  const ours =
    verdict.result === 'success' || (verdict.result === 'started' && !snapshot) ? started?.spec : undefined
  return (ours ?? serving)?.publicEndpoint !== undefined
}

/** What the run's report says about Lightsail: outputs by name, and the rows of the summary's table. */
export const factsOf = ({
  known,
  verdict,
  name,
  region,
  elapsedMs,
}: {
  known: KnownHere
  verdict: Verdict
  name: string
  region: string
  elapsedMs: number
}): Facts => {
  const service = newestService(known)
  const { started, steps } = known
  const spec = started?.spec ?? steps?.deployment
  const url = isPublic(known, service, verdict) ? (service?.url ?? '') : ''
  const previous = started ? started.previous : known.observed?.service?.current?.version
  return {
    outputs: {
      url,
      'service-name': name,
      'service-arn': service?.arn ?? '',
      state: service?.state ?? '',
      'deployment-version': started ? String(started.version) : '',
      'deployment-state': deploymentState(known),
      'previous-version': previous === undefined ? '' : String(previous),
      image: (spec && mainContainer(spec)?.[1].image) ?? '',
      'private-domain-name': service?.privateDomainName ?? '',
      'principal-arn': service?.principalArn ?? '',
      'service-created': String(started?.created ?? false),
    },
    rows: [
      ...(spec ? containerRows(spec) : []),
      ...(service ? [['Power × scale', `${service.power} × ${service.scale}`] as const] : []),
      ...(started ? [['Version', `${started.version} · ${deploymentState(known)}`] as const] : []),
      ...(started ? [['Serving', servingText(started, service)] as const] : []),
      ...(url === '' ? [] : [['URL', url] as const]),
    ],
    console: consoleLink(name, region),
    closing:
      started && verdict.result === 'success'
        ? `${name} is live${url === '' ? ' (private, no public endpoint)' : ` at ${url}`} · version ${started.version} · ${duration(elapsedMs)}`
        : started
          ? `version ${started.version} of ${name}: ${verdict.reason}`
          : verdict.reason,
  }
}

const deploymentState = ({ started, snapshot }: KnownHere): string => {
  if (!started) return ''
  if (!snapshot) return started.service.next?.state ?? 'ACTIVATING'
  if (snapshot.kind === 'gone') return ''
  const { service, history = [] } = snapshot
  const ours = [service.current, service.next, ...history].find((seen) => seen?.version === started.version)
  return ours?.state ?? ''
}

const servingText = ({ previous }: Started, service: Service | undefined): string => {
  const now =
    service?.current?.state === 'ACTIVE' && !service.isDisabled ? service.current.version : undefined
  return `${previous ?? 'nothing'} before, ${now ?? 'nothing'} now`
}

const containerRows = (spec: DeploymentSpec): (readonly [string, string])[] =>
  Object.entries(spec.containers).map(([name, { image, ports }]) => {
    const open = portsText(ports)
    return [`Container ${name}`, open === '' ? image : `${image} · ${open}`]
  })
