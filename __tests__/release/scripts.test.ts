import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { runningFiles } from '../../scripts/release/sums.js'
import { root } from '../contract/markdown.ts'

/** The scripts of a release, on a repository at GitHub that is a file. */

const folder = mkdtempSync(join(tmpdir(), 'lightsail-deploy-release-'))
copyFileSync(join(root, '__tests__/support/gh/gh.mjs'), join(folder, 'gh.mjs'))
// Attestations are asked for by the dozen, so they take no Node.
writeFileSync(
  join(folder, 'gh'),
  `#!/bin/sh
if [ "$1" = attestation ]; then
  echo "$*" >> "$STATE.asked"
  exec grep -qx "$3" "$STATE.attested"
fi
exec "${process.execPath}" "${join(folder, 'gh.mjs')}" "$@"
`,
)
writeFileSync(join(folder, 'sleep'), '#!/bin/sh\n')
for (const name of ['gh', 'sleep']) chmodSync(join(folder, name), 0o755)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Release {
  readonly isDraft: boolean
  readonly isImmutable: boolean
  readonly isPrerelease: boolean
  /** The object that GitHub's attestation of the release names. */
  readonly attested?: string
  readonly assets?: readonly string[]
}

interface Repository {
  readonly refs: Readonly<Record<string, string>>
  /** The commit of each tag object. */
  readonly objects: Readonly<Record<string, string>>
  readonly releases: Readonly<Record<string, Release>>
  readonly latest?: string
  /** The files that are attested. */
  readonly attested?: readonly string[]
}

const draft: Release = { isDraft: true, isImmutable: false, isPrerelease: false }
const published: Release = { isDraft: false, isImmutable: true, isPrerelease: false, attested: 'object-1' }
const empty: Repository = { refs: {}, objects: {}, releases: {} }
const tagged: Repository = {
  ...empty,
  refs: { 'tags/v1.2.3': 'object-1' },
  objects: { 'object-1': 'commit' },
}

