import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse, parseAllDocuments } from 'yaml'
import { createInputIssues } from '../../src/inputs/issues.ts'
import { readDeploymentFile } from '../../src/lightsail/inputs/files/deployment-file.ts'
import { readServiceFile } from '../../src/lightsail/inputs/files/service-file.ts'
import { parseRequest } from '../../src/lightsail/inputs/request.ts'
import type { RunSource } from '../../src/source/run-source.ts'
import { blocks, read, root } from './markdown.ts'

/** What people copy out of the README and the examples works: the real parsers read it. */

interface Step {
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
}

interface Job {
  readonly steps: readonly Step[]
  readonly strategy?: { readonly matrix: { readonly include: readonly Readonly<Record<string, unknown>>[] } }
}

const readme = read('README.md')
const yamlBlocks = blocks(readme, 'yaml')
const deploymentFiles = {
  'deployment.yaml': yamlBlocks.filter((block) => /^containers:/m.test(block)),
  'deployment.json': blocks(readme, 'json').filter((block) => block.includes('"containers"')),
}
const serviceFiles = { 'service.yaml': yamlBlocks.filter((block) => /^serviceName:/m.test(block)) }

interface Workflow {
  readonly on?: {
    readonly workflow_dispatch?: {
      readonly inputs: Readonly<Record<string, { readonly default: string }>>
    }
  }
  readonly jobs?: Readonly<Record<string, Job>>
}

/** What expressions give, by their text. */
type Values = Readonly<Record<string, unknown>>

/** What the steps of a build give. */
const built: Values = { 'steps.build.outputs.digest': `sha256:${'a1'.repeat(32)}` }

function prefixed(prefix: string, values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]))
}

/** The steps of a whole workflow, or a list of steps; the matrix is unrolled, and its inputs have their defaults. */
function stepsOf(block: string): Step[] {
  const content: unknown = parse(block)
  if (Array.isArray(content)) return content.map((step) => evaluated(step, built))
  const { jobs = {}, on } = content as Workflow
  const asked = Object.entries(on?.workflow_dispatch?.inputs ?? {}).map(([name, input]) => [
    name,
    input.default,
  ])
  const inputs = prefixed('inputs', Object.fromEntries(asked))
  return Object.values(jobs).flatMap(({ steps, strategy }) =>
    (strategy?.matrix.include ?? [{}]).flatMap((matrix) =>
      steps.map((step) => evaluated(step, { ...built, ...inputs, ...prefixed('matrix', matrix) })),
    ),
  )
}

/** An input or a matrix must have the value; other expressions give some text. */
function evaluated(step: Step, values: Values): Step {
  return JSON.parse(
    JSON.stringify(step).replace(/\$\{\{ ([\w.]+) \}\}/g, (_, expression: string) =>
      expression in values || /^(?:inputs|matrix)\./.test(expression) ? String(values[expression]) : 'abc123',
    ),
  )
}

const examples = readdirSync(join(root, 'examples'))
  .filter((name) => name.endsWith('.yml'))
  .map((name) => read(`examples/${name}`))
const steps = [...yamlBlocks, ...examples].flatMap(stepsOf)
const ours = steps.filter(({ uses }) => uses?.startsWith('OWNER/lightsail-deploy@'))

/** A run for a pull request that was pushed to. */
const pushed: RunSource = {
  repository: { owner: 'acme', repo: 'shop' },
  sha: 'a'.repeat(40),
  run: { id: 42 },
  event: 'pull_request',
  pullRequest: {
    number: 7,
    action: 'synchronize',
    state: 'open',
    headRepository: 'acme/shop',
    isFork: false,
    labels: [],
    changedLabel: undefined,
  },
  problem: undefined,
}

