import type { InputIssue } from '../../inputs/issues.ts'
import type { Environment, InputTexts } from '../../inputs/read-inputs.ts'
import { foreignInputs, type InputName } from './names.ts'

/** Inputs of the Lightsail action: why they do not exist here, and what to use. */
const elsewhere: readonly (readonly [input: RegExp, told: string])[] = [
  [/^power$/, 'on ECS a task has its own cpu and memory: set them in task-definition'],
  [/^scale$/, 'use desired-count'],
  [/^service-name$/, 'use service'],
  [/^deployment-file$/, 'use task-definition'],
  [/^service-file$/, 'use service-definition'],
  [/^ports$/, 'ports are portMappings in the task definition; a load balancer is set with target-group-arn'],
  [
    /^public-(?:endpoint|port)$/,
    'a load balancer makes a service public: use target-group-arn and container-port',
  ],
  [
    /^health-check-/,
    "the health check belongs to the target group, or to a container's healthCheck in the task definition",
  ],
  [/^public-domain-names$/, 'domain names are set up at the load balancer and in DNS'],
  [/^ecr-image-puller-role$/, 'the execution role pulls images: use execution-role-arn'],
  [/^disabled$/, 'use desired-count: 0'],
  [/^(?:push|image-label|keep-images)$/, 'push the image to a registry in a step before this one'],
  [/^max-monthly-cost$/, 'ECS has no price list that could be read'],
  [
    /^preview/,
    'a preview would need a load balancer rule, a target group and DNS, which this action does not create',
  ],
]

/** The environment without those inputs; each that is written is an issue. */
export function withoutForeignInputs(environment: Environment): {
  readonly environment: Environment
  readonly issues: readonly InputIssue[]
} {
  const issues: InputIssue[] = []
  const kept = Object.entries(environment).filter(([variable, text]) => {
    const input = variable.slice('INPUT_'.length).toLowerCase().replaceAll('_', '-')
    const found = variable.startsWith('INPUT_') ? elsewhere.find(([name]) => name.test(input)) : undefined
    if (found && text !== undefined && text.trim() !== '')
      issues.push({ input, message: `there is no input "${input}" for ECS: ${found[1]}` })
    return found === undefined
  })
  return { environment: Object.fromEntries(kept), issues }
}

/** Inputs of AWS's own action for features that do not exist here: a notice. */
export function foreignNotices(given: InputTexts<InputName>): string[] {
  const written = foreignInputs.filter((input) => given[input] !== undefined)
  const have = written.length === 1 ? 'has' : 'have'
  return written.length === 0
    ? []
    : [`${written.join(', ')} ${have} no effect: a service that CodeDeploy deploys is refused`]
}
