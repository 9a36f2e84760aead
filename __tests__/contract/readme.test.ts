import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { scenarios } from '../../simulator/lightsail/scenarios/index.ts'
import { inputNames } from '../../src/lightsail/inputs/names.ts'
import { parseRequest } from '../../src/lightsail/inputs/request.ts'
import { outputNames } from '../../src/lightsail/outputs.ts'
import { reportInvalidInput } from '../../src/report/input-errors.ts'
import { createEarlyReport } from '../../src/report/report.ts'
import { reasonCodes } from '../../src/verdict/reason-codes.ts'
import { failureResults, successResults } from '../../src/verdict/results.ts'
import { runOnTime } from '../in-process/helpers.ts'
import {
  anchors,
  bare,
  blocks,
  codeSpans,
  documents,
  links,
  read,
  root,
  tableRows,
  withoutBlocks,
} from './markdown.ts'

const readme = read('README.md')
const actionProse = Object.values<Record<string, { description: string }>>({
  inputs: parse(read('action.yml')).inputs,
  outputs: parse(read('action.yml')).outputs,
})
  .flatMap((part) => Object.values(part).map(({ description }) => description))
  .join('\n')

const results: readonly string[] = [...successResults, ...failureResults]

const schemas = [
  'schema/deployment.schema.json',
  'schema/service.schema.json',
  'schema/ecs-task-definition.schema.json',
  'schema/ecs-service-definition.schema.json',
]

describe('README disagrees with action.yml: it cannot', () => {
  const docs = (folder: string, ...flags: string[]) =>
    spawnSync(process.execPath, [join(folder, 'scripts/docs.js'), ...flags], { encoding: 'utf8' })

  test('tables and schemas are in sync', () => {
    expect(docs(root, '--check')).toMatchObject({ status: 0, stdout: '', stderr: '' })
  })

  test('the check sees what is out of sync, changes nothing, and the same script mends it', () => {
    const copy = mkdtempSync(join(tmpdir(), 'lightsail-deploy-docs-'))
    try {
      for (const part of ['scripts', 'src', 'schema', 'simulator', 'ecs', 'action.yml', 'package.json']) {
        cpSync(join(root, part), join(copy, part), { recursive: true })
      }
      symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir')
      const stale = readme.replace('`status` tells what runs', '`status` says what runs')
      writeFileSync(join(copy, 'README.md'), stale)
      expect(stale).not.toBe(readme)
      for (const schema of schemas) writeFileSync(join(copy, schema), '{}')

      const { status, stderr } = docs(copy, '--check')
      expect(status).toBe(1)
      expect(stderr.trim().split('\n')).toEqual(
        ['README.md', ...schemas].map((path) => expect.stringContaining(`${path} is out of sync`)),
      )
      expect(readFileSync(join(copy, 'README.md'), 'utf8')).toBe(stale)

      expect(docs(copy).status).toBe(0)
      expect(readFileSync(join(copy, 'README.md'), 'utf8')).toBe(readme)
      for (const schema of schemas) expect(readFileSync(join(copy, schema), 'utf8')).toBe(read(schema))
    } finally {
      rmSync(copy, { recursive: true, force: true })
    }
  })
})

