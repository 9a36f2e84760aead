import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Every file of the product, the simulator and the scripts, with the files that it imports; types included. */
const imports = new Map(
  ['src', 'simulator', 'scripts'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:ts|js)$/.test(name))
      .map((name): [string, string[]] => {
        const path = join(folder, name)
        const found = readFileSync(join(root, path), 'utf8').matchAll(
          /(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g,
        )
        return [path, [...found].map(([, to = '']) => relative(root, join(root, dirname(path), to)))]
      }),
  ),
)

/** The first way from a file back to itself, as a list of files; `undefined` if there is none. */
function circleFrom(start: string): string[] | undefined {
  const seen = new Set<string>()
  const walk = (path: string, way: readonly string[]): string[] | undefined => {
    for (const next of imports.get(path) ?? []) {
      if (next === start) return [...way, path, start]
      if (seen.has(next)) continue
      seen.add(next)
      const found = walk(next, [...way, path])
      if (found) return found
    }
    return undefined
  }
  return walk(start, [])
}

test('no file imports itself, not even by way of others, and not even for a type', () => {
  expect(imports.size).toBeGreaterThan(200)
  const circles = [...imports.keys()].flatMap((path) => circleFrom(path)?.join(' → ') ?? [])
  expect(circles).toEqual([])
})
