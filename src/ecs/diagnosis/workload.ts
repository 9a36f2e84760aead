import type { LogAnalysis, LogFindings } from '../../diagnosis/log-analysis.ts'
import type { TargetWords, Workload } from '../../diagnosis/workload.ts'
import type { TaskDefinitionContent } from '../model/task-definition.ts'
import type { Evidence } from './evidence.ts'

/** The log of a task, as the rules about what apps write see it. */
export function logAnalysisOf({ definition, target }: Evidence, log: LogFindings): LogAnalysis {
  return { ...log, spec: workloadOf(definition, target), words }
}

/** The health check of a target group is not known: that would take calls of another service. */
function workloadOf(definition: TaskDefinitionContent | undefined, target: Evidence['target']): Workload {
  const containers = (definition?.containerDefinitions ?? []).map(
    ({ name, image, portMappings = [], environment = [] }) =>
      [
        name,
        {
          image,
          ports: Object.fromEntries(
            portMappings.flatMap(({ containerPort, protocol = 'tcp' }) =>
              containerPort === undefined ? [] : [[containerPort, protocol]],
            ),
          ),
          environment: Object.fromEntries(environment.map((variable) => [variable.name, variable.value])),
        },
      ] as const,
  )
  return { containers: Object.fromEntries(containers), ...(target && { publicEndpoint: target }) }
}

const words: TargetWords = {
  unit: 'task',
  asker: 'the load balancer',
  moreMemory: () => 'raise the memory of the container and of the task, or make the app use less',
  setVariables: (names, where) => `set ${names} in environment-variables or secrets${where}`,
  setPort: (port) => `point the load balancer to container port ${port} (loadBalancers and portMappings)`,
}
