import { epochSeconds } from '../api-types.ts'
import { hexDigitsOf } from '../identifiers.ts'
import type { DeploymentRecord, ServiceRecord, ServiceSettings } from '../records.ts'
import type { View } from '../requests/context.ts'
import { surroundingsOf } from './lookup.ts'

/** A service revision of that ARN with its service. */
export function findRevision(
  { records, at }: View,
  arn: string,
): { record: ServiceRecord; deployment: DeploymentRecord; settings: ServiceSettings } | undefined {
  for (const record of records.services)
    for (const change of record.changes)
      if (change.kind === 'update' && change.at <= at && change.deployment?.revisionArn === arn)
        return { record, deployment: change.deployment, settings: change.settings }
  return undefined
}

/** A service revision, as DescribeServiceRevisions returns it. */
export function revisionView(
  { record, deployment, settings }: NonNullable<ReturnType<typeof findRevision>>,
  view: View,
): object {
  const { content } = deployment
  const definition = surroundingsOf(view).taskDefinition(content.taskDefinition)
  return {
    serviceRevisionArn: deployment.revisionArn,
    serviceArn: record.arn,
    clusterArn: record.clusterArn,
    ...content,
    ...(content.launchType === 'FARGATE' && { platformVersion: '1.4.0', platformFamily: 'Linux' }),
    containerImages: (definition?.content.containerDefinitions ?? []).map(({ name, image }) => ({
      containerName: name,
      image,
      imageDigest: imageDigest(image),
    })),
    guardDutyEnabled: false,
    createdAt: epochSeconds(deployment.createdAt),
    ...(view.switches.monitoringIsReadable && {
      ...(settings.monitoring && { monitoring: settings.monitoring }),
      ...(settings.gatewayConnectors && { gatewayConnectors: settings.gatewayConnectors }),
    }),
  }
}

/** Made up: the simulator has no registry. */
export function imageDigest(image: string): string {
  return `sha256:${hexDigitsOf(image)}`
}
