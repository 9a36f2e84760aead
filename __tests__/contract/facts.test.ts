import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** `2.4` for each heading such as `### 2.4 What is rejected`, and `8.3` for the third entry of the list in section 8. */
const sections = new Set<string>()
let chapter = ''
for (const line of read('docs/lightsail-facts.md').split('\n')) {
  const heading = /^#{2,3} (\d+(?:\.\d+)?)\.? /.exec(line)?.[1]
  if (heading) chapter = heading
  const entry = heading ?? /^(\d+)\. /.exec(line)?.[1]?.replace(/^/, `${chapter}.`)
  if (entry) sections.add(entry)
}

const files = ['src', 'simulator', 'scripts', '__tests__'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|js|md)$/.test(name))
    .map((name) => join(folder, name)),
)

/** `path: §2.4` of each section that is cited and does not exist. */
const missing = (cited: readonly { path: string; text: string }[]): string[] =>
  cited.flatMap(({ path, text }) =>
    [...text.matchAll(/\d+(?:\.\d+)?/g)]
      .map(([section]) => section)
      .filter((section) => !sections.has(section))
      .map((section) => `${path}: §${section}`),
  )

describe('facts that the code relies on', () => {
  test('each section that a comment cites exists', () => {
    const cited = files.flatMap((path) =>
      [...read(path).matchAll(/lightsail-facts\.md §(\d+(?:\.\d+)?(?:, §?\d+(?:\.\d+)?)*)/g)].map(
        ([, text = '']) => ({ path, text }),
      ),
    )
    expect(cited.length).toBeGreaterThan(50)
    expect(missing(cited)).toEqual([])
  })

  test('each section that the simulator’s sources cite exists', () => {
    const cited = [...read('simulator/FIDELITY.md').matchAll(/\bFacts (\d[\d., ]*)/g)].map(
      ([, text = '']) => ({
        path: 'simulator/FIDELITY.md',
        text,
      }),
    )
    expect(cited.length).toBeGreaterThan(40)
    expect(missing(cited)).toEqual([])
  })
})
