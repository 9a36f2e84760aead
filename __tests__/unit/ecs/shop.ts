import { parseRequest } from '../../../src/ecs/inputs/request.ts'
import type { ParsedRequest, Request } from '../../../src/ecs/inputs/request-types.ts'
import type { Deployment, Service, ServiceMembers } from '../../../src/ecs/model/service.ts'
import type {
  ContainerDefinition,
  TaskDefinition,
  TaskDefinitionContent,
} from '../../../src/ecs/model/task-definition.ts'
import { planRun } from '../../../src/ecs/plan/plan.ts'
import type { Observed, Readable, Step } from '../../../src/ecs/plan/steps.ts'
import type { Plan } from '../../../src/rollout/contract/plan.ts'
import { deployment, earlierId, revision, service } from './rollout/rollouts.ts'

/** The service shop on prod runs web:18, whose container is app. */

type Texts = Readonly<Record<string, string>>

/** The request of some inputs, or what is wrong with them. */
export function parsed(inputs: Texts, files: Texts = {}): Promise<ParsedRequest> {
  const variables = Object.entries(inputs).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text])
  return parseRequest({ AWS_REGION: 'eu-central-1', ...Object.fromEntries(variables) }, (path) => {
    const text = files[path]
    if (text === undefined) throw new Error('no such file')
    return text
  })
}

/** `input: message` of each issue. */
export async function issuesOf(inputs: Texts, files: Texts = {}): Promise<string[]> {
  return (await parsed(inputs, files)).issues.map(({ input, message }) => `${input}: ${message}`)
}

export async function requestOf(inputs: Texts, files: Texts = {}): Promise<Request> {
  const { request, issues } = await parsed({ service: 'shop', cluster: 'prod', ...inputs }, files)
  if (request === undefined) throw new Error(JSON.stringify(issues))
  return request
}

export const digest = `sha256:${'a'.repeat(64)}`
export const fixedImage = `ghcr.io/acme/shop@${digest}`

export function container(more: Partial<ContainerDefinition> = {}): ContainerDefinition {
  return { name: 'app', image: fixedImage, ...more }
}

export function content(more: Partial<TaskDefinitionContent> = {}): TaskDefinitionContent {
  return { family: 'web', containerDefinitions: [container()], ...more }
}

export function definition(
  number: number,
  of: TaskDefinitionContent = content(),
  more: Partial<TaskDefinition> = {},
): TaskDefinition {
  return {
    ...{
      arn: revision(number, of.family),
      family: of.family,
      revision: number,
      status: 'ACTIVE',
      registeredAt: 0,
    },
    ...{ content: of, tags: {} },
    ...more,
  }
}

export function primary(more: Partial<Deployment> = {}): Deployment {
  return deployment(earlierId, revision(18), { status: 'PRIMARY', ...more })
}

export function shop(more: Partial<Service> = {}, members: ServiceMembers = {}): Service {
  return service([primary()], { taskDefinition: revision(18), members, ...more })
}

export function read<Value>(value: Value): Readable<Value> {
  return { kind: 'read', value }
}

export function observed(more: Partial<Observed> = {}): Observed {
  return { at: 0, service: shop(), running: read(definition(18)), ...more }
}

export async function planOf(
  inputs: Texts,
  seen: Observed = observed(),
  files: Texts = {},
): Promise<Plan<Step>> {
  return planRun(await requestOf(inputs, files), seen)
}

/** The plan's lines, such as `~ app image a → b`. */
export function linesOf(plan: Plan<Step>): string[] {
  return plan.kind === 'apply'
    ? plan.changes.map(({ sign, subject, detail }) => `${sign} ${subject} ${detail}`)
    : []
}

export function stepOf(plan: Plan<Step>): Step {
  if (plan.kind !== 'apply') throw new Error(JSON.stringify(plan))
  return plan.step
}

/** `refused access-denied: why`, `wait service-draining: why`. */
export function endOf(plan: Plan<Step>): string {
  if (plan.kind === 'apply') return `apply ${plan.step.kind}`
  if (plan.kind === 'wait') return `wait ${plan.reasonCode}: ${plan.reason}`
  const { result, reasonCode, reason } = plan.verdict
  return `${result} ${reasonCode}: ${reason}`
}
