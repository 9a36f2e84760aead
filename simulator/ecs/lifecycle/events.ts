import { groupId, type ServiceState, type Task, type TaskGroup } from './state.ts'

const SIX_HOURS_MS = 6 * 3600 * 1000

/** Adds an event to the service; a lasting condition is not repeated within six hours. */
export function tell(state: ServiceState, at: number, text: string, { stays = false } = {}): void {
  const message = `(service ${state.record.name}) ${text}`
  const isLeftOut =
    stays &&
    state.surroundings.switches.repeatedEvents === 'left-out' &&
    state.events.some((event) => event.message === message && at - event.at < SIX_HOURS_MS)
  if (!isLeftOut) state.events.push({ at, message })
}

export function tellStarted(state: ServiceState, at: number, tasks: readonly Task[]): void {
  const replaced = state.replacedUnhealthy
  state.replacedUnhealthy = 0
  const why = replaced > 0 ? ` Amazon ECS replaced ${replaced} tasks due to an unhealthy status.` : ''
  tell(state, at, `has started ${tasks.length} tasks: ${named(tasks)}.${why}`)
}

/** Running tasks by name, pending ones by count; registered targets go on draining. */
export function tellStopped(state: ServiceState, at: number, tasks: readonly Task[]): void {
  const running = tasks.filter(({ runningAt }) => runningAt <= at)
  const pending = tasks.length - running.length
  if (running.length > 0) tell(state, at, `has stopped ${running.length} running tasks: ${named(running)}.`)
  if (pending > 0) tell(state, at, `stopped ${pending} pending tasks.`)
  tellDeregistered(state, at, running)
}

export function tellRegistered(state: ServiceState, at: number, tasks: readonly Task[]): void {
  if (tasks.length === 0) return
  for (const arn of targetGroups(tasks[0]))
    tell(state, at, `registered ${tasks.length} targets in (target-group ${arn})`)
}

export function tellDeregistered(state: ServiceState, at: number, tasks: readonly Task[]): void {
  const registered = tasks.filter(({ isRegistered }) => isRegistered)
  if (registered.length === 0) return
  for (const arn of targetGroups(registered[0]))
    tell(state, at, `deregistered ${registered.length} targets in (target-group ${arn})`)
  for (const startedBy of new Set(registered.map((task) => task.startedBy))) {
    const count = registered.filter((task) => task.startedBy === startedBy).length
    const message = `(service ${state.record.name}, taskSet ${startedBy}) has begun draining connections on ${count} tasks.`
    state.events.push({ at, message })
  }
}

export function tellCompleted(state: ServiceState, at: number, group: TaskGroup): void {
  tell(state, at, `(deployment ${groupId(group)}) deployment completed.`)
}

export function tellSteady(state: ServiceState, at: number): void {
  tell(state, at, 'has reached a steady state.')
}

/** The rest of an update cannot be placed or stopped. */
export const stuckText =
  'was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.'

export const inconsistentText = 'is unable to consistently start tasks successfully.'

export function targetGroups(task: Pick<Task, 'revision'> | undefined): readonly string[] {
  return (task?.revision.loadBalancers ?? []).flatMap(({ targetGroupArn }) => targetGroupArn ?? [])
}

function named(tasks: readonly Task[]): string {
  return tasks.map(({ id }) => `(task ${id})`).join(' ')
}
