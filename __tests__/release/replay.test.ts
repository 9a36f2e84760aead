import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { modes as ecsModes } from '../../src/ecs/inputs/names.ts'
import { modes } from '../../src/lightsail/inputs/names.ts'
import { read } from '../contract/markdown.ts'
import { pullRequestRun } from '../support/github/runs.ts'
import { type GitHubServer, startGitHub } from '../support/github/server.ts'
import { pull } from '../support/github/stage.ts'
import { type Job, type JobEnd, jobFolder, replay } from '../support/workflow-job.ts'

/** What CI does on each system with both actions, done here for a pull request: the steps of its job end as the job expects. */

const job = parse(read('.github/workflows/ci.yml')).jobs.action as Job
const folder = jobFolder()
let github: GitHubServer
let ends: JobEnd

beforeAll(async () => {
  github = await startGitHub({ pulls: [pull(7, 'a'.repeat(40))] })
  const { env, files = {} } = pullRequestRun(github, { action: 'opened' })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const { 'INPUT_GITHUB-TOKEN': _, ...variables } = env ?? {}
  ends = await replay(job, { folder, told: { ...variables, GITHUB_EVENT_PATH: join(folder, 'event.json') } })
})
afterAll(async () => {
  const started = ends?.get('Start the simulators')?.log ?? ''
  for (const [, pid] of started.matchAll(/process (\d+)/g)) process.kill(Number(pid))
  await github.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the steps of both actions in CI', () => {
  test('go on to the last', () => {
    const mayFail = job.steps.filter((step) => step['continue-on-error']).map(({ id }) => id)
    const failed = [...ends].filter(([name, { outcome }]) => outcome === 'failure' && !mayFail.includes(name))
    expect(failed.map(([name, { log }]) => `${name}: ${log}`)).toEqual([])
  })

  test.each(['Every step ended as it should', 'The preview was there and is gone'])('%s', (name) => {
    expect(ends.get(name)).toMatchObject({ outcome: 'success', log: expect.stringContaining('success') })
  })

  test.each([
    ['./', modes],
    ['./ecs', ecsModes],
  ] as const)('use %s in every mode', (action, all) => {
    const own = job.steps.filter(({ uses }) => uses === action)
    const used = new Set(own.map((step) => step.with?.['mode'] ?? 'deploy'))
    expect([...used].sort()).toEqual([...all].sort())
  })

  test('write nothing to GitHub: a pull request of a fork has a token that may not', () => {
    expect(github.requests.filter(({ method }) => method !== 'GET')).toEqual([])
  })
})
