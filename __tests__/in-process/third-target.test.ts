import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { runAction } from '../../src/action/run-action.ts'
import { crateProvider, type Shelf } from '../support/crates.ts'
import { pullRequestRun } from '../support/github/runs.ts'
import { type GitHubServer, startGitHub } from '../support/github/server.ts'
import { recordingRunner } from './recorder.ts'
import { runTime } from './time.ts'

/** An action for a third kind of service: everything but the service itself is there already. */

let github: GitHubServer
let workspace: string
beforeEach(async () => {
  github = await startGitHub()
  workspace = mkdtempSync(join(tmpdir(), 'third-target-'))
})
afterEach(async () => {
  rmSync(workspace, { recursive: true, force: true })
  await github.close()
})

const emptyShelf = (isSettled: Shelf['isSettled'] = (look) => look > 2): Shelf => ({
  crates: new Map(),
  isSettled,
})

/** A main step, or with what one left its post step; it ends at once where it is killed. */
const step = async (
  shelf: Shelf,
  {
    inputs = {},
    left,
    killed,
  }: {
    inputs?: Readonly<Record<string, string>>
    left?: Readonly<Record<string, string>>
    /** Never ends unless the step is killed. */
    killed?: readonly [Promise<void>]
  } = {},
) => {
  const { env, files = {} } = pullRequestRun(github)
  for (const [path, text] of Object.entries(files)) writeFileSync(join(workspace, path), text)
  const written = { crate: 'apples', content: 'two dozen', ...inputs }
  const variables = Object.entries(written).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text])
  const environment = { ...env, ...Object.fromEntries(variables) }
  const { runner, recorded } = recordingRunner(environment, workspace)
  const state: Record<string, string> = {}
  const time = runTime({ secondsPerCall: 0 })
  const { signal } = new AbortController()
  const io = {
    ...{ runner, environment, clock: time.clock, signal, isPostStep: left !== undefined },
    saveState: (name: string, text: string) => {
      state[name] = text
    },
    getState: (name: string) => left?.[name] ?? '',
    exit: () => undefined,
  }
  const run = () => runAction(crateProvider(shelf), io)
  await time.within(
    () => Promise.race([run(), ...(killed ?? [])]),
    () => undefined,
  )
  return { ...recorded, state: { ...state } }
}

const comments = () => (github.comments.get(7) ?? []).map(({ body }) => body ?? '')
const course = () =>
  (github.statuses.get(github.deployments[0]?.id ?? 0) ?? []).map(({ state }) => state).reverse()

/** A main step that is killed while it waits, as soon as GitHub knows that it does. */
const killedStep = async () => {
  let kill: () => void = () => undefined
  const killed = new Promise<void>((resolve) => {
    kill = resolve
  })
  const shelf = emptyShelf(() => {
    if (!course().includes('in_progress')) return false
    kill()
    return new Promise(() => undefined)
  })
  return await step(shelf, { inputs: withDeployment, killed: [killed] })
}

const withDeployment = { 'github-deployment': 'true' }

test('a deployment: plan, waiting, outputs and summary', async () => {
  const shelf = emptyShelf()
  const run = await step(shelf)
  expect(run).toMatchObject({ exitCode: 0, errors: [] })
  expect(shelf.crates.get('apples')).toEqual({ content: 'two dozen', version: 1 })
  expect(run.outputs).toEqual({
    result: 'success',
    'reason-code': 'deployment-active',
    reason: 'version 1 of apples stands',
    crate: 'apples',
    version: '1',
    'has-changes': 'true',
    'changes-count': '1',
    'changes-markdown': expect.stringContaining('two dozen'),
    'github-deployment-id': '',
  })
  expect(run.log).toContain('Plan for apples on the upper shelf: 1 change')
  expect(run.log).toContain('settling')
  expect(run.summary).toContain('### apples on the upper shelf: deployed')
  expect(run.summary).toContain('https://shelf.example/apples')
  expect(run.log.startsWith('::add-mask::ghs_token-of-the-job\n')).toBe(true)
})

test('the same again: nothing to change, and nothing is written', async () => {
  const shelf = emptyShelf()
  await step(shelf)
  const again = await step(shelf)
  expect(again.outputs).toMatchObject({ result: 'unchanged', version: '' })
  expect(shelf.crates.get('apples')?.version).toBe(1)
})

test('the pull request and the environment hear of it, under its own subject and names', async () => {
  const run = await step(emptyShelf(), { inputs: withDeployment })
  const [comment = '', ...others] = comments()
  expect(others).toEqual([])
  expect(comment).toMatch(/^<!-- lightsail-deploy {"subject":"apples on the upper shelf",/)
  expect(comment).toContain('### apples on the upper shelf: deployed')
  expect(course()).toEqual(['queued', 'in_progress', 'success'])
  expect(github.deployments[0]).toMatchObject({
    environment: 'apples',
    transient_environment: true,
    payload: { 'lightsail-deploy': 'apples on the upper shelf' },
  })
  expect(run.outputs['github-deployment-id']).toBe(String(github.deployments[0]?.id))
})

test('wrong inputs: all of them at once, with what was meant, and nothing is done', async () => {
  const shelf = emptyShelf()
  const run = await step(shelf, { inputs: { crate: '', box: 'apples', 'max-retries': 'x' } })
  expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'invalid-input', crate: '' } })
  expect(run.errors).toEqual([
    'box: there is no input "box"; did you mean "crate"?',
    expect.stringContaining('crate: '),
    expect.stringContaining('max-retries: '),
  ])
  expect(shelf.crates.size).toBe(0)
  expect(github.requests).toEqual([])
})

test('a fault of ours is told under the name of the action', async () => {
  const shelf = emptyShelf(() => {
    throw new TypeError('no such crate')
  })
  const run = await step(shelf)
  expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'internal' } })
  expect(run.errors[0]).toContain('a fault of crate-deploy itself: no such crate')
})

describe('the post step', () => {
  test('of a killed run says how it stands, by what only its own provider can read', async () => {
    const main = await killedStep()
    expect(main.outputs).toEqual({})
    expect(JSON.parse(main.state['trace'] ?? '')).toEqual({
      target: 'crate',
      subject: 'apples on the upper shelf',
      handle: 'apples#1',
      mode: 'deploy',
      jobSummary: true,
      written: 'started',
    })
    expect(comments()[0]).toContain('putting up')
    const post = await step(emptyShelf(), { inputs: withDeployment, left: main.state })
    expect(post.exitCode).toBe(0)
    expect(post.log).toContain('ended before it could report: version 1 of apples may stand by now')
    expect(post.summary).toContain('### apples on the upper shelf: ended before it could report')
    expect(comments()).toEqual([expect.stringContaining('version 1 of apples may stand by now')])
    expect(course()).toEqual(['queued', 'in_progress', 'error'])
  })

  test.each<[string, (state: Readonly<Record<string, string>>) => Readonly<Record<string, string>>]>([
    ['a run that reported', (state) => ({ ...state, reported: 'true', 'open-at-github': '' })],
    ['a run that left nothing', () => ({})],
    [
      'a run of another provider',
      (state) => ({ ...state, trace: (state['trace'] ?? '').replace('"crate"', '"lightsail"') }),
    ],
  ])('of %s says nothing', async (_, change) => {
    const main = await killedStep()
    const asked = github.requests.length
    const post = await step(emptyShelf(), { left: change(main.state) })
    expect(post).toMatchObject({ exitCode: 0, log: '', summary: '' })
    expect(github.requests).toHaveLength(asked)
  })
})
