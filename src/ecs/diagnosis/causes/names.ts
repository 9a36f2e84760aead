import { imagesOf } from '../../model/task-definition.ts'
import type { Found } from './cause-row.ts'

/** The names in sentences about a cause. All come from texts of others, cleaned. */

/** `the app`, or with several containers the one that it is. */
export function who({ evidence: { definition }, stopped, container }: Found): string {
  const count = definition?.containerDefinitions.length ?? stopped?.task.containers.length ?? 1
  if (count === 1) return 'the app'
  return container === undefined ? 'one of the containers' : `the container ${container.name}`
}

/** `the image ghcr.io/acme/shop:1`. */
export function image({ container, text, evidence: { definition } }: Found): string {
  const [only, ...more] = definition === undefined ? [] : imagesOf(definition)
  const named = /\bref (?:pull image )?([\w./@:-]+?):? /.exec(text)?.[1]
  const known = container?.image || named || (more.length === 0 ? only : undefined)
  return known ? `the image ${known}` : 'an image of the task'
}

/** `linux/arm64`, as the task definition asks for it. */
export function architecture({ evidence: { definition } }: Found): string {
  return definition?.runtimePlatform?.cpuArchitecture === 'ARM64' ? 'linux/arm64' : 'linux/amd64'
}

/** `the secret shop/session-key-a1b2c3`. */
export function secret({ text }: Found): string {
  const [, kind, name] =
    /arn:aws[\w-]*:(secretsmanager|ssm):[\w-]*:\d*:(?:secret:|parameter)([\w/+=.@-]+)/.exec(text) ?? []
  if (name) return `${kind === 'ssm' ? 'the parameter' : 'the secret'} ${name}`
  const parameter = /invalid parameters: ([\w./-]+)/i.exec(text)?.[1]
  return parameter ? `the parameter ${parameter}` : 'a secret of the task'
}

/** `the execution role ecsTaskExecutionRole`. */
export function executionRole({ evidence: { definition } }: Found): string {
  const name = definition?.executionRoleArn?.split('/').at(-1)
  return name ? `the execution role ${name}` : 'the execution role'
}

/** `the log group /ecs/web`, of the container or of any. */
export function logGroup({ evidence: { definition }, container, text }: Found): string {
  const containers = definition?.containerDefinitions ?? []
  const groups = containers.flatMap(({ name, logConfiguration }) =>
    container === undefined || container.name === name
      ? (logConfiguration?.options?.['awslogs-group'] ?? [])
      : [],
  )
  const named = /log-group:([\w/.#-]+)/.exec(text)?.[1]
  const [only, ...more] = [...new Set(groups)]
  const known = named ?? (more.length === 0 ? only : undefined)
  return known ? `the log group ${known}` : 'a log group of the task'
}

/** `start.sh`, as the runtime quotes it, or the command of the container. */
export function command({ text, container, evidence: { definition } }: Found): string {
  const quoted = /exec:? "([^"]+)"|stat ([\w./-]+): no such file/i.exec(text)
  const own = definition?.containerDefinitions.find(({ name }) => name === container?.name)
  return quoted?.[1] ?? quoted?.[2] ?? own?.command?.[0] ?? 'its command'
}

/** `512 MiB`, of the container, else of the task. */
export function memory({ container, evidence: { definition } }: Found): string | undefined {
  const own = definition?.containerDefinitions.find(({ name }) => name === container?.name)
  const size = own?.['memory'] ?? definition?.memory
  return size === undefined ? undefined : /^\d+$/.test(String(size)) ? `${size} MiB` : String(size)
}

/** The command of the container's own health check, as one line. */
export function healthCommand({ container, evidence: { definition } }: Found): string | undefined {
  const checked = definition?.containerDefinitions.filter((one) => one['healthCheck'] !== undefined) ?? []
  const own =
    checked.find(({ name }) => name === container?.name) ?? (checked.length === 1 ? checked[0] : undefined)
  const check = own?.['healthCheck']
  const words = typeof check === 'object' && check !== null && 'command' in check ? check.command : undefined
  return Array.isArray(words)
    ? words.filter((word) => word !== 'CMD' && word !== 'CMD-SHELL').join(' ')
    : undefined
}

/** `role shop-task`, as a text names it. */
export function role({ text }: Found): string {
  const name = /role\/([\w+=,.@/-]+)/.exec(text)?.[1]
  return name ? `the role ${name.split('/').at(-1)}` : 'a role of the task'
}
