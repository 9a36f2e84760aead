import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { runAction } from './action.ts'

/** Outside of every workspace. */
const outside = mkdtempSync(join(tmpdir(), 'lightsail-outside-'))
afterAll(() => rmSync(outside, { recursive: true, force: true }))
writeFileSync(join(outside, '.env'), 'STOLEN=canary-of-the-runner\n')

/** Each input that names a file, with the path that it is given. */
function inputsFor(path: string): [string, Record<string, string>][] {
  return [
    ['env-file', { 'env-file': path }],
    ['deployment-file', { 'deployment-file': path, image: '' }],
    ['service-file', { 'service-file': path, image: '' }],
    ['image', { image: `oci-archive:${path}` }],
    ['images', { image: '', images: `app=docker-archive:${path}` }],
  ]
}

describe('what is no file of the workspace is refused at once, whichever input names it', () => {
  const link = (target: string) => (workspace: string) => symlinkSync(target, join(workspace, 'it'))
  const cases: [string, (workspace: string) => void, RegExp][] = [
    ['a link to the environment of the step', link('/proc/self/environ'), /operating system/],
    [
      'a link to a file of the runner',
      link(join(outside, '.env')),
      /link that points outside of the workspace/,
    ],
    ['a link to a device without an end', link('/dev/zero'), /operating system/],
    [
      'a named pipe that nobody writes to',
      (workspace) => execFileSync('mkfifo', [join(workspace, 'it')]),
      /named pipe/,
    ],
    ['a folder', (workspace) => mkdirSync(join(workspace, 'it')), /is a folder/],
    ['nothing at all', () => undefined, /does not exist/],
  ]
  test.each(cases)('%s', async (_, prepare, message) => {
    for (const [input, inputs] of inputsFor('it')) {
      const run = await runAction({ scenario: 'update', inputs, prepare })
      expect(run.outputs['result']).toBe('invalid-input')
      expect(run.errors).toEqual([expect.stringMatching(message)])
      expect(run.errors[0]).toMatch(new RegExp(`^${input}: `))
      expect(run.operations).toEqual([])
      expect(run.log + run.summary + JSON.stringify(run.outputs)).not.toContain('canary')
    }
  })

  test.each([
    ['a relative path', '../../../../../../../../etc/os-release', /points outside of the workspace/],
    ['a device', '/dev/zero', /operating system/],
    ['the memory of a process', '/proc/self/environ', /operating system/],
  ])('%s that leads elsewhere', async (_, path, message) => {
    const run = await runAction({ scenario: 'update', inputs: { 'env-file': path } })
    expect(run.errors).toEqual([expect.stringMatching(message)])
    expect(run.operations).toEqual([])
  })
})

test('a job without actions/checkout is told so', async () => {
  const workspace = mkdtempSync(join(outside, 'workspace-'))
  const run = await runAction({
    scenario: 'update',
    env: { GITHUB_WORKSPACE: workspace },
    inputs: { image: '', 'deployment-file': 'deploy/shop.yml' },
  })
  expect(run.errors).toEqual([
    'deployment-file: cannot be read: deploy/shop.yml does not exist: the workspace is empty; run actions/checkout in this job before this step',
  ])
})

test('a file of another job does not exist, and the workspace has nothing to do with it', async () => {
  const path = join(outside, 'task-definition--1234-abcd.json')
  const run = await runAction({ scenario: 'update', inputs: { image: '', 'deployment-file': path } })
  expect(run.errors).toEqual([
    `deployment-file: cannot be read: ${path} does not exist: a file outside of the workspace must be written by an earlier step of this job`,
  ])
})

const shop =
  'containers:\n  app:\n    image: nginx:1.29\n    environment: { GREETING: grüß }\n    ports: { 80: HTTP }\n'
const deployed = { containers: { app: { image: 'nginx:1.29', environment: { GREETING: 'grüß' } } } }
async function deploy(prepare: (workspace: string) => void, path: string, env = {}) {
  return await runAction({
    scenario: 'update',
    prepare,
    env,
    inputs: { image: '', 'deployment-file': path, 'container-port': '80' },
  })
}

test.each<[string, (workspace: string) => void, string]>([
  [
    'a link within the workspace',
    (workspace) => {
      writeFileSync(join(workspace, 'real.yml'), shop)
      symlinkSync('real.yml', join(workspace, 'it.yml'))
    },
    'it.yml',
  ],
  [
    'an absolute path that the workflow writes',
    () => writeFileSync(join(outside, 'shop.yml'), shop),
    join(outside, 'shop.yml'),
  ],
  [
    'the path as the AWS CLI takes it',
    (workspace) => writeFileSync(join(workspace, 'it.yml'), shop),
    'file://it.yml',
  ],
  [
    'UTF-16 as Windows writes it',
    (workspace) => writeFileSync(join(workspace, 'it.yml'), `\uFEFF${shop}`, 'utf16le'),
    'it.yml',
  ],
])('%s is read', async (_, prepare, path) => {
  const run = await deploy(prepare, path)
  expect(run.outputs['result']).toBe('success')
  const call = run.calls.find(({ operation }) => operation === 'CreateContainerServiceDeployment')
  expect(call?.input).toMatchObject(deployed)
})

