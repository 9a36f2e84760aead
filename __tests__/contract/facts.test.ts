import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'

const root = fileURLToPath(new URL('../..', import.meta.url))
function read(path: string) {
  return readFileSync(join(root, path), 'utf8')
}

/** `2.4` for each heading such as `### 2.4 What is rejected`, and `8.3` for the third entry of the list in section 8. */
function sectionsOf(page: string): ReadonlySet<string> {
  const sections = new Set<string>()
  let chapter = ''
  for (const line of read(page).split('\n')) {
    const heading = /^#{2,3} (\d+(?:\.\d+)?[a-z]?)\.? /.exec(line)?.[1]
    if (heading) chapter = heading
    const entry = heading ?? /^(\d+)\. /.exec(line)?.[1]?.replace(/^/, `${chapter}.`)
    if (entry) sections.add(entry)
  }
  return sections
}

const pages = [
  {
    page: 'docs/lightsail-facts.md',
    citation: /lightsail-facts\.md §(\d+(?:\.\d+)?(?:, §?\d+(?:\.\d+)?)*)/g,
    fidelity: 'simulator/FIDELITY.md',
  },
  {
    page: 'docs/ecs-facts.md',
    citation: /ecs-facts\.md §(\d+(?:\.\d+)?[a-z]?(?:, §?\d+(?:\.\d+)?[a-z]?)*)/g,
    fidelity: 'simulator/ecs/FIDELITY.md',
  },
]

const files = ['src', 'simulator', 'scripts', '__tests__'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|js|md|txt)$/.test(name))
    .map((name) => join(folder, name)),
)

describe.each(pages)('$page', ({ page, citation, fidelity }) => {
  const sections = sectionsOf(page)

  /** `path: §2.4` of each section that is cited and does not exist. */
  const missing = (cited: readonly { path: string; text: string }[]): string[] =>
    cited.flatMap(({ path, text }) =>
      [...text.matchAll(/\d+(?:\.\d+)?[a-z]?/g)]
        .map(([section]) => section)
        .filter((section) => !sections.has(section))
        .map((section) => `${path}: §${section}`),
    )

  test('each section that the code cites exists', () => {
    const cited = files.flatMap((path) =>
      [...read(path).matchAll(citation)].map(([, text = '']) => ({ path, text })),
    )
    expect(cited.length).toBeGreaterThan(40)
    expect(missing(cited)).toEqual([])
  })

  test('each section that the simulator’s sources cite exists', () => {
    const cited = [...read(fidelity).matchAll(/\bFacts ((?:\d+(?:\.\d+)?[a-z]?(?:, )?)+)/g)].map(
      ([, text = '']) => ({ path: fidelity, text }),
    )
    expect(cited.length).toBeGreaterThan(30)
    expect(missing(cited)).toEqual([])
  })
})

test('pages that the code names are in the repository', () => {
  const named = files
    .filter((path) => /\.(?:ts|js)$/.test(path) && !path.startsWith('__tests__'))
    .flatMap((path) =>
      [...read(path).matchAll(/(?:\/\/ |\*).*?[\s(`]([\w/-]+\.md)\b/g)].map(([, page = '']) => ({
        path,
        page,
      })),
    )
  expect(named.length).toBeGreaterThan(80)
  const isThere = ({ path, page }: { path: string; page: string }): boolean =>
    [page, join(path, '..', page), join(path, '../..', page)].some((file) => existsSync(join(root, file)))
  expect(named.filter((citation) => !isThere(citation))).toEqual([])
})
