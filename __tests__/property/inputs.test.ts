import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { stringify } from 'yaml'
import { strayCharacter } from '../../src/inputs/characters.ts'
import { splitCommandLine } from '../../src/inputs/command-line.ts'
import { createInputIssues, type InputIssue, type InputIssues } from '../../src/inputs/issues.ts'
import { parseKeyValues, parseVariables } from '../../src/inputs/key-value.ts'
import { readInputs } from '../../src/inputs/read-inputs.ts'
import { parseBoolean, parseEnum, parseInteger, parsePositiveNumber } from '../../src/inputs/scalars.ts'
import { inputAliases, inputNames } from '../../src/lightsail/inputs/names.ts'
import { parseEnvironment } from '../../src/options/environment-variables.ts'
import { anyLine, anyText, variableNames } from './draw.ts'

const input = 'environment-variables'

interface Parsed<Value> {
  readonly value: Value
  readonly issues: readonly InputIssue[]
}

function parsed<Value>(parse: (issues: InputIssues) => Value): Parsed<Value> {
  const issues = createInputIssues()
  return { value: parse(issues), issues: issues.all }
}

function expectNamed(issues: readonly InputIssue[], name: string = input): void {
  for (const issue of issues) {
    expect(issue.input).toBe(name)
    expect(issue.message.trim()).not.toBe('')
  }
}

async function environmentOf(texts: Readonly<Record<string, string>>, file = '') {
  const issues = createInputIssues()
  const { environment } = await parseEnvironment({ texts, issues, readFile: () => file })
  return { values: environment?.values, issues: issues.all }
}

/** Pairs with different names, in order. */
function pairsOf(names: fc.Arbitrary<string>, values: fc.Arbitrary<string>) {
  return fc.uniqueArray(fc.tuple(names, values), { selector: ([name]) => name, minLength: 1, maxLength: 6 })
}

function recordOf(pairs: readonly (readonly [string, string])[]) {
  return Object.fromEntries(pairs)
}

describe('lines NAME=value', () => {
  const names = fc.stringMatching(/^[^\s=<#{"'][^\s=<]{0,9}$/)
  const noise = fc.constantFrom('', '', '\n', '# a comment = b\n', '  \n')

  test('what is written comes back, to the last blank', () => {
    const lineEnds = fc.constantFrom('\n', '\r\n')
    fc.assert(
      fc.property(pairsOf(names, anyLine), noise, lineEnds, (pairs, between, lineEnd) => {
        const text = pairs.map(([name, value]) => `${between}  ${name}=${value}`).join(lineEnd)
        const { value, issues } = parsed((to) => parseKeyValues({ input, text, issues: to }))
        expect(issues).toEqual([])
        expect([...value]).toEqual(pairs)
      }),
    )
  })

  test('values of several lines come back from here-documents', () => {
    const values = anyText
      .map((text) => text.replace(/\r+\n?/g, '\n'))
      .filter((text) => !/^\s*END\s*$/m.test(text))
    fc.assert(
      fc.property(pairsOf(names, values), noise, (pairs, between) => {
        const text = pairs.map(([name, value]) => `${between}${name}<<END\n${value}\n  END`).join('\n')
        const { value, issues } = parsed((to) => parseKeyValues({ input, text, issues: to }))
        expect(issues).toEqual([])
        expect([...value]).toEqual(pairs)
      }),
    )
  })

  test('any text gives pairs or problems that name the input', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const parse of [parseKeyValues, parseVariables]) {
          const { value, issues } = parsed((to) => parse({ input, text, issues: to }))
          expectNamed(issues)
          expect(issues.length + value.size).toBeGreaterThan(
            text.split('\n').some((line) => /^\s*[^\s#]/.test(line)) ? 0 : -1,
          )
        }
      }),
    )
  })

  test('no problem tells a value', () => {
    const canary = fc.tuple(anyLine, anyLine).map(([a, b]) => `${a}canary${b}`)
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('A=', 'B=', '1=', 'A ', ''), canary)), (lines) => {
        const text = lines.map(([name, value]) => `${name}${value.replaceAll('<<', '')}`).join('\n')
        const { issues } = parsed((to) => parseVariables({ input, text, issues: to }))
        const told = issues.map(({ message }) => message.replace(/"[^"]*"(?= a second time)/, ''))
        expect(told.join('\n')).not.toContain('canary')
      }),
    )
  })
})

