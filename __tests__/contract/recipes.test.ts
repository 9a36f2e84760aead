import { describe, expect, test } from '@jest/globals'
import { parse, parseAllDocuments } from 'yaml'
import { uses } from '../../scripts/repository.js'
import { parseRequest as parseEcsRequest } from '../../src/ecs/inputs/request.ts'
import { createInputIssues } from '../../src/inputs/issues.ts'
import { readDeploymentFile } from '../../src/lightsail/inputs/files/deployment-file.ts'
import { readServiceFile } from '../../src/lightsail/inputs/files/service-file.ts'
import { parseRequest } from '../../src/lightsail/inputs/request.ts'
import type { RunSource } from '../../src/source/run-source.ts'
import {
  allSteps,
  commit,
  ecsRecipeFiles,
  ecsRecipes,
  recipeFiles,
  recipes,
  type Step,
} from '../support/recipes.ts'
import { blocks, exampleWorkflows, pages, read } from './markdown.ts'

/** What people copy out of the documents and the examples is right: the real parsers read it. */

const yamlBlocks = pages.flatMap((path) => blocks(read(path), 'yaml'))

/** A run for a pull request that was pushed to. */
const pushed: RunSource = {
  repository: { owner: 'acme', repo: 'shop' },
  sha: commit,
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

function fileOf(path: string): string {
  const file = recipeFiles[path]
  if (file === undefined) throw new Error(`there is no example of the file ${path}`)
  return file
}

describe('recipes', () => {
  test('every YAML block is one YAML document', () => {
    expect(yamlBlocks.length).toBeGreaterThan(20)
    for (const block of yamlBlocks) {
      const found = parseAllDocuments(block)
      expect(found).toHaveLength(1)
      expect(found.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([])
    }
  })

  test('there are several, with the matrix unrolled, for every mode', () => {
    expect(recipes.length).toBeGreaterThanOrEqual(18)
    expect(recipes.map(({ inputs }) => inputs['service-name'])).toContain('admin')
    const modes = new Set(recipes.map(({ inputs }) => inputs['mode'] ?? 'deploy'))
    expect([...modes].sort()).toEqual(['cleanup', 'delete', 'deploy', 'export', 'plan', 'rollback'])
  })

  test.each(recipes.map(({ path, inputs }) => [path, JSON.stringify(inputs), inputs] as const))(
    '%s: the action takes %s without a complaint',
    async (_path, _text, inputs) => {
      expect(JSON.stringify(inputs)).not.toContain('${{')
      const texts = Object.entries(inputs).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text])
      const environment = { AWS_REGION: 'eu-central-1', ...Object.fromEntries(texts) }
      const { request, issues } = await parseRequest(environment, fileOf, pushed)
      expect(issues).toEqual([])
      expect(request?.notices).toEqual([])
    },
  )

  test.each(ecsRecipes.map(({ path, inputs }) => [path, JSON.stringify(inputs), inputs] as const))(
    '%s: the action for ECS takes %s without a complaint',
    async (_path, _text, inputs) => {
      expect(JSON.stringify(inputs)).not.toContain('${{')
      const texts = Object.entries(inputs).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text])
      const environment = { AWS_REGION: 'eu-central-1', ...Object.fromEntries(texts) }
      const ecsFileOf = (path: string) => {
        const file = ecsRecipeFiles[path]
        if (file === undefined) throw new Error(`there is no example of the file ${path}`)
        return file
      }
      const { request, issues } = await parseEcsRequest(environment, ecsFileOf, pushed)
      expect(issues).toEqual([])
      expect(request?.warnings).toEqual([])
    },
  )

  test('a misspelled input would be found', async () => {
    const environment = { AWS_REGION: 'eu-central-1', 'INPUT_SERVICE-NAME': 'shop', INPUT_IMAGES: 'shop' }
    const { issues } = await parseRequest({ ...environment, INPUT_CONTAINERPORT: '80' }, () => '')
    expect(issues.map(({ input }) => input)).toEqual(expect.arrayContaining(['images', 'containerport']))
  })

  test.each(exampleWorkflows)(
    '%s: each job has the permissions that its inputs need, and no other',
    (path) => {
      const { permissions, jobs } = parse(read(path))
      for (const job of Object.values<{ permissions?: object; steps: Step[] }>(jobs)) {
        const given = Object.entries(job.permissions ?? permissions).map(
          ([name, access]) => `${name}: ${access}`,
        )
        const deploys = job.steps.filter(({ uses: used }) => Object.values<unknown>(uses).includes(used))
        const inputs: Record<string, unknown> = Object.assign({}, ...deploys.map((step) => step.with ?? {}))
        const isCleanup = inputs['mode'] === 'cleanup'
        const needed = [
          'id-token: write',
          // To check out, and to tell which commit is newer.
          ...(isCleanup || inputs['mode'] === 'export' ? [] : ['contents: read']),
          ...(isCleanup ? ['pull-requests: read'] : []),
          ...(inputs['preview'] || inputs['mode'] === 'plan' ? ['pull-requests: write'] : []),
          ...(inputs['github-deployment'] ? ['deployments: write'] : []),
          ...(job.steps.some((step) => step.with?.['registry'] === 'ghcr.io') ? ['packages: write'] : []),
        ]
        expect(given.toSorted()).toEqual(needed.toSorted())
      }
    },
  )

  test('every credentials step names a role: no keys', () => {
    const credentials = allSteps.filter(({ uses }) =>
      uses?.startsWith('aws-actions/configure-aws-credentials@'),
    )
    expect(credentials.length).toBeGreaterThan(5)
    for (const step of credentials) {
      expect(Object.keys(step.with ?? {}).sort()).toEqual(['aws-region', 'role-to-assume'])
    }
  })
})

describe('the deployment file', () => {
  const file = fileOf('deployment.yaml')

  test('is read without a complaint', () => {
    const found = readDeploymentFile(file)
    expect(found).not.toHaveProperty('issues')
    expect(found).toHaveProperty('content.containers.app.environment.PORT', '8080')
  })

  test('the published schema knows every key of the example', () => {
    const schema = JSON.parse(read('schema/deployment.schema.json'))
    expect(schema).toMatchObject({
      title: expect.any(String),
      description: expect.any(String),
      required: ['containers'],
    })
    const example = parse(file)
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
  const file = fileOf('service.yaml')

  test('is read without a complaint', () => {
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
