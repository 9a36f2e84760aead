import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import { newFilesIssue, writeNewFiles } from '../../../src/files/new-files.ts'
import { placesOf } from '../../../src/files/places.ts'

const root = mkdtempSync(join(tmpdir(), 'lightsail-files-'))
function at(...names: string[]) {
  return join(root, ...names)
}
const places = placesOf({ GITHUB_WORKSPACE: root })
const elsewhere = mkdtempSync(join(tmpdir(), 'lightsail-files-'))
afterAll(() => {
  for (const folder of [root, elsewhere]) rmSync(folder, { recursive: true, force: true })
})

beforeEach(() => {
  for (const name of readdirSync(root)) rmSync(at(name), { recursive: true, force: true })
  mkdirSync(at('out'))
})

const texts = { 'a.json': '{"a":1}\n', 'b.json': '{}\n' }
const names = Object.keys(texts)

describe('new files', () => {
  test.each([['out'], ['./out/'], ['.']])('in the folder %s: whole, and for nobody else', (folder) => {
    expect(newFilesIssue(folder, names, places)).toBeUndefined()
    expect(writeNewFiles(folder, texts, places)).toBeUndefined()
    for (const [name, text] of Object.entries(texts)) {
      expect(readFileSync(at(folder, name), 'utf8')).toBe(text)
      expect(statSync(at(folder, name)).mode & 0o777).toBe(0o600)
    }
  })

  test('an absolute path may name a folder outside of the workspace', () => {
    expect(writeNewFiles(elsewhere, texts, places)).toBeUndefined()
    expect(readdirSync(elsewhere)).toEqual(names)
    for (const name of names) rmSync(join(elsewhere, name))
  })
})

describe('nothing is written', () => {
  const situations: [string, string, () => void, string][] = [
    [
      'the folder does not exist',
      'nowhere',
      () => undefined,
      'does not exist; create the folder in an earlier step',
    ],
    ['a file is in its place', 'file', () => writeFileSync(at('file'), ''), 'is a file, not a folder'],
    ['a file is in the way to it', 'file/out', () => writeFileSync(at('file'), ''), 'does not exist'],
    ['the shell was to expand it', '~/out', () => undefined, '"~" is not expanded here'],
    ['it points outside of the workspace', '../x', () => undefined, 'points outside of the workspace'],
    [
      'a link points outside of the workspace',
      'link',
      () => symlinkSync(elsewhere, at('link')),
      'points outside of the',
    ],
    ['it is the system', '/proc/self', () => undefined, 'is a file of the operating system'],
    ['it is no path', 'a\0b', () => undefined, 'is not a path'],
    [
      'a file of the name is there',
      'out',
      () => writeFileSync(at('out', 'b.json'), 'edited'),
      'already holds b.json, which is not overwritten: move what is there, or name another folder',
    ],
    [
      'both are there',
      'out',
      () => names.map((name) => writeFileSync(at('out', name), 'edited')),
      'already holds a.json and b.json, which are not overwritten',
    ],
    [
      'a link of the name leads to nothing',
      'out',
      () => symlinkSync(at('secret'), at('out', 'a.json')),
      'already holds a.json',
    ],
  ]
  test.each(situations)('%s', (_, folder, arrange, issue) => {
    arrange()
    const before = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => [
      name,
      contentOf(name),
    ])
    expect(newFilesIssue(folder, names, places)).toContain(issue)
    expect(writeNewFiles(folder, texts, places)?.issue).toContain(issue)
    const after = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => [
      name,
      contentOf(name),
    ])
    expect(after).toEqual(before)
  })

  test('the folder may not be written', () => {
    chmodSync(root, 0o755)
    chmodSync(at('out'), 0o555)
    const issue = 'may not be written by the user that the runner works as'
    expect(asNobody(() => writeNewFiles('out', texts, places)?.issue)).toBe(issue)
  })

  test('one cannot be made: the other goes, too', () => {
    const long = 'x'.repeat(300)
    expect(writeNewFiles('out', { 'a.json': '1', [long]: '2' }, places)?.issue).toBe('is not a path')
    expect(readdirSync(at('out'))).toEqual([])
  })
})

function contentOf(name: string): string {
  const stats = statSync(at(name), { throwIfNoEntry: false })
  return stats?.isFile() ? readFileSync(at(name), 'utf8') : ''
}

/** Root may write anywhere. */
function asNobody<Result>(act: () => Result): Result {
  const isRoot = process.geteuid?.() === 0
  if (isRoot) process.seteuid?.(65_534)
  try {
    return act()
  } finally {
    if (isRoot) process.seteuid?.(0)
  }
}
