import { describe, expect, test } from '@jest/globals'
import { head, pullRequestRun, pushRun } from '../support/github/runs.ts'
import { startGitHub } from '../support/github/server.ts'
import { setStage } from '../support/github/stage.ts'
import { passTime, runAction } from './action.ts'

test.each([
  ['a 502, twice', { kind: 'status', status: 502 } as const, 2],
  ['an answer that does not come', { kind: 'hang' } as const, 1],
  ['a limit on how often', { kind: 'limited' } as const, 1],
])('%s, long before the end: the end is told all the same, with one warning', async (_, effect, times) => {
  const github = await startGitHub({
    faults: [{ method: 'POST', path: /statuses/, times, effect }],
    onHang: () => passTime(5_000),
  })
  const run = await runAction({
    scenario: 'update',
    ...pullRequestRun(github),
    secondsPerCall: 1,
    inputs: { 'github-deployment': 'true', 'poll-interval-seconds': '5' },
  })
  await github.close()
  expect(github.comments.get(7)?.[0]?.body).toContain('shop in eu-central-1: deployed')
  expect(github.statuses.get(github.deployments[0]?.id ?? 0)?.[0]?.state).toBe('success')
  expect(run.log.match(/::warning::/g)).toHaveLength(1)
})

describe('an unexpected answer of GitHub is told as one, and never as a network that is down', () => {
  const text = (text: string, type = 'application/json') => ({ kind: 'text', text, type }) as const
  const page = text('<html>Sign in</html>', 'text/html')
  const [first, second] = ['1'.repeat(40), '2'.repeat(40)]

  test.each([
    ['without head', text('{"number":7,"state":"open"}'), 'a pull request without head.sha'],
    ['without a state', text('{"head":{"sha":"a"}}'), 'a pull request without state'],
    ['in a state nobody knows', text('{"state":"odd"}'), 'a pull request with an unknown state'],
    ['that is null', text('null'), 'nothing in place of a pull request'],
    ['that is a list', text('[]'), 'a list in place of a pull request'],
    ['that is empty', text(''), 'nothing in place of a pull request'],
    ['that is a web page', page, 'a web page in place of a pull request'],
  ])('a pull request %s: the preview is deployed, with one notice', async (_, effect, words) => {
    const stage = await setStage({}, { faults: [{ path: /pulls\/7/, effect }] })
    const run = await stage.preview({ action: 'opened' })
    await stage.close()
    expect(run.outputs['result']).toBe('success')
    expect(run.log).toContain(
      `::notice::could not ask GitHub whether pull requests are open: GitHub gave an unexpected answer (${words})`,
    )
    expect(run.log).not.toContain('could not be reached')
  })

  test.each([
    ['without a status', text('{}'), 'a comparison without status'],
    ['that is a list', text('[]'), 'a list in place of a comparison'],
    ['that is a web page', page, 'a web page in place of a comparison'],
  ])('a comparison %s: the order is not known', async (_, effect, words) => {
    const stage = await setStage({ scenario: 'update' }, { faults: [{ path: /compare/, effect }] })
    await stage.push({ sha: first })
    const run = await stage.push({ sha: second })
    await stage.close()
    expect(run.outputs['result']).toBe('success')
    expect(run.log).toContain(`which commit is newer: GitHub gave an unexpected answer (${words})`)
  })

  test.each([
    [
      'a list of deployments that is a map',
      'GET',
      /\/deployments\?/,
      text('{}'),
      'in place of the deployments',
    ],
    ['a new deployment without id', 'POST', /\/deployments$/, text('{}'), 'a deployment without id'],
    [
      'a new deployment that is a web page',
      'POST',
      /\/deployments$/,
      page,
      'a web page in place of a deployment',
    ],
    ['statuses that are null', 'GET', /\/statuses/, text('null'), 'nothing in place of the statuses'],
    ['a status that is null', 'GET', /\/statuses/, text('[null]'), 'nothing in place of a status'],
  ])('%s: a warning, and the run is as good as it was', async (_, method, path, effect, words) => {
    const deployments = [{ environment: 'shop', sha: head }]
    const github = await startGitHub({ faults: [{ method, path, effect }], deployments })
    const run = await runAction({
      scenario: 'update',
      ...pushRun(github),
      inputs: { 'github-deployment': 'true' },
    })
    await github.close()
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'success' } })
    expect(run.log).toMatch(new RegExp(`^::warning::.*GitHub gave an unexpected answer \\(.*${words}`, 'm'))
    expect(run.log).not.toContain('could not be reached')
  })
})
