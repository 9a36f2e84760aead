import { describe, expect, test } from '@jest/globals'
import { outputNames } from '../../src/lightsail/outputs.ts'
import { pullRequestRun, pushRun } from '../support/github/runs.ts'
import { startGitHub } from '../support/github/server.ts'
import { runBundle, type Situation, writes } from './bundle.ts'

/** The interface between runner and process: variables and files in; exit code, commands and files out. */

function commands(log: string, name: string) {
  return log.split('\n').filter((line) => line.startsWith(`::${name}`))
}

describe('a good run', () => {
  test('exits with 0, writes every output, the summary and what the post step needs, and shows what the container writes', async () => {
    const run = await runBundle({ scenario: 'update', inputs: { 'container-port': '8080' } })
    expect(run.exitCode).toBe(0)
    expect(Object.keys(run.outputs).sort()).toEqual([...outputNames].sort())
    expect(run.outputs).toMatchObject({
      result: 'success',
      'rolled-back': 'false',
      // Of several lines.
      'changes-markdown': '```diff\n! app image  ghcr.io/acme/shop:1f2e3d → ghcr.io/acme/shop:9a8b7c\n```',
    })
    expect(run.summary).toMatch(/^### ✅ shop in eu-central-1: deployed\n/)
    expect(run.state['reported']).toBe('true')
    expect(JSON.parse(run.state['run'] ?? '')).toMatchObject({ target: 'lightsail', mode: 'deploy' })
    expect(run.log).toMatch(/^ +\d+:\d\d {2}app \| Server listening/m)
    expect(commands(run.log, 'group')).toEqual([])
    expect(run.log).not.toMatch(/^::(?:error|warning|notice)/m)
  })

  test.each<[string, string, Situation['inputs'], string[]]>([
    ['plan', 'planned', {}, []],
    ['rollback', 'success', { image: '' }, ['CreateContainerServiceDeployment']],
    ['delete', 'deleted', { image: '' }, ['DeleteContainerService']],
    ['status', 'reported', { image: '' }, []],
  ])('mode: %s ends %s', async (mode, result, inputs, written) => {
    const run = await runBundle({ scenario: 'update', inputs: { ...inputs, mode } })
    expect(run).toMatchObject({ exitCode: 0, errors: [], outputs: { result } })
    expect(writes(run)).toEqual(written)
  })

  test('mode: cleanup looks for previews of its repository', async () => {
    const github = await startGitHub()
    const inputs = { mode: 'cleanup', image: '' }
    const run = await runBundle({ scenario: 'update', ...pushRun(github, { event: 'schedule' }), inputs })
    await github.close()
    expect(run).toMatchObject({ exitCode: 0, errors: [], outputs: { result: 'reported' } })
    expect(writes(run)).toEqual([])
  })

  test('of a pull request: the file with its event is read, and its comment is written', async () => {
    const github = await startGitHub()
    const run = await runBundle({ scenario: 'update', ...pullRequestRun(github) })
    await github.close()
    expect(run.exitCode).toBe(0)
    expect(github.comments.get(7)?.[0]?.body).toContain('shop in eu-central-1: deployed')
  })

  test('whose event cannot be read says so in a warning', async () => {
    const github = await startGitHub()
    const env = { GITHUB_EVENT_PATH: 'gone.json' }
    const run = await runBundle({ scenario: 'update', ...pullRequestRun(github, { env }) })
    await github.close()
    expect(run.exitCode).toBe(0)
    expect(commands(run.log, 'warning')).toEqual([expect.stringContaining('cannot be read: ENOENT')])
  })
})

describe('a bad run', () => {
  test('exits with 1, and its one error is a command of one line, whose lines GitHub shows', async () => {
    const run = await runBundle({ scenario: 'failing-update', inputs: { 'container-port': '8080' } })
    expect(run.exitCode).toBe(1)
    expect(Object.keys(run.outputs).sort()).toEqual([...outputNames].sort())
    const [error, ...more] = commands(run.log, 'error')
    expect(more).toEqual([])
    expect(error).toMatch(/^::error::version 18 of shop failed.*%0A {2}Fix {7}container-port: 3000/)
    expect(run.errors[0]?.split('\n').length).toBeGreaterThan(2)
    expect(run.summary).toContain('deployment failed')
  })

  test('whose invalid inputs points at the line of a file of the workspace', async () => {
    const run = await runBundle({
      inputs: { image: '', 'deployment-file': 'deployment.yml', power: 'huge' },
      files: { 'deployment.yml': 'containers:\n  app:\n    image: a:1\n    comand: x\n' },
    })
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'invalid-input' }, operations: [] })
    expect(commands(run.log, 'error')).toEqual([
      '::error file=deployment.yml,line=4,col=5::deployment-file: unknown key "comand"; did you mean "command"?',
      expect.stringMatching(/^::error::power: /),
    ])
    expect(run.summary).toMatch(/^### ❌ Invalid inputs\n/)
  })

  test('points at that file as GitHub knows it, also where its path is written with backslashes', async () => {
    const path = 'deploy\\shop.yml'
    const run = await runBundle({
      inputs: { image: '', 'deployment-file': path },
      files: { [path]: 'containers:\n  app:\n    image: a:1\n    comand: x\n' },
    })
    expect(commands(run.log, 'error')).toEqual([
      expect.stringMatching(/^::error file=deploy\/shop\.yml,line=4,col=5::/),
    ])
  })
})

test('values of the environment are masked before anything else is said', async () => {
  const value = 'postgres://shop:correct-horse-battery@db/shop'
  const run = await runBundle({
    scenario: 'update',
    inputs: { 'environment-variables': `DATABASE_URL=${value}` },
  })
  expect(run.exitCode).toBe(0)
  expect(run.log).toMatch(new RegExp(`^::add-mask::${value}\n`))
  expect(run.log.replace(/^::add-mask::.*$/gm, '')).not.toContain('correct-horse')
})

describe('what the runner cannot take does not change how the run ends', () => {
  test.each([
    ['outputs', { GITHUB_OUTPUT: '/' }],
    ['job summary', { GITHUB_STEP_SUMMARY: '/' }],
    ['state for the post step', { GITHUB_STATE: '/' }],
    ['state for the post step', { GITHUB_STATE: '/nowhere/state' }],
  ])('the %s', async (what, env) => {
    const run = await runBundle({ scenario: 'update', env })
    expect(run.exitCode).toBe(0)
    expect(commands(run.log, 'warning')).toEqual([
      expect.stringContaining(`the ${what} could not be written: `),
    ])
  })
})
