import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { repository } from '../../scripts/repository.js'
import { failureResults, successResults } from '../../src/verdict/results.ts'
import { read, root } from '../contract/markdown.ts'

/** The files that GitHub and editors read of the project name what there is. */

const forms = readdirSync(join(root, '.github/ISSUE_TEMPLATE')).filter((name) => name !== 'config.yml')

interface Form {
  readonly body: readonly {
    readonly type: string
    readonly id?: string
    readonly attributes: { readonly label?: string; readonly options?: readonly string[] }
  }[]
}

describe('the forms for issues', () => {
  test.each(forms)('%s asks each thing once, and no value of an environment variable', (name) => {
    const { body }: Form = parse(read(`.github/ISSUE_TEMPLATE/${name}`))
    const ids = body.filter(({ type }) => type !== 'markdown').map(({ id }) => id)
    expect(ids).not.toContain(undefined)
    expect(new Set(ids).size).toBe(ids.length)
    if (ids.includes('step'))
      expect(read(`.github/ISSUE_TEMPLATE/${name}`)).toContain('Values of environment variables')
  })

  test('that of a wrong verdict knows all results', () => {
    const { body }: Form = parse(read('.github/ISSUE_TEMPLATE/wrong-verdict.yml'))
    expect(body.find(({ id }) => id === 'result')?.attributes.options).toEqual([
      ...successResults,
      ...failureResults,
    ])
  })
})

describe('CODEOWNERS', () => {
  test('names the owner of the repository, who may name others', () => {
    expect(read('.github/CODEOWNERS')).toContain(`* @${repository.split('/')[0]}\n`)
  })

  const paths = read('.github/CODEOWNERS')
    .split('\n')
    .filter((line) => line.startsWith('/'))
    .map((line) => line.split(' ')[0] ?? '')

  test('names files and folders that are there', () => {
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })

  test.each(['/.github/', '/dist/', '/scripts/release/', '/src/text/redactor.ts'])('has %s', (path) => {
    expect(paths).toContain(path)
  })
})

describe('the settings that CONTRIBUTING lists', () => {
  const workflows = readdirSync(join(root, '.github/workflows')).map((name) =>
    read(`.github/workflows/${name}`),
  )
  const settings = read('CONTRIBUTING.md').split('## Settings of the repository')[1] ?? ''

  test('are the variables and secrets of the workflows, all of them', () => {
    const used = workflows.flatMap((text) =>
      [...text.matchAll(/\b(?:vars|secrets)\.(\w+)/g)].map(([, name]) => name),
    )
    const told = [...settings.matchAll(/`([A-Z][A-Z_]+_[A-Z_]+)`/g)].map(([, name]) => name)
    expect([...new Set(told)].sort()).toEqual([...new Set(used)].sort())
  })

  test('require checks that jobs have as their names', () => {
    const names = workflows.flatMap((text) =>
      Object.values<{ name?: string }>(parse(text).jobs).map(({ name = '' }) => name),
    )
    const required = /and these checks: ([\s\S]*?)\.\n/.exec(settings)?.[1] ?? ''
    const checks = [...required.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
    expect(checks.length).toBeGreaterThan(5)
    const isName = (check: string) =>
      names.some((name) => {
        const [start = '', matrix] = name.split('${{')
        return matrix === undefined ? check === name : check.startsWith(start)
      })
    expect(checks.filter((check) => !isName(check))).toEqual([])
  })
})

test('editors and workflows use the Node that the action runs on', () => {
  const node = read('.node-version').trim()
  expect(parse(read('action.yml')).runs.using).toBe(`node${node}`)
  expect(parse(read('ecs/action.yml')).runs.using).toBe(`node${node}`)
  expect(JSON.parse(read('.devcontainer/devcontainer.json')).image).toMatch(new RegExp(`:${node}$`))
})
