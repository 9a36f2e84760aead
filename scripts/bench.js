/**
 * What speed means here, as ratios within one run: start-up against bare node, API calls per scenario, the time from
 * ACTIVE or SUCCESSFUL to the exit, and what a runner downloads. Milliseconds differ from machine to machine; the ratios
 * hardly do.
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { hostileText } from './bench/hostile-text.js'
import { inputs, median, quiet, row, run, startSimulator } from './bench/stage.js'

const bundle = fileURLToPath(new URL('../dist/index.js', import.meta.url))
const ecsBundle = fileURLToPath(new URL('../dist/ecs.js', import.meta.url))
const ROUNDS = 21

const shop = { 'service-name': 'shop', image: 'ghcr.io/acme/shop:2', 'container-port': '8080' }
const shopOnEcs = { cluster: 'prod', service: 'shop', image: 'ghcr.io/acme/shop:2' }

console.log(`node ${process.version}, ${ROUNDS} rounds, medians`)
await startUp()
await callsPerScenario()
await callsOnEcs()
await fromActiveToExit()
await fromSuccessfulToExit()
await hostileText()
download()

async function startUp() {
  const lightsail = await startSimulator('lightsail', 'disabled-service', 1)
  const ecs = await startSimulator('ecs', 'codedeploy-service', 1)
  const of = { lightsail: { ...quiet, ...lightsail.env }, ecs: { ...quiet, ...ecs.env } }
  /** @type {Record<string, number[]>} */
  const times = {}
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, args, env] of /** @type {const} */ ([
      ['bare node -e 0', ['-e', '0'], quiet],
      ['start → rejects missing inputs', [bundle], of.lightsail],
      ['  on ECS', [ecsBundle], of.ecs],
      ['start → first answered request → exit', [bundle], { ...of.lightsail, ...inputs(shop) }],
      ['  on ECS ', [ecsBundle], { ...of.ecs, ...inputs(shopOnEcs) }],
    ])) {
      times[name] = [...(times[name] ?? []), (await run([...args], env)).ms]
    }
  }
  lightsail.stop()
  ecs.stop()
  const bare = median(times['bare node -e 0'] ?? [])
  for (const [name, all] of Object.entries(times)) {
    row(name, `${median(all).toFixed(0)} ms`, `${(median(all) / bare).toFixed(2)} × bare`)
  }
}

async function callsPerScenario() {
  for (const scenario of ['first-deploy', 'update', 'failing-update', 'deployment-in-progress']) {
    const server = await startSimulator('lightsail', scenario, 100)
    const given = inputs({ ...shop, 'poll-interval-seconds': '0.05' })
    await run([bundle], { ...quiet, ...server.env, ...given })
    const calls = server.calls()
    server.stop()
    const beforePoll = calls.findIndex((call) => call.startsWith('Create')) + 1
    row(
      `calls: ${scenario}`,
      `${beforePoll} to the write`,
      `${calls.length} in all (a poll every 5 s of Lightsail's time)`,
    )
  }
}

async function callsOnEcs() {
  const { image: _, ...service } = shopOnEcs
  const arn = 'arn:aws:ecs:eu-central-1:123456789012:task-definition/web:17'
  const digest = { ...service, image: `ghcr.io/acme/shop@sha256:${'a1'.repeat(32)}` }
  for (const [name, scenario, runs] of /** @type {[string, string, Record<string, string>[]][]} */ ([
    ['an image alone', 'shop-on-ecs', [shopOnEcs]],
    ['a whole ARN', 'shop-on-ecs', [{ ...service, 'task-definition-arn': arn }]],
    ['nothing differs any more', 'shop-on-ecs', [digest, digest]],
    ['circuit-breaker', 'circuit-breaker', [shopOnEcs]],
  ])) {
    const server = await startSimulator('ecs', scenario, 100)
    let before = 0
    for (const given of runs) {
      before = server.calls().length
      const all = inputs({ ...given, 'poll-interval-seconds': '0.05', 'track-commit': 'false' })
      await run([ecsBundle], { ...quiet, ...server.env, ...all })
    }
    const calls = server.calls().slice(before)
    server.stop()
    const toWrite = calls.indexOf('UpdateService') + 1
    row(
      `calls on ECS: ${name}`,
      toWrite === 0 ? 'no write' : `${toWrite} to the write`,
      `${calls.length} in all${toWrite === 0 ? '' : " (a poll every 5 s of ECS's time)"}`,
    )
  }
}

async function fromActiveToExit() {
  const server = await startSimulator('lightsail', 'ready-service', 1)
  const image = 'ghcr.io/acme/shop:outcome-succeeds-at-once'
  const { endedAt } = await run([bundle], { ...quiet, ...server.env, ...inputs({ ...shop, image }) })
  const active = server.writtenAt() + 1000
  server.stop()
  row('ACTIVE → exit', `${endedAt - active} ms`, 'polls are 1 s apart near the end')
}

/** A rollout of no task is the shortest there is. */
async function fromSuccessfulToExit() {
  const server = await startSimulator('ecs', 'scaled-to-zero', 1)
  const { endedAt } = await run([ecsBundle], { ...quiet, ...server.env, ...inputs(shopOnEcs) })
  const response = await fetch(server.env['AWS_ENDPOINT_URL'] ?? '', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListServiceDeployments',
    },
    body: JSON.stringify({ cluster: 'prod', service: 'shop' }),
  })
  const { serviceDeployments } = /** @type {any} */ (await response.json())
  server.stop()
  const { status, finishedAt } = serviceDeployments[0]
  row(`${status} → exit`, `${endedAt - Math.round(finishedAt * 1000)} ms`, 'polls are 1 s apart near the end')
}

function download() {
  const tarball = execFileSync('git', ['archive', 'HEAD'], { maxBuffer: 2 ** 28 })
  row(
    'downloaded by a runner',
    `${(gzipSync(tarball).length / 1000).toFixed(0)} kB`,
    'the repository as a tarball',
  )
}
