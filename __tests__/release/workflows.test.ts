import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { read, root } from '../contract/markdown.ts'

/** The rules that our own workflows keep, offline: what zizmor and a reviewer would look for first. */

const folder = '.github/workflows'
const names = readdirSync(join(root, folder)).sort()

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}

interface Job {
  readonly steps?: readonly Step[]
  readonly uses?: string
  readonly environment?: string
  readonly permissions?: Readonly<Record<string, string>>
  readonly 'timeout-minutes'?: number
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, Job>>
}

function workflow(name: string): Workflow {
  return parse(read(`${folder}/${name}`))
}

function jobsOf(name: string): [string, Job][] {
  return Object.entries(workflow(name).jobs)
}

/** Every right to write that a job has, and everything that is not reading the repository: each has a reason. */
const rights: Readonly<Record<string, readonly string[]>> = {
  'cancellation.yml started': ['actions: read'],
  'cancellation.yml told': ['actions: read'],
  'codeql.yml analyze': ['security-events: write'],
  'published.yml verify': ['attestations: read'],
  'release.yml attest': ['attestations: write', 'id-token: write'],
  'scorecard.yml analysis': ['id-token: write', 'security-events: write'],
  'zizmor.yml workflows': ['actions: read', 'security-events: write'],
}

/** The jobs that are given a key, and what none of them does: run code of packages. */
const withSecrets = ['published.yml point', 'release.yml publish', 'update-dist.yml commit']

describe("the project's own workflows", () => {
  test('are these', () => {
    expect(names).toEqual([
      'cancellation.yml',
      'ci.yml',
      'codeql.yml',
      'dependency-review.yml',
      'published.yml',
      'release.yml',
      'scorecard.yml',
      'update-dist.yml',
      'zizmor.yml',
    ])
  })

  test.each(names)('%s pins every action of others by commit, and says which release it is', (name) => {
    const uses = read(`${folder}/${name}`)
      .split('\n')
      .filter((line) => line.includes('uses:') && !line.includes('uses: ./'))
    expect(uses.length).toBeGreaterThan(0)
    expect(
      uses.filter((line) => !/uses: [\w-]+(?:\/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line)),
    ).toEqual([])
  })

  test('have one release of an action, and one commit for it', () => {
    const pins = names.flatMap((name) => [
      ...read(`${folder}/${name}`).matchAll(/uses: ([\w-]+\/[\w-]+)\S*@(\S+ # \S+)$/gm),
    ])
    const releases = new Map<string, Set<string>>()
    for (const [, action = '', release = ''] of pins)
      releases.set(action, (releases.get(action) ?? new Set()).add(release))
    expect(releases.size).toBeGreaterThan(8)
    expect([...releases].filter(([, those]) => those.size !== 1)).toEqual([])
  })

  test.each(names)('%s starts with no right, or to read the repository', (name) => {
    expect([{}, { contents: 'read' }]).toContainEqual(workflow(name).permissions)
  })

  test('have only the rights that are listed here', () => {
    const found = names.flatMap((name) =>
      jobsOf(name).map(
        ([job, { permissions = {} }]) =>
          [
            `${name} ${job}`,
            Object.entries(permissions)
              .map(([right, level]) => `${right}: ${level}`)
              .filter((right) => right !== 'contents: read')
              .sort(),
          ] as const,
      ),
    )
    expect(Object.fromEntries(found.filter(([, more]) => more.length > 0))).toEqual(rights)
  })

  test.each(names)('%s says why it needs more than to read the repository', (name) => {
    const given = read(`${folder}/${name}`).match(/^ +[a-z-]+: (?:read|write)\b.*$/gm) ?? []
    expect(given.filter((line) => !/ contents: read$| # \S/.test(line))).toEqual([])
  })

  test.each(names)('%s is started by nothing that gives the code of strangers its rights', (name) => {
    const events = Object.keys(workflow(name).on)
    const dangerous = ['pull_request_target', 'workflow_run', 'issue_comment', 'issues', 'discussion']
    expect(events.filter((event) => dangerous.includes(event))).toEqual([])
  })

  test.each(names)('%s leaves no token behind when it checks out', (name) => {
    const checkouts = jobsOf(name)
      .flatMap(([, { steps = [] }]) => steps)
      .filter(({ uses }) => uses?.startsWith('actions/checkout@'))
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([])
  })

  test.each(names)('%s puts no expression into a shell', (name) => {
    const scripts = jobsOf(name).flatMap(([, { steps = [] }]) => steps.map(({ run = '' }) => run))
    expect(scripts.filter((text) => text.includes('${{'))).toEqual([])
  })

  test.each(names)('%s caches nothing', (name) => {
    const steps = jobsOf(name).flatMap(([, { steps: all = [] }]) => all)
    const caching = steps.filter(
      ({ uses = '', with: inputs }) =>
        /^actions\/cache/.test(uses) ||
        (uses.startsWith('actions/setup-node@') && inputs?.['package-manager-cache'] !== false),
    )
    expect(caching).toEqual([])
  })

  test.each(names)('%s runs no script of a package when it installs', (name) => {
    const lines = jobsOf(name).flatMap(([, { steps = [] }]) =>
      steps.flatMap(({ run = '' }) => run.split('\n')),
    )
    const installing = lines.filter((line) => /npm (ci|cit|i|install|clean-install)|npx /.test(line))
    expect(installing.filter((line) => line !== 'npm ci --ignore-scripts')).toEqual([])
  })

  test.each(names)('%s ends at some time', (name) => {
    const endless = jobsOf(name).filter(
      ([, job]) => job.uses === undefined && job['timeout-minutes'] === undefined,
    )
    expect(endless).toEqual([])
  })

  test('give a key only to jobs that run no code of packages, and the key of the release behind a review', () => {
    const found = names.flatMap((name) =>
      jobsOf(name)
        .filter(([, job]) => JSON.stringify(job).includes('secrets.'))
        .map(([job, { steps = [], environment }]) => ({
          job: `${name} ${job}`,
          runs: steps.map(({ run = '' }) => run).filter((text) => /\bn(ode|pm|px)\b/.test(text)),
          environment,
        })),
    )
    expect(found.map(({ job }) => job)).toEqual(withSecrets)
    expect(found.flatMap(({ runs }) => runs)).toEqual([])
    expect(found.map(({ environment }) => environment)).toEqual(['release', 'release', undefined])
  })
})
