/**
 * The requests that the simulator checks, out of the schemas that AWS's own SDK carries: one line of text per structure.
 * `name` is a text, `name:integer` and `name:boolean` are what they say, `name:time` is a number of epoch seconds,
 * `name:any` any JSON, `name:[X]` a list, `name:{X}` a map of texts to X, and X is one of those or a structure; `!` marks a required member.
 */
import * as logs from '@aws-sdk/client-cloudwatch-logs'
import * as ecs from '@aws-sdk/client-ecs'

/** As biome formats. */
const LINE_WIDTH = 110
/** The SDK's own notation, which it does not document: a number is a plain type, or a list or map of one. */
const LIST = 64
const MAP = 128
const PLAIN = new Map([
  [0, ''],
  [1, 'integer'],
  [2, 'boolean'],
  [4, 'time'],
  [5, 'time'],
  [6, 'time'],
  [7, 'time'],
  [15, 'any'],
])

const services = [
  {
    path: 'simulator/ecs/requests/models.ts',
    client: '@aws-sdk/client-ecs',
    schemas: ecs,
    operations: [
      'ContinueServiceDeployment',
      'CreateCluster',
      'CreateService',
      'DeleteService',
      'DeregisterTaskDefinition',
      'DescribeClusters',
      'DescribeServiceDeployments',
      'DescribeServiceRevisions',
      'DescribeServices',
      'DescribeTaskDefinition',
      'DescribeTasks',
      'ListServiceDeployments',
      'ListServices',
      'ListTagsForResource',
      'ListTaskDefinitions',
      'ListTasks',
      'RegisterTaskDefinition',
      'RunTask',
      'StopServiceDeployment',
      'StopTask',
      'TagResource',
      'UntagResource',
      'UpdateService',
    ],
  },
  {
    path: 'simulator/logs/models.ts',
    client: '@aws-sdk/client-cloudwatch-logs',
    schemas: logs,
    operations: ['GetLogEvents'],
  },
]

/** @returns {(readonly [path: string, content: string])[]} */
export function requestModels() {
  return services.map(({ path, client, schemas, operations }) => {
    /** @type {Map<string, string>} */
    const structures = new Map()
    for (const operation of operations) {
      const request = Reflect.get(schemas, `${operation}Request$`)
      if (request === undefined) throw new Error(`${client} has no ${operation}Request`)
      typeName(request, structures)
    }
    const lines = [...structures]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, members]) => {
        const line = `  ${name}: '${members}',`
        return line.length > LINE_WIDTH ? line.replace(': ', ':\n    ') : line
      })
    return [
      path,
      [
        `/** Generated out of the schemas of ${client} by scripts/docs.js: what it means stands in wire/request-check.ts. */`,
        'export const requestModels = {',
        ...lines,
        '} as const',
        '',
      ].join('\n'),
    ]
  })
}

/**
 * What a member of that schema is called in a line; structures are added to the map.
 * @param {any} schema
 * @param {Map<string, string>} structures
 * @returns {string}
 */
function typeName(schema, structures) {
  if (typeof schema === 'function') return typeName(schema(), structures)
  if (typeof schema === 'number') {
    if (schema & LIST) return `[${typeName(schema & ~LIST, structures)}]`
    if (schema & MAP) return `{${typeName(schema & ~MAP, structures)}}`
    const name = PLAIN.get(schema)
    if (name === undefined) throw new Error(`unknown type ${schema} in a schema of the SDK`)
    return name
  }
  if (!Array.isArray(schema)) throw new Error('unknown form of a schema of the SDK')
  // A member with traits is a pair of its schema and them.
  if (typeof schema[0] !== 'number' || schema.length === 2) return typeName(schema[0], structures)
  const [kind, , name, , first, second, requiredCount = 0] = schema
  switch (kind) {
    case 0:
      return typeName(first, structures)
    case 1:
      return `[${typeName(first, structures)}]`
    case 2:
      return `{${typeName(second, structures)}}`
    // A union is a structure of which one member is written.
    case 3:
    case 4: {
      if (structures.has(name)) return name
      structures.set(name, '')
      const members = first.map((/** @type {string} */ member, /** @type {number} */ index) => {
        const type = typeName(second[index], structures)
        return `${member}${index < requiredCount ? '!' : ''}${type === '' ? '' : `:${type}`}`
      })
      structures.set(name, members.join(' '))
      return name
    }
    default:
      throw new Error(`unknown kind ${kind} of a schema of the SDK`)
  }
}