describe('environment variables', () => {
  const pairs = pairsOf(variableNames, anyText)

  test('come back from a JSON map, however it is laid out', async () => {
    const layouts = fc.constantFrom(undefined, 2, '\t')
    await fc.assert(
      fc.asyncProperty(pairs, layouts, async (written, layout) => {
        const text = JSON.stringify(recordOf(written), null, layout)
        expect(await environmentOf({ [input]: text })).toEqual({ values: recordOf(written), issues: [] })
      }),
    )
  })

  test('come back from a YAML map', async () => {
    await fc.assert(
      fc.asyncProperty(pairs, async (written) => {
        // The block text of this writer loses blanks that its reader would keep.
        const text = stringify(recordOf(written), { blockQuote: false })
        expect(await environmentOf({ [input]: text })).toEqual({ values: recordOf(written), issues: [] })
      }),
    )
  })

  test('come back as text from YAML and JSON without quotation marks', async () => {
    const plain = fc.oneof(
      fc.constantFrom(
        '1.10',
        '0x1F',
        '1e3',
        'yes',
        'No',
        'true',
        'FALSE',
        '007',
        '1_000',
        '.5',
        '-0',
        '.inf',
      ),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.bigInt().map(String),
    )
    await fc.assert(
      fc.asyncProperty(pairsOf(variableNames, plain), async (written) => {
        const lines = written.map(([name, value]) => `"${name}": ${value}`)
        for (const text of [lines.join('\n'), `{${lines.join(',')}}`])
          expect(await environmentOf({ [input]: text })).toEqual({ values: recordOf(written), issues: [] })
      }),
    )
  })

  test('come back from an env file', async () => {
    const quotable = anyText.filter((text) => strayCharacter(text) === undefined && !/\r(?!\n)/.test(text))
    const inSingle = (text: string) => `'${text}'`
    // As docs/reference/env-file.md says.
    const inDouble = (text: string) =>
      `"${text
        .replace(/[\\"$]/g, '\\$&')
        .replaceAll('\r', '\\r')
        .replaceAll('\n', '\\n')}"`
    await fc.assert(
      fc.asyncProperty(pairsOf(variableNames, quotable), fc.boolean(), async (written, exported) => {
        const lines = written.map(([name, value]) => {
          const quoted = /['\r]|\\$/.test(value) ? inDouble(value) : inSingle(value)
          return `${exported ? 'export ' : ''}${name}=${quoted} # why`
        })
        const { values, issues } = await environmentOf({ 'env-file': '.env' }, lines.join('\n'))
        expect(issues).toEqual([])
        expect(values).toEqual(recordOf(written))
      }),
    )
  })

  test('any text is values, or problems that name where it is from', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const written = await environmentOf({ [input]: text })
        expectNamed(written.issues)
        const fromFile = await environmentOf({ 'env-file': '.env' }, text)
        expectNamed(fromFile.issues, 'env-file')
        for (const { values, issues } of [written, fromFile])
          for (const [name, value] of Object.entries(values ?? {})) {
            if (issues.length === 0) expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_.-]*$/)
            expect(typeof value).toBe('string')
          }
      }),
    )
  })
})

