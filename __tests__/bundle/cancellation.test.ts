import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import { faultsOf } from '../in-process/cancelled.ts'
import { pullRequestRun } from '../support/github/runs.ts'
import { startGitHub } from '../support/github/server.ts'
import { cancelledAt } from './cancelled-at.ts'

describe('cancelled while an answer is slow', () => {
  const hour = 3_600_000

  test.each([
    ['the first look', 1],
    ['a look at our deployment', 3],
  ])('%s is given up at once', async (_, number) => {
    const run = await cancelledAt(number, { scenario: 'update', latency: hour })
    expect(faultsOf(run, number)).toEqual([])
  })

  test('the answer to the write comes late, but within the grace: our version is known', async () => {
    const run = await cancelledAt(2, { scenario: 'update', latency: 2_000 })
    expect(faultsOf(run, 2)).toEqual([])
    expect(run.outputs['deployment-version']).toBe('18')
  })

  test('the answer to the write comes too late: the end says that nobody knows', async () => {
    const run = await cancelledAt(2, { scenario: 'update', latency: hour })
    expect(faultsOf(run, 2)).toEqual([])
    expect(run.outputs['reason']).toContain('checking whether CreateContainerServiceDeployment was accepted')
  })
})

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
})
