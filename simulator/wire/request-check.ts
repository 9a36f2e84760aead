import { ApiError } from './api-error.ts'

/**
 * Structures by name. Each is a line of members: `name` is a text, `name:integer`, `name:boolean` and `name:time` (epoch
 * seconds) are what they say, `name:any` is any JSON, `name:[X]` a list, `name:{X}` a map of texts to X, where X is one
 * of those or a structure. `!` marks a required member.
 */
export type RequestModels = Readonly<Record<string, string>>

export interface RequestRules {
  readonly models: RequestModels
  /** What the service calls its structures in the text of an error; with the dot at the end. */
  readonly namespace: string
  /** The service's error for a required member without a value; `path` is `a.b`, `member` its last part. */
  readonly missing: (path: string, member: string) => ApiError
}

/**
 * The request as the service takes it: unknown and null members are removed. Throws SerializationException for a value of the wrong
 * type anywhere, then the error of `missing` for an absent required member.
 */
export function checkedRequest(operation: string, body: unknown, rules: RequestRules): object {
  const structure = `${operation}Request`
  const taken = checkedStructure(body, structure, rules)
  requireMembers(taken, structure, '', rules)
  return taken
}

function checkedStructure(value: unknown, structure: string, rules: RequestRules): object {
  if (Array.isArray(value))
    throw malformed(`Unrecognized collection type class ${rules.namespace}${structure}`)
  if (typeof value !== 'object' || value === null) throw malformed('Expected null')
  const source = value as Readonly<Record<string, unknown>>
  const taken: Record<string, unknown> = {}
  for (const { name, type } of membersOf(structure, rules)) {
    const member = source[name] ?? undefined
    if (member !== undefined) taken[name] = checkedValue(member, type, rules)
  }
  return taken
}

function checkedValue(value: unknown, type: string, rules: RequestRules): unknown {
  const inner = type.slice(1, -1)
  if (type.startsWith('[')) {
    if (!Array.isArray(value)) throw malformed('Expected list or null')
    return value.map((item) => checkedValue(item, inner, rules))
  }
  if (type.startsWith('{')) {
    if (typeof value !== 'object' || Array.isArray(value)) throw malformed('Expected map or null')
    const entries = Object.entries(value ?? {}).filter(([, item]) => item !== null)
    return Object.fromEntries(entries.map(([key, item]) => [key, checkedValue(item, inner, rules)]))
  }
  switch (type) {
    case 'any':
      return value
    case '':
      return checkedScalar(value, 'string', 'String')
    case 'integer':
      return checkedScalar(value, 'number', 'Integer')
    case 'time':
      return checkedScalar(value, 'number', 'Date')
    case 'boolean':
      return checkedScalar(value, 'boolean', 'Boolean')
    default:
      return checkedStructure(value, type, rules)
  }
}

/** The texts are those of AWS's Java services: the token that was found, and the type that was wanted. */
function checkedScalar(value: unknown, kind: 'string' | 'number' | 'boolean', wanted: string): unknown {
  if (typeof value === kind) return value
  if (Array.isArray(value)) throw malformed('Start of list found where not expected')
  if (typeof value === 'object' && value !== null)
    throw malformed('Start of structure or map found where not expected.')
  const found = typeof value === 'boolean' || value === null ? String(value) : typeof value
  throw malformed(`${found.toUpperCase()}_VALUE cannot be converted to ${wanted}`)
}

function requireMembers(taken: object, structure: string, path: string, rules: RequestRules): void {
  for (const { name, type, isRequired } of membersOf(structure, rules)) {
    const value: unknown = Reflect.get(taken, name)
    const at = path === '' ? name : `${path}.${name}`
    if (value === undefined) {
      if (isRequired) throw rules.missing(at, name)
    } else requireWithin(value, type, at, rules)
  }
}

function requireWithin(value: unknown, type: string, path: string, rules: RequestRules): void {
  const inner = type.slice(1, -1)
  if (type.startsWith('[') && Array.isArray(value))
    value.forEach((item, index) => {
      requireWithin(item, inner, `${path}.${index + 1}.member`, rules)
    })
  else if (Object.hasOwn(rules.models, type)) requireMembers(Object(value), type, path, rules)
}

interface Member {
  readonly name: string
  readonly type: string
  readonly isRequired: boolean
}

function membersOf(structure: string, { models }: RequestRules): readonly Member[] {
  const line = models[structure]
  if (line === undefined) throw new Error(`no model says what a ${structure} is`)
  return line
    .split(' ')
    .filter((member) => member !== '')
    .map((member) => {
      const [, name = '', mark = '', type = ''] = /^([^:!]+)(!?)(?::(.*))?$/.exec(member) ?? []
      return { name, type, isRequired: mark === '!' }
    })
}

function malformed(message: string): ApiError {
  return new ApiError({ type: 'SerializationException', message })
}
