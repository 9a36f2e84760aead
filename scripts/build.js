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
import { commandLine } from './command-line.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const usage = `Usage: npm run build -- [FOLDER] [--help]

  FOLDER  where to write the bundles (default: dist)
  --help  show this text`
const { positionals } = commandLine(usage, {}, { takesPositionals: true })
const outcome = positionals[0] ?? join(root, 'dist')
const work = join(root, 'build')

/** What is built, and where below dist/ it goes. */
const bundles = [
  { entry: 'src/main.ts', to: '.' },
  { entry: 'simulator/main.ts', to: 'simulator' },
]

/** Importing these has no effect but their exports, so what nobody uses of them can go. */
const pure =
  /[\\/]node_modules[\\/](@actions|@octokit|before-after-hook|universal-user-agent|@aws-sdk|@smithy|@aws|undici|tunnel|bowser|yaml|zod)[\\/]/

/**
 * Modules of Node.js that take milliseconds to load, where a package imports them for what a plain run does not do: @actions/core
 * takes a random delimiter for outputs, and the SDK brings a request handler and a reader of configuration files.
 */
const onDemand = [
  { module: 'crypto', importer: '@actions/core/lib/file-command.js', stands: 'crypto.js' },
  {
    module: './node-https',
    importer: '@smithy/node-http-handler/dist-es/node-http-handler.js',
    stands: 'https.js',
  },
  { module: 'node:fs/promises', importer: '/shared-ini-file-loader/readFile.js', stands: 'fs-promises.js' },
  {
    module: 'node:fs/promises',
    importer: '/shared-ini-file-loader/getSSOTokenFromFile.js',
    stands: 'fs-promises.js',
  },
]

/** What a new version of a package no longer imports is found by that. */
const unused = new Set(onDemand)

/** @type {import('rolldown').InputOptions} */
const options = {
  cwd: root,
  platform: 'node',
  resolve: { mainFields: ['module', 'main'], conditionNames: ['module', 'import', 'node'] },
  treeshake: { moduleSideEffects: (id) => !pure.test(id) },
  plugins: [
    {
      name: 'on-demand',
      resolveId: (id, importer) => {
        const file = importer?.replaceAll('\\', '/') ?? ''
        const found = onDemand.find((one) => one.module === id && file.endsWith(one.importer))
        if (found) unused.delete(found)
        return found && join(root, 'scripts/on-demand', found.stands)
      },
    },
  ],
}

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
  const bundle = await rolldown({ ...options, input: { index: entry }, preserveEntrySignatures: false })
  const { output } = await bundle.write({
    dir: shaken,
    format: 'esm',
    minify: true,
    chunkFileNames: '[name].js',
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: to === '.' ? [...(await plainRuns()), ...lazy] : lazy,
    },
  })
  for (const chunk of output) {
    if (chunk.type !== 'chunk') continue
    if (chunk.imports.includes('index.js'))
      throw new Error(`${chunk.fileName} imports the entry, which would start a second run`)
    for (const id of chunk.moduleIds) {
      const folder = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id)?.[0]
      if (folder !== undefined) packages.add(folder)
    }
  }
  // Node.js starts CommonJS sooner than modules.
  writeFileSync(join(shaken, 'package.json'), '{}\n')
  const { code, assets } = await ncc(join(shaken, 'index.js'), { minify: true, cache: false, quiet: true })
  write(join(to, 'index.js'), code)
  for (const [name, { source }] of Object.entries(assets)) write(join(to, name), source)
}
if (unused.size > 0)
  throw new Error(`nothing imports ${[...unused].map(({ importer }) => importer).join(', ')} as it was`)
// GitHub runs each step of each action from a file of its own, which tells them apart.
for (const name of ['post.js', 'ecs.js', 'ecs-post.js']) write(name, "require('./index.js')\n")
write('package.json', '{"type":"commonjs"}\n')
write('licenses.txt', licenses())
rmSync(work, { recursive: true, force: true })

/**
 * The modules of a plain run in few files, as each file that is opened takes time: what rejects wrong inputs, and what runs, each
 * with a part of its own for Lightsail and for ECS, so that none of them loads what only the other one needs.
 */
async function plainRuns() {
  /** @param {readonly string[]} names */
  const needed = async (...names) => {
    const all = await Promise.all(names.map((name) => neededAtOnce(`src/${name}.ts`)))
    return new Set(all.flatMap((modules) => [...modules]))
  }
  const [main, lightsail, ecs, run, lightsailRun, ecsRun] = await Promise.all([
    needed('main'),
    needed('lightsail'),
    needed('ecs'),
    needed('action/main-step'),
    // What looks at valid inputs once more is loaded just before.
    needed('lightsail/run', 'lightsail/inputs/remarks'),
    needed('ecs/run', 'ecs/inputs/remarks'),
  ])
  /** @param {string} id @param {ReadonlySet<string>[]} sets */
  const isIn = (id, ...sets) => sets.some((set) => set.has(id))
  /** @param {string} target @param {string} id */
  const isOf = (target, id) =>
    new RegExp(`[\\\\/](?:src[\\\\/]${target}(?:\\.ts|[\\\\/])|client-${target}[\\\\/])`).test(id)
  /** @param {string} id */
  const chunkOf = (id) => {
    // Not part of the entry itself: what imported it from there would start the entry once more.
    if (isIn(id, main)) return id.endsWith('main.ts') ? undefined : 'step'
    const early = isIn(id, lightsail, ecs)
    const [ofLightsail, ofEcs] = [isIn(id, lightsail, run, lightsailRun), isIn(id, ecs, run, ecsRun)]
    if (ofLightsail && ofEcs) return early ? 'action' : 'run'
    // What only one of them needs at once may be needed by the other later, which must not load the whole part for it.
    if (ofLightsail && isOf('lightsail', id)) return early ? 'lightsail' : 'lightsail-run'
    if (ofEcs && isOf('ecs', id)) return early ? 'ecs' : 'ecs-run'
    return undefined
  }
  return ['step', 'action', 'run', 'lightsail', 'lightsail-run', 'ecs', 'ecs-run'].map((name) => ({
    name,
    /** @param {string} id */
    test: (id) => chunkOf(id) === name,
    priority: 10,
  }))
}

/** The modules that a file needs as soon as it is imported, after tree shaking. @param {string} entry */
async function neededAtOnce(entry) {
  const bundle = await rolldown({ ...options, input: { index: entry } })
  const { output } = await bundle.generate({ format: 'esm' })
  const chunks = new Map(output.flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one]] : [])))
  /** @type {Set<string>} */
  const modules = new Set()
  const files = new Set(['index.js'])
  for (const file of files) {
    const chunk = chunks.get(file)
    for (const [id, { renderedLength }] of Object.entries(chunk?.modules ?? {}))
      if (renderedLength > 0 && !id.startsWith('\0')) modules.add(id)
    for (const imported of chunk?.imports ?? []) files.add(imported)
  }
  return modules
}

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
