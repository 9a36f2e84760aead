import { describe, expect, test } from '@jest/globals'
import { bodyOf, cut, notesOf, releasedVersions } from '../../scripts/release/changelog.js'
import { breakingChanges } from '../../scripts/release/contract.js'
import { gate } from '../../scripts/release/gate.js'
import { compareVersions, latestOf, stepBetween } from '../../scripts/release/version.js'

/** How a release is cut, and what decides whether a commit is one. */

const changelog = `# Changelog

## [Unreleased]

### Added

- A [page](docs/rollback.md) and [one elsewhere](https://example.com/).

## [1.2.2] - 2026-01-31

- A fix.
`

describe('versions', () => {
  test('are in the order of their numbers, and what is none is passed over', () => {
    expect(compareVersions('1.10.0', '1.9.9')).toBeGreaterThan(0)
    expect(latestOf(['v1', 'v1.9.9', 'nightly', 'v1.10.0', 'v1.10'])).toBe('v1.10.0')
  })

  test.each([
    ['1.2.3', '1.3.0', 'compatible'],
    ['1.2.3', '2.0.0', 'breaking'],
    ['0.1.0', '0.2.0', 'breaking'],
    ['0.1.0', '0.1.1', 'compatible'],
  ])('from %s to %s is %s', (from, to, step) => {
    expect(stepBetween(from, to)).toBe(step)
  })

  test('with anything beside the numbers are refused', () => {
    expect(() => compareVersions('1.2.3-rc.1', '1.2.3')).toThrow('is not a version')
  })
})

describe('the changelog', () => {
  test('gets a section of what was unreleased, and an empty Unreleased above it', () => {
    const after = cut(changelog, '1.3.0', '2026-02-28')
    expect(releasedVersions(after)).toEqual(['1.3.0', '1.2.2'])
    expect(bodyOf(after, '1.3.0')).toBe(bodyOf(changelog))
    expect(() => bodyOf(after)).toThrow('has nothing under "Unreleased"')
  })

  test('is not cut where nothing is unreleased, and not twice', () => {
    const after = cut(changelog, '1.3.0', '2026-02-28')
    expect(() => cut(after, '1.4.0', '2026-02-28')).toThrow('has nothing')
    expect(() => cut(changelog, '1.2.2', '2026-02-28')).toThrow('already has a section')
  })

  test('gives the notes of a release, with links that lead somewhere from there', () => {
    const commit = '0123456789abcdef0123456789abcdef01234567'
    const notes = notesOf(cut(changelog, '1.3.0', '2026-02-28'), {
      version: '1.3.0',
      repository: 'acme/deploy',
      commit,
    })
    expect(notes).toContain('[page](https://github.com/acme/deploy/blob/v1.3.0/docs/rollback.md)')
    expect(notes).toContain('[one elsewhere](https://example.com/).')
    expect(notes).toContain(`uses: acme/deploy@${commit} # v1.3.0`)
    expect(notes).not.toContain('A fix.')
  })
})

describe('whether a commit is released', () => {
  const released = cut(changelog, '1.3.0', '2026-02-28')
  const state = { version: '1.3.0', changelog: released, commit: 'c2', tags: new Map([['v1.2.2', 'c1']]) }

  test('it is if its version is cut and has no tag', () => {
    expect(gate(state)).toMatchObject({ isNeeded: true, tag: 'v1.3.0', major: 'v1', minor: 'v1.3' })
  })

  test('it is once more if an attempt left its tag at this very commit', () => {
    expect(gate({ ...state, tags: new Map([['v1.3.0', 'c2']]) }).isNeeded).toBe(true)
  })

  test('it is not if its version is out: another dependency changes package.json, too', () => {
    expect(gate({ ...state, tags: new Map([['v1.3.0', 'c1']]) }).isNeeded).toBe(false)
  })

  test('it is not as long as no version was ever cut', () => {
    expect(gate({ ...state, changelog: '## [Unreleased]\n\n- A fix.\n' }).isNeeded).toBe(false)
  })

  test('it is an error if package.json and changelog say different things', () => {
    expect(() => gate({ ...state, version: '1.3.1' })).toThrow('the newest section of CHANGELOG.md is 1.3.0')
  })

  test('it is an error if a later version is out', () => {
    expect(() => gate({ ...state, tags: new Map([['v2.0.0', 'c1']]) })).toThrow('not later than v2.0.0')
  })
})

describe('what breaks', () => {
  const before = `
inputs:
  image: { required: false }
  scale: { default: '1' }
  gone: {}
outputs:
  url: {}
runs:
  using: node24
`
  test('is an input or output less, one that is required now, another default and another Node', () => {
    const after = `
inputs:
  image: { required: true }
  scale: { default: '2' }
  new: { required: true }
outputs: {}
runs:
  using: node26
`
    expect(breakingChanges(before, after)).toEqual([
      'the input gone is gone',
      'the output url is gone',
      'the input image is required now',
      'the input new is required now',
      'the input scale has a different default',
      'it runs on node26 instead of node24',
    ])
  })

  test('is not an input more', () => {
    expect(breakingChanges(before, before.replace('gone: {}', 'gone: {}\n  more: {}'))).toEqual([])
  })
})
