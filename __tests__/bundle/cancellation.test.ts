import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import { outputNames } from '../../src/lightsail/outputs.ts'
import { tagKeys } from '../../src/source/resource-tags.ts'
import { pullRequestRun } from '../support/github/runs.ts'
import { startGitHub } from '../support/github/server.ts'
import { type BundleRun, runBundle, type Situation, writes } from './bundle.ts'
import { cancelledAt } from './cancelled-at.ts'

const deploy = 'CreateContainerServiceDeployment'
/** Such runs wait more than they work. */
const AT_ONCE = 3

/** What holds of every run that is cancelled with its n-th call, wherever that is. */
const faultsOf = (run: BundleRun, number: number, uncancelled?: BundleRun): string[] => {
  const { exitCode, outputs, errors, summary, calls, state, log } = run
  const { result = '', reason = '' } = outputs
  const faults: string[] = []
  const check = (holds: boolean, fault: string) => {
    if (!holds) faults.push(`cancelled with call ${number}: ${fault}: ${result}, ${reason}`)
  }
  check(exitCode === 1, `exit code ${exitCode}`)
  check(
    outputNames.every((name) => outputs[name] !== undefined),
    'outputs are missing',
  )
  check(errors.length === 1, `${errors.length} errors`)
  check(summary.includes(result), 'the summary does not say so')
  check(state['reported'] === 'true', 'the post step would speak, too')
  // A verdict that was known already is worth more than the word that the job was cancelled.
  const wasKnown = calls.at(-1)?.operation === 'GetContainerLog' && result === uncancelled?.outputs['result']
  check(wasKnown || result === 'cancelled', 'not told as cancelled')
  check(wasKnown || !log.includes('::warning::'), 'a warning of what the cancel itself did')
  check(
    /nothing was changed|settings were written|goes on by itself|keeps serving|served when it was last seen/.test(
      reason,
    ) || wasKnown,
    'what goes on?',
  )
  check(!/\b(?:while|still) version/.test(reason), 'no sentence')
  const isWrite = ({ operation }: { operation: string }) => !operation.startsWith('Get')
  // That a version failed its URL check is noted all the same: nothing is deployed by that.
  const isNote = (call: BundleRun['calls'][number]) => JSON.stringify(call.input).includes(tagKeys.bad)
  check(
    !calls.some((call) => call.number > number && isWrite(call) && !isNote(call)),
    'a write after the cancel',
  )
  const isChanged = calls.some((call) => isWrite(call))
  check(reason.includes('nothing was changed') === !isChanged || wasKnown, `${writes(run)} were sent`)
  return faults
}

describe('cancelled with each call in turn: ends by itself, with all outputs, and says what goes on', () => {
  test.each<[string, Situation]>([
    [
      'settings, then an update that becomes active',
      { scenario: 'update', secondsPerCall: 80, inputs: { scale: '2', tags: 'a=b' } },
    ],
    [
      'a first deployment',
      { scenario: 'first-deploy', secondsPerCall: 120, inputs: { 'container-port': '8080' } },
    ],
    ['an update that fails, and its log', { scenario: 'failing-update', secondsPerCall: 180 }],
    ['waiting for our turn', { scenario: 'deployment-in-progress', secondsPerCall: 30 }],
    ['a deletion', { scenario: 'update', secondsPerCall: 10, inputs: { mode: 'delete', image: '' } }],
    ['a rollback', { scenario: 'update', secondsPerCall: 90, inputs: { mode: 'rollback', image: '' } }],
    [
      'an update whose answer is lost, looked for and sent again',
      {
        scenario: 'update',
        secondsPerCall: 100,
        faults: [{ operation: deploy, calls: 1, effect: { kind: 'drop', when: 'before-acceptance' } }],
      },
    ],
    [
      'a URL that does not verify, and what served before is put back',
      {
        scenario: 'does-not-verify',
        secondsPerCall: 100,
        inputs: { 'verify-url': 'true', 'verify-minutes': '0.01', 'rollback-on-failure': 'true' },
      },
    ],
  ])('%s', async (_, situation) => {
    const uncancelled = await runBundle(situation)
    const { operations } = uncancelled
    const faults: string[] = []
    const numbers = operations.map((_, index) => index + 1)
    while (numbers.length > 0) {
      const some = numbers.splice(0, AT_ONCE)
      const runs = await Promise.all(some.map((number) => cancelledAt(number, situation)))
      for (const [index, run] of runs.entries()) faults.push(...faultsOf(run, some[index] ?? 0, uncancelled))
    }
    expect(faults).toEqual([])
    expect(operations.length).toBeGreaterThan(3)
  })
})

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
    expect(run.outputs['reason']).toContain('looking whether CreateContainerServiceDeployment was accepted')
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
