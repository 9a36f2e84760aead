import type { Account } from '../ecs/account.ts'
import type { ContainerDefinition, TaskDefinitionContent } from '../ecs/api-types.ts'
import type { TaskLife } from '../ecs/lifecycle/state.ts'
import type { TaskOutcome } from '../ecs/outcomes/outcome.ts'
import type { ContainerRunner, Running } from './container-runner.ts'
import { answerOf } from './door.ts'
import type { Check } from './task-health.ts'

/** Defaults of a target group behind an Application Load Balancer, but for its interval. */
const targetGroupCheck = { path: '/', timeoutSeconds: 5, successCodes: '200' }
const TARGET_GROUP_RETRIES = 3

/** What is checked of a task: at the load balancers, and inside its containers. */
export function checksOf({
  task,
  definition,
  running,
  runner,
  account,
  graceSeconds,
  end,
}: {
  task: TaskLife
  definition: TaskDefinitionContent
  running: Running
  runner: ContainerRunner
  account: Account
  graceSeconds: number
  end: (culprit: string, outcome: TaskOutcome) => void
}): readonly Check[] {
  const now = account.now()
  const graceUntil = now + graceSeconds * 1000
  const intervalSeconds = account.switches.unhealthySeconds / TARGET_GROUP_RETRIES
  const unhealthy = (culprit: string, by: 'container' | 'load-balancer', answer?: string) =>
    end(culprit, { kind: 'unhealthy', by, ...(answer !== undefined && { answer }), says: () => [] })
  const atBalancers = task.revision.loadBalancers.map(
    ({ containerName = '', containerPort = 0 }): Check => ({
      intervalSeconds,
      retries: TARGET_GROUP_RETRIES,
      graceUntil,
      ask: async () => wrongWith(await answerOf(running.doors.get(containerPort), targetGroupCheck)),
      unhealthy: (answer) => unhealthy(containerName, 'load-balancer', answer),
    }),
  )
  const inContainers = definition.containerDefinitions.flatMap((container): Check[] => {
    const { name, healthCheck } = container
    const id = running.ids.get(name)
    const command = commandOf(healthCheck)
    if (healthCheck === undefined || command === undefined || id === undefined) return []
    const { interval = 30, timeout = 5, retries = 3, startPeriod = 0 } = healthCheck
    return [
      {
        intervalSeconds: interval,
        retries,
        graceUntil: Math.max(graceUntil, now + startPeriod * 1000),
        ask: async () => ((await runner.isWell(id, command, timeout * 1000)) ? undefined : command.join(' ')),
        unhealthy: () => unhealthy(name, 'container'),
      },
    ]
  })
  return [...atBalancers, ...inContainers]
}

/** The reason that a load balancer gives; undefined if it is satisfied. */
function wrongWith(answer: number | 'timed-out' | 'refused'): string | undefined {
  if (answer === 200) return undefined
  if (answer === 'timed-out') return 'Request timed out'
  return answer === 'refused' ? 'Health checks failed' : `Health checks failed with these codes: [${answer}]`
}

/** `["CMD-SHELL", "curl -f http://localhost/"]` and `["CMD", "/healthy"]`. */
function commandOf(healthCheck: ContainerDefinition['healthCheck']): readonly string[] | undefined {
  const [kind, ...rest] = healthCheck?.command ?? []
  if (kind === undefined || kind === 'NONE') return undefined
  if (kind === 'CMD') return rest
  return ['/bin/sh', '-c', kind === 'CMD-SHELL' ? rest.join(' ') : [kind, ...rest].join(' ')]
}
