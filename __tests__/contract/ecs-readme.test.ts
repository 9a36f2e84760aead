import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { scenarios } from '../../simulator/ecs/scenarios/index.ts'
import { readTaskDefinitionFile } from '../../src/ecs/inputs/files/task-definition-file.ts'
import { foreignInputs, inputNames } from '../../src/ecs/inputs/names.ts'
import { parseRequest } from '../../src/ecs/inputs/request.ts'
import { outputNames } from '../../src/ecs/outputs.ts'
import { reasonCodes } from '../../src/verdict/reason-codes.ts'
import { failureResults, successResults } from '../../src/verdict/results.ts'
import { runEcs } from '../in-process/ecs/action.ts'
import { bare, blocks, codeSpans, deadLinks, links, read, tableRows } from './markdown.ts'
import { asOnGitHub } from './on-github.ts'

/** What the page of the ECS action says is so: the real parsers read its examples, and runs are asked. */

const path = 'ecs/README.md'
const page = read(path)
const yamlBlocks = blocks(page, 'yaml')

describe('names', () => {
  /** Words in the same form that belong to others, and values of inputs. */
  const ofOthers = [
    ...[
      'uses',
      'eu-central-1',
      'id-token',
      'permissions',
      'pull-requests',
      'deployments',
      'contents',
      'last-good',
    ],
    ...['amazon-ecs-render-task-definition', 'deployment-controller', 'platform', 'desired-count'],
  ]
  const known = new Set<string>([
    ...inputNames,
    ...foreignInputs,
    ...outputNames,
    ...successResults,
    ...failureResults,
    ...Object.keys(reasonCodes),
    ...ofOthers,
  ])

  test('every input, output, result and code that is named exists', () => {
    const named = codeSpans(`${page}\n${read('docs/reference/ecs.md')}`).flatMap(
      (code) => /^([a-z]+(?:-[a-z0-9]+)+)$/.exec(code)?.[1] ?? /^([a-z][a-z-]*): \S/.exec(code)?.[1] ?? [],
    )
    expect(named.length).toBeGreaterThan(50)
    expect(named.filter((name) => !known.has(name))).toEqual([])
  })

  test('the results are told in the colour that they have', () => {
    const rows = tableRows(page, 'ECS').map(([, result, step]) => [bare(result), step])
    expect(rows.length).toBeGreaterThan(5)
    const green: readonly string[] = successResults
    for (const [result = '', step] of rows)
      expect([result, step]).toEqual([result, green.includes(result) ? 'green' : 'red'])
  })

  test('links lead somewhere', () => {
    expect(deadLinks(path)).toEqual([])
    expect(links(page).length).toBeGreaterThan(15)
  })

  test('a release is pinned', () => {
    expect(page.match(/OWNER\/lightsail-deploy\/ecs@v1/g)?.length).toBeGreaterThan(1)
    expect(page).not.toMatch(/lightsail-deploy\/ecs@(?!v\d)/)
  })
})

describe('examples', () => {
  interface Step {
    readonly uses?: string
    readonly with?: Readonly<Record<string, unknown>>
  }
  const steps = yamlBlocks.flatMap((block): Step[] => {
    const content = parse(block)
    return Array.isArray(content) ? content : (content.steps ?? [])
  })
  const ours = steps.filter(({ uses }) => uses?.startsWith('OWNER/lightsail-deploy/ecs@'))
  const taskDefinition = yamlBlocks.find((block) => /^family:/m.test(block)) ?? ''

  test.each(ours.map((step) => [JSON.stringify(step.with), step] as const))(
    '%s is taken',
    async (_, step) => {
      const texts = Object.entries(step.with ?? {}).map(([name, text]) => [
        `INPUT_${name.toUpperCase()}`,
        String(text).replace(/\$\{\{.*?\}\}/g, '9a8b7c'),
      ])
      const environment = { AWS_REGION: 'eu-central-1', ...Object.fromEntries(texts) }
      const { issues } = await parseRequest(environment, (name) => {
        if (name !== 'ecs/task-definition.yml') throw new Error(`the page shows no file ${name}`)
        return taskDefinition
      })
      expect(issues).toEqual([])
    },
  )

  test('the task definition is read, and lacks only the image that an input gives', () => {
    const beside = (hasImage: boolean) => ({ keptKeys: [], hasImage: () => hasImage })
    expect(readTaskDefinitionFile(taskDefinition, beside(true))).toMatchObject({ content: { family: 'web' } })
    expect(readTaskDefinitionFile(taskDefinition, beside(false))).toHaveProperty('issues')
  })
})

