import { parse } from 'yaml'
import { uses } from '../../scripts/repository.js'
import { blocks, exampleWorkflows, pages, read } from '../contract/markdown.ts'

/** What people copy: the steps of the examples and of the documents. */

export interface Step {
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
}

/** A step of ours, and where it stands. */
export interface Recipe {
  readonly path: string
  /** What starts the workflow, such as `push`; absent for a step without a workflow. */
  readonly event: string | undefined
  /** With the inputs as a runner hands them over, expressions apart. */
  readonly inputs: Readonly<Record<string, string>>
}

interface Job {
  readonly if?: string
  readonly steps: readonly Step[]
  readonly strategy?: { readonly matrix: { readonly include: readonly Values[] } }
}

interface Workflow {
  readonly on?: Readonly<Record<string, { readonly inputs?: Readonly<Record<string, Values>> } | null>>
  readonly jobs?: Readonly<Record<string, Job>>
}

/** What expressions give, by their text. */
type Values = Readonly<Record<string, unknown>>

/** The commit of a run: 40 digits, as GitHub has it. */
export const commit = 'a'.repeat(40)

const given: Values = {
  'steps.build.outputs.digest': `sha256:${'a1'.repeat(32)}`,
  'github.sha': commit,
  'github.event.pull_request.head.sha': commit,
  'github.event.release.tag_name': 'v1.2.3',
  'secrets.DATABASE_URL': 'postgres://shop:correct-horse@db.internal:5432/shop',
  'vars.AWS_ROLE': 'arn:aws:iam::123456789012:role/deploy-shop',
}

function prefixed(prefix: string, values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]))
}

/** A step with what its expressions give; others than ours may hold some that nobody here knows. */
function evaluated(step: Step, values: Values): Step {
  return JSON.parse(
    JSON.stringify(step).replace(/\$\{\{ ([\w.-]+) \}\}/g, (whole, expression: string) =>
      expression in values ? String(values[expression]) : whole,
    ),
  )
}

/** The steps of a whole workflow, or a list of steps; the matrix is unrolled, and its inputs have their defaults. */
function stepsOf(text: string): { readonly event: string | undefined; readonly step: Step }[] {
  const content: unknown = parse(text)
  if (Array.isArray(content)) {
    return content.map((step: Step) => ({ event: undefined, step: evaluated(step, given) }))
  }
  // A part of a workflow shows one thing, and cannot run.
  const { on, jobs = {} } = content as Workflow
  if (on === undefined) return []
  const asked = Object.entries(on['workflow_dispatch']?.inputs ?? {}).map(([name, input]) => [
    name,
    input['default'],
  ])
  const inputs = prefixed('inputs', Object.fromEntries(asked))
  return Object.values(jobs).flatMap((job) => {
    const event = /github\.event_name == '(\w+)'/.exec(job.if ?? '')?.[1] ?? Object.keys(on)[0]
    return (job.strategy?.matrix.include ?? [{}]).flatMap((matrix) =>
      job.steps.map((step) => ({
        event,
        step: evaluated(step, { ...given, ...inputs, ...prefixed('matrix', matrix) }),
      })),
    )
  })
}

const texts = [
  ...exampleWorkflows.map((path) => ({ path, text: read(path) })),
  ...pages.flatMap((path) => blocks(read(path), 'yaml').map((text) => ({ path, text }))),
]

/** Each once: the documents show the examples. */
const steps = texts
  .filter(({ text }, index) => texts.findIndex((other) => other.text === text) === index)
  .flatMap(({ path, text }) => stepsOf(text).map((found) => ({ ...found, path })))

export const allSteps: readonly Step[] = steps.map(({ step }) => step)

function recipesOf(action: string): readonly Recipe[] {
  return steps
    .filter(({ step }) => step.uses === action)
    .map(({ path, event, step }) => ({
      path,
      event,
      inputs: Object.fromEntries(
        Object.entries(step.with ?? {}).map(([name, value]) => [name, String(value)]),
      ),
    }))
}

/** The steps that deploy to Lightsail. */
export const recipes = recipesOf(uses.lightsail)

/** The steps that deploy to ECS. */
export const ecsRecipes = recipesOf(uses.ecs)

/** The files that the steps name, by path. */
export const recipeFiles: Readonly<Record<string, string>> = {
  'deployment.yaml': read('examples/files/deployment.yaml'),
  'service.yaml': read('examples/files/service.yaml'),
}

/** The files that the steps for ECS name, by path. */
export const ecsRecipeFiles: Readonly<Record<string, string>> = Object.fromEntries(
  ['task-definition', 'service-definition', 'blue-green', 'worker', 'worker-service'].flatMap((name) => {
    const text = read(`examples/ecs/files/${name}.yaml`)
    // What was exported from Lightsail names its images.
    const exported = text.replace('- name: app\n', '- name: app\n    image: ghcr.io/acme/shop:1f2e3d\n')
    return [
      [`ecs/${name}.yaml`, text],
      [`ecs/${name}.yml`, text],
      [`ecs/${name}.json`, exported],
    ]
  }),
)