test('a link into RUNNER_TEMP is followed', async () => {
  const temporary = mkdtempSync(join(outside, 'temp-'))
  writeFileSync(join(temporary, 'made.yml'), shop)
  const prepare = (workspace: string) => symlinkSync(join(temporary, 'made.yml'), join(workspace, 'it.yml'))
  const run = await deploy(prepare, 'it.yml', { RUNNER_TEMP: temporary })
  expect(run.outputs['result']).toBe('success')
})

test('another encoding is named with its line', async () => {
  const run = await deploy((workspace) => writeFileSync(join(workspace, 'it.yml'), shop, 'latin1'), 'it.yml')
  expect(run.log).toContain(
    '::error file=it.yml,line=4::deployment-file: cannot be read: it.yml is not UTF-8 here',
  )
})

test('very many variables: the plan shows some names and counts the others', async () => {
  const variables = Array.from({ length: 5000 }, (_, n) => `      VARIABLE_${n}: "value ${n}"`)
  const file = `containers:\n  app:\n    image: nginx\n    environment:\n${variables.join('\n')}\n`
  const inputs = { mode: 'plan', image: '', 'deployment-file': 'big.yml' }
  const run = await runAction({ scenario: 'update', files: { 'big.yml': file }, inputs })
  expect(run.outputs['result']).toBe('planned')
  const line = run.log.split('\n').find((text) => /\+ app environment/.test(text)) ?? ''
  expect(line).toMatch(/and 4950 more$/)
  expect(line.length).toBeLessThan(2000)
})

test('a file of more than 1 MB is refused', async () => {
  const files = { 'big.yml': `# ${'x'.repeat(1_000_000)}\n${shop}` }
  const run = await runAction({
    scenario: 'update',
    files,
    inputs: { image: '', 'deployment-file': 'big.yml' },
  })
  expect(run.errors).toEqual([expect.stringContaining('big.yml is larger than 1 MB')])
})

test('a file of a thousand mistakes is told with twenty annotations, and a count', async () => {
  const lines = Array.from({ length: 800 }, (_, n) => `    key${n}: x`)
  const files = { 'it.yml': `containers:\n  app:\n    image: nginx\n${lines.join('\n')}\n` }
  const run = await runAction({
    scenario: 'update',
    files,
    inputs: { image: '', 'deployment-file': 'it.yml' },
  })
  expect(run.errors).toHaveLength(20)
  expect(run.errors.at(-1)).toMatch(/\nand 780 more$/)
  expect(run.outputs['reason']).toContain('800 problems in the inputs')
})

test('a variable called __proto__ in a file arrives', async () => {
  const files = {
    'it.yml': 'containers:\n  app:\n    image: nginx\n    environment: { __proto__: x, constructor: y }\n',
  }
  const run = await runAction({
    scenario: 'update',
    files,
    inputs: { image: '', 'deployment-file': 'it.yml' },
  })
  const call = run.calls.find(({ operation }) => operation === 'CreateContainerServiceDeployment')
  expect(JSON.stringify(call?.input)).toContain('"environment":{"__proto__":"x","constructor":"y"}')
})

test('all issues of all files and inputs in one go, of shape and of value', async () => {
  const run = await runAction({
    scenario: 'update',
    files: {
      'it.yml': `containers:
  my_app:
    image: Nginx
    command: npm start
    ports: { 99999: HTTP }
publicEndpoint:
  containerName: nobody
  containerPort: 80
`,
      'service.yml': 'power: tiny\nscale: 1\ntags: [{ key: "aws:x" }]\n',
      '.env': 'no line\n',
    },
    inputs: {
      image: '',
      'deployment-file': 'it.yml',
      'service-file': 'service.yml',
      'env-file': '.env',
      'container-port': 'many',
    },
  })
  const places = [...run.log.matchAll(/^::error file=(\S+?),line=(\d+)/gm)].map(
    ([, file, line]) => `${file}:${line}`,
  )
  expect(places).toEqual(
    expect.arrayContaining([
      'service.yml:1',
      'service.yml:3',
      'it.yml:2',
      'it.yml:3',
      'it.yml:4',
      'it.yml:5',
      'it.yml:7',
    ]),
  )
  expect(run.errors.map((error) => error.split(':')[0])).toEqual(
    expect.arrayContaining(['env-file', 'container-port']),
  )
})