describe('README names an input, output or word that does not exist: it cannot', () => {
  /** Words in the same form that belong to others, what an input is told, a Region, and the example of a slip. */
  const ofOthers = new Set([
    'eu-central-1',
    'uses',
    'shop-pr-7',
    'env-vars',
    'last-good',
    'if',
    'id-token',
    'role-duration-seconds',
    'cancel-in-progress',
    'node-version',
    'concurrency',
    'environment',
    'permissions',
    'pull-requests',
    'deployments',
    'contents',
    'issues',
  ])
  const known = new Set<string>([
    ...inputNames,
    ...outputNames,
    ...results,
    ...Object.keys(reasonCodes),
    ...scenarios.map(({ name }) => name),
    ...ofOthers,
  ])
  const nameIn = (code: string): string | undefined =>
    /^([a-z]+(?:-[a-z0-9]+)+)$/.exec(code)?.[1] ?? /^([a-z][a-z-]*): \S/.exec(code)?.[1]

  test.each([...documents.filter((path) => !path.startsWith('simulator/')), 'action.yml'])('%s', (path) => {
    const spans = codeSpans(path === 'action.yml' ? actionProse : read(path))
    expect(spans.length).toBeGreaterThan(4)
    // What the log says begins with the name of an input, too: `region: is missing`.
    const unknown = spans.flatMap((code) => nameIn(code) ?? []).filter((name) => !known.has(name))
    expect(unknown).toEqual([])
  })

  test('outputs are read by names that exist', () => {
    // The build step is not ours.
    const read = [...readme.matchAll(/steps\.(?!build\.)[\w-]+\.outputs\.([\w-]+)/g)].map(([, name]) => name)
    expect(read.length).toBeGreaterThan(3)
    expect(read.filter((name) => !(outputNames as readonly (string | undefined)[]).includes(name))).toEqual(
      [],
    )
  })

  test('npm scripts and scenarios that are named exist', () => {
    const { scripts } = JSON.parse(read('package.json'))
    const text = documents.map(read).join('\n')
    const named = [...text.matchAll(/npm run ([\w-]+)/g)].map(([, name = '']) => name)
    const played = [...text.matchAll(/(?:--scenario|npm run demo --) ([a-z][\w-]*)/g)].map(
      ([, name = '']) => name,
    )
    expect(named).toContain('demo')
    expect(named.filter((name) => !(name in scripts))).toEqual([])
    expect(played).toContain('failing-update')
    expect(played.filter((name) => !scenarios.some((scenario) => scenario.name === name))).toEqual([])
  })
})

describe('how a run can end', () => {
  test('every result is explained, in its colour, and no other', () => {
    const rows = tableRows(readme, '`result`').map(([result, colour]) => [bare(result), colour])
    expect(rows).toEqual([
      ...successResults.map((result) => [result, 'green']),
      ...failureResults.map((result) => [result, 'red']),
    ])
  })
})

