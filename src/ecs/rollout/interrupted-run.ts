import type { Dependencies, InterruptedRun } from '../../action/provider.ts'
import { clientSettings } from '../../aws/client-settings.ts'
import { createRequestHandler } from '../../aws/request-handler.ts'
import { userAgentOf } from '../../product.ts'
import type { Runtime } from '../../rollout/contract/run.ts'
import type { SavedRun } from '../../rollout/contract/saved-run.ts'
import { secondLook } from '../../runtime/second-look.ts'
import { createEcsApi } from '../api/client.ts'
import type { EcsApi } from '../api/ecs-api.ts'
import { consoleUrl } from '../console-url.ts'
import { type Handle, readHandle } from '../handle.ts'
import type { Service } from '../model/service.ts'
import { shortTaskId } from '../model/task.ts'
import { revisionName } from '../model/task-definition.ts'
import { formatStatus } from '../plan/status.ts'
import { watchRollout } from './rollout-watch.ts'
import type { StartedDeployment } from './started.ts'
import { rolloutStatus } from './status.ts'
import { nameOf } from './views/verdicts.ts'

/** Opens the service of a run that was killed before it could report: `look` returns the current state of what was written. */
export function openInterruptedRun(
  saved: SavedRun,
  { clock, signal, http, product }: Runtime,
  { environment, secrets }: Pick<Dependencies, 'environment' | 'secrets'>,
): InterruptedRun {
  const handle = readHandle(saved.handle)
  const { region, cluster, service = '' } = handle
  const userAgent = userAgentOf(product)
  const requestHandler = createRequestHandler(http)
  const settings = clientSettings({ service: 'ECS', region, userAgent, requestHandler, environment })
  const api = createEcsApi({ settings, clock, signal, clean: secrets.clean, registerSecrets: secrets.add })
  return {
    name: service === '' ? saved.subject : service,
    look: () => statusText(api, saved, handle),
    consoleUrl: consoleUrl({ region, cluster, service }),
    close: api.close,
  }
}

/** The current state of what the main step wrote, as a sentence. */
async function statusText(api: EcsApi, { mode, written }: SavedRun, handle: Handle): Promise<string> {
  if (written === 'nothing') return 'nothing had been sent, so nothing was changed'
  const { cluster, service: name } = handle
  if (handle.kind === 'task') return await taskText(api, handle)
  if (name === undefined) {
    return written === 'sent'
      ? 'it is unknown whether its last call was accepted'
      : 'the task definition was registered, but nothing was deployed'
  }
  const service = await secondLook(true, () => api.getService({ cluster, service: name }))
  if (mode === 'delete' && service === undefined) return `${name} is gone`
  if (mode === 'delete' && service?.status === 'DRAINING') return `${name} is still being deleted`
  const { kind, id, taskDefinition = '' } = handle
  if (id !== undefined && kind !== 'deletion') {
    if (service) return await rolloutText(api, handle, service)
    return `${revisionName(taskDefinition)} was accepted, but the service ${name} no longer exists`
  }
  const now = service ? formatStatus(service, []) : `there is no service ${name}`
  if (written === 'images-stored')
    return `the task definition was registered, but nothing was deployed; ${now}`
  return written === 'configured'
    ? `the settings were updated, but nothing was deployed; ${now}`
    : `it is unknown whether its last call was accepted; ${now}`
}

/** The current state of a task that was started. */
async function taskText(
  api: EcsApi,
  { cluster, service, id = '', taskDefinition = '' }: Handle,
): Promise<string> {
  const rest = service === undefined ? '' : `; ${service} was not touched`
  const [task] = await api.getTasks(cluster, [id])
  const name = `the task ${shortTaskId({ id: id.slice(id.lastIndexOf('/') + 1) })} of ${revisionName(taskDefinition)}`
  if (task === undefined) return `${name} was started, and ECS does not show it${rest}`
  if (task.lastStatus !== 'STOPPED')
    return `${name} is still ${task.lastStatus}, and continues by itself${rest}`
  const codes = task.containers.map(({ name: container, exitCode }) =>
    exitCode === undefined ? `${container} did not run` : `${container} exited with ${exitCode}`,
  )
  return `${name} has ended: ${codes.join(', ')}${rest}`
}

/** The current state of a rollout that ECS had accepted. */
async function rolloutText(api: EcsApi, handle: Handle, service: Service): Promise<string> {
  const { kind, id = '', taskDefinition = '', createdAt, cluster } = handle
  const started: StartedDeployment = {
    kind: kind === 'count' ? kind : 'rollout',
    ...{ service: service.name, cluster, id, taskDefinition, createdAt, reply: service },
    ...{ created: false, previous: undefined, known: [], sent: {}, before: {} },
  }
  const watch = watchRollout(api, started, { notice: () => undefined })
  const status = rolloutStatus(started, await watch.poll(), {
    onPause: 'wait',
    giveUpAfterFailedTasks: 'off',
  })
  if (status.kind !== 'progressing') return status.verdict.reason
  const old = service.deployments.find(({ id, runningCount }) => id !== started.id && runningCount > 0)
  const meanwhile = old
    ? `${revisionName(old.taskDefinition)} serves meanwhile`
    : 'nothing else serves meanwhile'
  return `${nameOf(started)} was accepted and is still in progress (${status.phase}); ${meanwhile}`
}
