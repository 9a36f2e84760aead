import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { read, root } from '../contract/markdown.ts'

/** What CI covers, and the order in which a release is made. */

interface Step {
  readonly id?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: object
}

interface Job {
  readonly steps?: readonly Step[]
  readonly needs?: string | readonly string[]
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly unknown[]>> }
}

function jobsOf(name: string): Readonly<Record<string, Job>> {
  return parse(read(`.github/workflows/${name}`)).jobs
}

describe('our actions are used with what they have', () => {
  const names = readdirSync(join(root, '.github/workflows'))
  const declared = Object.fromEntries(
    ['action.yml', 'ecs/action.yml'].map((path) => [path, parse(read(path))]),
  )
  const ours = names.flatMap((name) =>
    Object.values(jobsOf(name)).flatMap(({ steps = [] }) =>
      steps.flatMap(({ uses = '', ...step }) =>
        uses.startsWith('./') && !uses.includes('.github')
          ? [{ name, ...step, action: declared[uses.endsWith('/ecs') ? 'ecs/action.yml' : 'action.yml'] }]
          : [],
      ),
    ),
  )

  test('inputs', () => {
    expect(ours.length).toBeGreaterThan(20)
    const unknown = ours.flatMap((step) =>
      Object.keys(step.with ?? {}).filter((input) => !(input in step.action.inputs)),
    )
    expect(unknown).toEqual([])
  })

  test('outputs', () => {
    const asked = names.flatMap((name) =>
      [...read(`.github/workflows/${name}`).matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)].map(
        ([, id, output = '']) => ({ step: ours.find((one) => one.name === name && one.id === id), output }),
      ),
    )
    const unknown = asked.filter(({ step, output }) => step !== undefined && !(output in step.action.outputs))
    expect(unknown).toEqual([])
  })
})

describe('CI', () => {
  const jobs = jobsOf('ci.yml')

  test('uses both actions from here', () => {
    const own = Object.values(jobs).flatMap(({ steps = [] }) => steps.map(({ uses }) => uses))
    expect(own).toEqual(expect.arrayContaining(['./', './ecs']))
  })

  test('has every kind of runner, and both supported Nodes', () => {
    expect(jobs['action']?.strategy?.matrix['os']).toEqual([
      'ubuntu-latest',
      'ubuntu-24.04-arm',
      'windows-latest',
      'macos-latest',
    ])
    expect(jobs['check']?.strategy?.matrix['node']).toEqual([20, 24])
  })
})

describe('the release', () => {
  const jobs = jobsOf('release.yml')
  const script = (job: string) => (jobs[job]?.steps ?? []).map(({ run = '' }) => run).join('\n')

  test('goes from one job to the next, and each waits for the gate', () => {
    const needs = Object.entries(jobs)
    expect(needs.map(([job, { needs: before = [] }]) => [job, before])).toEqual([
      ['gate', []],
      ['ci', 'gate'],
      ['build', ['gate', 'ci']],
      ['attest', ['gate', 'build']],
      ['publish', ['gate', 'attest']],
    ])
    expect(jobs['ci']).toMatchObject({
      if: "needs.gate.outputs.needed == 'true'",
      uses: './.github/workflows/ci.yml',
    })
  })

  test('builds twice from nothing, and attests what the commit has', () => {
    expect(script('build')).toContain('diff --recursive dist "$RUNNER_TEMP/again"')
    expect(script('attest')).toContain('sha256sum --check --strict')
  })

  test('moves a floating tag only after the release was verified and tried', () => {
    const { point, smoke } = jobsOf('published.yml')
    expect([point?.needs, smoke?.needs]).toEqual(['smoke', 'verify'])
    expect(script('publish')).not.toContain('point-at.sh')
  })
})
