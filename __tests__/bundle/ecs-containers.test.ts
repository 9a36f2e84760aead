import { afterAll, expect, test } from '@jest/globals'
import { startEngine } from '../../scripts/machine.js'
import { scaledClock } from '../../simulator/wire/clock.ts'
import { type BundleRun, runBundle } from './bundle.ts'

/** The bundle against tasks whose containers run for real. */

const engine = await startEngine()
const testHere = engine ? test : test.skip
const SPEED = 20

afterAll(async () => void (await engine?.stop()))

function build(image: string, page: string, script: string) {
  const dockerfile = `FROM scratch\nCOPY busybox /bin/busybox\nCOPY index.html /www/\nCMD ["/bin/busybox", "sh", "-c", "${script}"]\n`
  engine?.build(image, dockerfile, { 'index.html': page })
}

testHere('a good image answers behind the load balancer, and still does after a crashing one', async () => {
  build('shop:1', 'one', 'echo ready; exec /bin/busybox httpd -f -p 8080 -h /www')
  build('shop:2', 'two', 'echo Starting; echo Error: The database is newer than this version >&2; exit 3')
  const pages: string[] = []
  let url = ''
  const look = async () => {
    const answer = await fetch(`${url}/ecs/prod/shop/`)
    pages.push(await answer.text())
  }
  const usual = { 'poll-interval-seconds': '0.2' }
  const reruns: BundleRun[] = []
  const good = await runBundle({
    action: 'ecs',
    clock: scaledClock(SPEED),
    docker: { speed: SPEED, environment: { ...process.env, ...engine?.env } },
    ecs: { scenario: 'first-deployment' },
    inputs: {
      ...usual,
      image: 'shop:1',
      'task-definition-family': 'web',
      'desired-count': '2',
      'launch-type': 'FARGATE',
      subnets: 'subnet-0a1b2c3d',
      'security-groups': 'sg-0f1e2d3c',
      'target-group-arn':
        'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/shop/0d1c2b3a4f5e6d7c',
      'container-port': '8080',
    },
    during: (_, simulator) => {
      url = simulator.url
    },
    afterwards: async (rerun) => {
      await look()
      reruns.push(await rerun({ ...usual, image: 'shop:2' }))
      await look()
    },
  })
  const [bad] = reruns
  expect(good.outputs).toMatchObject({ result: 'success', 'reason-code': 'deployment-active' })
  expect(bad?.outputs).toMatchObject({ result: 'rolled-back' })
  expect(bad?.exitCode).toBe(1)
  expect(bad?.errors.join()).toContain(
    'web:21 of shop was rolled back, web:20 serves: the app exited with 3: "Error: The database is newer than this version"',
  )
  expect(pages).toEqual(['one', 'one'])
})
