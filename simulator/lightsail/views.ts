import { type ContainerService, type Deployment, epochSeconds, type Location } from './api-types.ts'
import type { Switches } from './behaviour-options.ts'
import { domainId } from './identifiers.ts'
import {
  currentDeployment,
  deploymentStateAt,
  ecrRoleIsReadyAt,
  pendingDeployment,
  readyAt,
  type Stage,
  settingsAt,
  stageAt,
  tagsAt,
} from './lifecycle.ts'
import type { AccountRecords, CertificateRecord, DeploymentRecord, ServiceRecord } from './records.ts'

/** What a view depends on: the records, the moment looked at (epoch milliseconds) and the switches. */
export interface View {
  readonly records: AccountRecords
  readonly at: number
  readonly switches: Switches
}

/** `all`, not a zone: container services are regional (docs/lightsail-facts.md §1.4). */
export function location(records: AccountRecords): Location {
  return { availabilityZone: 'all', regionName: records.region }
}

/** The service of that name as it stood at that moment, or undefined. */
export function serviceRecordAt(
  records: AccountRecords,
  name: string,
  at: number,
): ServiceRecord | undefined {
  return records.services.findLast((record) => record.name === name && stageAt(record, at).kind === 'present')
}

/** Services that exist at that moment. */
export function servicesAt(records: AccountRecords, at: number): readonly ServiceRecord[] {
  return records.services.filter((record) => stageAt(record, at).kind === 'present')
}

/** Certificates that exist at that moment. */
export function certificatesAt({ certificates }: AccountRecords, at: number): readonly CertificateRecord[] {
  return certificates.filter(
    ({ createdAt, deletedAt = Number.POSITIVE_INFINITY }) => createdAt <= at && at < deletedAt,
  )
}

/** The certificate of that name, or undefined. */
export function certificateRecordAt(
  records: AccountRecords,
  name: string,
  at: number,
): CertificateRecord | undefined {
  return certificatesAt(records, at).find((record) => record.name === name)
}

/** The service as GetContainerServices shows it. Members without a value are absent (§1.1). */
export function serviceView(
  record: ServiceRecord,
  { records, at, switches }: View,
  { hidesNext = false }: { hidesNext?: boolean } = {},
): ContainerService {
  const stage = stageAt(record, at, switches.detailCodes)
  const settings = settingsAt(record, at)
  const current = currentDeployment(record, at)
  const next = hidesNext ? undefined : nextDeployment(record, { at, switches })
  const owner = `arn:aws:iam::041381048620:role/amazon/lightsail/${records.region}/containers/${record.name}`
  return {
    containerServiceName: record.name,
    arn: record.arn,
    createdAt: epochSeconds(record.createdAt),
    location: location(records),
    resourceType: 'ContainerService',
    tags: tagsAt(record.tagChanges, at),
    power: settings.power,
    powerId: `${settings.power}-1`,
    state: stage.kind === 'present' ? stage.state : 'DELETING',
    ...stateDetail(stage),
    scale: settings.scale,
    ...(current && { currentDeployment: deploymentView(record, current, { at, switches }) }),
    ...(next && { nextDeployment: deploymentView(record, next, { at, switches }) }),
    isDisabled: settings.isDisabled,
    principalArn: at < readyAt(record) ? '' : `${owner}/${record.principalId}`,
    privateDomainName: `${record.name}.service.local`,
    ...(Object.keys(settings.publicDomainNames).length > 0 && {
      publicDomainNames: settings.publicDomainNames,
    }),
    url: serviceUrl(record.name, records, switches),
    privateRegistryAccess: {
      ecrImagePullerRole: {
        isActive: settings.ecrRoleIsActive,
        principalArn: ecrRoleIsReadyAt(record, at)
          ? `${owner}/private-repo-access/${record.principalId}`
          : '',
      },
    },
  }
}

/** A deployment as the list and the service show it; a disabled service does not run the one it holds (§2.2). */
function deploymentView(
  record: ServiceRecord,
  deployment: DeploymentRecord,
  { at, switches }: Pick<View, 'at' | 'switches'>,
): Deployment {
  const state = deploymentStateAt(record, deployment, at)
  const isStopped = state === 'ACTIVE' && settingsAt(record, at).isDisabled
  return {
    version: deployment.version,
    state: isStopped ? switches.disabledDeploymentState : state,
    containers: deployment.containers,
    ...(deployment.publicEndpoint && { publicEndpoint: deployment.publicEndpoint }),
    createdAt: epochSeconds(deployment.createdAt),
  }
}

/** The last deployments in the order the switch says. */
export function deploymentViews(record: ServiceRecord, { at, switches }: View): readonly Deployment[] {
  const ascending = record.deployments
    .filter(({ createdAt }) => createdAt <= at)
    .slice(-switches.deploymentsKept)
    .map((deployment) => deploymentView(record, deployment, { at, switches }))
  return switches.deploymentOrder === 'ascending' ? ascending : ascending.reverse()
}

export function serviceUrl(name: string, records: AccountRecords, { urlTemplate }: Switches): string {
  return (
    urlTemplate?.replaceAll('{service}', name) ??
    `https://${name}.${domainId(records)}.${records.region}.cs.amazonlightsail.com/`
  )
}

function nextDeployment(
  record: ServiceRecord,
  { at, switches }: Pick<View, 'at' | 'switches'>,
): DeploymentRecord | undefined {
  const pending = pendingDeployment(record, at)
  if (pending !== undefined)
    return at >= readyAt(record) || switches.pendingShowsNextDeployment ? pending : undefined
  const last = record.deployments.findLast(({ createdAt }) => createdAt <= at)
  const showsFailure = switches.failedStaysInNextDeployment && last?.outcome.kind === 'failed'
  return showsFailure ? last : undefined
}

/** Only the two dead ends carry a message, in the words of the API reference (§2.1). */
function stateDetail(stage: Stage): Pick<ContainerService, 'stateDetail'> {
  if (stage.kind !== 'present' || stage.code === undefined) return {}
  switch (stage.code) {
    case 'CERTIFICATE_LIMIT_EXCEEDED':
      return {
        stateDetail: {
          code: stage.code,
          message:
            'The SSL/TLS certificate required for your container service exceeds the maximum number of certificates allowed for your account.',
        },
      }
    case 'UNKNOWN_ERROR':
      return {
        stateDetail: {
          code: stage.code,
          message: 'An error was experienced when your container service was being created.',
        },
      }
    default:
      return { stateDetail: { code: stage.code } }
  }
}
