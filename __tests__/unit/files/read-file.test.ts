import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { placesOf } from '../../../src/files/places.ts'
import { fileIssue, readInputFile } from '../../../src/files/read-file.ts'
import { decodeText } from '../../../src/files/text.ts'

const root = mkdtempSync(join(tmpdir(), 'lightsail-files-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
function at(...names: string[]) {
  return join(root, ...names)
}
for (const folder of ['work', 'work/sub', 'temp', 'elsewhere', 'work-of-others']) mkdirSync(at(folder))
const files = ['work/a.env', 'work/sub/b.yaml', 'temp/t.env', 'elsewhere/e.env', 'work-of-others/o.env']
for (const file of files) writeFileSync(at(file), file)
const links: [string, string][] = [
  ['work/in', 'a.env'],
  ['work/into-temp', '../temp/t.env'],
  ['work/out', '../elsewhere/e.env'],
  ['work/out-absolute', at('elsewhere/e.env')],
  ['work/neighbour', '../work-of-others/o.env'],
  ['work/folder-out', '../elsewhere'],
  ['work/hop', 'hop-2'],
  ['work/hop-2', '../elsewhere/e.env'],
  ['work/nowhere', 'nothing'],
  ['work/itself', 'itself'],
  ['work/null', '/dev/null'],
  ['temp/out', '../elsewhere/e.env'],
  ['elsewhere/current.env', 'e.env'],
  ['work-by-another-name', 'work'],
]
for (const [path, target] of links) symlinkSync(target, at(path))
const places = placesOf({ GITHUB_WORKSPACE: at('work'), RUNNER_TEMP: at('temp') })

describe('which file a path may be', () => {
  test.each([
    ['a.env', 'work/a.env'],
    ['./sub/../a.env', 'work/a.env'],
    ['in', 'work/a.env'],
    ['into-temp', 'temp/t.env'],
    [at('work/a.env'), 'work/a.env'],
    [at('temp/t.env'), 'temp/t.env'],
    [at('elsewhere/e.env'), 'elsewhere/e.env'],
    [at('elsewhere/current.env'), 'elsewhere/e.env'],
    [at('work-by-another-name/in'), 'work/a.env'],
  ])('%s is read', (path, text) => {
    expect(readInputFile(path, places)).toEqual({ text })
  })

  const away = 'is a link that points outside of the workspace'
  test.each([
    ['out', away],
    ['out-absolute', away],
    ['neighbour', away],
    ['folder-out/e.env', away],
    ['hop', away],
    [at('work/out'), away],
    [at('work/folder-out/e.env'), away],
    [at('temp/out'), away],
    [at('work-by-another-name/out'), away],
    ['../elsewhere/e.env', 'points outside of the workspace'],
    ['sub/../../work-of-others/o.env', 'points outside of the workspace'],
    ['null', 'operating system'],
    ['/proc/self/cwd/package.json', 'operating system'],
    ['/dev/stdin', 'operating system'],
    ['sub', 'is a folder'],
    ['itself', 'is a link that points to itself'],
    ['nowhere', 'does not exist'],
    ['a.env/b', 'does not exist'],
    ['a\0b', 'is not a path'],
    ['x'.repeat(5000), 'is not a path'],
    ['sub/b.yml', 'does not exist; there is b.yaml in the same folder'],
    ['SUB/missing', 'does not exist'],
    ['~/a.env', '"~" is not expanded'],
    ['$HOME/a.env', 'shell variables are not expanded'],
    ['*.env', 'patterns are not expanded'],
  ])('%s is not', (path, issue) => {
    expect(readInputFile(path, places)).toEqual({ issue: expect.stringContaining(issue) })
    expect(fileIssue(path, places)).toContain(issue)
  })

  test('a socket is none', async () => {
    const server = createServer().listen(at('work/socket'))
    await new Promise((resolve) => server.once('listening', resolve))
    expect(readInputFile('socket', places)).toEqual({ issue: 'is a socket, not a file' })
    await new Promise((resolve) => server.close(resolve))
  })

  test('the size counts for what is read now, not for what is read later', () => {
    writeFileSync(at('work/most'), 'x'.repeat(1_000_000))
    writeFileSync(at('work/more'), 'x'.repeat(1_000_001))
    expect(readInputFile('most', places)).toHaveProperty('text.length', 1_000_000)
    expect(readInputFile('more', places)).toEqual({ issue: expect.stringContaining('larger than 1 MB') })
    expect(fileIssue('more', places)).toBeUndefined()
  })

  test('without a workspace of GitHub it is the current folder', () => {
    expect(readInputFile('package.json', placesOf({}))).toHaveProperty('text')
    expect(readInputFile('package.json', placesOf({ GITHUB_WORKSPACE: at('none') }))).toHaveProperty('text')
  })

  test('what is missing in a checkout is not blamed on it', () => {
    mkdirSync(at('work/.git'))
    expect(fileIssue('nothing.yml', places)).toBe(
      'does not exist (paths count from the root of the workspace)',
    )
    rmSync(at('work/.git'), { recursive: true })
    expect(fileIssue('nothing.yml', places)).toContain('run actions/checkout in this job before this step')
  })
})

describe('how bytes become text', () => {
  const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')
  test.each<[string, Buffer]>([
    ['UTF-8', Buffer.from('grüß\n🚀')],
    ['UTF-8 with a mark', Buffer.from('\uFEFFgrüß\n🚀')],
    ['UTF-16 LE', utf16('grüß\n🚀')],
    ['UTF-16 BE', utf16('grüß\n🚀').swap16()],
  ])('%s is read', (_, bytes) => {
    expect(decodeText(bytes)).toEqual({ text: 'grüß\n🚀' })
  })

  test.each<[string, Buffer, RegExp, number | undefined]>([
    ['Latin-1', Buffer.from('a\nb\ngrüß', 'latin1'), /not UTF-8 here/, 3],
    ['UTF-8 that is cut', Buffer.from('a\nü').subarray(0, 3), /not UTF-8 here/, 2],
    ['UTF-16 without a mark', Buffer.from('a\nb', 'utf16le'), /UTF-16 without a byte order mark/, 1],
    ['UTF-16 that is cut', utf16('ab').subarray(0, 5), /last character is cut/, undefined],
    ['UTF-32', Buffer.from('fffe000061000000', 'hex'), /UTF-32/, 1],
    ['a NUL', Buffer.from('ab\nc\0d'), /NUL byte/, 2],
    ['a NUL in UTF-16', utf16('a\n\0'), /NUL character/, 2],
    ['gzip', Buffer.from('1f8b0800', 'hex'), /gzip/, undefined],
  ])('%s is named', (_, bytes, issue, line) => {
    expect(decodeText(bytes)).toEqual({
      issue: expect.stringMatching(issue),
      ...(line !== undefined && { line }),
    })
  })

  test('nothing is a text', () => {
    expect(decodeText(Buffer.alloc(0))).toEqual({ text: '' })
  })
})
