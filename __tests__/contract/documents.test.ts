import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { actionsOfOthers } from '../../scripts/docs/actions.js'
import { repository, uses } from '../../scripts/repository.js'
import {
  blocks,
  deadLinks,
  documents,
  exampleWorkflows,
  links,
  pages,
  read,
  root,
  withoutBlocks,
} from './markdown.ts'

/** What is generated is in sync, links lead somewhere, and what `uses:` names is what the project has decided on. */

const schemas = [
  'schema/deployment.schema.json',
  'schema/service.schema.json',
  'schema/ecs-task-definition.schema.json',
  'schema/ecs-service-definition.schema.json',
]

function docs(folder: string, ...flags: string[]) {
  return spawnSync(process.execPath, [join(folder, 'scripts/docs.js'), ...flags], { encoding: 'utf8' })
}

test('no document has habits that a reader stumbles over', () => {
  const habits =
    /\b(?:please|shall|simply|obviously|in order to|for want of|looks? whether|what is (?:not )?written)\b|[a-z]{2}!(?=\s|$)/gi
  // What is quoted are the words of others.
  const own = (text: string) => withoutBlocks(text).replace(/`[^`]*`|"[^"\n]*"/g, '')
  const texts = [...documents, 'action.yml', 'ecs/action.yml']
  expect(
    texts.flatMap((path) => (own(read(path)).match(habits) ?? []).map((found) => `${path}: ${found}`)),
  ).toEqual([])
})

describe('what is generated', () => {
  test('is in sync', () => {
    expect(docs(root, '--check')).toMatchObject({ status: 0, stdout: '', stderr: '' })
  })

  test('the check sees what is out of sync, changes nothing, and the same script mends it', () => {
    const copy = mkdtempSync(join(tmpdir(), 'lightsail-deploy-docs-'))
    const copied = (path: string) => readFileSync(join(copy, path), 'utf8')
    try {
      for (const part of [
        'scripts',
        'src',
        'schema',
        'simulator',
        'ecs',
        'docs',
        'examples',
        '.github',
        'README.md',
      ]) {
        cpSync(join(root, part), join(copy, part), { recursive: true })
      }
      for (const file of ['action.yml', 'package.json']) cpSync(join(root, file), join(copy, file))
      symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir')
      const stale = {
        'examples/deploy.yml': read('examples/deploy.yml').replace(
          'actions/checkout@',
          'actions/checkout@v1 # ',
        ),
        'README.md': read('README.md').replace(uses.lightsail, 'someone/lightsail-deploy@v1'),
        'docs/reference/inputs.md': read('docs/reference/inputs.md').replace('| `mode` |', '| `mood` |'),
      }
      stale['examples/deploy.yml'] = stale['examples/deploy.yml'].replace(/@v1 # v\d+/, '@v1')
      for (const [path, text] of Object.entries(stale)) {
        expect(text).not.toBe(read(path))
        writeFileSync(join(copy, path), text)
      }
      for (const schema of schemas) writeFileSync(join(copy, schema), '{}')

      const { status, stderr } = docs(copy, '--check')
      expect(status).toBe(1)
      expect(stderr.trim().split('\n')).toEqual(
        [...Object.keys(stale), ...schemas].map((path) => expect.stringContaining(`${path} is out of sync`)),
      )
      for (const [path, text] of Object.entries(stale)) expect(copied(path)).toBe(text)

      expect(docs(copy).status).toBe(0)
      for (const path of [...Object.keys(stale), ...schemas]) expect(copied(path)).toBe(read(path))
    } finally {
      rmSync(copy, { recursive: true, force: true })
    }
  })
})

describe('links', () => {
  test.each(documents)('%s links only to what is there', (path) => {
    expect(deadLinks(path)).toEqual([])
  })

  test('to files in this repository are relative, but for those that a browser opens elsewhere', () => {
    const absolute = pages.flatMap((path) =>
      links(read(path)).filter((link) => link.includes(`github.com/${repository}/blob/`)),
    )
    expect(absolute).toEqual([])
    expect(pages.flatMap((path) => links(read(path))).length).toBeGreaterThan(100)
  })

  test('every page for users is reached from the README or the index', () => {
    const reached = ['README.md', 'docs/README.md', 'ecs/README.md'].flatMap((path) =>
      links(read(path)).map((link) => join(dirname(path), link.split('#')[0] ?? '')),
    )
    expect(pages.filter((path) => !reached.includes(path) && !path.startsWith('docs/adr/'))).toEqual([])
  })
})

describe('what `uses:` names', () => {
  const texts = [
    ...exampleWorkflows.map((path) => [path, read(path)] as const),
    ...pages.flatMap((path) => blocks(read(path), 'yaml').map((block) => [path, block] as const)),
  ]
  const used = texts.flatMap(([path, text]) =>
    [...text.matchAll(/uses: (\S+)/g)].map(([, action = '']) => [path, action] as const),
  )

  test('is ours at its newest major, or of others at the major of the one list', () => {
    const allowed = [
      ...Object.values(uses),
      ...Object.entries(actionsOfOthers).map(([action, major]) => `${action}@${major}`),
    ]
    expect(used.length).toBeGreaterThan(40)
    expect(used.filter(([, action]) => !allowed.includes(action))).toEqual([])
  })

  test('every action of the list is used', () => {
    const names = new Set(used.map(([, action]) => action.split('@')[0]))
    expect(Object.keys(actionsOfOthers).filter((action) => !names.has(action))).toEqual([])
  })

  test("is not older than in the project's own workflows", () => {
    const own = [...read('.github/workflows/ci.yml').matchAll(/uses: (\S+)@[0-9a-f]{40} # (v\d+)\./g)]
    const shared = own
      .map(([, action = '', major = '']) => [action, major] as const)
      .filter(([action]) => action in actionsOfOthers)
    expect(shared.length).toBeGreaterThan(0)
    const here: Readonly<Record<string, string | undefined>> = actionsOfOthers
    expect(shared.filter(([action, major]) => here[action] !== major)).toEqual([])
  })

  test('is watched by Dependabot, in examples as in workflows', () => {
    const { updates } = parse(read('.github/dependabot.yml'))
    const watched: string[] = updates
      .filter((update: { 'package-ecosystem': string }) => update['package-ecosystem'] === 'github-actions')
      .flatMap((update: { directories: string[] }) => update.directories)
    const folders = new Set(exampleWorkflows.map((path) => `/${dirname(path)}`))
    expect(watched).toEqual(expect.arrayContaining(['/', ...folders]))
  })

  test.each(documents)('%s never names a branch of ours', (path) => {
    expect(read(path)).not.toMatch(/lightsail-deploy(?:\/ecs)?@(?!v\d|[0-9a-f]{40}|<)/)
  })
})
