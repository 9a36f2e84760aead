/**
 * Keeps what is generated from another file in sync: the READMEs' tables from action.yml and from the table of reason
 * codes, the JSON Schemas of the files that users write from their definitions in the sources, and the simulator's tables
 * of requests from the SDK. `--check` changes nothing and fails with what is out of sync.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { isMap, isScalar, parseDocument } from 'yaml'
import { requestModels } from './request-models.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** @typedef {{ name: string, group: string | undefined, description: string, standard: string }} Entry */

/**
 * @param {string} readme
 * @param {string} action the text of action.yml
 * @param {string} source where that is
 */
export function readmeWithTables(readme, action, source = 'action.yml') {
  const inputs = entriesOf('inputs', action)
  const outputs = entriesOf('outputs', action)
  const head = ['Input', 'Default', 'Meaning']
  const groups = [...new Set(inputs.map(({ group }) => group ?? ''))].map((group) => {
    const rows = inputs
      .filter((input) => (input.group ?? '') === group)
      .map(({ name, standard, description }) => [`\`${name}\``, standard, description])
    return [...(group === '' ? [] : [`#### ${group}`]), table(head, rows)].join('\n\n')
  })
  const outputRows = outputs.map(({ name, description }) => [`\`${name}\``, description])
  const outputTable = table(['Output', 'Meaning'], outputRows)
  return [
    { mark: 'inputs', source, content: groups.join('\n\n') },
    { mark: 'outputs', source, content: outputTable },
  ].reduce(between, readme)
}

/**
 * What a run can end with, in the order of its definition. Several results of one kind stand together.
 * @param {Readonly<Record<string, import('../src/verdict/code-entry.ts').CodeEntry>>} codes
 * @param {Readonly<Record<string, import('../src/verdict/code-entry.ts').CodeText>>} texts
 */
function codeTable(codes, texts) {
  const rows = Object.entries(codes).map(([code, { results }]) => {
    const shown = results.map((result) => `\`${result}\``).join(', ')
    const { meaning = '', fix = '' } = texts[code] ?? {}
    const short = shown.replace('`failed-kept-previous`, `failed-nothing-serving`', '`failed-…`')
    return [`\`${code}\``, short, meaning, fix]
  })
  return table(['`reason-code`', '`result`', 'meaning', 'what to do'], rows)
}

/**
 * The inputs or outputs in order. A comment above an entry opens a group.
 * @param {'inputs' | 'outputs'} part
 * @param {string} action
 * @returns {Entry[]}
 */
function entriesOf(part, action) {
  const entries = parseDocument(action).get(part)
  if (!isMap(entries) || entries.items.length === 0) throw new Error(`action.yml has no ${part}`)
  let group = entries.commentBefore?.trim()
  return entries.items.map(({ key, value }) => {
    if (!isScalar(key) || !isMap(value)) throw new Error(`action.yml: an entry of ${part} is not a map`)
    group = key.commentBefore?.trim() ?? group
    const name = String(key.value)
    const description = String(value.get('description') ?? '').trim()
    if (description === '') throw new Error(`action.yml: ${part}.${name} has no description`)
    const fallback = value.get('default')
    const shown = fallback === undefined ? '' : `\`${String(fallback)}\``
    return { name, group, description, standard: value.get('required') === true ? 'required' : shown }
  })
}

/**
 * @param {string[]} head
 * @param {string[][]} rows
 */