describe('recipes', () => {
  test('every YAML block is one YAML document', () => {
    for (const block of yamlBlocks) {
      const found = parseAllDocuments(block)
      expect(found).toHaveLength(1)
      expect(found.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([])
    }
  })

  test('there are several, with the matrix unrolled', () => {
    expect(ours.length).toBeGreaterThanOrEqual(18)
    expect(ours.map((step) => step.with?.['service-name'])).toContain('admin')
    const modes = new Set(ours.map((step) => step.with?.['mode'] ?? 'deploy'))
    expect([...modes].sort()).toEqual(['cleanup', 'deploy', 'plan', 'rollback'])
  })

  test.each(ours.map((step) => [JSON.stringify(step.with), step] as const))(
    'the action takes %s without a complaint',
    async (_, step) => {
      const texts = Object.entries(step.with ?? {}).map(([name, text]) => [
        `INPUT_${name.toUpperCase()}`,
        String(text),
      ])
      const { request, issues } = await parseRequest(
        { AWS_REGION: 'eu-central-1', ...Object.fromEntries(texts) },
        (path) => {
          const files = Object.entries({ ...deploymentFiles, ...serviceFiles })
          const [file] = files.flatMap(([name, [text]]) => (name === path ? [text] : []))
          if (file === undefined) throw new Error(`the README shows no file ${path}`)
          return file
        },
        pushed,
      )
      expect(issues).toEqual([])
      expect(request?.notices).toEqual([])
    },
  )

  test('an input that the README misspelled would be found', async () => {
    const environment = { AWS_REGION: 'eu-central-1', 'INPUT_SERVICE-NAME': 'shop', INPUT_IMAGES: 'shop' }
    const { issues } = await parseRequest({ ...environment, INPUT_CONTAINERPORT: '80' }, () => '')
    expect(issues.map(({ input }) => input)).toEqual(expect.arrayContaining(['images', 'containerport']))
  })

  test('pin every action to a release', () => {
    const uses = steps.flatMap((step) => step.uses ?? [])
    expect(uses.length).toBeGreaterThan(ours.length)
    expect(uses.filter((action) => !/^[\w./-]+@v\d+$/.test(action))).toEqual([])
  })

  test('every credentials step names a role: no keys', () => {
    const credentials = steps.filter(({ uses }) => uses?.startsWith('aws-actions/configure-aws-credentials@'))
    expect(credentials.length).toBeGreaterThan(2)
    for (const step of credentials) {
      expect(Object.keys(step.with ?? {}).sort()).toEqual(['aws-region', 'role-to-assume'])
    }
  })
})

describe('deployment files', () => {
  test.each(Object.entries(deploymentFiles))('%s is read without a complaint', (_, found) => {
    expect(found).toHaveLength(1)
    expect(readDeploymentFile(found[0] ?? '')).not.toHaveProperty('issues')
  })

  test('the YAML and the JSON one say the same', () => {
    const contents = Object.values(deploymentFiles).map(([text = '']) => {
      const file = readDeploymentFile(text)
      return 'content' in file ? { ...file.content, $schema: undefined } : file
    })
    expect(contents[0]).toEqual(contents[1])
    expect(contents[0]).toHaveProperty('containers.app.environment.PORT', '8080')
  })

  test('the published schema knows every key of the examples', () => {
    const schema = JSON.parse(read('schema/deployment.schema.json'))
    expect(schema).toMatchObject({
      title: expect.any(String),
      description: expect.any(String),
      required: ['containers'],
    })
    const example = parse(deploymentFiles['deployment.yaml'][0] ?? '')
    const { properties } = schema
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(example)))
    expect(Object.keys(properties.containers.additionalProperties.properties)).toEqual(
      expect.arrayContaining(Object.keys(example.containers.app)),
    )
    expect(Object.keys(properties.publicEndpoint.properties.healthCheck.properties)).toEqual(
      expect.arrayContaining(Object.keys(example.publicEndpoint.healthCheck)),
    )
  })
})

describe('the service file', () => {
  const [file = ''] = serviceFiles['service.yaml']

  test('is read without a complaint', () => {
    expect(serviceFiles['service.yaml']).toHaveLength(1)
    const issues = createInputIssues()
    const found = readServiceFile({ path: 'service.yaml', text: file }, { issues })
    expect(issues.all).toEqual([])
    expect(found).toMatchObject({ serviceName: 'shop', patch: { power: 'micro', scale: 2 } })
  })

  test('the published schema knows every key of the example', () => {
    const { title, description, properties } = JSON.parse(read('schema/service.schema.json'))
    expect([title, description]).toEqual([expect.any(String), expect.any(String)])
    const example = parse(file)
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(example)))
    expect(Object.keys(properties.tags.items.properties)).toEqual(
      expect.arrayContaining(Object.keys(example.tags[0])),
    )
    expect(Object.keys(properties.deployment.properties)).toEqual(
      expect.arrayContaining(Object.keys(example.deployment)),
    )
  })
})
