import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { stringify } from 'yaml'
import { requestSchemas } from '../../src/ecs/api/request-schemas.ts'
import { readServiceDefinitionFile } from '../../src/ecs/inputs/files/service-definition-file.ts'
import { readTaskDefinitionFile } from '../../src/ecs/inputs/files/task-definition-file.ts'
import { readSdkSchema, type SdkSchema } from '../../src/ecs/inputs/schema/sdk-schema.ts'
import { canonicalText } from '../../src/ecs/model/compare/canonical.ts'
import { isAsWritten } from '../../src/ecs/model/compare/service-members.ts'
import type { TaskDefinitionContent } from '../../src/ecs/model/task-definition.ts'
import type { InputIssue } from '../../src/inputs/issues.ts'
import { anyText, nastyText } from './draw.ts'

/** A value of a schema, as deep as its structures go; words are names that nothing takes for a placeholder. */
function valuesOf(schema: SdkSchema, depth = 0): fc.Arbitrary<unknown> {
  switch (schema.kind) {
    case 'text':
      return fc.stringMatching(/^v[0-9]{1,6}$/)
    case 'number':
      return fc.integer({ min: 1, max: 65_535 })
    case 'boolean':
      return fc.boolean()
    case 'anything':
      return fc.constant({})
    case 'list':
      return fc.array(valuesOf(schema.of, depth), { minLength: 1, maxLength: 2 })
    case 'map':
      return fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), valuesOf(schema.of, depth), {
        minKeys: 1,
        maxKeys: 2,
      })
    default: {
      const members = [...schema.members()].filter(([name]) => depth < 5 || schema.required.includes(name))
      const drawn = Object.fromEntries(members.map(([name, member]) => [name, valuesOf(member, depth + 1)]))
      // A map that holds nothing says nothing.
      return fc
        .record(drawn, { requiredKeys: [...schema.required] })
        .filter((value) => Object.keys(value).length > 0)
    }
  }
}

const created = readSdkSchema(requestSchemas.createService)
const registered = readSdkSchema(requestSchemas.registerTaskDefinition)

/** Without what excludes each other, or has rules that a schema cannot say. */
const services = valuesOf(created).map((value) => {
  const {
    launchType: _,
    desiredCount: __,
    tags: ___,
    clientToken: ____,
    ...members
  } = value as Record<string, unknown>
  return { ...members, serviceName: 'shop' }
})

const definitions = valuesOf(registered).map((value) => {
  const {
    containerDefinitions,
    tags: _,
    requiresCompatibilities: __,
    ...task
  } = value as Record<string, unknown>
  const containers = (containerDefinitions as Record<string, unknown>[]).map((container, index) => {
    const { environment: ___, ...rest } = container
    return { ...rest, name: `app${index}`, image: 'nginx:1' }
  })
  return { ...task, family: 'web', containerDefinitions: containers }
})

const layouts = fc.constantFrom<(value: unknown) => string>(
  (value) => JSON.stringify(value),
  (value) => JSON.stringify(value, null, 2),
  (value) => stringify(value, { aliasDuplicateObjects: false }),
)

function readTask(text: string) {
  return readTaskDefinitionFile(text, { keptKeys: [], hasImage: () => false })
}

function expectPlaced(issues: readonly InputIssue[], text: string): void {
  expect(issues.length).toBeGreaterThan(0)
  const lines = text.split('\n')
  for (const { line = 0, column = 0 } of issues) {
    expect(line).toBeGreaterThan(0)
    expect(line).toBeLessThanOrEqual(lines.length)
    expect(column).toBeGreaterThan(0)
  }
}

