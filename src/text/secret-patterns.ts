import { isAscii } from './control-sequences.ts'

/** The forms in which programs write the values that they were given. */

/** What `oneLine` makes a blank of, the blank, and what a form writes for it. */
const blanks = String.raw`[ +\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]`

/** A blank as it is, or escaped as in JSON or in a URL. */
const anyBlank = [
  `(?:${blanks}`,
  String.raw`\\{1,7}(?:[nrtfbv]|x[01][0-9a-fA-F]|x20|u00[0189][0-9a-fA-F]|u0020|u002[bB]|u007[fF]|u20[26][0-9a-fA-F])`,
  '&(?:amp;)?(?:#(?:9|10|13|32|x20|xA0|160)|nbsp);',
  `%(?:25){0,3}(?:[01][0-9a-fA-F]|20|2[bB]|7[fF]|[cC]2%[89][0-9a-fA-F]|[eE]2%8[01]%[0-9a-fA-F]{2}))`,
].join('|')

const entityNames = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' }
const entities = new Map(Object.entries(entityNames))

function inAnyCase(hex: string): string {
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)
}

function hexOf(number: number, digits: number): string {
  return inAnyCase(number.toString(16).padStart(digits, '0'))
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}

function units(character: string): number[] {
  return Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
}

/** `%`, and what it is where a URL is a part of another. */
const percent = '%(?:25){0,3}'

/** As `%26`, `&amp;`, `&#38;`, `\u0026`, `\x26`. */
function escapedForms(character: string): string[] {
  const point = character.codePointAt(0) ?? 0
  const name = entities.get(character)
  const number = `#(?:0{0,6}${point}|[xX]0{0,6}${inAnyCase(point.toString(16))})`
  return [
    [...Buffer.from(character)].map((byte) => `${percent}${hexOf(byte, 2)}`).join(''),
    `&(?:amp;)?(?:${name === undefined ? number : `${number}|${name}`});`,
    units(character)
      .map((unit) => `\\\\{1,7}(?:u${hexOf(unit, 4)}${unit < 256 ? `|x${hexOf(unit, 2)}` : ''})`)
      .join(''),
  ]
}

/** As it is, escaped or behind backslashes. A blank breaks up a command of the runner. */
function anyForm(character: string): string {
  const forms = escapedForms(character).join('|')
  if (isAlphanumeric(character)) return `(?:${character}|${forms})`
  return `(?:${forms}|${character === '[' ? ' ?' : ''}\\\\{0,7}${literal(character)})`
}

function isAlphanumeric(character: string): boolean {
  return /^[A-Za-z0-9]$/.test(character)
}

/** Nobody escapes each letter of a long text, and a pattern for it would be as long as a book. */
function mostlyPlainForm(character: string): string {
  return isAlphanumeric(character) ? character : anyForm(character)
}

/** As it is, and as JSON and shells write it: for text that holds no escapes of other kinds. */
function plainForm(character: string): string {
  return isAlphanumeric(character) ? character : `${character === '[' ? ' ?' : ''}${literal(character)}`
}

/** Each layer of escaping doubles backslashes. */
function anySlashes(count: number): string {
  return `(?:\\\\{${count},${8 * count}}|(?:%5[cC]){${count},${2 * count}})`
}

/** What is matched as one: a run of blanks, a run of backslashes, or any other character. */
const runs = new RegExp(`(${blanks}+)|(\\\\+)|(.)`, 'gsu')

/** Beyond that, a pattern would cost more than it finds. Characters. */
export const LONGEST_SECRET = 1_000

/** Length up to which each character of a value is searched in all its forms. */
const LONG = 200

/** What a form of a secret may be longer than the secret: `\\\\\u0041` for a letter. */
export const LONGEST_FORM = 8

/** What escapes begin with, and a blank in a form: without any of them there is nothing to look for but the value. */
const escapes = /[%&\\+]/

const wordCharacter = String.raw`[\p{L}\p{N}\p{M}_]`

/** No letter or digit is before it, but the end of an escape may be. */
function noWordBefore(word: string): string {
  return String.raw`(?:(?<!${word})|(?<=\\[nrtfbv0]|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|%[0-9a-fA-F]{2}))`
}

/** An escaped letter or digit in any of the forms above: the code is in one of the groups, the third is decimal. */
const escapedLetter =
  /%(?:25){0,3}([0-9a-fA-F]{2})|&(?:amp;)?#(?:[xX]0{0,6}([0-9a-fA-F]{2})|0{0,6}(\d{2,3}));|\\{1,7}(?:u00|x)([0-9a-fA-F]{2})/g