describe('what it shows is what a run prints', () => {
  const inputs = {
    'service-name': 'shop',
    image: 'ghcr.io/acme/shop:9a8b7c',
    'container-port': '8080',
    'health-check-path': '/healthz',
  }
  const [goodRun, failingRun = [], wrongInputs, status, plan, verifying = [], rolledBack = [], ...others] =
    blocks(readme, 'text').map((sample) => sample.trimEnd().split('\n'))

  /** Where the simulator answers, and the address of the real service. */
  const simulated = /http:\/\/127\.0\.0\.1:\d+\/at\/shop/g
  const real = 'https://shop.so0wt5cn8tg6z.eu-central-1.cs.amazonlightsail.com'

  /** Groups are folded, and a reader opens the one of the version that failed; masks are not shown. */
  const asOnGitHub = (log: readonly string[]) => {
    let group: 'none' | 'folded' | 'open' = 'none'
    return log.flatMap((line) => {
      const [, command, text = ''] = /^::([\w-]+)::(.*)$/.exec(line) ?? []
      if (command === 'group') {
        group = text.includes(', version ') ? 'open' : 'folded'
        return [`${group === 'open' ? '▾' : '▸'} ${text}`]
      }
      const isHidden = group === 'folded' || command === 'endgroup' || command === 'add-mask'
      if (command === 'endgroup') group = 'none'
      if (isHidden) return []
      const [, first = '', rest = ''] = command === undefined ? [] : [...(/^(.)(.*)$/.exec(command) ?? [])]
      const shown = command === undefined ? line : `${first.toUpperCase()}${rest}: ${text}`
      return shown.replaceAll('%0A', '\n').replaceAll('%25', '%').split('\n')
    })
  }

  const printed = async (scenario: string, more: Readonly<Record<string, string>> = {}) => {
    const { log } = await runOnTime({ scenario, inputs: { ...inputs, ...more } })
    return asOnGitHub(log.trimEnd().split('\n'))
      .filter((line) => !/(?:which is|\() ?not AWS/.test(line))
      .map((line) => line.replaceAll(simulated, real))
  }

  test('a good run, line by line', async () => {
    expect(goodRun).toEqual(await printed('update', { 'environment-variables': 'FEATURE_X=on-for-all' }))
  })

  test('the end of a failing run, line by line', async () => {
    expect(failingRun.length).toBeGreaterThan(8)
    expect((await printed('failing-update')).slice(-failingRun.length)).toEqual(failingRun)
  })

  test('the status of a service, line by line', async () => {
    const none = { image: '', 'container-port': '', 'health-check-path': '' }
    expect(status).toEqual(await printed('update', { ...none, mode: 'status' }))
  })

  test('a plan, line by line', async () => {
    const wanted = {
      power: 'micro',
      tags: 'team=shop',
      'environment-variables': 'FEATURE_X=on-for-all\nLOG_LEVEL=warn-only',
    }
    expect(plan).toEqual(await printed('update', { ...wanted, mode: 'plan' }))
  })

  test('a URL that does not verify and what is done about it, line by line', async () => {
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

  test('every sample is compared', () => {
    expect(others).toEqual([])
  })

  test('wrong inputs', async () => {
    const environment = {
      AWS_REGION: 'eu-central-1',
      'INPUT_SERVICE-NAME': 'My_Shop',
      INPUT_IMAGE: 'ghcr.io/acme/shop:',
      'INPUT_ENV-VARS': 'A=b',
      'INPUT_WAIT-FOR-MINUTES': '0',
    }
    const { issues } = await parseRequest(environment, () => '')
    const { errors } = createEarlyReport(reportInvalidInput(issues), outputNames)
    expect(wrongInputs).toEqual(errors.map(({ message }) => `Error: ${message}`))
  })
})

describe('the IAM policies', () => {
  const [deploying = [], planning = [], ...others] = blocks(readme, 'json')
    .filter((block) => block.includes('"lightsail:'))
    .map((block): string[] => JSON.parse(block).Statement[0].Action)
  const deleting = ['lightsail:DeleteContainerService', 'lightsail:DeleteContainerImage']
  const called = [...read('src/lightsail/api/client.ts').matchAll(/new (\w+)Command\(/g)]
    .map(([, operation]) => `lightsail:${operation}`)
    .sort()

  test('the first allows exactly what the action calls, but for deleting', () => {
    expect(called).toEqual(expect.arrayContaining(deleting))
    expect([...deploying, ...deleting].sort()).toEqual(called)
  })

  test('the second, and last, allows exactly what plans call', async () => {
    const { outputs, calls } = await runOnTime({
      scenario: 'certificates',
      inputs: {
        mode: 'plan',
        power: 'micro',
        tags: 'a=b',
        'public-domain-names': 'example-com=www.example.com',
        'ecr-image-puller-role': 'true',
      },
    })
    expect(outputs).toMatchObject({ result: 'planned', 'changes-count': '5' })
    const operations = new Set(calls.map(({ operation }) => `lightsail:${operation}`))
    expect([...planning].sort()).toEqual([...operations].sort())
    expect(others).toEqual([])
  })

  test('with one more it is enough for the status of a service', async () => {
    const { calls } = await runOnTime({ scenario: 'update', inputs: { image: '', mode: 'status' } })
    const enough = [...planning, 'lightsail:GetContainerServiceDeployments']
    expect(enough).toEqual(expect.arrayContaining(calls.map(({ operation }) => `lightsail:${operation}`)))
  })

  test('what each action is for is told once, without a gap', () => {
    const needed = tableRows(readme, 'to').flatMap(([, cell = '']) =>
      codeSpans(cell).filter((code) => code.startsWith('lightsail:')),
    )
    expect(needed.sort()).toEqual(called)
  })

  test('every JSON block is JSON', () => {
    expect(blocks(readme, 'json').length).toBeGreaterThan(3)
    for (const block of blocks(readme, 'json')) expect(() => JSON.parse(block)).not.toThrow()
  })
})

describe('links', () => {
  test.each(documents)('%s links only to what is there', (path) => {
    const dead = links(read(path))
      .filter((link) => !/^https?:/.test(link))
      .filter((link) => {
        const [target = '', anchor] = link.split('#')
        const file = target === '' ? path : join(dirname(path), target)
        if (!existsSync(join(root, file))) return true
        return anchor !== undefined && !anchors(read(file)).includes(anchor)
      })
    expect(dead).toEqual([])
  })

  test('the README has links to check', () => {
    expect(links(readme).filter((link) => link.startsWith('#')).length).toBeGreaterThan(10)
  })
})

describe('docs tell users to pin @main: they do not', () => {
  test.each(documents)('%s', (path) => {
    expect(read(path)).not.toMatch(/lightsail-deploy@(?!v\d)/)
  })

  test('the README pins a release at all', () => {
    expect(readme.match(/OWNER\/lightsail-deploy@v\d/g)?.length).toBeGreaterThan(5)
  })
})

test('the README speaks plainly: no badges, no pictograms, and no pictures but our own', () => {
  expect(withoutBlocks(readme)).not.toMatch(
    /!\[[^\]]{0,10}\]|!\[[^\]]*\]\((?!pictures\/)|\p{Extended_Pictographic}/u,
  )
})