/** The same value with a key more in one of its maps that are structures, and where that is. */
function withKey(value: unknown, schema: SdkSchema, key: string, seed: number): unknown {
  const places: (() => unknown)[] = []
  const walk = (inner: unknown, type: SdkSchema, rebuild: (changed: unknown) => unknown): void => {
    if (type.kind === 'list' && Array.isArray(inner))
      inner.forEach((entry, index) => {
        walk(entry, type.of, (changed) => rebuild(inner.with(index, changed)))
      })
    if (type.kind !== 'structure' || typeof inner !== 'object' || inner === null) return
    const record = inner as Record<string, unknown>
    places.push(() => rebuild({ ...record, [key]: 'x' }))
    for (const [name, member] of type.members())
      if (Object.hasOwn(record, name))
        walk(record[name], member, (changed) => rebuild({ ...record, [name]: changed }))
  }
  walk(value, schema, (changed) => changed)
  return places[seed % places.length]?.()
}

describe('whatever a file holds', () => {
  const anything = fc.oneof(
    nastyText,
    anyText,
    fc.json(),
    fc.json().map((json) => stringify(JSON.parse(json))),
  )
  test('it is read, or told with its places', () => {
    fc.assert(
      fc.property(anything, (text) => {
        for (const file of [readTask(text), readServiceDefinitionFile(text)])
          if ('issues' in file) expectPlaced(file.issues, text)
      }),
    )
  })

  test('of the shape of a definition, with anything in it', () => {
    const members = fc.dictionary(
      fc.constantFrom(
        'family',
        'containerDefinitions',
        'taskDefinition',
        'tags',
        'volumes',
        'services',
        'service',
        'deployments',
        'loadBalancers',
      ),
      fc.oneof(fc.jsonValue(), fc.constant([null, {}, [], ''])),
    )
    fc.assert(
      fc.property(members, layouts, (value, layout) => {
        const text = layout(value)
        for (const file of [readTask(text), readServiceDefinitionFile(text)])
          if ('issues' in file) expectPlaced(file.issues, text)
      }),
    )
  })
})

describe('every request that ECS knows is taken', () => {
  test('a task definition, which comes out as it went in', () => {
    fc.assert(
      fc.property(definitions, layouts, (value, layout) => {
        const file = readTask(layout(value))
        if ('issues' in file) throw new Error(JSON.stringify(file.issues))
        const written = value as unknown as TaskDefinitionContent
        expect(canonicalText(file.content)).toBe(canonicalText(written))
      }),
      { numRuns: 60 },
    )
  })

  test('a service, which is as it is written', () => {
    fc.assert(
      fc.property(services, layouts, (value, layout) => {
        const file = readServiceDefinitionFile(layout(value))
        if ('issues' in file) throw new Error(JSON.stringify(file.issues))
        const { serviceName, cluster, taskDefinition, ...members } = value as Record<string, unknown>
        expect(file).toMatchObject({ serviceName, members })
        expect(
          Object.entries(file.members).every(([name, member]) => isAsWritten(member, members[name], [name])),
        ).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})

describe('an unknown key is always found', () => {
  const keys = fc.constantFrom('imag', 'novelty', 'Name', '__proto__', 'constructor', 'environmnt')
  test('in a task definition', () => {
    fc.assert(
      fc.property(definitions, keys, fc.nat(), layouts, (value, key, seed, layout) => {
        const text = layout(withKey(value, registered, key, seed))
        const file = readTask(text)
        if (!('issues' in file)) throw new Error(`not found in ${text}`)
        expect(file.issues.map(({ message }) => message).join()).toContain(`unknown key "${key}"`)
        expectPlaced(file.issues, text)
      }),
      { numRuns: 100 },
    )
  })
  test('in a service', () => {
    fc.assert(
      fc.property(services, keys, fc.nat(), layouts, (value, key, seed, layout) => {
        const text = layout(withKey(value, created, key, seed))
        const file = readServiceDefinitionFile(text)
        if (!('issues' in file)) throw new Error(`not found in ${text}`)
        expect(file.issues.map(({ message }) => message).join()).toContain(`unknown key "${key}"`)
      }),
      { numRuns: 100 },
    )
  })
})
