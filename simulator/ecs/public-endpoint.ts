import { clusterArn } from './identifiers.ts'
import type { ServiceState, Task, TaskGroup } from './lifecycle/state.ts'
import { isHealthy } from './lifecycle/tasks.ts'
import type { View } from './requests/context.ts'
import { serviceStateNamed, surroundingsOf } from './views/lookup.ts'

/** The answer to a GET of a service. ECS itself has no URL: this stands for the load balancer in front. */
export interface PublicResponse {
  readonly status: number
  readonly contentType: string
  readonly body: string
}

/**
 * 404 without a service, 503 while no task is healthy, as a load balancer would answer; else the application with its version. Of
 * several revisions the one with the most traffic answers, else the newest with a healthy task.
 */
export function respondPublicly(
  { cluster, service }: { readonly cluster: string; readonly service: string },
  view: View,
): PublicResponse {
  const state = serviceStateNamed(view, { cluster: clusterArn(view.records, cluster), service })
  if (state === undefined || state.status === 'INACTIVE') return page(404, 'Not Found')
  const group = answering(state, view.at)
  if (group === undefined) return page(503, 'Service Temporarily Unavailable')
  const definition = surroundingsOf(view).taskDefinition(group.content.taskDefinition)
  const container = definition?.content.containerDefinitions.find(({ name }) => name === group.culprit)
  return {
    status: group.outcome.answers ?? 200,
    contentType: 'application/json',
    body: JSON.stringify({
      service,
      taskDefinition: definition && `${definition.family}:${definition.revision}`,
      image: container?.image,
    }),
  }
}

/** The tasks that answer for a service, none while no task is healthy. */
export function answeringTasks(
  { cluster, service }: { readonly cluster: string; readonly service: string },
  view: View,
): readonly Task[] {
  const state = serviceStateNamed(view, { cluster: clusterArn(view.records, cluster), service })
  const group = state && answering(state, view.at)
  return (state?.tasks ?? []).filter((task) => task.group === group && isHealthy(task, view.at))
}

function answering({ groups, tasks }: ServiceState, at: number): TaskGroup | undefined {
  const healthy = groups.filter((group) => tasks.some((task) => task.group === group && isHealthy(task, at)))
  const most = Math.max(...healthy.map(({ productionWeight = 0 }) => productionWeight))
  return healthy.find(({ productionWeight = 0 }) => productionWeight === most)
}

function page(status: number, text: string): PublicResponse {
  const title = `${status} ${text}`
  return {
    status,
    contentType: 'text/html',
    body: `<html>\n<head><title>${title}</title></head>\n<body>\n<center><h1>${title}</h1></center>\n</body>\n</html>\n`,
  }
}