function table(head, rows) {
  const cells = rows.map((row) => row.map((cell) => cell.replace(/\s+/g, ' ').replaceAll('|', '\\|')))
  return [head, head.map(() => '---'), ...cells].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

/**
 * @param {string} text
 * @param {{ mark: string, source: string, content: string }} part
 */
function between(text, { mark, source, content }) {
  const [open, close] = [`<!-- ${mark}: generated from ${source} -->`, `<!-- /${mark} -->`]
  const from = text.indexOf(open)
  const to = text.indexOf(close)
  if (from < 0 || to < from) throw new Error(`README.md has no "${open} … ${close}"`)
  return `${text.slice(0, from + open.length)}\n\n${content}\n\n${text.slice(to)}`
}

/** The files that users write, each with the name of its schema and what an editor shows about it. */
const files = [
  {
    path: 'schema/deployment.schema.json',
    name: 'deploymentSchema',
    title: 'Deployment file of lightsail-deploy',
    description:
      'One deployment of an Amazon Lightsail container service, in the shape that the AWS CLI takes and prints.',
  },
  {
    path: 'schema/service.schema.json',
    name: 'serviceSchema',
    title: 'Service file of lightsail-deploy',
    description:
      'The settings of an Amazon Lightsail container service and its deployment, in the shape that create-container-service takes. What is not in it stays as it is.',
  },
]

/**
 * What the sources define that is generated from here. They are TypeScript, which Node 20 does not load by itself, so
 * they are bundled first.
 */
async function definitions() {
  const entry = join(root, 'docs-entry.js')
  const code = [
    "export { toJSONSchema } from 'zod/mini'",
    "export { codesByTarget, codeTexts } from './src/verdict/documentation.ts'",
    "export { deploymentSchema } from './src/lightsail/inputs/files/deployment-file.ts'",
    "export { serviceSchema } from './src/lightsail/inputs/files/service-file.ts'",
    "export { requestSchemas } from './src/ecs/api/request-schemas.ts'",
    "export { readSdkSchema } from './src/ecs/inputs/schema/sdk-schema.ts'",
    "export { SERVICE_REPLY_MEMBERS, TASK_DEFINITION_REPLY_MEMBERS } from './src/ecs/model/reply-members.ts'",
  ].join('\n')
  const bundle = await rolldown({
    cwd: root,
    input: entry,
    platform: 'node',
    // The product loads them only when they are needed; here they are one bundle.
    onLog: (level, log, report) => {
      if (log.code !== 'INEFFECTIVE_DYNAMIC_IMPORT') report(level, log)
    },
    plugins: [
      {
        name: 'docs-entry',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? code : null),
      },
    ],
  })
  const folder = mkdtempSync(join(tmpdir(), 'lightsail-deploy-'))
  try {
    const { output } = await bundle.write({ dir: folder, format: 'esm', entryFileNames: 'docs.mjs' })
    return await import(pathToFileURL(join(folder, output[0].fileName)).href)
  } finally {
    await bundle.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * The JSON Schema of each file, by path.
 * @param {Awaited<ReturnType<typeof definitions>>} defined
 * @returns {(readonly [path: string, schema: string])[]}
 */
function schemas(defined) {
  return files.map(({ path, name, title, description }) => {
    const made = defined.toJSONSchema(defined[name], { io: 'input', override: withoutOurLimit })
    // Where YAML's anchors are kept; zod has no word for it.
    const patternProperties = { '^x-': { description: 'Ignored: a place for YAML anchors.' } }
    return [path, `${JSON.stringify({ title, description, ...made, patternProperties }, undefined, 2)}\n`]
  })
}

/**
 * The JSON Schemas of the files of ECS, by path: the SDK's own schemas, in which a text may also be written as a number.
 * @param {Awaited<ReturnType<typeof definitions>>} defined
 * @returns {(readonly [path: string, schema: string])[]}
 */
function ecsSchemas({ requestSchemas, readSdkSchema, SERVICE_REPLY_MEMBERS, TASK_DEFINITION_REPLY_MEMBERS }) {
  const files = [
    {
      path: 'schema/ecs-task-definition.schema.json',
      title: 'Task definition file of lightsail-deploy/ecs',
      description:
        'A task definition of Amazon ECS, in the shape that register-task-definition takes and describe-task-definition prints.',
      request: requestSchemas.registerTaskDefinition,
      ignored: TASK_DEFINITION_REPLY_MEMBERS,
      optional: [],
    },
    {
      path: 'schema/ecs-service-definition.schema.json',
      title: 'Service definition file of lightsail-deploy/ecs',
      description:
        'A service of Amazon ECS, in the shape that create-service takes and describe-services prints. What is not in it stays as it is.',
      request: requestSchemas.createService,
      ignored: SERVICE_REPLY_MEMBERS,
      // The input service names it, too.
      optional: ['serviceName'],
    },
  ]
  return files.map(({ path, title, description, request, ignored, optional }) => {
    /** @type {Record<string, object>} */
    const structures = {}
    const { $ref } = /** @type {{ $ref: string }} */ (jsonSchemaOf(readSdkSchema(request), structures))
    const name = $ref.slice('#/$defs/'.length)
    const { [name]: whole, ...others } = /** @type {Record<string, any>} */ (structures)
    const printed = [...ignored].filter((member) => whole.properties[member] === undefined)
    const properties = {
      $schema: { description: 'Where editors find this schema.', type: 'string' },
      ...whole.properties,
      ...Object.fromEntries(
        printed.map((member) => [member, { description: 'Ignored: what a reply of ECS has.' }]),
      ),
    }
    const required = whole.required?.filter((/** @type {string} */ member) => !optional.includes(member))
    const schema = {
      title,
      description,
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      ...whole,
      type: 'object',
      properties,
      required,
      patternProperties: { '^x-': { description: 'Ignored: a place for YAML anchors.' } },
      $defs: others,
    }
    return [path, `${JSON.stringify(schema, undefined, 2)}\n`]
  })
}

/**
 * @param {any} schema As `readSdkSchema` gives it.
 * @param {Record<string, object>} structures Those that are defined already, by name.
 * @returns {object}
 */
function jsonSchemaOf(schema, structures) {
  switch (schema.kind) {
    case 'text':
      return { type: ['string', 'number', 'boolean', 'null'] }
    case 'number':
      return { type: ['number', 'null'] }
    case 'boolean':
      return { type: ['boolean', 'null'] }
    case 'list':
      return { type: ['array', 'null'], items: jsonSchemaOf(schema.of, structures) }
    case 'map':
      return { type: ['object', 'null'], additionalProperties: jsonSchemaOf(schema.of, structures) }
    case 'structure': {
      const { name, required } = schema
      if (!Object.hasOwn(structures, name)) {
        structures[name] = {}
        const members = [...schema.members()].map(([member, type]) => [
          member,
          jsonSchemaOf(type, structures),
        ])
        structures[name] = {
          type: ['object', 'null'],
          properties: Object.fromEntries(members),
          ...(required.length > 0 && { required: [...required] }),
          additionalProperties: false,
        }
      }
      return { $ref: `#/$defs/${name}` }
    }
    default:
      return {}
  }
}

/**
 * The largest whole number of JavaScript is a limit of ours, not of Lightsail's.
 * @param {{ jsonSchema: { maximum?: number } }} node
 */
function withoutOurLimit({ jsonSchema }) {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
}

/** What each generated file should hold. @returns {Promise<Map<string, string>>} */
async function generated() {
  const read = (/** @type {string} */ path) => readFileSync(join(root, path), 'utf8')
  const defined = await definitions()
  const withCodes = (/** @type {string} */ readme, /** @type {'lightsail' | 'ecs'} */ target) => {
    const table = codeTable(defined.codesByTarget[target], defined.codeTexts)
    const content = target === 'ecs' ? table.replaceAll('](docs/', '](../docs/') : table
    return between(readme, { mark: 'reason codes', source: 'src/verdict', content })
  }
  const readme = readmeWithTables(read('README.md'), read('action.yml'))
  const ecs = readmeWithTables(read('ecs/README.md'), read('ecs/action.yml'), 'ecs/action.yml')
  return new Map([
    ['README.md', withCodes(readme, 'lightsail')],
    ['ecs/README.md', withCodes(ecs, 'ecs')],
    ...schemas(defined),
    ...ecsSchemas(defined),
    ...requestModels(),
  ])
}

/** @param {string} path */
function present(path) {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return undefined
  }
}

async function main() {
  const check = process.argv.includes('--check')
  for (const [path, content] of await generated()) {
    if (present(path) === content) continue
    if (check) {
      console.error(`${path} is out of sync with its source; run npm run docs`)
      process.exitCode = 1
    } else {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), content)
      console.log(`${path} written`)
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
