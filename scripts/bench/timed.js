/**
 * Time of whole processes, as ratios to bare `node -e 0` of the same run: every round runs every row once, in an order that
 * moves on, so that whatever else the machine does hits all of them.
 */
import { join } from 'node:path'
import { inputs, median, quiet, run } from './stage.js'
import { openWorld, Pushes, startSite } from './worlds.js'

/**
 * @typedef {object} Situation
 * @property {() => Record<string, string>} env of the next run
 * @property {string} entry file of the bundle
 * @property {() => Promise<void>} close
 *
 * @typedef {object} TimedRow
 * @property {string} name
 * @property {'wall' | 'cpu'} figure
 * @property {string} goal
 * @property {number} exits the exit code of a run that did what it was to do
 * @property {boolean} [isNew] what an older bundle does not have
 * @property {(dist: string) => Promise<Situation>} open
 */

/** @type {TimedRow[]} */
export const timedRows = [
  {
    name: 'start → rejects missing inputs',
    ...{ figure: 'wall', goal: '≤ 1.6', exits: 1 },
    open: () => plain('index.js', 'disabled-service', {}),
  },
  {
    name: 'start → first answered request → exit, http',
    ...{ figure: 'wall', goal: '≤ 3.7', exits: 1 },
    open: () => plain('index.js', 'disabled-service', first),
  },
  {
    name: 'the same over TLS',
    ...{ figure: 'wall', goal: '≤ 4.2', exits: 1 },
    open: () => plain('index.js', 'disabled-service', first, true),
  },
  {
    name: 'whole update, service has our commit tag',
    ...{ figure: 'wall', goal: '≤ 4.7', exits: 0 },
    open: (dist) => pushes('index.js', dist),
  },
  {
    name: 'whole update on a pull request, with comment',
    ...{ figure: 'wall', goal: '≤ 5.0', exits: 0 },
    open: (dist) => pushes('index.js', dist, { onPullRequest: true }),
  },
  {
    name: 'whole update with verify-url',
    ...{ figure: 'cpu', goal: '≤ 5.5', exits: 0 },
    open: verified,
  },
  {
    name: 'post step after a run that reported',
    ...{ figure: 'wall', goal: '≤ 1.1', exits: 0 },
    open: (dist) => postStep(dist),
  },
  {
    name: 'ECS: start → rejects missing inputs',
    ...{ figure: 'wall', goal: '', exits: 1, isNew: true },
    open: () => plain('ecs.js', 'codedeploy-service', {}),
  },
  {
    name: 'ECS: start → first answered request → exit, http',
    ...{ figure: 'wall', goal: '', exits: 1, isNew: true },
    open: () => plain('ecs.js', 'codedeploy-service', firstOnEcs),
  },
  {
    name: 'ECS: the same over TLS',
    ...{ figure: 'wall', goal: '', exits: 1, isNew: true },
    open: () => plain('ecs.js', 'codedeploy-service', firstOnEcs, true),
  },
  {
    name: 'ECS: whole update of an image alone',
    ...{ figure: 'wall', goal: '', exits: 0, isNew: true },
    open: (dist) => pushes('ecs.js', dist, { onEcs: true }),
  },
]

const first = {
  'service-name': 'shop',
  image: 'ghcr.io/acme/shop:2',
  'container-port': '8080',
  'check-image': 'false',
}
const firstOnEcs = { cluster: 'prod', service: 'shop', image: 'ghcr.io/acme/shop:2', 'check-image': 'false' }

/** One process with nothing but its inputs and AWS. @param {string} entry @param {string} scenario @param {Record<string, string>} given */
async function plain(entry, scenario, given, tls = false) {
  const onEcs = entry === 'ecs.js'
  const world = await openWorld(onEcs ? { ecs: { scenario } } : { scenario }, { tls, secondsPerCall: 1 })
  const { GITHUB_OUTPUT: _, GITHUB_STEP_SUMMARY: __, GITHUB_STATE: ___, ...env } = world.env
  return { entry, env: () => ({ ...env, ...inputs(given) }), close: world.close }
}

