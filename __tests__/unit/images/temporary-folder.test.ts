import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { removeFolders, withTempFolder } from '../../../src/images/temporary-folder.ts'

const parent = mkdtempSync(join(tmpdir(), 'temporary-folder-'))
afterAll(() => rmSync(parent, { recursive: true, force: true }))

/** The folder of a step that was killed before it could remove it. */
async function left(within: string): Promise<string> {
  let folder = ''
  const onFolder = (made: string) => {
    folder = made
  }
  await withTempFolder({ parent: within, onFolder }, async () => undefined)
  mkdirSync(folder)
  writeFileSync(join(folder, 'saved.tar'), 'x')
  return folder
}

describe('folders that a killed step left', () => {
  test.each([
    ['as RUNNER_TEMP is', (path: string) => path],
    ['with a slash at its end', (path: string) => `${path}/`],
    ['with a detour', (path: string) => `${path}/../${path.split('/').at(-1)}`],
  ])('are removed, with the parent written %s', async (_, written) => {
    const folder = await left(written(parent))
    await removeFolders([folder], written(parent))
    expect(existsSync(folder)).toBe(false)
  })

  test('are not removed if they lie elsewhere or are named differently', async () => {
    const others = ['of-others', 'deeper/lightsail-deploy-1'].map((name) => join(parent, name))
    for (const path of others) mkdirSync(path, { recursive: true })
    await removeFolders([...others, join(parent, 'lightsail-deploy-1/../../../etc')], parent)
    expect(others.filter((path) => !existsSync(path))).toEqual([])
  })
})
