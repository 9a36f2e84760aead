import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { steppedClock } from '../../simulator/wire/clock.ts'
import { startSimulator } from '../../simulator/wire/server.ts'
import { layerWith, ociImage, writeOciArchive } from '../support/docker/archives.ts'
import { setRegistry } from '../support/docker/machine.ts'
import { pullRequestRun, pushRun } from '../support/github/runs.ts'
import { startGitHub } from '../support/github/server.ts'
import { type BundleRun, runAgainst, runBundle, type Situation } from './bundle.ts'

const bad = createServer((_, answer) => void answer.writeHead(500).end('broken'))
await new Promise<void>((resolve) => bad.listen(0, '127.0.0.1', resolve))
const url = `http://127.0.0.1:${(bad.address() as AddressInfo).port}/`
const { registry, folder, testHere } = await setRegistry()
afterAll(() => void bad.close())

const look = 'GetContainerServices'
const deploy = 'CreateContainerServiceDeployment'
function busy(calls: 'every' | ((call: { ordinal: number }) => boolean)) {
  return {
    operation: deploy,
    calls,
    effect: {
      kind: 'error',
      type: 'InvalidInputException',
      message: 'Please try again in a few minutes.',
    } as const,
  } as const
}

/** The post step of a main step that is killed at the first poll after its n-th deploy call. */
async function killedAfter(deployments: number, situation: Situation): Promise<BundleRun> {
  let kill: () => void = () => undefined
  let seen = 0
  let post: BundleRun | undefined
  await runBundle({
    scenario: 'update',
    ...situation,
    during: (child) => {
      kill = () => child.kill('SIGKILL')
    },
    onCall: ({ operation }) => {
      if (operation === deploy) seen++
      if (seen === deployments && operation === look) kill()
    },
    afterwards: async (_, runPost) => {
      post = await runPost()
    },
  })
  if (!post) throw new Error('there was no post step')
  return post
}

test('killed while what served before waits to be put back: our version is there', async () => {
  const { log } = await killedAfter(2, {
    inputs: { 'verify-url': url, 'verify-minutes': '0.05', 'rollback-on-failure': 'true' },
    faults: [busy(({ ordinal }) => ordinal > 1)],
  })
  expect(log).not.toContain('nothing was changed')
  expect(log).toContain('version 18 of shop is active')
})

test('killed while it waits after a lost answer: the first write may have been accepted', async () => {
  const { log } = await killedAfter(2, {
    faults: [
      { operation: deploy, calls: 1, effect: { kind: 'drop', when: 'after-acceptance' } },
      busy(({ ordinal }) => ordinal > 1),
    ],
    switches: { readLagSeconds: 1e6 },
  })
  expect(log).not.toContain('nothing was changed')
  expect(log).toContain('it is unknown whether its last call was accepted')
})

testHere('killed after a push: no setting was written', async () => {
  const path = join(folder, 'image.tar')
  await writeOciArchive(path, [ociImage([await layerWith('index.html', 'hello')])])
  const { log } = await killedAfter(1, {
    inputs: { image: `oci-archive:${path}` },
    switches: { ...registry?.switches },
    faults: [busy('every')],
  })
  expect(log).toContain('images were pushed, but nothing was deployed')
})

test('killed after GitHub was told of a success: that stays one', async () => {
  const simulator = await startSimulator({ clock: steppedClock(20_000), scenario: 'update' })
  const older = /deployments\?environment/
  const github = await startGitHub({ faults: [{ method: 'GET', path: older, effect: { kind: 'hang' } }] })
  const situation = { env: pushRun(github).env ?? {}, inputs: { 'github-deployment': 'true' } }
  let timer: NodeJS.Timeout | undefined
  const main = await runAgainst(simulator, {
    ...situation,
    during: ({ kill }) => {
      timer = setInterval(() => {
        if (github.requests.some(({ path }) => older.test(path))) kill('SIGKILL')
      }, 10)
    },
  })
  clearInterval(timer)
  github.faults.length = 0
  await runAgainst(simulator, situation, main.state)
  const states = github.statuses.get(github.deployments[0]?.id ?? 0)?.map(({ state }) => state)
  await simulator.close()
  await github.close()
  expect(states).toEqual(['success', 'in_progress', 'queued'])
})

test('killed after it told GitHub of a start: the post step closes the deployment and the comment', async () => {
  const github = await startGitHub()
  const states = () => (github.statuses.get(github.deployments[0]?.id ?? 0) ?? []).map(({ state }) => state)
  let kill = () => {}
  let before: string[] = []
  await runBundle({
    scenario: 'deployment-never-ends',
    inputs: { 'container-port': '8080', 'github-deployment': 'true' },
    ...pullRequestRun(github),
    during: (child) => {
      kill = () => child.kill('SIGKILL')
    },
    onCall: () => {
      if (github.comments.get(7)?.length === 1 && states().includes('in_progress')) kill()
    },
    afterwards: async (_, post) => {
      before = states()
      const { exitCode, log } = await post()
      expect(exitCode).toBe(0)
      expect(log.match(/^::warning::/gm)).toHaveLength(1)
    },
  })
  await github.close()
  expect(before).toEqual(['in_progress', 'queued'])
  expect(states()).toEqual(['error', 'in_progress', 'queued'])
  const [last] = github.statuses.get(github.deployments[0]?.id ?? 0) ?? []
  expect(last?.description).toContain('the step was killed before it could report')
  expect(github.comments.get(7)?.[0]?.body).toContain('shop in eu-central-1: killed before it could report')
})
