import { describe, expect, test } from '@jest/globals'
import { runAction } from './action.ts'

/** Values arrive unchanged: what is written is sent, and rarely intended values are reported. */

function environmentOf(run: Awaited<ReturnType<typeof runAction>>): Readonly<Record<string, string>> {
  const sent = run.calls.find(({ operation }) => operation === 'CreateContainerServiceDeployment')?.input
  const { containers } = sent as { containers: Record<string, { environment: Record<string, string> }> }
  return Object.values(containers)[0]?.environment ?? {}
}

test('an env-file keeps its # signs, quotation marks and dollars', async () => {
  const lines = [
    '\ufeff# production',
    'DB_PASSWORD=abc#def',
    'DB_URL=postgres://u:p#w@h/db # the database',
    'export THEME={"color":"#fff"}',
    "HASH='$2b$10$abc'",
    `API_KEY=\${API_KEY}`,
  ]
  const run = await runAction({
    scenario: 'update',
    files: { '.env': lines.join('\r\n') },
    inputs: { 'env-file': '.env' },
  })
  expect(run.exitCode).toBe(0)
  expect(environmentOf(run)).toMatchObject({
    DB_PASSWORD: 'abc#def',
    DB_URL: 'postgres://u:p#w@h/db',
    THEME: '{"color":"#fff"}',
    HASH: '$2b$10$abc',
    API_KEY: `\${API_KEY}`,
  })
  expect(run.log).toMatch(/^::warning::\.env: nothing expands the "\$" in API_KEY \(line 6\)/m)
})

test('a line of an env-file that readers take differently is an issue on its line, and nothing is called', async () => {
  const run = await runAction({
    files: { '.env': 'A=1\nB= #canary\nC="canary"x\n' },
    inputs: { 'env-file': '.env' },
  })
  expect(run.outputs['result']).toBe('invalid-input')
  expect(run.operations).toEqual([])
  expect(run.log).toContain('::error file=.env,line=2')
  expect(run.log).toContain('::error file=.env,line=3')
  expect(run.log + run.summary).not.toContain('canary')
})

describe('a variable that becomes empty', () => {
  test('is told as emptied, with a warning that names it', async () => {
    const run = await runAction({
      scenario: 'update',
      inputs: { 'environment-variables': 'DATABASE_URL=postgres://canary@db/x' },
      afterwards: async (rerun) => {
        const emptied = await rerun({ 'environment-variables': 'DATABASE_URL=\nFEATURE=' })
        expect(emptied.exitCode).toBe(0)
        expect(emptied.log).toMatch(/~ app environment +emptied: DATABASE_URL$/m)
        expect(emptied.log).toMatch(/^::warning::app: DATABASE_URL has a value now and will be empty/m)
        expect(emptied.log).toMatch(/^::notice::app: FEATURE is new and empty/m)
        expect(emptied.outputs['changes-markdown']).toContain('emptied: DATABASE_URL')
        expect(emptied.log + emptied.summary).not.toContain('canary')
      },
    })
    expect(run.exitCode).toBe(0)
    expect(run.log).not.toContain('emptied')
  })
})

test.each([
  ['NODE_ENV=dev node x.js', 'starts with NODE_ENV=…, but no shell runs it'],
  ['npm run migrate && npm start', 'has the shell syntax &&, but no shell runs it'],
])('shell syntax in command is an issue before the first call: %s', async (command, message) => {
  const run = await runAction({ inputs: { command } })
  expect(run.outputs['result']).toBe('invalid-input')
  expect(run.operations).toEqual([])
  expect(run.errors.join()).toContain(message)
})

test.each([
  ['shop.app.7', 'did you mean ":shop.app.7"?'],
  ['None', 'for an empty value'],
  [`sha256:${'a'.repeat(64)}`, 'write name@sha256:'],
])('half an image reference is an issue with the way to write it: %s', async (image, message) => {
  const run = await runAction({ inputs: { image } })
  expect(run.outputs['result']).toBe('invalid-input')
  expect(run.operations).toEqual([])
  expect(run.errors.join()).toContain(message)
})

test('what nobody expands is a warning with the names, in the input and in a file', async () => {
  const file = {
    containers: {
      app: {
        image: 'ghcr.io/acme/shop:1',
        environment: { DB: '<GET_FROM_DASHBOARD>', OPENAI_API_KEY: `\${OPENAI_API_KEY}` },
      },
    },
  }
  const run = await runAction({
    scenario: 'update',
    files: { 'd.json': JSON.stringify(file) },
    inputs: {
      'deployment-file': 'd.json',
      'environment-variables': 'TOKEN={{ token }}\nA=1,B=2',
    },
  })
  expect(run.exitCode).toBe(0)
  const warnings = [...run.log.matchAll(/^::warning::(.*)$/gm)].map(([, text = '']) => text)
  expect(warnings.join('\n')).toMatch(/environment-variables: nothing expands.* in TOKEN;/)
  expect(warnings.join('\n')).toMatch(/container app: nothing expands.* in DB;/)
  expect(warnings.join('\n')).toMatch(/container app: nothing expands.* in OPENAI_API_KEY;/)
  expect(run.log).toMatch(
    /^::notice::environment-variables: several variables seem to be on one line: A; write/m,
  )
  expect(environmentOf(run)).toMatchObject({ A: '1,B=2', OPENAI_API_KEY: `\${OPENAI_API_KEY}` })
})
