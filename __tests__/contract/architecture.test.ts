import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Source {
  /** From the root, such as `src/engine/clock.ts`. */
  readonly path: string
  readonly text: string
  /** Files from the root, or names of packages. */
  readonly imports: readonly string[]
}

const readSources = (folder: string): Source[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
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

const sources = readSources('src')
const simulator = readSources('simulator')
const inFolder = (folder: string) => sources.filter(({ path }) => path.startsWith(`src/${folder}/`))

/** `path → import` of everything that is imported from outside the allowed places. */
const strays = (from: readonly Source[], allowed: RegExp): string[] =>
  from.flatMap(({ path, imports }) =>
    imports.filter((target) => !allowed.test(target)).map((target) => `${path} → ${target}`),
  )

/** `path: line` of every line of code, comments aside, that matches. */
const lines = (from: readonly Source[], pattern: RegExp): string[] =>
  from.flatMap(({ path, text }) =>
    text
      .split('\n')
      .filter((line) => !/^\s*(?:\/?\*|\/\/)/.test(line) && pattern.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  )

const except = (from: readonly Source[], ...paths: string[]) =>
  from.filter(({ path }) => !paths.some((allowed) => path.startsWith(allowed)))

describe('one direction: pure ← engine ← edges ← main', () => {
  test('there is something to look at', () => {
    expect(sources.length).toBeGreaterThan(30)
    expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(100)
    expect(
      inFolder('engine').length * inFolder('input').length * inFolder('lightsail').length,
    ).toBeGreaterThan(0)
  })

  test('the engine knows no service and no GitHub', () => {
    expect(strays(inFolder('engine'), /^src\/engine\/|^src\/net\/http\.ts$|^node:util$/)).toEqual([])
    expect(lines(inFolder('engine'), /lightsail(?!-deploy)/i)).toEqual([])
  })

  test('input knows texts and values only', () => {
    expect(strays(inFolder('input'), /^src\/input\/|^(?:yaml|fastest-levenshtein)$/)).toEqual([])
  })

  test('lightsail knows engine and input, but not GitHub', () => {
    const allowed =
      /^src\/(?:engine|input|lightsail|images|net|aws)\/|^(?:zod\/mini|node:crypto|@aws-sdk\/client-lightsail)$/
    expect(strays(inFolder('lightsail'), allowed)).toEqual([])
  })

  test('images of this machine know the engine, but no service', () => {
    const allowed =
      /^src\/(?:engine|files|images|net)\/|^(?:zod\/mini|tar-stream|node:(?:child_process|crypto|fs|fs\/promises|os|path|stream|stream\/promises|zlib))$/
    expect(strays(inFolder('images'), allowed)).toEqual([])
    expect(lines(inFolder('images'), /lightsail(?!-deploy)/i)).toEqual([])
  })

  test('the network knows only what it is asked, and of Node.js only what sockets need', () => {
    expect(
      strays(inFolder('net'), /^src\/net\/|^https-proxy-agent$|^node:(?:dns|events|http|https|net|tls)$/),
    ).toEqual([])
  })

  test('files knows the file system only', () => {
    expect(strays(inFolder('files'), /^src\/files\/|^node:(?:buffer|fs|fs\/promises|path)$/)).toEqual([])
  })

  test("what is true of all of AWS's clients knows the network, and where AWS's files lie", () => {
    expect(
      strays(inFolder('aws'), /^src\/(?:aws|net)\/|^src\/engine\/failure\.ts$|^node:(?:fs|os|path)$/),
    ).toEqual([])
    expect(lines(inFolder('aws'), /\bimport \{ (?!existsSync).*'node:fs'/)).toEqual([])
  })

  test('github knows the engine, but no service', () => {
    expect(
      strays(
        inFolder('github'),
        /^src\/(?:engine|files|github)\/|^src\/net\/http\.ts$|^@actions\/|^@octokit\/core$|^node:fs$/,
      ),
    ).toEqual([])
  })

  test('nothing but main and its two steps knows everything, and nothing imports main', () => {
    expect(sources.filter(({ path }) => dirname(path) === 'src').map(({ path }) => path)).toEqual([
      'src/main-step.ts',
      'src/main.ts',
      'src/post-step.ts',
    ])
    expect(sources.filter(({ imports }) => imports.includes('src/main.ts'))).toEqual([])
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

  test('octokit only behind api.ts, which is loaded only by a run that has something to tell', () => {
    expect(users(/^@octokit\//)).toEqual(['src/github/api.ts'])
    const statically = (path: string) =>
      sources.filter(({ text }) => new RegExp(`import (?!type)[^']*'[^']*/${path}'`).test(text))
    expect(statically('api.ts').map(({ path }) => path)).toEqual(['src/github/tellers.ts'])
    expect(statically('tellers.ts')).toEqual([])
  })

  test('values of the AWS SDK only in cloud.ts, its types also where they become ours', () => {
    const values = /import\s+(?!type\b)[^']*'@(?:aws-sdk|smithy)\//
    expect(sources.filter(({ text }) => values.test(text)).map(({ path }) => path)).toEqual([
      'src/lightsail/cloud.ts',
    ])
    expect(users(/^@(?:aws-sdk|smithy)\//)).toEqual(['src/lightsail/cloud.ts', 'src/lightsail/sdk-shapes.ts'])
  })

  test('sockets only in src/net', () => {
    expect(
      users(/^node:(?:http|https|http2|net|tls|dns)$/).filter((path) => !path.startsWith('src/net/')),
    ).toEqual([])
  })

  test('time and chance only in the clock; timers also in the network, as long as a request lasts', () => {
    const pattern =
      /Date\.now|new Date\(\)|performance\.|AbortSignal\.timeout|setTimeout|setInterval|Math\.random|randomUUID/
    expect(lines(except(sources, 'src/engine/clock.ts', 'src/net/'), pattern)).toEqual([])
    expect(lines(inFolder('net'), new RegExp(pattern.source.replace('setTimeout|', '')))).toEqual([])
    expect(lines(except(simulator, 'simulator/clock.ts', 'simulator/server.ts'), pattern)).toEqual([])
  })

  test('process only in main.ts and src/github', () => {
    expect(lines(except(sources, 'src/main.ts', 'src/github/'), /\bprocess(?:\.|\[)/)).toEqual([])
  })

  test('other processes only in one place, and never a shell', () => {
    expect(users(/child_process/)).toEqual(['src/images/command.ts'])
    expect(lines(sources, /shell:|execSync|\bexec\(['"`]/)).toEqual([])
  })
})

describe('names and forms', () => {
  test('no name that says nothing', () => {
    const empty = /(?:^|[/-])(?:helpers?|utils?|manager|common|misc)(?:[/.-]|$)/
    expect([...sources, ...simulator].map(({ path }) => path).filter((path) => empty.test(path))).toEqual([])
  })

  test('no class but failures', () => {
    expect(lines(sources, /^(?:export )?(?:abstract )?class /)).toEqual([
      'src/aws/credentials.ts: export class CredentialsError extends Error {',
      'src/engine/failure.ts: export class Failure extends Error {',
      'src/net/http.ts: export class NetworkError extends Error {',
    ])
  })

  test('no test mode in the product', () => {
    expect(lines(sources, /NODE_ENV|JEST|isTest|testMode/)).toEqual([])
  })
})
