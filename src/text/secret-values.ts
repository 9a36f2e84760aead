import { isAscii } from './control-sequences.ts'
import { isIdentifierName, isPublicName, isSecretName, isWebhookName } from './secret-names.ts'

/** Classifies values as harmless, secret or in between, by value and name alone. */

/** A value and what it is called; an empty name says nothing. */
export interface Named {
  readonly name: string
  readonly value: string
}

/** Small numbers and the words of switches: they are in every line of a log. */
const trivial = /^(?:\d{1,5}|true|false|yes|no|on|off|null|nil|none|undefined|enabled|disabled|\*+)$/i

/** The words of our own sentences, outputs and results: what holds only one of them is shown anyway. */
const ownWords = new Set(
  'success unchanged planned started deleted reported superseded refused cancelled internal unknown failed active inactive activating running ready pending deploying updating deleting deployment deployments deployed deploy container containers service services version versions serving serves error errors warning notice evidence console result reason image images command ports port environment endpoint public private health check path power scale plan changes'.split(
    ' ',
  ),
)

/** Defaults and names of products that many people use as values, passwords included: a mask of one would blank logs. */
const ordinaryWords = new Set(
  'production prod staging stage development develop dev test testing tests local localhost default debug info warn warning error fatal trace verbose silent json text pretty plain admin root user guest nobody postgres postgresql mysql mariadb redis mongo mongodb memcached rabbitmq kafka sqlite database db cache queue worker web api app main master node python java ruby golang nginx apache http https tcp udp utf8 utf-8 ascii password secret token changeme example demo sample foo bar baz minio minioadmin localstack eu us strict lax smtp'.split(
    ' ',
  ),
)

/** Never a secret, whatever the name says. */
const openShapes: readonly RegExp[] = [
  // Locales, languages, time zones.
  /^[a-z]{2}(?:[_-][A-Z][A-Za-z]{1,3}){1,2}(?:\.[\w-]+)?(?:@\w+)?$/,
  /^(?:[A-Z][a-z]+|Etc|US)(?:\/[A-Z][A-Za-z_+\-\d]+){1,2}$/,
  // Addresses and hosts.
  /^(?:(?:\d{1,3}\.){3}\d{1,3}|localhost|\[[\da-f:.]+\]|[\da-f]{0,4}::?(?:[\da-f]{0,4}:){0,6}[\da-f]{0,4})(?::\d{1,5})?(?:\/\d{1,2})?$/i,
  /^(?:[a-z\d](?:[a-z\d-]{0,62})\.)*[a-z\d][a-z\d-]{0,62}:\d{1,5}$/i,
  /^(?:[a-z\d][a-z\d-]{0,62}\.)+(?:com|net|org|io|dev|app|cloud|local|internal|svc|test|example|localhost|lan|[a-z]{2})$/i,
  // Regions, files and folders, names of resources.
  /^[a-z]{2}(?:-[a-z]+){1,2}-\d[a-z]?$/,
  /^(?:~|\.{1,2})?(?:\/[\w.@-]+){2,}\/?$/,
  /^arn:aws[\w-]*:/,
]

/** No secrets as long as the name does not say so: versions, dates, numbers, MIME types, ids. */
const ordinaryShapes: readonly RegExp[] = [
  /^(?:[a-z\d][a-z\d-]{0,62}\.)+[a-z]{2,24}$/i,
  /^v?\d+(?:\.\d+){1,3}(?:-[a-z]+(?:\.\d+)?)?$/i,
  /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/,
  /^[+-]?\d[\d.,_]*(?:[a-z%]{1,4})?$/i,
  /^(?:~|\.{1,2})?\/[\w.@-]*\/?$/,
  /^[a-z]+\/[a-z\d.+-]+$/,
  /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i,
]

/** It hides nothing: a small number, a switch, a word that we say ourselves, or too short for a word. */
export function isTrivial(value: string): boolean {
  return value.length < 3 || trivial.test(value) || ownWords.has(value.toLowerCase())
}

/** A word, a host, a locale: no name makes a secret of it. */
function isOpen(value: string): boolean {
  return ordinaryWords.has(value.toLowerCase()) || openShapes.some((shape) => shape.test(value))
}

/** What many programs are set to. */
function isOrdinary(value: string): boolean {
  return isOpen(value) || ordinaryShapes.some((shape) => shape.test(value))
}

/** A URL without credentials. */
function isOpenUrl(value: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\/[^@?]*$/i.test(value)
}

