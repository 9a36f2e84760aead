/** What grows with logs, archives, comments and previews: calls, memory, and the time of a failure whose app floods its log. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRegistry, writeArchive } from './archive.js'
import { inputs, peakOf, run } from './stage.js'
import { openWorld, Pushes } from './worlds.js'

/**
 * @typedef {object} ScaleRow
 * @property {string} name
 * @property {string} goal
 * @property {boolean} [isSlow]
 * @property {(dist: string) => Promise<string>} measure
 */

/** @type {ScaleRow[]} */
export const scaleRows = [
  {
    name: 'failed deployment, 2,000 log lines a second',
    goal: 'deployment + 15 s, 20 and 2 log calls',
    isSlow: true,
    measure: flood,
  },
  { name: 'memory at 200,000 log lines', goal: '≤ 200 MiB', measure: logMemory },
  { name: 'memory at an archive of 2 GB', goal: '≤ 200 MiB', measure: archiveMemory },
  { name: 'list calls for 3,000 comments, ours is made', goal: '≤ 31', measure: comments },
  { name: 'GitHub calls of a cleanup, 300 of 450 closed', goal: '≤ 10', measure: cleanup },
]

const shop = {
  'service-name': 'shop',
  image: 'ghcr.io/acme/shop:2',
  'container-port': '8080',
  'check-image': 'false',
}
const FAILS_AFTER_SECONDS = 70

/** A deployment that fails, and says so many lines in each second. @param {number} each @param {number} from @param {number} seconds */
async function failing(each, from, seconds) {
  const { findOutcome } = await import('../../simulator/lightsail/find-outcome.ts')
  const outcome = findOutcome('crashes')
  const last = outcome.story[outcome.story.length - 1]
  if (!last) throw new Error('an outcome without a story')
  const story = Array.from({ length: seconds - from }, (_, second) => ({
    kind: /** @type {const} */ ('app'),
    second: from + second,
    lines: () => Array.from({ length: each }, (__, index) => `retry ${second * each + index}`),
  }))
  return {
    ...outcome,
    seconds: { creating: 5, checking: seconds - 5, activating: 0 },
    // What the platform says last comes with the end.
    story: [
      ...outcome.story.filter(({ second }) => second < from),
      ...story,
      { ...last, second: seconds - 1 },
    ],
  }
}

/** In real time. @param {string} dist */
async function flood(dist) {
  const { scaledClock } = await import('../../simulator/wire/clock.ts')
  const outcome = await failing(2000, 5, FAILS_AFTER_SECONDS)
  const world = await openWorld({
    clock: scaledClock(1),
    scenario: 'update',
    outcomes: [outcome],
    switches: { logLagSeconds: 0, logPageSize: 100 },
  })
  const { wall } = await run([join(dist, 'index.js')], { ...world.env, ...inputs(shop) })
  const { calls } = world.simulator
  await world.close()
  const polls = calls.flatMap(({ operation, number }) =>
    operation === 'GetContainerServices' ? [number] : [],
  )
  const logs = calls.filter(({ operation }) => operation === 'GetContainerLog').map(({ number }) => number)
  const last = calls.findLast(({ operation }) => operation.startsWith('GetContainerService'))?.number ?? 0
  const between = polls.map(
    (poll, index) => logs.filter((log) => log > poll && log < (polls[index + 1] ?? last)).length,
  )
  const after = logs.filter((log) => log > last).length
  const late = Math.round(wall / 1000) - FAILS_AFTER_SECONDS
  return `+ ${late} s, ${after} after the end, ${Math.max(0, ...between)} per look`
}

/** @param {string} dist */
async function logMemory(dist) {
  const outcome = await failing(10_000, 20, 40)
  const world = await openWorld({
    scenario: 'update',
    outcomes: [outcome],
    switches: { logLagSeconds: 0, logPageSize: 10_000 },
  })
  const { peak } = await peakOf([join(dist, 'index.js')], {
    ...world.env,
    ...inputs({ ...shop, 'poll-interval-seconds': '0.01' }),
  })
  await world.close()
  return `${peak.toFixed(0)} MiB`
}

/** @param {string} dist */
async function archiveMemory(dist) {
  const folder = mkdtempSync(join(tmpdir(), 'lightsail-deploy-archive-'))
  const registry = await startRegistry()
  const { switches } = registry
  const world = await openWorld({ scenario: 'update', switches })
  try {
    const path = join(folder, 'image.tar')
    await writeArchive(path)
    const given = { ...shop, image: `oci-archive:${path}`, 'poll-interval-seconds': '0.01' }
    const { 'check-image': _, ...asked } = given
    const { peak, exitCode } = await peakOf([join(dist, 'index.js')], {
      ...world.env,
      RUNNER_TEMP: folder,
      HOME: folder,
      ...inputs(asked),
    })
    if (exitCode !== 0) throw new Error(`the archive was not deployed: exit code ${exitCode}`)
    return `${peak.toFixed(0)} MiB`
  } finally {
    await world.close()
    registry.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {string} dist */
async function comments(dist) {
  const talk = Array.from({ length: 3000 }, (_, index) => ({ body: `comment ${index}`, login: 'octocat' }))
  const world = await openWorld({ scenario: 'update' }, { github: { comments: talk } })
  const env = new Pushes(world, { given: { 'comment-on-pr': 'true' } }).next(world.onPullRequest)
  await run([join(dist, 'index.js')], env)
  const lists = world.github.requests.filter(
    ({ method, path }) => method === 'GET' && path.includes('/issues/7/comments'),
  )
  await world.close()
  return String(lists.length)
}

/** 450 previews; the pull requests of 300 are closed. @param {string} dist */
async function cleanup(dist) {
  const { previewTags, pull } = await import('./previews.js')
  const numbers = Array.from({ length: 450 }, (_, index) => index + 1)
  const pulls = numbers.map((number) => pull(number, number <= 300 ? 'closed' : 'open'))
  const world = await openWorld(
    { switches: { serviceQuota: 1000 } },
    { github: { pulls }, secondsPerCall: 1 },
  )
  const { account, clock } = world.simulator
  for (const number of numbers)
    account.call(
      'CreateContainerService',
      { serviceName: `shop-pr-${number}`, power: 'nano', scale: 1, tags: await previewTags(number) },
      { at: clock.now() - 5 * 24 * 3600_000 },
    )
  const given = { mode: 'cleanup', 'service-name': 'shop', 'poll-interval-seconds': '0.01' }
  const { exitCode } = await run([join(dist, 'index.js')], {
    ...world.env,
    ...world.onPush,
    GITHUB_EVENT_NAME: 'schedule',
    ...inputs(given),
  })
  const calls = world.github.requests.length
  const left = account.call('GetContainerServices').containerServices.length
  await world.close()
  if (exitCode !== 0 || left !== 150)
    throw new Error(`the cleanup left ${left} previews, exit code ${exitCode}`)
  return String(calls)
}