describe('what it shows is what a run prints', () => {
  const [good, rolledBack = [], ...others] = blocks(page, 'text').map((sample) =>
    sample.trimEnd().split('\n'),
  )

  async function printed(scenario: string): Promise<string[]> {
    const { log } = await runEcs({
      scenario,
      inputs: { 'environment-variables': 'FEATURE_X=on-for-all', 'poll-interval-seconds': '5' },
    })
    return asOnGitHub(log.trimEnd().split('\n'), /, task \w+: /).filter(
      (line) => !/which is not AWS/.test(line),
    )
  }

  test('a good run, line by line', async () => {
    expect(good).toEqual(await printed('shop-on-ecs'))
  })

  test('the end of one that is rolled back, line by line', async () => {
    expect(rolledBack.length).toBeGreaterThan(8)
    expect((await printed('failing-health-check')).slice(-rolledBack.length)).toEqual(rolledBack)
  })

  test('every sample is compared', () => {
    expect(others).toEqual([])
  })
})

describe('permissions', () => {
  const guide = read('docs/guides/ecs-permissions.md')
  const allowed: string[] = blocks(guide, 'json').flatMap((block) =>
    JSON.parse(block).Statement.flatMap(({ Action }: { Action: string | string[] }) => Action),
  )
  /** Every file that calls AWS for this action, with the prefix of its permissions. */
  const callers = [
    ['src/ecs/api/client.ts', 'ecs'],
    ['src/ecs/api/logs-client.ts', 'logs'],
    ['src/aws/ecr-registry.ts', 'ecr'],
  ] as const
  const called = callers.flatMap(([file, prefix]) =>
    [...read(file).matchAll(/new (\w+)Command\(/g)].map(([, operation]) => `${prefix}:${operation}`),
  )

  test('the policy allows exactly what the action calls, and passing roles', () => {
    expect(called.length).toBeGreaterThan(10)
    expect(allowed.toSorted()).toEqual([...new Set(called), 'iam:PassRole'].toSorted())
  })

  test('what each is for is told once, without a gap', () => {
    const told = tableRows(guide, 'to').flatMap(([, cell = '']) => codeSpans(cell))
    expect(told.toSorted()).toEqual(allowed.toSorted())
  })

  test.each(['plan', 'status'])('mode: %s needs the first two', async (mode) => {
    const { operations } = await runEcs({ inputs: { mode, ...(mode === 'status' && { image: '' }) } })
    expect([...new Set(operations)].toSorted()).toEqual(['DescribeServices', 'DescribeTaskDefinition'])
  })
})

describe('what is refused', () => {
  test.each([
    ['codedeploy-service', 'deployment-controller', ['DescribeServices']],
    ['external-service', 'deployment-controller', ['DescribeServices']],
    ['express-service', 'express-service', ['DescribeServices']],
  ])('%s', async (scenario, code, calls) => {
    expect(scenarios.map(({ name }) => name)).toContain(scenario)
    const { outputs, operations } = await runEcs({ scenario })
    expect(outputs).toMatchObject({ result: 'refused', 'reason-code': code })
    expect(operations.filter((operation) => !operation.startsWith('Describe'))).toEqual([])
    expect(operations).toEqual(expect.arrayContaining(calls))
    expect(tableRows(page, 'the service').map(([, cell]) => bare(cell))).toContain(code)
  })
})
