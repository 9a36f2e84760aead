import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Source {
  /** From the root, such as `src/runtime/clock.ts`. */
  readonly path: string
  readonly text: string
  /** Files from the root, or names of packages. */
  readonly imports: readonly string[]
}

function readSources(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => {
      const path = join(folder, name)
      const text = readFileSync(join(root, path), 'utf8')
      const found = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)
      const imports = [...found].map(([, specifier = '']) =>
        specifier.startsWith('.') ? relative(root, join(root, dirname(path), specifier)) : specifier,
      )
      return { path, text, imports }
    })
}

const sources = readSources('src')
const simulator = readSources('simulator')
function inFolder(folder: string) {
  return sources.filter(({ path }) => path.startsWith(`src/${folder}/`))
}

/** `path → import` of everything that is imported from outside the allowed places. */
function strays(from: readonly Source[], allowed: RegExp): string[] {
  return from.flatMap(({ path, imports }) =>
    imports.filter((target) => !allowed.test(target)).map((target) => `${path} → ${target}`),
  )
}

/** `path: line` of every line of code, comments aside, that matches. */
function lines(from: readonly Source[], pattern: RegExp): string[] {
  return from.flatMap(({ path, text }) =>
    text
      .split('\n')
      .filter((line) => !/^\s*(?:\/?\*|\/\/)/.test(line) && pattern.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  )
}

function except(from: readonly Source[], ...paths: string[]) {
  return from.filter(({ path }) => !paths.some((allowed) => path.startsWith(allowed)))
}

/** Which room may import from which, besides itself: types included, one direction, no way back (docs/architecture.md). */
const arrows: Readonly<Record<string, readonly string[]>> = {
  verdict: [],
  text: [],
  runtime: ['verdict', 'text'],
  rollout: ['verdict', 'runtime', 'text', 'net'],
  inputs: ['text'],
  diff: ['rollout', 'text'],
  options: ['inputs', 'rollout', 'runtime', 'text'],
  files: [],
  report: ['verdict', 'rollout', 'inputs', 'runtime', 'text'],
  net: ['runtime', 'text'],
  aws: ['rollout', 'images', 'net', 'runtime', 'text'],
  images: ['verdict', 'files', 'net', 'runtime', 'text'],
  source: ['verdict', 'inputs', 'rollout', 'runtime', 'text'],
  diagnosis: ['verdict', 'rollout', 'runtime', 'text'],
  github: ['verdict', 'options', 'source', 'report', 'rollout', 'files', 'net', 'runtime', 'text'],
  ecs: [
    'verdict',
    'text',
    'runtime',
    'rollout',
    'inputs',
    'options',
    'diff',
    'files',
    'report',
    'net',
    'aws',
    'images',
    'source',
    'diagnosis',
  ],
  lightsail: [
    'verdict',
    'text',
    'runtime',
    'rollout',
    'inputs',
    'options',
    'diff',
    'files',
    'report',
    'net',
    'aws',
    'images',
    'source',
    'diagnosis',
  ],
  action: [
    'verdict',
    'text',
    'runtime',
    'rollout',
    'inputs',
    'options',
    'files',
    'report',
    'net',
    'aws',
    'images',
    'source',
    'diagnosis',
    'github',
  ],
}

/** Packages and parts of Node.js that a room may use. */
const packages: Readonly<Record<string, RegExp>> = {
  text: /^node:util$/,
  inputs: /^(?:yaml|fastest-levenshtein)$/,
  files: /^node:(?:buffer|fs|fs\/promises|path)$/,
  net: /^https-proxy-agent$|^node:(?:dns|events|http|https|net|tls)$/,
  aws: /^(?:@aws-sdk\/client-ecr|node:(?:fs|os|path))$/,
  images:
    /^(?:zod\/mini|tar-stream|node:(?:child_process|crypto|fs|fs\/promises|os|path|stream|stream\/promises|zlib))$/,
  github: /^@actions\/|^@octokit\/core$|^node:fs$/,
  lightsail: /^(?:zod\/mini|node:crypto|@aws-sdk\/client-lightsail)$/,
  ecs: /^(?:node:crypto|@aws-sdk\/client-(?:ecs|cloudwatch-logs))$/,
}

/** What is deployed to: none of them knows another, and none is known to any room. */
const providers: readonly string[] = ['lightsail', 'ecs']

/** What a provider is to be; types alone. */
const contract = 'src/action/provider.ts'

function roomOf(path: string): string {
  return /^src\/([a-z]+)\//.exec(path)?.[1] ?? ''
}

describe('one direction of imports', () => {
  test('there is something to look at', () => {
    expect(sources.length).toBeGreaterThan(100)
    expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(500)
  })

  test('each room is in the table, and each row is a room', () => {
    const rooms = new Set(sources.map(({ path }) => roomOf(path)).filter((room) => room !== ''))
    expect([...rooms].toSorted()).toEqual(Object.keys(arrows).toSorted())
  })

  test('no import stands against the arrows', () => {
    const against = sources.flatMap(({ path, imports }) => {
      const room = roomOf(path)
      if (room === '') return []
      return imports
        .filter((target) => target.startsWith('src/') && target !== 'src/product.ts')
        .filter((target) => !(providers.includes(room) && target === contract))
        .filter((target) => roomOf(target) !== room && !arrows[room]?.includes(roomOf(target)))
        .map((target) => `${path} → ${target}`)
    })
    expect([...new Set(against)]).toEqual([])
  })

  test('each room uses the packages that it is for', () => {
    const strange = sources.flatMap(({ path, imports }) => {
      const room = roomOf(path)
      if (room === '') return []
      return imports
        .filter((target) => !target.startsWith('src/') && !packages[room]?.test(target))
        .map((target) => `${path} → ${target}`)
    })
    expect(strange).toEqual([])
  })

  test('shared rooms name no service', () => {
    const shared = [
      'text',
      'runtime',
      'rollout',
      'inputs',
      'files',
      'net',
      'images',
      'options',
      'diff',
      'source',
      'report',
      'github',
      'action',
    ].flatMap(inFolder)
    expect(lines(shared, /lightsail(?!-deploy)/i)).toEqual([])
  })

  test('an entry joins the action and one provider; all files of dist start with the first one', () => {
    expect(sources.filter(({ path }) => dirname(path) === 'src').map(({ path }) => path)).toEqual([
      'src/ecs.ts',
      'src/lightsail.ts',
      'src/main.ts',
      'src/product.ts',
    ])
    expect(sources.find(({ path }) => path === 'src/main.ts')?.imports).toEqual([
      'src/github/step-file.ts',
      'src/ecs.ts',
      'src/lightsail.ts',
    ])
    // What the first file imports itself must not import it back: it would run twice.
    expect(sources.find(({ path }) => path === 'src/github/step-file.ts')?.imports).toEqual([])
    expect(sources.find(({ path }) => path === 'src/lightsail.ts')?.imports).toEqual([
      'src/action/run-action.ts',
      'src/lightsail/provider.ts',
    ])
    expect(sources.find(({ path }) => path === 'src/ecs.ts')?.imports).toEqual([
      'src/action/run-action.ts',
      'src/ecs/provider.ts',
    ])
    expect(sources.find(({ path }) => path === 'src/product.ts')?.imports).toEqual(['package.json'])
    expect(sources.filter(({ imports }) => imports.includes('src/main.ts'))).toEqual([])
  })

  test('a provider knows of the action what it is to be, and nothing that runs', () => {
    const text = sources.find(({ path }) => path === contract)?.text ?? ''
    expect(text).toContain('export interface Provider')
    expect(text.match(/^(?:import (?!type )|export (?!interface |type ))/gm)).toBeNull()
  })

  test('product and simulator do not know each other', () => {
    expect(strays(simulator, /^simulator\/|^node:/)).toEqual([])
    expect(
      sources.flatMap(({ imports }) => imports).filter((target) => target.startsWith('simulator/')),
    ).toEqual([])
  })
})

describe('one door per outside world', () => {
  const users = (pattern: RegExp) =>
    sources.filter(({ imports }) => imports.some((target) => pattern.test(target))).map(({ path }) => path)

  test('@actions/* only in src/github', () => {
    expect(users(/^@actions\//).filter((path) => !path.startsWith('src/github/'))).toEqual([])
  })

  test('octokit only behind github/api/api.ts, which is loaded only by a run that has something to tell', () => {
    expect(users(/^@octokit\//)).toEqual(['src/github/api/api.ts'])
    const statically = (path: string) =>
      sources.filter(({ text }) => new RegExp(`import (?!type)[^']*'[^']*/${path}'`).test(text))
    expect(statically('api.ts').map(({ path }) => path)).toEqual(['src/github/reporting/reporters.ts'])
    expect(statically('reporters.ts')).toEqual([])
  })

  test('values of the AWS SDK only in the clients and the schemas, its types also where they become ours', () => {
    const values = /import\s+(?!type\b)[^']*'@(?:aws-sdk|smithy)\//
    expect(sources.filter(({ text }) => values.test(text)).map(({ path }) => path)).toEqual([
      'src/aws/ecr-registry.ts',
      'src/ecs/api/client.ts',
      'src/ecs/api/logs-client.ts',
      'src/ecs/api/request-schemas.ts',
      'src/lightsail/api/client.ts',
    ])
    const places = /^src\/(?:(?:ecs|lightsail)\/api\/|aws\/ecr-registry\.ts$)/
    expect(users(/^@(?:aws-sdk|smithy)\//).filter((path) => !places.test(path))).toEqual([])
  })

  test('sockets only in src/net', () => {
    expect(
      users(/^node:(?:http|https|http2|net|tls|dns)$/).filter((path) => !path.startsWith('src/net/')),
    ).toEqual([])
  })

  test('time and chance only in the clock; timers also in the network, as long as a request lasts', () => {
    const pattern =
      /Date\.now|new Date\(\)|performance\.|AbortSignal\.timeout|setTimeout|setInterval|Math\.random|randomUUID/
    expect(lines(except(sources, 'src/runtime/clock.ts', 'src/net/'), pattern)).toEqual([])
    expect(lines(inFolder('net'), new RegExp(pattern.source.replace('setTimeout|', '')))).toEqual([])
    expect(lines(except(simulator, 'simulator/wire/clock.ts', 'simulator/wire/http.ts'), pattern)).toEqual([])
  })

  test('process only in src/github', () => {
    expect(lines(except(sources, 'src/github/'), /\bprocess(?:\.|\[)/)).toEqual([])
  })

  test('other processes only in one place, and never a shell', () => {
    expect(users(/child_process/)).toEqual(['src/images/exec.ts'])
    expect(lines(sources, /shell:|execSync|\bexec\b[^;]*'node:child_process'/)).toEqual([])
  })
})

describe('names and forms', () => {
  test('no name that says nothing', () => {
    const empty = /(?:^|[/-])(?:helpers?|utils?|manager|common|misc)(?:[/.-]|$)/
    expect([...sources, ...simulator].map(({ path }) => path).filter((path) => empty.test(path))).toEqual([])
  })

  test('a file is read without much scrolling, and a folder at a glance', () => {
    const all = [...sources, ...simulator]
    const long = all.filter(({ text }) => text.split('\n').length - 1 > 200)
    expect(long.map(({ path }) => path)).toEqual([])
    const folders = new Map<string, number>()
    for (const { path } of all) folders.set(dirname(path), (folders.get(dirname(path)) ?? 0) + 1)
    expect([...folders].filter(([, files]) => files > 13)).toEqual([])
  })

  test('no class but failures', () => {
    expect(lines(sources, /^(?:export )?(?:abstract )?class /)).toEqual([
      'src/aws/credentials.ts: export class CredentialsError extends Error {',
      'src/net/http.ts: export class NetworkError extends Error {',
      'src/runtime/service-error.ts: export class ServiceError extends Error {',
    ])
  })

  test('no test mode in the product', () => {
    expect(lines(sources, /NODE_ENV|JEST|isTest|testMode/)).toEqual([])
  })
})
