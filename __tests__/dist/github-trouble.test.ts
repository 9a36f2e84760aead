import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@jest/globals'
import { steppedClock } from '../../simulator/clock.ts'
import { startSimulator } from '../../simulator/server.ts'
import { pullRequestRun } from '../github/runs.ts'
import { startGitHub } from '../github/server.ts'
import { previewTags, pull, setStage } from '../github/stage.ts'
import { runAgainst } from './bundle.ts'
import { cancelledAt } from './cancelled-at.ts'

test.each([409, 204, 200])(
  'a %d without a list is no list of none: no preview is deleted',
  async (status) => {
    const pulls = [pull(7, 'a'.repeat(40)), pull(8, 'b'.repeat(40))]
    const stage = await setStage({ scenario: 'empty-account' }, { pulls })
    const { account } = stage.simulator
    for (const number of [7, 8]) {
      const service = { serviceName: `shop-pr-${number}`, power: 'nano', scale: 1, tags: previewTags(number) }
      account.call('CreateContainerService', service, { at: account.now() - 3_600_000 })
    }
    stage.github.faults.push({ path: /\/pulls\?/, effect: { kind: 'status', status, message: '' } })
    const run = await stage.push({}, { mode: 'cleanup', image: '' })
    await stage.close()
    expect(run.operations).not.toContain('DeleteContainerService')
    expect(run.log).toContain('which pull requests are closed is not known')
  },
)

test.each([
  ['a 502, twice', { kind: 'status', status: 502 } as const, 2],
  ['an answer that does not come', { kind: 'hang' } as const, 1],
  ['a limit on how often', { kind: 'limited' } as const, 1],
])(
  '%s, long before the end: the end is told all the same, with one warning',
  async (_, effect, times) => {
    const slow = { kind: 'latency', milliseconds: 2_000 } as const
    const simulator = await startSimulator({
      clock: steppedClock(20_000),
      scenario: 'update',
      faults: [{ operation: 'GetContainerServices', calls: ({ ordinal }) => ordinal > 1, effect: slow }],
    })
    const github = await startGitHub({ faults: [{ method: 'POST', path: /statuses/, times, effect }] })
    const run = await runAgainst(simulator, {
      ...pullRequestRun(github),
      inputs: { 'github-deployment': 'true' },
    })
    await simulator.close()
    await github.close()
    expect(github.comments.get(7)?.[0]?.body).toContain('shop in eu-central-1: deployed')
    expect(github.statuses.get(github.deployments[0]?.id ?? 0)?.[0]?.state).toBe('success')
    expect(run.log.match(/::warning::/g)).toHaveLength(1)
  },
  30_000,
)

test('a cancelled job, a slow GitHub and a long pull request: it ends within the grace', async () => {
  const comments = Array.from({ length: 250 }, (_, n) => ({ body: `talk ${n}`, login: 'octocat' }))
  const github = await startGitHub({ comments })
  const slow = createServer((incoming, answer) => {
    const { method = 'GET', headers } = incoming
    const pass = () =>
      incoming.pipe(
        request(new URL(incoming.url ?? '/', github.apiUrl), { method, headers }, (got) => {
          const link = String(got.headers['link'] ?? '').replaceAll(github.apiUrl, `http://${headers.host}`)
          answer.writeHead(got.statusCode ?? 500, { ...got.headers, ...(link && { link }) })
          got.pipe(answer)
        }).on('error', () => undefined),
      )
    setTimeout(pass, 1_800)
  })
  await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve))
  const apiUrl = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`
  const run = await cancelledAt(3, {
    scenario: 'update',
    ...pullRequestRun({ apiUrl }),
    inputs: { 'github-deployment': 'true' },
    latency: 4_500,
  })
  slow.closeAllConnections()
  slow.close()
  await github.close()
  expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'cancelled', 'deployment-version': '18' } })
}, 60_000)
