import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { stringify } from 'yaml'
import { type Path, readDocument } from '../../src/inputs/documents/document.ts'
import { createInputIssues, type InputIssue } from '../../src/inputs/issues.ts'
import { readDeploymentFile } from '../../src/lightsail/inputs/files/deployment-file.ts'
import { loadDeploymentFile } from '../../src/lightsail/inputs/files/deployment-file-input.ts'
import { readServiceFile } from '../../src/lightsail/inputs/files/service-file.ts'
import { powers } from '../../src/lightsail/model/constraints.ts'
import { healthCheckDefaults } from '../../src/lightsail/model/deployment.ts'
import { anyText, imageNames, nastyText, resourceNames, variableNames } from './draw.ts'

const ports = fc.integer({ min: 1, max: 65_535 })

const names = variableNames

const container = fc.record({
  image: imageNames,
  command: fc.array(anyText, { maxLength: 3 }),
  environment: fc.dictionary(names, anyText, { maxKeys: 4 }),
  ports: fc.dictionary(ports.map(String), fc.constantFrom('HTTP', 'HTTPS', 'TCP', 'UDP'), { maxKeys: 3 }),
})

const healthCheck = fc.record(
  {
    path: fc.webPath().map((path) => `/${path}`),
    intervalSeconds: fc.integer({ min: 5, max: 300 }),
    timeoutSeconds: fc.integer({ min: 2, max: 60 }),
    healthyThreshold: fc.integer({ min: 1, max: 99 }),
    unhealthyThreshold: fc.integer({ min: 1, max: 99 }),
    successCodes: fc.constantFrom('200', '200-299', '200,301'),
  },
  { requiredKeys: [] },
)

/** A deployment as the AWS CLI takes it, and as we read it. */
const deployments = fc
  .record({
    containers: fc.dictionary(resourceNames, container, { minKeys: 1, maxKeys: 3 }),
    open: fc.option(fc.record({ port: ports, healthCheck }), { nil: undefined }),
  })
  .map(({ containers, open }) => {
    const [first = '', ...others] = Object.keys(containers)
    if (open === undefined) return { file: { containers }, spec: { containers } }
    const { port, healthCheck } = open
    const front = { ...containers[first], ports: { ...containers[first]?.ports, [port]: 'HTTP' } }
    const opened = Object.fromEntries([[first, front], ...others.map((name) => [name, containers[name]])])
    const endpoint = { containerName: first, containerPort: port }
    return {
      file: { containers: opened, publicEndpoint: { ...endpoint, healthCheck } },
      spec: {
        containers: opened,
        publicEndpoint: { ...endpoint, healthCheck: { ...healthCheckDefaults, ...healthCheck } },
      },
    }
  })

/** A document as JSON or YAML, in some layout. */
const layouts = fc.constantFrom<(value: unknown) => string>(
  (value) => JSON.stringify(value),
  (value) => JSON.stringify(value, null, 2),
  (value) => JSON.stringify(value, null, '\t'),
  (value) => stringify(value, { blockQuote: false }),
  (value) => stringify(value, { defaultStringType: 'QUOTE_DOUBLE' }).replaceAll('\n', '\r\n'),
)

async function loaded(text: string) {
  const issues = createInputIssues()
  const source = { texts: { 'deployment-file': 'd.yml' }, issues, readFile: () => text }
  return { file: await loadDeploymentFile(source), issues: issues.all }
}

function loadedService(text: string) {
  const issues = createInputIssues()
  const file = readServiceFile({ path: 's.yml', text }, { issues })
  return { file, issues: issues.all }
}

/** Every problem names its input and its file, and a place within the text. */
function expectPlaced(issues: readonly InputIssue[], text: string): void {
  const lines = text.split('\n')
  for (const { input, file, message, line, column } of issues) {
    expect([input, file]).toEqual([expect.stringMatching(/-file$/), expect.stringMatching(/\.yml$/)])
    expect(message.trim()).not.toBe('')
    expect(line === undefined).toBe(column === undefined)
    if (line === undefined || column === undefined) continue
    const width = lines[line - 1]?.length ?? Number.NaN
    expect([line, column, message, column >= 1 && column <= width + 1]).toEqual([line, column, message, true])
  }
}

describe('a deployment file', () => {
  test('comes back, whatever its layout', async () => {
    await fc.assert(
      fc.asyncProperty(deployments, layouts, async ({ file, spec }, layout) => {
        const { file: read, issues } = await loaded(layout(file))
        expect(issues).toEqual([])
        expect(read?.spec).toEqual(spec)
      }),
    )
  })

  test('comes back from get-container-service-deployments prints it', async () => {
    await fc.assert(
      fc.asyncProperty(deployments, deployments, layouts, async ({ file, spec }, other, layout) => {
        const printed = {
          deployments: [
            { ...other.file, version: 3, state: 'FAILED', createdAt: '2026-01-01T00:00:00Z' },
            { ...file, version: 2, state: 'ACTIVE', createdAt: 1.5 },
          ],
        }
        expect((await loaded(layout(printed))).file?.spec).toEqual(spec)
      }),
    )
  })
})

