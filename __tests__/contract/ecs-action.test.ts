import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { foreignInputs, inputDefaults, inputNames } from '../../src/ecs/inputs/names.ts'
import { outputNames } from '../../src/ecs/outputs.ts'
import { read } from './markdown.ts'

interface Declared {
  readonly description?: string
  readonly required?: boolean
  readonly default?: string
}

const action: {
  readonly inputs: Readonly<Record<string, Declared>>
  readonly outputs: Readonly<Record<string, Declared>>
  readonly runs: Readonly<Record<'using' | 'main' | 'post' | 'post-if', string>>
} = parse(read('ecs/action.yml'))

describe('ecs/action.yml', () => {
  test('declares the inputs that work, in their order, and none that does not', () => {
    expect(Object.keys(action.inputs)).toEqual([...inputNames])
    expect(foreignInputs.filter((name) => Object.hasOwn(action.inputs, name))).toEqual([])
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
    expect(Object.values(action.inputs).filter(({ required }) => required !== false)).toEqual([])
  })

  test('explains every input and output in one to four sentences', () => {
    for (const [name, { description = '' }] of Object.entries({ ...action.inputs, ...action.outputs })) {
      const sentences = description.split(/[.!?](?:\s|$)/).filter((sentence) => sentence.trim() !== '')
      expect([name, sentences.length > 0 && sentences.length <= 4]).toEqual([name, true])
      expect(description.trim()).toMatch(/\.$/)
    }
  })

  test('runs on node24, as the other action', () => {
    const { runs } = parse(read('action.yml'))
    expect(action.runs).toMatchObject({ using: runs.using, 'post-if': runs['post-if'] })
  })
})
