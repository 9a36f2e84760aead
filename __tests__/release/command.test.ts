import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { root } from '../contract/markdown.ts'

/** `npm run release` in a repository whose last release is 1.2.2, with something unreleased. */

const folder = mkdtempSync(join(tmpdir(), 'lightsail-deploy-cut-'))
const changelog =
  '# Changelog\n\n## [Unreleased]\n\n- Something new.\n\n## [1.2.2] - 2026-01-31\n\n- A fix.\n'
const action = 'inputs:\n  image: {}\n  scale: {}\noutputs: {}\nruns:\n  using: node24\n'

function git(...argv: string[]): string {
  const person = ['-c', 'user.name=test', '-c', 'user.email=test@example.com']
  return execFileSync('git', [...person, ...argv], { cwd: folder, encoding: 'utf8' })
}

function release(...argv: string[]) {
  return spawnSync(process.execPath, ['scripts/release.js', ...argv], { cwd: folder, encoding: 'utf8' })
}

beforeAll(() => {
  cpSync(join(root, 'scripts'), join(folder, 'scripts'), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  cpSync(join(root, 'ecs/action.yml'), join(folder, 'ecs/action.yml'))
  const files = {
    'package.json':
      '{ "name": "lightsail-deploy", "version": "1.2.2", "type": "module", "repository": "github:acme/deploy" }',
    'CHANGELOG.md': changelog,
    'action.yml': action,
    '.gitignore': 'node_modules',
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  git('init', '--quiet')
  git('add', '--all')
  git('commit', '--quiet', '--message', 'release: 1.2.2')
  git('tag', '--annotate', '--message', 'v1.2.2', 'v1.2.2')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('npm run release', () => {
  test('shows with --dry-run what it would write, and writes nothing', () => {
    const { status, stdout } = release('--dry-run', '1.3.0')
    expect(stdout).toContain('Would release 1.3.0 (last: 1.2.2)')
    expect(stdout).toContain('1.2.2 -> 1.3.0')
    expect(stdout).toContain('all inputs and outputs of 1.2.2 are still there')
    expect(stdout).toContain('v1.3.0, then v1.3 and v1')
    expect(stdout).toContain('- Something new.')
    expect(status).toBe(0)
    expect(git('status', '--porcelain')).toBe('')
  })

  test.each([
    ['1.3', 'is not a version'],
    ['v1.3.0-rc.1', 'is not a version'],
    ['1.2.2', 'not later than 1.2.2'],
    ['1.2.1', 'not later than 1.2.2'],
  ])('refuses %s', (version, why) => {
    const { status, stderr } = release(version)
    expect(stderr).toContain(why)
    expect(status).toBe(1)
  })

  test('refuses a minor version if an input is gone, and takes a major one', () => {
    writeFileSync(join(folder, 'action.yml'), action.replace('  scale: {}\n', ''))
    const minor = release('--dry-run', '1.3.0')
    expect(minor.stderr).toContain('the input scale is gone (action.yml)')
    expect(minor.status).toBe(1)
    expect(release('--dry-run', '2.0.0')).toMatchObject({ status: 0 })
    git('checkout', '--quiet', 'action.yml')
  })

  test('refuses to write where something is not committed, and where nothing is unreleased', () => {
    writeFileSync(join(folder, 'CHANGELOG.md'), changelog.replace('- Something new.\n\n', ''))
    const uncommitted = release('1.3.0')
    expect(uncommitted.stderr).toContain('Commit these changes first')
    git('commit', '--quiet', '--all', '--message', 'empty')
    const empty = release('1.3.0')
    expect(empty.stderr).toContain('has nothing under "Unreleased"')
    expect([uncommitted.status, empty.status]).toEqual([1, 1])
    expect(readFileSync(join(folder, 'package.json'), 'utf8')).toContain('1.2.2')
  })
})
