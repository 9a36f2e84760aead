import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { emptyShelf, openCrateStage } from './crate-stage.ts'

/** An action for a third kind of service: only the service itself has to be written. */

let stage: Awaited<ReturnType<typeof openCrateStage>>
beforeEach(async () => {
  stage = await openCrateStage()
})
afterEach(() => stage.close())

/** A main step that is killed while it waits, as soon as GitHub knows that it does. */
async function killedStep() {
  let kill: () => void = () => undefined
  const killed = new Promise<void>((resolve) => {
    kill = resolve
  })
  const shelf = emptyShelf(() => {
    if (!stage.course().includes('in_progress')) return false
    kill()
    return new Promise(() => undefined)
  })
  return await stage.step(shelf, { inputs: withDeployment, killed: [killed] })
}

const withDeployment = { 'github-deployment': 'true' }

test('a deployment: plan, waiting, outputs and summary', async () => {
  const shelf = emptyShelf()
  const run = await stage.step(shelf)
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
  expect(run.summary).toContain('### ✅ apples on the upper shelf: deployed')
  expect(run.summary).toContain('https://shelf.example/apples')
  expect(run.log.startsWith('::add-mask::ghs_token-of-the-job\n')).toBe(true)
})

test('redeploy: no changes, and nothing is written', async () => {
  const shelf = emptyShelf()
  await stage.step(shelf)
  const again = await stage.step(shelf)
  expect(again.outputs).toMatchObject({ result: 'unchanged', version: '' })
  expect(shelf.crates.get('apples')?.version).toBe(1)
})

test('the pull request and the environment hear of it, under its own subject and names', async () => {
  const run = await stage.step(emptyShelf(), { inputs: withDeployment })
  const [comment = '', ...others] = stage.comments()
  expect(others).toEqual([])
  expect(comment).toMatch(/^<!-- lightsail-deploy {"subject":"apples on the upper shelf",/)
  expect(comment).toContain('### ✅ apples on the upper shelf: deployed')
  expect(stage.course()).toEqual(['queued', 'in_progress', 'success'])
  expect(stage.github.deployments[0]).toMatchObject({
    environment: 'apples',
    transient_environment: true,
    payload: { 'lightsail-deploy': 'apples on the upper shelf' },
  })
  expect(run.outputs['github-deployment-id']).toBe(String(stage.github.deployments[0]?.id))
})

test('what happens meanwhile is printed, once', async () => {
  const told = [['a board was moved'], [], ['a nail was set']]
  const shelf = { ...emptyShelf((look) => look > 60), events: () => told.shift() ?? [] }
  const { log } = await stage.step(shelf)
  expect(log.match(/^ *\d+:\d\d {2}a (board was moved|nail was set)$/gm)).toHaveLength(2)
})

test('the shelf goes back by itself: rolled back, with its own code, in outputs, summary and comment', async () => {
  const run = await stage.step(emptyShelf((look) => (look > 2 ? 'fell' : false)))
  expect(run).toMatchObject({
    exitCode: 1,
    outputs: { result: 'rolled-back', 'reason-code': 'circuit-breaker' },
  })
  expect(run.errors[0]).toContain('version 1 of apples fell; what stood there before stands again')
  expect(run.summary).toContain('### ❌ apples on the upper shelf: rolled back')
  expect(stage.comments()[0]).toContain('### ❌ apples on the upper shelf: rolled back')
})

test('wrong inputs: all of them at once, with what was meant, and nothing is done', async () => {
  const shelf = emptyShelf()
  const run = await stage.step(shelf, { inputs: { crate: '', box: 'apples', 'max-retries': 'x' } })
  expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'invalid-input', crate: '' } })
  expect(run.errors).toEqual([
    'box: there is no input "box"; did you mean "crate"?',
    expect.stringContaining('crate: '),
    expect.stringContaining('max-retries: '),
  ])
  expect(shelf.crates.size).toBe(0)
  expect(stage.github.requests).toEqual([])
})

test('a fault of ours is told under the name of the action', async () => {
  const shelf = emptyShelf(() => {
    throw new TypeError('no such crate')
  })
  const run = await stage.step(shelf)
  expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'internal' } })
  expect(run.errors[0]).toContain('internal error in crate-deploy: no such crate')
})

describe('the post step', () => {
  test('of a killed run says how it stands, by what only its own provider can read', async () => {
    const main = await killedStep()
    expect(main.outputs).toEqual({})
    expect(JSON.parse(main.state['run'] ?? '')).toEqual({
      target: 'crate',
      subject: 'apples on the upper shelf',
      handle: 'apples#1',
      mode: 'deploy',
      jobSummary: true,
      written: 'started',
    })
    expect(stage.comments()[0]).toContain('putting up')
    const post = await stage.step(emptyShelf(), { inputs: withDeployment, left: main.state })
    expect(post.exitCode).toBe(0)
    expect(post.log).toContain('killed before it could report: version 1 of apples may stand by now')
    expect(post.summary).toContain('### ⚠️ apples on the upper shelf: killed before it could report')
    expect(stage.comments()).toEqual([expect.stringContaining('version 1 of apples may stand by now')])
    expect(stage.course()).toEqual(['queued', 'in_progress', 'error'])
  })

  test.each<[string, (state: Readonly<Record<string, string>>) => Readonly<Record<string, string>>]>([
    ['a run that reported', (state) => ({ ...state, reported: 'true', 'open-at-github': '' })],
    ['a run that left nothing', () => ({})],
    [
      'a run of another provider',
      (state) => ({ ...state, run: (state['run'] ?? '').replace('"crate"', '"lightsail"') }),
    ],
  ])('of %s says nothing', async (_, change) => {
    const main = await killedStep()
    const asked = stage.github.requests.length
    const post = await stage.step(emptyShelf(), { left: change(main.state) })
    expect(post).toMatchObject({ exitCode: 0, log: '', summary: '' })
    expect(stage.github.requests).toHaveLength(asked)
  })
})
