import { currentDeployment, deploymentStateAt, settlesAt, stageAt } from './lifecycle.ts'
import type { DeploymentRecord, ServiceRecord } from './records.ts'
import { serviceRecordAt, type View } from './views.ts'

/** What a GET of a service's default URL is answered with. */
export interface PublicResponse {
  readonly status: number
  readonly contentType: string
  readonly body: string
}

/**
 * Fact sheet §7: 404 page without a service, deployment or public endpoint; 503 while disabled and while nothing is
 * healthy yet; else the app, which says who it is. For `servingLagSeconds` after ACTIVE the version before answers.
 */
export function respondPublicly(name: string, view: View): PublicResponse {
  const { records, at, switches } = view
  const record = serviceRecordAt(records, name, at)
  if (record === undefined) return page(404, 'No Such Service')
  const stage = stageAt(record, at)
  if (stage.kind === 'present' && stage.state === 'DISABLED')
    return page(503, 'Service Temporarily Unavailable')
  if (currentDeployment(record, at) === undefined)
    return record.deployments.some(({ createdAt, startsAt }) => createdAt <= at && startsAt <= at)
      ? page(503, 'Service Temporarily Unavailable')
      : page(404, 'No Such Service')
  const serving = servingDeployment(record, at, switches.servingLagSeconds)
  if (serving === undefined) return page(503, 'Service Temporarily Unavailable')
  if (serving.publicEndpoint === undefined) return page(404, 'No Such Service')
  const { version, containers, publicEndpoint, outcome } = serving
  return {
    status: outcome.answers ?? 200,
    contentType: 'application/json',
    body: JSON.stringify({ service: name, version, image: containers[publicEndpoint.containerName]?.image }),
  }
}

function servingDeployment(
  record: ServiceRecord,
  at: number,
  lagSeconds: number,
): DeploymentRecord | undefined {
  return record.deployments.findLast(
    (deployment) =>
      settlesAt(deployment) + lagSeconds * 1000 <= at &&
      ['ACTIVE', 'INACTIVE'].includes(deploymentStateAt(record, deployment, at)),
  )
}

function page(status: number, text: string): PublicResponse {
  const title = `${status} ${text}`
  return {
    status,
    contentType: 'text/html',
    body: `<html>\n<head><title>${title}</title></head>\n<body bgcolor="white">\n<center><h1>${title}</h1></center>\n</body>\n</html>\n`,
  }
}