/** @param {string} entry @param {string} dist @param {{ onEcs?: boolean, onPullRequest?: boolean }} [how] */
async function pushes(entry, dist, { onEcs = false, onPullRequest = false } = {}) {
  const shop = { scenario: onEcs ? 'shop-on-ecs' : 'update', outcomes: succeeding }
  const world = await openWorld(onEcs ? { ecs: shop } : shop)
  const given = { ...(onPullRequest && { 'comment-on-pr': 'true' }) }
  const all = new Pushes(world, { onEcs, given })
  const env = () => all.next(onPullRequest ? world.onPullRequest : world.onPush)
  // The first push finds no tag of ours, and makes the comment.
  await run([join(dist, entry)], env())
  return { entry, env, close: world.close }
}

/** A service whose first version cannot be mistaken for the one before: the URL is asked three times, without a pause. */
async function verified() {
  const site = await startSite()
  const world = await openWorld({ scenario: 'ready-service', outcomes: succeeding })
  const env = () => {
    // As if nothing had ever been deployed.
    for (const { deployments } of world.simulator.account.records.services) deployments.length = 0
    return { ...world.env, ...inputs({ ...first, 'verify-url': site.url, 'poll-interval-seconds': '0.01' }) }
  }
  const close = async () => {
    await world.close()
    site.close()
  }
  return { entry: 'index.js', env, close }
}

/** @param {string} dist */
async function postStep(dist) {
  const { world, env, close } = await pushed(dist)
  const after = { ...env, ...world.state() }
  return { entry: 'post.js', env: () => after, close }
}

/** @param {string} dist */
async function pushed(dist) {
  const world = await openWorld({ scenario: 'update' })
  const env = new Pushes(world).next()
  await run([join(dist, 'index.js')], env)
  return { world, env, close: world.close }
}

const succeeding = /** @type {'succeeds'[]} */ (Array.from({ length: 500 }, () => 'succeeds'))

/**
 * @typedef {{ wall: number, cpu: number }} Ratio
 *
 * @param {readonly { dist: string, isOlder: boolean }[]} bundles @param {number} rounds @param {(name: string) => boolean} isWanted
 * @returns {Promise<{ row: TimedRow, ratios: (Ratio | undefined)[] }[]>} a ratio for each bundle
 */
export async function measure(bundles, rounds, isWanted) {
  const rows = timedRows.filter(({ name }) => isWanted(name))
  /** @type {{ row: TimedRow, column: number, file: string, situation: Situation, all: import('./stage.js').Figures[] }[]} */
  const series = []
  for (const row of rows) {
    for (const [column, { dist, isOlder }] of bundles.entries()) {
      if (row.isNew && isOlder) continue
      const situation = await row.open(dist)
      series.push({ row, column, file: join(dist, situation.entry), situation, all: [] })
    }
  }
  /** @type {import('./stage.js').Figures[]} */
  const bare = []
  // Two rounds that do not count: files that were never read, servers that have not run yet.
  for (let round = -2; round < rounds; round++) {
    const turn = [undefined, ...series]
    for (let place = 0; place < turn.length; place++) {
      const one = turn[(place + round + 2) % turn.length]
      const figures = await run(one ? [one.file] : ['-e', '0'], one ? one.situation.env() : quiet)
      if (one && figures.exitCode !== one.row.exits)
        throw new Error(`${one.row.name}: exit code ${figures.exitCode} of ${one.file}`)
      if (round >= 0) (one?.all ?? bare).push(figures)
    }
  }
  for (const { situation } of series) await situation.close()
  const base = medians(bare)
  return rows.map((row) => {
    const ratios = bundles.map((_, column) => {
      const one = series.find((each) => each.row === row && each.column === column)
      if (!one) return undefined
      const { wall, cpu } = medians(one.all)
      return { wall: wall / base.wall, cpu: cpu / base.cpu }
    })
    return { row, ratios }
  })
}

/** @param {readonly import('./stage.js').Figures[]} all */
function medians(all) {
  return { wall: median(all.map(({ wall }) => wall)), cpu: median(all.map(({ cpu }) => cpu)) }
}
