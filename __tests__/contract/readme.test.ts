import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { scenarios as ecsScenarios } from '../../simulator/ecs/scenarios/index.ts'
import { scenarios } from '../../simulator/lightsail/scenarios/index.ts'
import { inputNames as ecsInputs, foreignInputs } from '../../src/ecs/inputs/names.ts'
import { outputNames as ecsOutputs } from '../../src/ecs/outputs.ts'
import { inputNames } from '../../src/lightsail/inputs/names.ts'
import { outputNames } from '../../src/lightsail/outputs.ts'
import { reasonCodes } from '../../src/verdict/reason-codes.ts'
import { failureResults, successResults } from '../../src/verdict/results.ts'
import { bare, codeSpans, documents, links, pages, read, tableRows } from './markdown.ts'

/** What the README and the documents name exists. */

const readme = read('README.md')

describe('an input, output or word that does not exist is not named', () => {
  /** Words in the same form that belong to others, what an input is told, Regions, and the example of a slip. */
  const ofOthers = [
    ...[
      'eu-central-1',
      'us-east-1',
      'shop-pr-7',
      'shop-example-com',
      'env-vars',
      'last-good',
      'pull-requests',
    ],
    ...[
      'uses',
      'if',
      'id-token',
      'role-duration-seconds',
      'cancel-in-progress',
      'concurrency',
      'environment',
    ],
    ...['permissions', 'deployments', 'contents', 'issues', 'needs', 'secrets', 'platform', 'node-version'],
    ...[
      'amazon-ecs-render-task-definition',
      'amazon-ecs-deploy-task-definition',
      'strategy',
      'python-dotenv',
      'create-container-service',
      'update-container-service',
    ],
    ...['get-container-services', 'get-container-service-deployments', 'create-container-service-deployment'],
  ]
  const known = new Set<string>([
    ...[...inputNames, ...outputNames, ...ecsInputs, ...foreignInputs, ...ecsOutputs],
    ...[...successResults, ...failureResults, ...Object.keys(reasonCodes), ...ofOthers],
    ...[...scenarios, ...ecsScenarios].map(({ name }) => name),
  ])
  /** Pages for contributors name files, commands and fields of others. */
  const forUsers = pages.filter((path) => !/facts|architecture|glossary|adr\//.test(path))

  function nameIn(code: string): string | undefined {
    return /^([a-z]+(?:-[a-z0-9]+)+)$/.exec(code)?.[1] ?? /^([a-z][a-z-]*): \S/.exec(code)?.[1]
  }
  function unknownIn(spans: readonly string[]): string[] {
    return spans.flatMap((code) => nameIn(code) ?? []).filter((name) => !known.has(name))
  }

  test.each(forUsers)('%s', (path) => {
    expect(unknownIn(codeSpans(read(path)))).toEqual([])
  })

  test.each(['action.yml', 'ecs/action.yml'])('%s', (path) => {
    const { inputs, outputs } = parse(read(path))
    const prose = Object.values<{ description: string }>({ ...inputs, ...outputs })
    const spans = codeSpans(prose.map(({ description }) => description).join('\n'))
    expect(spans.length).toBeGreaterThan(20)
    expect(unknownIn(spans)).toEqual([])
  })

  test('outputs are read by names that exist', () => {
    const names: readonly string[] = [...outputNames, ...ecsOutputs]
    // The build step is not ours.
    const used = forUsers.flatMap((path) =>
      [...read(path).matchAll(/steps\.(?!build\.)[\w-]+\.outputs\.([\w-]+)/g)].map(([, name = '']) => name),
    )
    expect(used.length).toBeGreaterThan(3)
    expect(used.filter((name) => !names.includes(name))).toEqual([])
  })

  test('npm scripts and scenarios that are named exist', () => {
    const { scripts } = JSON.parse(read('package.json'))
    const text = documents.map(read).join('\n')
    const named = [...text.matchAll(/npm run ([\w-]+)/g)].map(([, name = '']) => name)
    const played = [...text.matchAll(/(?:--scenario|npm run demo --) ([a-z][\w-]*)/g)].map(
      ([, name = '']) => name,
    )
    expect(named).toContain('demo')
    expect(named.filter((name) => !(name in scripts))).toEqual([])
    expect(played).toContain('failing-update')
    expect(played.filter((name) => !known.has(name))).toEqual([])
  })
})

describe('how a run can end', () => {
  const colours = [
    ...successResults.map((result) => [result, 'green']),
    ...failureResults.map((result) => [result, 'red']),
  ]

  test.each(['README.md', 'docs/reference/results.md'])('%s explains every result, in its colour', (path) => {
    const rows = tableRows(read(path), '`result`').map(([result, colour]) => [bare(result), colour])
    expect(rows).toEqual(colours)
  })
})

describe('the README', () => {
  test('can be read in five minutes', () => {
    expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(250)
  })

  test('shows a failure first', () => {
    const pictures = [...readme.matchAll(/!\[[^\]]+\]\((pictures\/[^)]+)\)/g)].map(([, path]) => path)
    expect(pictures[0]).toBe('pictures/comment-failed.svg')
  })

  test('leads to every guide', () => {
    const reached = links(readme).map((link) => link.split('#')[0] ?? '')
    const guides = pages.filter((path) => path.startsWith('docs/guides/'))
    expect(guides.length).toBeGreaterThan(5)
    expect(guides.filter((path) => !reached.includes(path))).toEqual([])
  })

  test('names the command that checks everything', () => {
    expect(readme).toContain('\nnpm cit ')
  })
})
