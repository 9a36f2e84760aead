import { existsSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { commonTable, wholeTable } from '../../scripts/docs/tables.js'
import { inputDefaults, inputNames } from '../../src/lightsail/inputs/names.ts'
import { outputNames } from '../../src/lightsail/outputs.ts'
import { read, root } from './markdown.ts'

interface Declared {
  readonly description?: string
  readonly required?: boolean
  readonly default?: string
}

const text = read('action.yml')
const action: {
  readonly name: string
  readonly description: string
  readonly inputs: Readonly<Record<string, Declared>>
  readonly outputs: Readonly<Record<string, Declared>>
  readonly runs: Readonly<Record<'using' | 'main' | 'post' | 'post-if', string>>
} = parse(text)

describe('action.yml', () => {
  test('declares the inputs that work, in their order', () => {
    expect(Object.keys(action.inputs)).toEqual([...inputNames])
  })

  test('declares the outputs that are set, in their order', () => {
    expect(Object.keys(action.outputs)).toEqual([...outputNames])
  })

  test('repeats the defaults of the sources, as text', () => {
    const defaults = Object.entries(action.inputs).flatMap(([name, input]) =>
      input.default === undefined ? [] : [[name, input.default]],
    )
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's.
    expect(Object.fromEntries(defaults)).toEqual({ ...inputDefaults, 'github-token': '${{ github.token }}' })
  })

  test('requires nothing by itself: the name of the service may stand in a file', () => {
    expect(Object.values(action.inputs).map(({ required }) => typeof required)).not.toContain('undefined')
    expect(Object.keys(action.inputs).filter((name) => action.inputs[name]?.required)).toEqual([])
  })

  test('explains every input and output in one to four sentences', () => {
    for (const [name, { description = '' }] of Object.entries({ ...action.inputs, ...action.outputs })) {
      const sentences = description.split(/[.!?](?:\s|$)/).filter((sentence) => sentence.trim() !== '')
      expect([name, sentences.length > 0 && sentences.length <= 4]).toEqual([name, true])
      expect(description.trim()).toMatch(/\.$/)
    }
  })

  test('removed runtime: it runs on node24, from a file that is there', () => {
    expect(action.runs.using).toBe('node24')
    expect(existsSync(`${root}/${action.runs.main}`)).toBe(true)
  })

  test('its post step runs where the main step may have been killed, from a file that tells it apart', () => {
    expect(existsSync(`${root}/${action.runs.post}`)).toBe(true)
    expect(action.runs.post).toMatch(/\/post\.js$/)
    expect(action.runs['post-if']).toBe('failure() || cancelled()')
  })

  test("fits the Marketplace's limit of 125 characters", () => {
    expect(action.description.length).toBeLessThanOrEqual(125)
  })
})

describe('the tables of the documents', () => {
  test.each([
    ['inputs', inputNames],
    ['outputs', outputNames],
  ] as const)('hold each of the %s once, in order', (part, names) => {
    const page = read(`docs/reference/${part}.md`)
    const section = page.slice(page.indexOf(`<!-- ${part}:`), page.indexOf(`<!-- /${part} -->`))
    expect([...section.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name)).toEqual([...names])
  })

  test('change with the prose of action.yml', () => {
    const changed = text.replace('Public URL', 'URL for the public')
    expect(read('docs/reference/outputs.md')).toContain(wholeTable('outputs', text))
    expect(wholeTable('outputs', changed)).not.toBe(wholeTable('outputs', text))
  })

  test('the short ones hold the first sentence of each', () => {
    const rows = commonTable('inputs', text).split('\n').slice(2)
    expect(rows.length).toBe(12)
    for (const row of rows) expect(row).toMatch(/^\| `[\w-]+` \| .* \| [^|]+\. \|$/)
    for (const row of rows) expect(row.length).toBeLessThan(330)
  })

  test('cannot be made when a description is missing', () => {
    const without = text.replace(
      / {4}description: >-\n {6}Public URL[\s\S]*?(?=\n {2}result:)/,
      '    deprecationMessage: x',
    )
    expect(without).not.toBe(text)
    expect(() => wholeTable('outputs', without)).toThrow('outputs.url has no description')
  })
})
