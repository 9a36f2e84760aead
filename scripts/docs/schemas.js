/** The JSON Schemas of the files that users write, from their definitions in the sources. */

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
 * The JSON Schema of each file, by path.
 * @param {any} defined
 * @returns {(readonly [path: string, schema: string])[]}
 */
export function schemas(defined) {
  return files.map(({ path, name, title, description }) => {
    const made = defined.toJSONSchema(defined[name], { io: 'input', override: withoutOurLimit })
    // Where YAML's anchors are kept; zod has no word for it.
    const patternProperties = { '^x-': { description: 'Ignored: a place for YAML anchors.' } }
    return [path, `${JSON.stringify({ title, description, ...made, patternProperties }, undefined, 2)}\n`]
  })
}

/**
 * The JSON Schemas of the files of ECS, by path: the SDK's own schemas, in which a text may also be written as a number.
 * @param {any} defined
 * @returns {(readonly [path: string, schema: string])[]}
 */
export function ecsSchemas({
  requestSchemas,
  readSdkSchema,
  SERVICE_REPLY_MEMBERS,
  TASK_DEFINITION_REPLY_MEMBERS,
}) {
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
