import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { read } from '../contract/markdown.ts'

/** What CI covers, and the order in which a release is made. */

interface Job {
  readonly steps?: readonly { readonly uses?: string; readonly run?: string }[]
  readonly needs?: string | readonly string[]
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly unknown[]>> }
}

function jobsOf(name: string): Readonly<Record<string, Job>> {
  return parse(read(`.github/workflows/${name}`)).jobs
}

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