function run(script: string, argv: readonly string[], repository: Repository) {
  const state = join(folder, 'state.json')
  writeFileSync(state, JSON.stringify(repository))
  writeFileSync(`${state}.attested`, (repository.attested ?? []).join('\n'))
  writeFileSync(`${state}.asked`, '')
  const { status, stdout } = spawnSync('bash', [`scripts/release/${script}.sh`, ...argv], {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${folder}${delimiter}${process.env['PATH']}`,
      STATE: state,
      GITHUB_REPOSITORY: 'acme/deploy',
    },
  })
  const after = JSON.parse(readFileSync(state, 'utf8')) as Repository
  const asked = readFileSync(`${state}.asked`, 'utf8').split('\n').slice(0, -1)
  return { status, stdout, after, asked }
}

describe('the draft of a release', () => {
  const argv = ['v1.2.3', 'commit', folder]

  test('has an annotated tag of this commit, sums and bill of materials', () => {
    const { status, after } = run('draft', argv, empty)
    expect(status).toBe(0)
    expect(after.objects).toEqual(tagged.objects)
    expect(after.refs).toEqual(tagged.refs)
    expect(after.releases['v1.2.3']).toMatchObject({ isDraft: true, assets: ['SHA256SUMS', 'sbom.cdx.json'] })
  })

  test('is finished after an attempt that only tagged, and again after one that drafted', () => {
    for (const releases of [{}, { 'v1.2.3': draft }]) {
      const { status, after } = run('draft', argv, { ...tagged, releases })
      expect(status).toBe(0)
      expect(after.refs).toEqual(tagged.refs)
      expect(after.releases['v1.2.3']?.assets).toEqual(['SHA256SUMS', 'sbom.cdx.json'])
    }
  })

  test.each([
    [
      'the tag stands at another commit',
      { ...tagged, objects: { 'object-1': 'another' } },
      'v1.2.3 already points to another commit',
    ],
    ['it is published', { ...tagged, releases: { 'v1.2.3': published } }, 'v1.2.3 is published already'],
  ])('is not made if %s', (_, repository, message) => {
    const { status, stdout, after } = run('draft', argv, repository)
    expect(status).toBe(1)
    expect(stdout).toContain(`::error::${message}`)
    expect(after).toMatchObject({ refs: repository.refs, releases: repository.releases ?? {} })
  })
})

describe('a published release', () => {
  test('is good if it is immutable, and attested for its tag', () => {
    expect(run('verify-release', ['v1.2.3'], { ...tagged, releases: { 'v1.2.3': published } }).status).toBe(0)
  })

  test.each([
    ['is a draft', draft],
    ['can be changed', { ...published, isImmutable: false }],
    ['is a prerelease', { ...published, isPrerelease: true }],
    ['is attested for another object', { ...published, attested: 'object-2' }],
  ])('is not if it %s', (_, release) => {
    const { status, stdout } = run('verify-release', ['v1.2.3'], {
      ...tagged,
      releases: { 'v1.2.3': release },
    })
    expect(status).toBe(1)
    expect(stdout).toContain('::error::')
  })
})

describe('the floating tags', () => {
  const good: Repository = { ...tagged, releases: { 'v1.2.3': published }, latest: 'v1.2.3' }

  test('are made, and moved, to the very object of the tag', () => {
    for (const before of [
      {},
      { 'tags/v1': 'object-0' },
      { 'tags/v1': 'object-0', 'tags/v1.2': 'object-0' },
    ]) {
      const { status, after } = run('point-at', ['v1.2.3', 'release'], {
        ...good,
        refs: { ...before, ...good.refs },
      })
      expect(status).toBe(0)
      expect(after.refs).toEqual({
        'tags/v1': 'object-1',
        'tags/v1.2': 'object-1',
        'tags/v1.2.3': 'object-1',
      })
    }
  })

  test('go back by hand alone', () => {
    const later = {
      ...good,
      latest: 'v1.3.0',
      refs: { ...good.refs, 'tags/v1': 'object-2', 'tags/v1.3': 'object-2' },
    }
    const refused = run('point-at', ['v1.2.3', 'release'], later)
    expect(refused.status).toBe(1)
    expect(refused.after.refs).toEqual(later.refs)
    const { status, stdout, after } = run('point-at', ['v1.2.3', 'workflow_dispatch'], later)
    expect(status).toBe(0)
    expect(after.refs['tags/v1']).toBe('object-1')
    expect(after.refs['tags/v1.3']).toBe('object-2')
    expect(stdout).toContain('::warning::v1.3 still points to v1.3.0')
  })

  test('have no release of their own, which could never move', () => {
    const { status, stdout } = run('point-at', ['v1.2.3', 'release'], {
      ...good,
      releases: { ...good.releases, v1: published },
    })
    expect(status).toBe(1)
    expect(stdout).toContain('There is a release on v1')
  })
})

describe('attestations', () => {
  const argv = ['commit', 'refs/heads/main']
  const files = runningFiles(root)

  test('are asked for every file that runs, with the workflow, the commit and the branch that made it', () => {
    const { status, asked } = run('verify-attestations', argv, { ...empty, attested: files })
    expect(status).toBe(0)
    const ofBuild = asked.filter((call) => !call.includes('cyclonedx'))
    expect(ofBuild.map((call) => call.split(' ')[2]).sort()).toEqual([...files])
    expect(asked.length).toBe(ofBuild.length + 1)
    const proof =
      '--signer-workflow acme/deploy/.github/workflows/release.yml --source-digest commit --source-ref refs/heads/main --deny-self-hosted-runners'
    expect(asked.filter((call) => !call.includes(proof))).toEqual([])
  })

  test('that are missing are an error that names the file', () => {
    const { status, stdout } = run('verify-attestations', argv, { ...empty, attested: files.slice(0, -1) })
    expect(status).toBe(1)
    expect(stdout).toContain(`::error::There is no attestation for ${files.at(-1)}`)
  })
})
