import type { RolloutDescription, TargetLabels } from '../../rollout/contract/target.ts'
import { subjectOf } from '../handle.ts'
import type { Request } from '../inputs/request-types.ts'
import { servingDeployment } from '../model/service.ts'
import { isRestart } from '../plan/restart.ts'
import type { RolloutSnapshot, StartedDeployment } from './started.ts'

const OUTLOOK = 'the deployment may still succeed'

/** Words for the service and for what a request does to it. */
export function labelsOf(request: Request): TargetLabels {
  return {
    subject: subjectOf(request.serviceName, request.region),
    ...actionOf(request),
    outlook: OUTLOOK,
  }
}

function actionOf(request: Request): Pick<TargetLabels, 'title' | 'progressive' | 'done'> {
  if (request.mode === 'rollback')
    return { title: 'Roll back', progressive: 'rolling back', done: 'rolled back' }
  if (isRestart(request)) return { title: 'Restart', progressive: 'restarting', done: 'restarted' }
  return { title: 'Deploy', progressive: 'deploying' }
}

/** Words for a deployment that was started. */
export function describe(started: StartedDeployment, snapshot?: RolloutSnapshot): RolloutDescription {
  return {
    name: `version ${started.version} of ${started.serviceName}`,
    accepted: acceptedText(started),
    outlook: snapshot ? outlookOf(started, snapshot) : OUTLOOK,
  }
}

function acceptedText({ version, previous, created, serviceName }: StartedDeployment): string {
  if (created) return `version ${version} accepted; creating the service ${serviceName}`
  return `version ${version} accepted; ${previous ? `version ${previous.version} keeps serving` : 'nothing serves yet'}`
}

function outlookOf({ version, serviceName }: StartedDeployment, snapshot: RolloutSnapshot): string {
  const succeeds = `version ${version} of ${serviceName} may still succeed`
  if (snapshot.kind !== 'service') return `${succeeds}, unless somebody deleted the service`
  const serving = servingDeployment(snapshot.service)
  return `${succeeds}; ${serving ? `version ${serving.version} serves now` : 'nothing serves yet'}`
}