/** Keys and tokens that say themselves what they are. */
const knownShape =
  /^(?:(?:AKIA|ASIA)[A-Z\d]{16}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeprs]-[\w-]{10,}|[sr]k_(?:live|test)_\w{10,}|whsec_\S{10,}|sk-[\w-]{16,}|SG\.[\w-]{10,}\.[\w-]+|AIza[\w-]{30,}|npm_\w{30,}|hf_\w{20,}|dop_v1_\w{30,}|eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?)$|-----BEGIN [A-Z ]*PRIVATE KEY-----/

/** A key or a token that says itself what it is, such as `ghp_…`. */
export function isKnownKey(value: string): boolean {
  return knownShape.test(value)
}

/** Bits per character. */
function entropy(text: string): number {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  return [...counts.values()].reduce((sum, count) => {
    const share = count / text.length
    return sum - share * Math.log2(share)
  }, 0)
}

/** How often small letters, capitals, digits and signs follow one another; a capital that begins a word is none. */
function changes(text: string): number {
  const kinds = text
    .replace(/[A-Z](?=[a-z]{2})/g, (capital) => capital.toLowerCase())
    .replace(/[a-z]/g, 'a')
    .replace(/[A-Z]/g, 'A')
    .replace(/\d/g, '0')
    .replace(/[^aA0]/g, '-')
  return [...kinds].filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length
}

/** Hexadecimal digits are shown to be many before they are taken for a key: commits and ids are hexadecimal, too. */
const HEX_KEY = 24
const SHORTEST_KEY = 12
const LONG_KEY = 24
/** Length that is examined, in characters; more would not change the result. */
const MAX_LOOKED_AT = 500

/** Looks random, as keys and tokens do. */
export function looksRandom(value: string): boolean {
  if (knownShape.test(value)) return true
  if (/\s/.test(value) || isOrdinary(value)) return false
  if (/^[\w.-]+(?:\/[\w.-]+)+(?::[\w.-]+)?(?:@sha256:[\da-f]+)?$/.test(value) && /[.:]/.test(value))
    return false
  const read = value.slice(0, MAX_LOOKED_AT)
  // Slashes and plus signs of base64 divide nothing.
  const whole = /^[A-Za-z\d][A-Za-z\d+/]{20,}={0,2}$/.test(read) ? [read.replace(/[+/=]/g, '')] : []
  return [...whole, ...read.split(/[-_./:+=,;~]/)].some(isRandomPart)
}

function isRandomPart(part: string): boolean {
  if (/^[\da-f]+$/i.test(part)) return part.length >= HEX_KEY && /\d/.test(part) && /[a-f]/i.test(part)
  const least = part.length < LONG_KEY ? part.length / 4 : part.length / 5
  return part.length >= SHORTEST_KEY && changes(part) >= least && entropy(part) >= 3
}

const SHORTEST_SECRET = 4

/** Longer than any URL. Characters. */
const MAX_READ = 10_000

/** A password before the host, or a query that lets somebody in. */
export function hasCredentials(value: string): boolean {
  return (
    /^[a-z][\w+.-]*:\/\/[^\s/?#@:]*:[^\s/?#]+@/i.test(value) ||
    [...value.slice(0, MAX_READ).matchAll(/[?&;]\s*([\w.-]+)=[^&;\s]{4}/g)].some(([, name = '']) =>
      isSecretName(name),
    )
  )
}

/** The runner shall hide it in the log of every step to come: only then is that worth the lines that it blanks. */
export function looksSecret({ name, value }: Named): boolean {
  if (value.length < SHORTEST_SECRET || isTrivial(value) || isOpen(value)) return false
  if (hasCredentials(value)) return true
  if (isPublicName(name) || (isOpenUrl(value) && !isWebhookName(name))) return false
  return isSecretName(name) || (!isIdentifierName(name) && looksRandom(value))
}

/**
 * Where a value is looked for in text: nowhere, as a word of its own, or also inside of longer ones. A short or plain
 * value occurs in words that have nothing to do with it: `info` is no reason to blank `getaddrinfo`.
 */
export function reachOf({ name, value }: Named): 'nowhere' | 'words' | 'everywhere' {
  if (isTrivial(value)) return 'nowhere'
  const isNamed = isSecretName(name)
  if (value.length < 4) return isNamed ? 'words' : 'nowhere'
  if (value.length < 6 || isOpen(value)) return 'words'
  const letters = isAscii(value) ? /^[A-Za-z]+$/ : /^[\p{L}\p{M}]+$/u
  const isPlain = letters.test(value) || isOrdinary(value)
  return isPlain && !isNamed && !looksRandom(value) ? 'words' : 'everywhere'
}
