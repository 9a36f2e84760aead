/**
 * Reads the schemas that the AWS SDK for JavaScript carries at run time. Their layout is internal to the SDK: only this file
 * knows it, and a test pins it.
 *
 * A structure is `[3, namespace, name, traits, member names, member types, count of required members (they come first)]`, a union
 * the same with 4; a list is `[1, …, element]`, a map `[2, …, key, value]`. 0 is text, 1 a number, 2 true or false, 4 a time,
 * 15 anything; `64 | x` is a list and `128 | x` a map of x. A type may be a function that gives it, or a pair of it and its traits.
 */
export type SdkSchema =
  | { readonly kind: 'text' | 'number' | 'boolean' | 'anything' }
  | { readonly kind: 'list' | 'map'; readonly of: SdkSchema }
  | {
      readonly kind: 'structure'
      readonly name: string
      /** Reads the members only when they are asked for: a structure may hold itself. */
      members(): ReadonlyMap<string, SdkSchema>
      readonly required: readonly string[]
    }

/** Reads a schema of the SDK; members are read on demand. */
export function readSdkSchema(source: unknown): SdkSchema {
  const type = typeof source === 'function' ? source() : source
  if (typeof type === 'number') return simpleSchema(type)
  if (!Array.isArray(type)) return { kind: 'anything' }
  if (typeof type[1] !== 'string') return readSdkSchema(type[0])
  if (type[0] === 1) return { kind: 'list', of: readSdkSchema(type[4]) }
  if (type[0] === 2) return { kind: 'map', of: readSdkSchema(type[5]) }
  if (type[0] === 3 || type[0] === 4) return structure(type)
  return { kind: 'anything' }
}

function simpleSchema(type: number): SdkSchema {
  if (type & 64) return { kind: 'list', of: simpleSchema(type & ~64) }
  if (type & 128) return { kind: 'map', of: simpleSchema(type & ~128) }
  const kinds = ['text', 'number', 'boolean'] as const
  return { kind: kinds[type] ?? 'anything' }
}

function structure(type: readonly unknown[]): SdkSchema {
  const names = Array.isArray(type[4]) ? type[4].map(String) : []
  const types: readonly unknown[] = Array.isArray(type[5]) ? type[5] : []
  let members: ReadonlyMap<string, SdkSchema> | undefined
  return {
    kind: 'structure',
    name: String(type[2]),
    members: () => {
      members ??= new Map(names.map((name, index) => [name, readSdkSchema(types[index])]))
      return members
    },
    required: names.slice(0, typeof type[6] === 'number' ? type[6] : 0),
  }
}

/** The schema of the value at a path; `undefined` where the schema knows nothing. */
export function schemaAt(schema: SdkSchema, path: readonly (string | number)[]): SdkSchema | undefined {
  let found: SdkSchema | undefined = schema
  for (const step of path) {
    if (found?.kind === 'structure') found = found.members().get(String(step))
    else if (found?.kind === 'map') found = found.of
    else if (found?.kind === 'list' && typeof step === 'number') found = found.of
    else return undefined
  }
  return found
}
