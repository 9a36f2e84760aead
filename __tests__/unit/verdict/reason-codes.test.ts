import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import type { CodeEntry } from '../../../src/verdict/code-entry.ts'
import { codesByTarget, codeTexts } from '../../../src/verdict/documentation.ts'
import { causeOf, type ReasonCode, reasonCodes } from '../../../src/verdict/reason-codes.ts'
import { failureResults, type Result, successResults } from '../../../src/verdict/results.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

const codes = Object.keys(reasonCodes) as ReasonCode[]
function resultsOf(code: ReasonCode): readonly Result[] {
  return reasonCodes[code].results
}
function isSuccess(result: Result) {
  return (successResults as readonly string[]).includes(result)
}

describe('one code, one meaning', () => {
  test('no code stands under a success and a failure', () => {
    expect(codes.filter((code) => new Set(resultsOf(code).map(isSuccess)).size !== 1)).toEqual([])
  })

  test('every result has a code, and no code a result twice', () => {
    const explained = new Set(codes.flatMap((code) => [...resultsOf(code)]))
    expect([...explained].toSorted()).toEqual([...successResults, ...failureResults].toSorted())
    expect(codes.filter((code) => new Set(resultsOf(code)).size < resultsOf(code).length)).toEqual([])
  })

  test('no code is defined twice', () => {
    const files = readdirSync(join(root, 'src/verdict/codes'))
    const defined = files.flatMap((name) => [
      ...readFileSync(join(root, 'src/verdict/codes', name), 'utf8').matchAll(
        /^ {2}'?([a-z0-9-]+)'?: \{\s+results:/gm,
      ),
    ])
    expect(defined.map(([, code]) => code).toSorted()).toEqual(codes.toSorted())
  })

  test('what to do is said where something is wrong, and only there', () => {
    const wrong = codes.filter((code) => codeTexts[code].fix !== undefined)
    expect(wrong).toEqual(codes.filter((code) => !resultsOf(code).some(isSuccess)))
  })

  test('each belongs to a target, and a target has no code for more results than the table says', () => {
    const targets: Readonly<Record<string, CodeEntry>>[] = Object.values(codesByTarget)
    const used = targets.flatMap((entries) => Object.entries(entries))
    expect([...new Set(used.map(([code]) => code))].toSorted()).toEqual(codes.toSorted())
    const more = used.filter(
      ([code, { results }]) => !results.every((result) => resultsOf(code as ReasonCode).includes(result)),
    )
    expect(more).toEqual([])
  })
})

describe('no code of Lightsail is left over', () => {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('verdict/'))
    .map((name) => readFileSync(join(root, 'src', name), 'utf8'))
    .join('\n')

  test.each(Object.keys(codesByTarget.lightsail))('%s', (code) => {
    expect(sources).toContain(`'${code}'`)
  })
})

test('the log is read only where the code does not say it all', () => {
  expect(causeOf('wait-timeout')).toBe('replaces')
  expect(causeOf('alarm')).toBe('beside')
  expect(causeOf('service-gone')).toBeUndefined()
})