describe('a command', () => {
  const words = fc.array(anyLine, { minLength: 1, maxLength: 5 })
  const commandOf = (text: string) => parsed((issues) => splitCommandLine({ input: 'command', text, issues }))

  /** One word in several pieces, each quoted in another way, as POSIX shells take it. */
  const shellWord = fc.array(
    fc.record({
      piece: anyLine,
      quoted: fc.constantFrom<'single' | 'double' | 'slashes'>('single', 'double', 'slashes'),
    }),
    { minLength: 1, maxLength: 3 },
  )
  const quotedPiece = (piece: string, quoted: 'single' | 'double' | 'slashes'): string => {
    if (quoted === 'single') return `'${piece.replaceAll("'", `'\\''`)}'`
    if (quoted === 'double') return `"${piece.replace(/[\\"$`]/g, '\\$&')}"`
    return piece.replace(/[^A-Za-z0-9]/gs, '\\$&')
  }

  test('comes back from JSON', () => {
    fc.assert(
      fc.property(words, fc.constantFrom(undefined, 2), (written, layout) => {
        expect(commandOf(JSON.stringify(written, null, layout))).toEqual({ value: written, issues: [] })
      }),
    )
  })

  test('comes back from one line, quoted in any way that a shell knows', () => {
    const quotedWords = fc
      .array(shellWord, { minLength: 1, maxLength: 4 })
      .filter((drawn) =>
        drawn.every((word) => word.some(({ piece, quoted }) => quoted !== 'slashes' || piece !== '')),
      )
    fc.assert(
      fc.property(quotedWords, (drawn) => {
        const text = drawn
          .map((word) => word.map(({ piece, quoted }) => quotedPiece(piece, quoted)).join(''))
          .join(' ')
        const value = drawn.map((word) => word.map(({ piece }) => piece).join(''))
        expect(commandOf(`exec ${text}`)).toEqual({ value: ['exec', ...value], issues: [] })
      }),
    )
  })

  test('any text is a list of words, or a problem', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { value, issues } = commandOf(text)
        expectNamed(issues, 'command')
        if (issues.length === 0) expect(value?.every((word) => typeof word === 'string')).toBe(true)
        else expect(value).toBeUndefined()
      }),
    )
  })
})

describe('single values', () => {
  const scalar = (text: string, issues: InputIssues) => ({ input: 'scale', text, issues })

  test('whole numbers come back, and nothing else is one', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer().map(String), fc.double().map(String), anyText), (text) => {
        const { value, issues } = parsed((to) => parseInteger({ ...scalar(text, to), from: 1, to: 20 }))
        expectNamed(issues, 'scale')
        expect(issues.length).toBe(value === undefined ? 1 : 0)
        if (value === undefined) expect(text).not.toMatch(/^(?:[1-9]|1\d|20)$/)
        else expect([Number(text), value >= 1 && value <= 20]).toEqual([value, true])
      }),
    )
  })

  test('amounts come back, and nothing else is one', () => {
    const amounts = fc.double({ min: 1e-6, max: 1e9, noNaN: true }).map(String)
    fc.assert(
      fc.property(fc.oneof(amounts, anyText), (text) => {
        const { value, issues } = parsed((to) =>
          parsePositiveNumber({ ...scalar(text, to), unit: 'minutes' }),
        )
        expectNamed(issues, 'scale')
        expect(issues.length).toBe(value === undefined ? 1 : 0)
        if (value !== undefined) expect([Number(text), value > 0]).toEqual([value, true])
        else expect(text).not.toMatch(/^[1-9]\d{0,20}(?:\.\d+)?$/)
      }),
    )
  })

  test('switches and choices are as specified, or a problem', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom('true', 'false', ' true ', 'True', 'yes', 'wait'), anyText),
        (text) => {
          for (const parse of [
            (to: InputIssues) => parseBoolean(scalar(text, to)),
            (to: InputIssues) => parseEnum({ ...scalar(text, to), choices: ['wait', 'fail'] }),
          ]) {
            const { value, issues } = parsed<string | boolean | undefined>(parse)
            expectNamed(issues, 'scale')
            expect(issues.length).toBe(value === undefined ? 1 : 0)
            if (value !== undefined) expect(String(value)).toBe(text.trim())
          }
        },
      ),
    )
  })
})

test('the texts of inputs arrive as they are, but for the blank lines around them', () => {
  const name = fc.constantFrom(...inputNames)
  fc.assert(
    fc.property(fc.dictionary(name, anyText), anyText, anyText, (written, strangeName, strangeText) => {
      const environment = Object.fromEntries([
        [`INPUT_${strangeName}`, strangeText],
        ...Object.entries(written).map(([key, text]) => [`INPUT_${key.toUpperCase()}`, text]),
      ])
      const { value, issues } = parsed((to) =>
        readInputs(environment, { names: inputNames, aliases: inputAliases, issues: to }),
      )
      for (const { message } of issues) expect(message).toContain('did you mean "')
      for (const [key, text] of Object.entries(written)) {
        if (text.trim() === '') expect(value).not.toHaveProperty([key])
        else expect(text).toContain(Object.entries(value).find(([read]) => read === key)?.[1] ?? 'nothing')
      }
    }),
  )
})
