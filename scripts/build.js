/**
 * Builds dist/ from the sources, byte for byte the same on every machine: rolldown drops what is never used (most of
 * the SDK and of @actions/core), ncc writes what users run.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
// @ts-expect-error: ncc brings no types.
import ncc from '@vercel/ncc'
import { rolldown } from 'rolldown'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const outcome = process.argv[2] ?? join(root, 'dist')
const work = join(root, 'build')

/** What is built, and where below dist/ it goes. */
const bundles = [
  { entry: 'src/main.ts', to: '.' },
  { entry: 'simulator/main.ts', to: 'simulator' },
]

/** Importing these has no effect but their exports, so what nobody uses of them can go. */
const pure =
  /[\\/]node_modules[\\/](@actions|@octokit|before-after-hook|universal-user-agent|@aws-sdk|@smithy|@aws|undici|tunnel|bowser|yaml|zod)[\\/]/

/** Chunks that only some runs load: credentials from elsewhere than the environment, and documents. */
const lazy = [
  {
    name: 'credentials',
    test: /credential-provider-(?!env|node)|nested-clients|token-providers|multi-region|xml-builder|event-streams|imds/,
  },
  { name: 'yaml', test: /node_modules[\\/]yaml[\\/]/ },
  { name: 'zod', test: /node_modules[\\/]zod[\\/]/ },
]

/** Packages whose code is in the bundle, by folder. @type {Set<string>} */
const packages = new Set()

rmSync(work, { recursive: true, force: true })
rmSync(outcome, { recursive: true, force: true })
for (const { entry, to } of bundles) {
  const shaken = join(work, to === '.' ? 'action' : to)
  const bundle = await rolldown({
    cwd: root,
    input: { index: entry },
    preserveEntrySignatures: false,
    platform: 'node',
    resolve: { mainFields: ['module', 'main'], conditionNames: ['module', 'import', 'node'] },
    treeshake: { moduleSideEffects: (id) => !pure.test(id) },
  })
  const { output } = await bundle.write({
    dir: shaken,
    format: 'esm',
    minify: true,
    chunkFileNames: '[name].js',
    codeSplitting: { includeDependenciesRecursively: false, groups: lazy },
  })
  for (const chunk of output) {
    if (chunk.type !== 'chunk') continue
    for (const id of chunk.moduleIds) {
      const folder = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id)?.[0]
      if (folder !== undefined) packages.add(folder)
    }
  }
  writeFileSync(join(shaken, 'package.json'), '{"type":"module"}\n')
  const { code, assets } = await ncc(join(shaken, 'index.js'), { minify: true, cache: false, quiet: true })
  write(join(to, 'index.js'), code)
  for (const [name, { source }] of Object.entries(assets)) write(join(to, name), source)
}
// GitHub runs each step of each action from a file of its own, which tells them apart.
for (const name of ['post.js', 'ecs.js', 'ecs-post.js']) write(name, "import './index.js'\n")
write('licenses.txt', licenses())
rmSync(work, { recursive: true, force: true })

/** @param {string} name @param {string | Buffer} content */
function write(name, content) {
  const path = join(outcome, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

/** The packages in the bundle, each licence text once. */
function licenses() {
  /** @type {Map<string, string[]>} */
  const holders = new Map()
  for (const folder of [...packages].sort()) {
    const { name, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
    const text = file === undefined ? license : readFileSync(join(folder, file), 'utf8').trim()
    holders.set(text, [...(holders.get(text) ?? []), name])
  }
  return `${[...holders].map(([text, names]) => `${names.join(', ')}\n\n${text}`).join('\n\n---\n\n')}\n`
}
