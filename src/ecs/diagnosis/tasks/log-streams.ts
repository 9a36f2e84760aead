import type { TaskDefinitionContent } from '../../model/task-definition.ts'

/** A container whose lines can be read: where they go. */
export interface LoggedContainer {
  readonly name: string
  readonly region: string
  readonly group: string
  /** Of its stream, which goes on with its name and the id of the task. */
  readonly prefix: string
}

/** The containers of a task whose lines can be read, and why those of others cannot; `region` is where the task runs. */
export function loggedContainers(
  { containerDefinitions }: Pick<TaskDefinitionContent, 'containerDefinitions'>,
  region: string,
): { readonly logged: readonly LoggedContainer[]; readonly unavailable: readonly string[] } {
  const logged: LoggedContainer[] = []
  const unavailable: string[] = []
  for (const { name, logConfiguration } of containerDefinitions) {
    const { logDriver, options = {} } = logConfiguration ?? {}
    const { 'awslogs-group': group, 'awslogs-stream-prefix': prefix, 'awslogs-region': own } = options
    if (logDriver === undefined)
      unavailable.push(`the output of ${name} is not kept anywhere: it has no logConfiguration`)
    else if (logDriver !== 'awslogs')
      unavailable.push(`the log of ${name} cannot be read here because its log driver is ${logDriver}`)
    else if (!group || !prefix)
      unavailable.push(
        `the log of ${name} cannot be found because its logConfiguration has no awslogs-stream-prefix`,
      )
    else logged.push({ name, group, prefix, region: own || region })
  }
  return { logged, unavailable }
}
