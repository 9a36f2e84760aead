import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { runBundle } from '../bundle/bundle.ts'
import { root } from '../contract/markdown.ts'
import { type ActionArchive, archiveOfWorkingTree, pathsInGit } from '../support/archive.ts'

/** What a runner downloads of a tag, and that nothing is missing in it. */

let archive: ActionArchive
beforeAll(async () => {
  archive = await archiveOfWorkingTree()
})
afterAll(() => archive.remove())

function inArchive(path: string): string {
  return readFileSync(join(archive.folder, path), 'utf8')
}

describe('the archive of a tag', () => {
  test('is at most 0.45 MB gzipped', () => {
    expect(archive.gzippedBytes).toBeLessThanOrEqual(450_000)
  })

  test('has every file of both actions, and beside them README, licence and package.json', () => {
    const ofActions = pathsInGit('dist', 'action.yml', 'ecs/action.yml').filter(
      (path) => path !== '' && !path.startsWith('dist/simulator/'),
    )
    expect([...archive.paths].sort()).toEqual([...ofActions, 'LICENSE', 'README.md', 'package.json'].sort())
    expect(ofActions.filter((path) => inArchive(path) !== readFileSync(join(root, path), 'utf8'))).toEqual([])
  })

  test.each(['action.yml', 'ecs/action.yml'])('has the files that %s starts', (path) => {
    const { main, post } = parse(inArchive(path)).runs
    const started = [main, post].map((file) => join(path, '..', file).replaceAll('\\', '/'))
    expect(archive.paths).toEqual(expect.arrayContaining(started))
  })
})

describe('from the archive of a tag', () => {
  test('a service of Lightsail is deployed to, and the post step has nothing to add', async () => {
    let post: { log: string; exitCode: number | null } | undefined
    const run = await runBundle({
      root: archive.folder,
      scenario: 'update',
      afterwards: async (_, finish) => {
        post = await finish()
      },
    })
    expect(run.outputs).toMatchObject({ result: 'success', 'reason-code': 'deployment-active' })
    expect(run.exitCode).toBe(0)
    expect(post).toMatchObject({ log: '', exitCode: 0 })
  })

  test('a failing deployment is diagnosed', async () => {
    const run = await runBundle({ root: archive.folder, scenario: 'failing-update' })
    expect(run.outputs).toMatchObject({ result: 'failed-kept-previous', 'reason-code': 'wrong-port' })
    expect(run.exitCode).toBe(1)
  })

  test('a service of ECS is deployed to, and the post step has nothing to add', async () => {
    let post: { log: string; exitCode: number | null } | undefined
    const run = await runBundle({
      root: archive.folder,
      action: 'ecs',
      ecs: { scenario: 'shop-on-ecs' },
      afterwards: async (_, finish) => {
        post = await finish()
      },
    })
    expect(run.outputs).toMatchObject({ result: 'success', 'reason-code': 'deployment-active' })
    expect(run.exitCode).toBe(0)
    expect(post).toMatchObject({ log: '', exitCode: 0 })
  })
})
