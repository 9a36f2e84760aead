import { describe, expect, test } from '@jest/globals'
import { parseRequest } from '../../src/lightsail/inputs/request.ts'
import { outputNames } from '../../src/lightsail/outputs.ts'
import { reportInvalidInput } from '../../src/report/input-errors.ts'
import { createEarlyReport } from '../../src/report/report.ts'
import { runOnTime } from '../in-process/helpers.ts'
import { blocks, pages, read } from './markdown.ts'
import { asOnGitHub } from './on-github.ts'

/** What the documents show of a log is what a run prints, line by line. */

const inputs = {
  'service-name': 'shop',
  image: 'ghcr.io/acme/shop:9a8b7c',
  'container-port': '8080',
  'health-check-path': '/healthz',
}

function samplesIn(path: string): string[][] {
  return blocks(read(path), 'text').map((sample) => sample.trimEnd().split('\n'))
}

/** Where the simulator answers, and the address of the real service. */
const simulated = /http:\/\/127\.0\.0\.1:\d+\/at\/shop/g
const real = 'https://shop.so0wt5cn8tg6z.eu-central-1.cs.amazonlightsail.com'

async function printed(scenario: string, more: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const { log } = await runOnTime({ scenario, inputs: { ...inputs, ...more } })
  return asOnGitHub(log.trimEnd().split('\n'), /, version /)
    .filter((line) => !/(?:which is|\() ?not AWS/.test(line))
    .map((line) => line.replaceAll(simulated, real))
}

describe('README.md', () => {
  const [goodRun, failingRun = []] = samplesIn('README.md')

  test('a good run', async () => {
    expect(goodRun).toEqual(await printed('update', { 'environment-variables': 'FEATURE_X=on-for-all' }))
  })

  test('the end of a failing run', async () => {
    expect(failingRun.length).toBeGreaterThan(8)
    expect((await printed('failing-update')).slice(-failingRun.length)).toEqual(failingRun)
  })
})

test('docs/how-it-decides.md: the status of a service', async () => {
  const none = { image: '', 'container-port': '', 'health-check-path': '' }
  const [status] = samplesIn('docs/how-it-decides.md')
  expect(status).toEqual(await printed('update', { ...none, mode: 'status' }))
})

test('docs/guides/plan-and-merge.md: a plan', async () => {
  const wanted = {
    power: 'micro',
    tags: 'team=shop',
    'environment-variables': 'FEATURE_X=on-for-all\nLOG_LEVEL=warn-only',
  }
  const [plan] = samplesIn('docs/guides/plan-and-merge.md')
  expect(plan).toEqual(await printed('update', { ...wanted, mode: 'plan' }))
})

test('docs/guides/verify-and-roll-back.md: a URL that fails the check, and what is done about it', async () => {
  const [verifying = [], rolledBack = []] = samplesIn('docs/guides/verify-and-roll-back.md')
  const lines = await printed('does-not-verify', {
    'verify-url': '/version',
    'verify-body': '9a8b7c',
    'rollback-on-failure': 'true',
  })
  expect(verifying.length).toBeGreaterThan(3)
  const from = lines.findIndex((line) => line.endsWith('activating')) + 1
  expect(lines.slice(from, from + verifying.length)).toEqual(verifying)
  expect(rolledBack.length).toBeGreaterThan(4)
  expect(lines.slice(-rolledBack.length)).toEqual(rolledBack)
})

test('docs/reference/inputs.md: wrong inputs', async () => {
  const environment = {
    AWS_REGION: 'eu-central-1',
    'INPUT_SERVICE-NAME': 'My_Shop',
    INPUT_IMAGE: 'ghcr.io/acme/shop:',
    'INPUT_ENV-VARS': 'A=b',
    'INPUT_WAIT-FOR-MINUTES': '0',
  }
  const { issues } = await parseRequest(environment, () => '')
  const { errors } = createEarlyReport(reportInvalidInput(issues), outputNames)
  expect(samplesIn('docs/reference/inputs.md')).toEqual([errors.map(({ message }) => `Error: ${message}`)])
})

test('every sample is compared', () => {
  const compared = { 'README.md': 2, 'docs/guides/verify-and-roll-back.md': 2 } as Record<string, number>
  const one = ['docs/how-it-decides.md', 'docs/guides/plan-and-merge.md', 'docs/reference/inputs.md']
  for (const path of one) compared[path] = 1
  // Those of ECS are compared in ecs-readme.test.ts.
  const found = pages
    .filter((path) => !/ecs/.test(path))
    .map((path) => [path, samplesIn(path).length] as const)
    .filter(([, count]) => count > 0)
  expect(Object.fromEntries(found)).toEqual(compared)
})