test('a service file comes back, whatever its layout', () => {
  const tagText = fc.stringMatching(/^[\w.:/=+@-][\w .:/=+@-]{0,20}$/).filter((text) => !/^aws:/i.test(text))
  const services = fc.record(
    {
      serviceName: resourceNames,
      power: fc.constantFrom(...powers),
      scale: fc.integer({ min: 1, max: 20 }),
      tags: fc.dictionary(tagText, fc.oneof(tagText, fc.constant('')), { minKeys: 1, maxKeys: 4 }),
      publicDomainNames: fc.dictionary(resourceNames, fc.uniqueArray(fc.domain(), { maxLength: 1 }), {
        maxKeys: 3,
      }),
      deployment: deployments,
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(services, layouts, ({ tags, deployment, serviceName, ...patch }, layout) => {
      const tagList = tags && Object.entries(tags).map(([key, value]) => ({ key, value }))
      const { file, issues } = loadedService(
        layout({
          ...(serviceName && { serviceName }),
          ...patch,
          ...(tagList && { tags: tagList }),
          ...(deployment && { deployment: deployment.file }),
        }),
      )
      expect(issues).toEqual([])
      expect(file).toEqual({
        path: 's.yml',
        serviceName,
        patch: { ...patch, ...(tags && { tags }) },
        deployment: deployment?.spec,
      })
    }),
  )
})

describe('a file with faults', () => {
  /** A good file in which something is cut out, doubled or put in. */
  const damaged = fc
    .tuple(deployments, layouts, fc.nat(), fc.nat(30), nastyText)
    .map(([{ file }, layout, where, length, put]) => {
      const text = layout(file)
      const from = where % (text.length + 1)
      return text.slice(0, from) + put + text.slice(from + length)
    })
  /** Documents of the right words in the wrong places. */
  const words = [
    'containers',
    'app',
    'image',
    'environment',
    'ports',
    'publicEndpoint',
    'healthCheck',
    'command',
  ]
  const misshapen = fc
    .object({
      key: fc.oneof(fc.constantFrom(...words, 'containerName', 'deployment', 'tags', '__proto__'), nastyText),
      values: [anyText, fc.integer(), fc.constant(null), fc.boolean(), imageNames],
      maxDepth: 4,
    })
    .map((value) => JSON.stringify(value, null, 1))

  test('is told with problems that lie within it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyText, damaged, misshapen), async (text) => {
        const { file, issues } = await loaded(text)
        expect(file === undefined && issues.length === 0).toBe(false)
        expectPlaced(issues, text)
        const service = loadedService(text)
        expect(service.file === undefined && service.issues.length === 0).toBe(false)
        expectPlaced(service.issues, text)
      }),
    )
  })

  test.each([
    ['lists', '['.repeat(20_000)],
    ['maps', '{"a":'.repeat(20_000)],
    ['blocks', '- '.repeat(20_000)],
    [
      'aliases',
      [
        'a: &a [1]',
        ...[...'bcdefgh'].map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index]},`.repeat(9)}]`),
      ].join('\n'),
    ],
  ])('that is nested beyond measure in %s is a problem, too', async (_, text) => {
    const { issues } = await loaded(text)
    expect(issues.length).toBeGreaterThan(0)
    expectPlaced(issues.slice(0, 100), text)
  })

  test('no problem tells a value of the environment', async () => {
    const value = fc.oneof(
      fc.constant('canary'),
      fc.tuple(nastyText, nastyText).map(([a, b]) => `${a}canary${b}`),
      fc.constant({ canary: 'canary' }),
      fc.constant(['canary']),
    )
    const keys = fc.oneof(variableNames, fc.constantFrom('', 'A B', '1'))
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(keys, value, { minKeys: 1 }),
        layouts,
        fc.nat(),
        fc.boolean(),
        async (environment, layout, where, cut) => {
          const whole = layout({ containers: { app: { image: 'nginx', environment } } })
          const text = cut ? whole.slice(0, where % whole.length) : whole
          const messages = [...(await loaded(text)).issues, ...loadedService(text).issues]
          expect(messages.map(({ message }) => message).join('\n')).not.toContain('canary')
        },
      ),
    )
  })
})

test('the place of every key of a document is where it is written', () => {
  const document = fc.object({ key: fc.string(), values: [fc.integer(), fc.string()], maxDepth: 3 })
  fc.assert(
    fc.property(document, fc.constantFrom(undefined, 1, 2), (value, layout) => {
      const text = JSON.stringify(value, null, layout)
      const read = readDocument(text, { keepsText: () => false })
      if ('issues' in read) throw new Error(JSON.stringify(read.issues))
      expect(read.document.value).toEqual(value)
      const lines = text.split('\n')
      const look = (part: unknown, path: Path): void => {
        if (typeof part !== 'object' || part === null) return
        for (const [key, inner] of Object.entries(part)) {
          const step = Array.isArray(part) ? Number(key) : key
          const { line, column } = read.document.position([...path, step]) ?? { line: 0, column: 0 }
          const there = (lines[line - 1] ?? '').slice(column - 1)
          const start = Array.isArray(part)
            ? JSON.stringify(inner, null, layout)?.split('\n')[0]
            : JSON.stringify(key)
          expect(there.startsWith(start ?? '?')).toBe(true)
          look(inner, [...path, step])
        }
      }
      look(value, [])
    }),
  )
})

test('a deployment file that is none at all is 1 problem', () => {
  expect(readDeploymentFile('')).toHaveProperty('issues.length', 1)
})
