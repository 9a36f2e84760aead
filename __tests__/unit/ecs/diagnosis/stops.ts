import type { LogFindings } from '../../../../src/diagnosis/log-analysis.ts'
import { parseLogLine } from '../../../../src/diagnosis/log-lines.ts'
import { chooseCause } from '../../../../src/ecs/diagnosis/choose-cause.ts'
import type { Evidence, ShownText, StoppedTask } from '../../../../src/ecs/diagnosis/evidence.ts'
import type { Task, TaskContainer } from '../../../../src/ecs/model/task.ts'
import type { TaskDefinitionContent } from '../../../../src/ecs/model/task-definition.ts'
import type { Cause } from '../../../../src/rollout/contract/diagnostics.ts'
import { begun, ourId, revision } from '../rollout/rollouts.ts'
import { container, content } from '../shop.ts'

/** Tasks that failed, and what else is known about them. */

export const image = 'ghcr.io/acme/shop:9a8b7c'
export const targetGroup =
  '(target-group arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/shop/0d1c2b3a4f5e6d7c)'

export const web: TaskDefinitionContent = content({
  executionRoleArn: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
  memory: '512',
  containerDefinitions: [
    container({
      image,
      command: ['node', 'server.js'],
      portMappings: [{ containerPort: 8080, protocol: 'tcp' }],
      healthCheck: { command: ['CMD-SHELL', 'curl -f http://localhost:8080/healthz'] },
      logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/web' } },
    }),
  ],
})

export function ended(app: Partial<TaskContainer> = {}, more: Partial<Task> = {}): Task {
  const id = '1f2e3d4c5e6f70819293a4b5c6d7e8f9'
  return {
    ...{ id, arn: `arn:aws:ecs:eu-central-1:123456789012:task/prod/${id}`, startedBy: ourId },
    ...{ taskDefinition: revision(19), lastStatus: 'STOPPED', desiredStatus: 'STOPPED' },
    ...{ createdAt: begun, startedAt: begun + 22_000, stoppedAt: begun + 80_000 },
    ...{ stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' },
    attachmentReasons: [],
    containers: [{ name: 'app', image, exitCode: undefined, reason: '', ...app }],
    ...more,
  }
}

/** A task that never ran, in ECS's words. */
export function notStarted(stoppedReason: string): Task {
  return ended({}, { stopCode: 'TaskFailedToStart', stoppedReason, startedAt: undefined })
}

/** The load balancer's or the container's check failed. */
export function unhealthy(stoppedReason = `Task failed ELB health checks in ${targetGroup}`): Task {
  return ended({ exitCode: 137 }, { stopCode: 'ServiceSchedulerInitiated', stoppedReason })
}

export function logOf(...lines: readonly string[]): LogFindings {
  const since = begun
  return {
    lines: lines.map((message, index) =>
      parseLogLine({
        ...{ container: 'app', since, clean: (text: string) => text },
        event: { at: begun + 25_000 + index * 1_000, message },
      }),
    ),
    unavailable: [],
    isOver: true,
  }
}

export function shown(text: string): ShownText {
  return { text, shown: `ECS 0:58  "${text}"` }
}

/** What is known: tasks that failed, and events of the service, in ECS's words. */
export function known(
  tasks: readonly (Task | StoppedTask)[],
  events: readonly string[] = [],
  more: Partial<Evidence> = {},
): Evidence {
  return {
    tasks: tasks.map((one) => ('task' in one ? one : { task: one, events: [] })),
    events: events.map(shown),
    ...{ reasons: [], definition: web, isDraining: false, unavailable: [], since: begun },
    target: { containerName: 'app', containerPort: 8080 },
    ...more,
  }
}

export function causeOf(...given: Parameters<typeof known>): Cause | undefined {
  return chooseCause(known(...given))
}
