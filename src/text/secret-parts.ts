import { isSecretName } from './secret-names.ts'
import type { Named } from './secret-values.ts'

/** Secrets within values: an application knows and logs them without what is around them. */

/** Texts within a value are secrets from so many characters on, unless their name says more. */
const SHORTEST_LEAF = 6
const SHORTEST_NAMED = 4
/** An end for values that are whole documents. */
const MAX_PARTS = 2_000
/** Longer than any value that a service takes. Characters. */
const MAX_READ = 100_000

/** The password of a URL, the secret fields of a connection string, the texts of a JSON value, also in base64. */
export function partsOf({ name, value }: Named): Named[] {
  return [...partsOfUrl(value), ...partsOfFields(value), ...partsOfJson(name, value)].slice(0, MAX_PARTS)
}

function partsOfUrl(value: string): Named[] {
  const [, user = '', password] =
    /^[a-z][a-z\d+.-]*:\/\/([^\s/?#@:]*)(?::([^\s/?#]*))?@/i.exec(value.slice(0, MAX_READ)) ?? []
  return [
    ...(password === undefined ? [] : forms('password', password)),
    ...(user.length < SHORTEST_LEAF ? [] : forms('', user)),
  ]
}

/** `?token=…&`, `Password=…;`, `password=… host=…`. */
function partsOfFields(value: string): Named[] {
  return [...value.slice(0, MAX_READ).matchAll(fields)].flatMap(([, name = '', text = '']) =>
    isSecretName(name) ? forms(name, text.replace(/^(["'])(.*)\1$/s, '$2')) : [],
  )
}

const fields = /(?:^|[?&;,\s])([\w.-]{1,64}(?: \w{1,64})?) ?= ?("[^"]{0,1000}"|'[^']{0,1000}'|[^&;\s]+)/g

/** As it is written and as it is meant. */
function forms(name: string, text: string): Named[] {
  return [...new Set([text, decoded(text)])]
    .filter((value) => value.length >= SHORTEST_NAMED)
    .map((value) => ({ name, value }))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function partsOfJson(name: string, value: string): Named[] {
  const document = jsonOf(value) ?? jsonOf(fromBase64(value))
  return typeof document === 'object' && document !== null ? leaves(name, document) : []
}

/** Only what may be a map or a list: a text alone is the value itself. */
function jsonOf(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Keys of service accounts are handed over so. */
function fromBase64(value: string): string {
  return /^e[wy][\w+/-]{6,}={0,2}$/.test(value) || /^W[w3syz][\w+/-]{6,}={0,2}$/.test(value)
    ? Buffer.from(value, 'base64').toString()
    : ''
}

/** Without recursion: a value may be nested deeper than a stack is. */
function leaves(name: string, document: object): Named[] {
  const found: Named[] = []
  const open: (readonly [name: string, value: unknown])[] = [[name, document]]
  while (found.length < MAX_PARTS) {
    const next = open.pop()
    if (next === undefined) break
    const [key, value] = next
    if (typeof value === 'object' && value !== null) {
      const isList = Array.isArray(value)
      open.push(...Object.entries(value).map(([inner, it]) => [isList ? key : inner, it] as const))
    } else if (typeof value === 'string' || typeof value === 'number') {
      const text = String(value)
      const shortest = isSecretName(key) ? SHORTEST_NAMED : SHORTEST_LEAF
      if (text.length < shortest || (typeof value === 'number' && !isSecretName(key))) continue
      found.push({ name: key, value: text }, ...partsOfUrl(text), ...partsOfFields(text))
    }
  }
  return found
}
