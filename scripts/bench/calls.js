/** Calls of whole runs against the simulator, and the time from the end of a rollout to the end of the process. */
import { join } from 'node:path'
import { inputs, quiet, row, run, startSimulator } from './stage.js'

const shop = { 'service-name': 'shop', image: 'ghcr.io/acme/shop:2', 'container-port': '8080' }
const shopOnEcs = { cluster: 'prod', service: 'shop', image: 'ghcr.io/acme/shop:2' }

/** @param {string} dist */
export async function callRows(dist) {
  await callsPerScenario(join(dist, 'index.js'))
  await callsOnEcs(join(dist, 'ecs.js'))
  await fromActiveToExit(join(dist, 'index.js'))
  await fromSuccessfulToExit(join(dist, 'ecs.js'))
}

/** @param {string} bundle */
async function callsPerScenario(bundle) {
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

/** @param {string} bundle */
async function callsOnEcs(bundle) {
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
      await run([bundle], { ...quiet, ...server.env, ...all })
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

/** @param {string} bundle */
async function fromActiveToExit(bundle) {
  const server = await startSimulator('lightsail', 'ready-service', 1)
  const image = 'ghcr.io/acme/shop:outcome-succeeds-at-once'
  const { endedAt } = await run([bundle], { ...quiet, ...server.env, ...inputs({ ...shop, image }) })
  const active = server.writtenAt() + 1000
  server.stop()
  row('ACTIVE → exit', `${endedAt - active} ms`, 'polls are 1 s apart near the end')
}

/** A rollout of no task is the shortest there is. @param {string} bundle */
async function fromSuccessfulToExit(bundle) {
  const server = await startSimulator('ecs', 'scaled-to-zero', 1)
  const { endedAt } = await run([bundle], { ...quiet, ...server.env, ...inputs(shopOnEcs) })
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