/**
 * A text, and what it is with escaped letters and digits written plainly: each run of a value's letters and
 * digits is in one of the two wherever a form of the value is in the text. One look for it costs a thousandth of what a
 * pattern does; thousands of patterns would fill the memory.
 */
export interface Readable {
  readonly text: string
  readonly plain: string
}

export function readable(text: string): Readable {
  return {
    text,
    plain: escapes.test(text)
      ? text.replace(escapedLetter, (found, ofUrl, ofEntity, decimal, ofString) => {
          const code = decimal ? Number(decimal) : Number.parseInt(ofUrl ?? ofEntity ?? ofString, 16)
          const character = String.fromCharCode(code)
          return isAlphanumeric(character) ? character : found
        })
      : text,
  }
}

/** Finds one secret. */
export interface Disguises {
  /** Whether a form of it may be there; a certain no is cheap. */
  mayBeIn(text: Readable): boolean
  /** The same text with `***` for each occurrence. */
  replace(text: string): string
  /** What of it is in base64, wherever in the encoded bytes it begins, and its hexadecimal digits. */
  readonly encoded: readonly string[]
}

/**
 * Finds a value as it is, and as JSON, URLs, HTML and shells write it: GitHub's runner looks for the same forms
 * (`ValueEncoders` in actions/runner), and only in the log. No part can match what its neighbour does, so that no text
 * makes it slow. `wholeWords` leaves alone what is a part of a longer word.
 */
export function secretPattern(value: string, { wholeWords = false } = {}): Disguises {
  /** `\w` and the classes of Unicode mean the same for a text of ASCII. */
  const patternOf = (form: (character: string) => string, isPlainText: boolean): RegExp => {
    const parts = [...value.matchAll(runs)].map(([, blank, slashes, character = '']) => {
      // A run of blanks may be shown as one, or each of them escaped.
      if (blank !== undefined) return `${anyBlank}{1,${50 + 2 * blank.length}}`
      return slashes === undefined ? form(character) : anySlashes(slashes.length)
    })
    if (!wholeWords) return new RegExp(parts.join(''), 'g')
    const word = isPlainText ? String.raw`\w` : wordCharacter
    const before = new RegExp(`^${word}`, 'u').test(value) ? noWordBefore(word) : ''
    const behind = new RegExp(`${word}$`, 'u').test(value) ? `(?!${word})` : ''
    return new RegExp(`${before}${parts.join('')}${behind}`, 'gu')
  }
  const made = new Map<string, RegExp>()
  const pattern = (kind: 'plain' | 'escaped', text: string): RegExp => {
    const isPlainText = wholeWords && isAscii(value) && isAscii(text)
    const form = kind === 'plain' ? plainForm : value.length > LONG ? mostlyPlainForm : anyForm
    const one = made.get(`${kind} ${isPlainText}`) ?? patternOf(form, isPlainText)
    made.set(`${kind} ${isPlainText}`, one)
    return one
  }
  const plainRuns = value.match(/[A-Za-z0-9]+/g) ?? []
  return {
    mayBeIn: (read) => plainRuns.every((run) => read.text.includes(run) || read.plain.includes(run)),
    encoded: encodedForms(value),
    replace: (text) => text.replace(pattern(escapes.test(text) ? 'escaped' : 'plain', text), '***'),
  }
}

/** Runs that may be base64, as in the header of Basic authentication, or hexadecimal digits. */
const encodedRuns = /[\w+/-]{6,}={0,2}/g

/** Shorter ones are found by chance. Bytes. */
const SHORTEST_ENCODED = 5

/** Three bytes become four characters: those that depend on the value's neighbours are left out. */
function encodedForms(value: string): string[] {
  const bytes = Buffer.from(value)
  if (bytes.length < SHORTEST_ENCODED) return []
  const base64 = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    const isWhole = (before + bytes.length) % 3 === 0
    return text.slice(before === 0 ? 0 : before + 1, isWhole ? undefined : -1)
  })
  const ofUrls = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))
  const hex = bytes.toString('hex')
  return [...new Set([...base64, ...ofUrls, hex, hex.toUpperCase()])]
}

/** The same text without the runs of encoded text that hold one of these forms. */
export function withoutEncoded(text: string, forms: readonly string[]): string {
  const longest = Math.max(0, ...[...text.matchAll(encodedRuns)].map(([run]) => run.length))
  const found = forms.filter((form) => form.length <= longest && text.includes(form))
  if (found.length === 0) return text
  return text.replace(encodedRuns, (run) => (found.some((form) => run.includes(form)) ? '***' : run))
}
