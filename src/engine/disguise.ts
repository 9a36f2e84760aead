/** The forms in which programs write the values that they were given. */

/** What `oneLine` makes a blank of, the blank, and what a form writes for it. */
const blanks = String.raw`[ +\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]`

/** A blank as it is, or escaped as in JSON or in a URL. */
const anyBlank = [
  `(?:${blanks}`,
  String.raw`\\{1,7}(?:[nrtfbv]|u00[0189][0-9a-fA-F]|u002[bB]|u007[fF]|u20[26][0-9a-fA-F])`,
  `%(?:[01][0-9a-fA-F]|20|2[bB]|7[fF]|[cC]2%[89][0-9a-fA-F]|[eE]2%8[01]%[0-9a-fA-F]{2}))`,
].join('|')

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&(?:#39|#x27|apos);',
}

const inAnyCase = (hex: string): string =>
  hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)

const hexOf = (number: number, digits: number): string => inAnyCase(number.toString(16).padStart(digits, '0'))

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

const units = (character: string): number[] =>
  Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))

/** As `&amp;`, `%26`, `\u0026`, as it is, or behind backslashes; a blank breaks up a command of the runner. */
const anyForm = (character: string): string => {
  if (/[A-Za-z0-9]/.test(character)) return character
  const entity = entities[character]
  const forms = [
    ...(entity === undefined ? [] : [entity]),
    [...Buffer.from(character)].map((byte) => `%${hexOf(byte, 2)}`).join(''),
    units(character)
      .map((unit) => `\\\\{1,7}u${hexOf(unit, 4)}`)
      .join(''),
    `${character === '[' ? ' ?' : ''}\\\\{0,7}${literal(character)}`,
  ]
  return `(?:${forms.join('|')})`
}

/** Each layer of escaping doubles backslashes. */
const anySlashes = (count: number): string =>
  `(?:\\\\{${count},${8 * count}}|(?:%5[cC]){${count},${2 * count}})`

/** What is matched as one: a run of blanks, a run of backslashes, or any other character. */
const runs = new RegExp(`(${blanks}+)|(\\\\+)|(.)`, 'gsu')

/** Beyond that, a pattern would cost more than it finds. */
const LONGEST = 4_000

/**
 * Finds a value as it is, and as JSON, URLs, HTML and shells write it: GitHub's runner looks for the same forms
 * (`ValueEncoders` in actions/runner), and only in the log. No part can match what its neighbour does, so that no text
 * makes it slow.
 */
export const disguises = (value: string): RegExp => {
  if (value.length > LONGEST) return new RegExp(literal(value), 'g')
  const parts = [...value.matchAll(runs)].map(([, blank, slashes, character = '']) => {
    // A run of blanks may be shown as one, or each of them escaped.
    if (blank !== undefined) return `${anyBlank}{1,${50 + 2 * blank.length}}`
    return slashes === undefined ? anyForm(character) : anySlashes(slashes.length)
  })
  return new RegExp(parts.join(''), 'g')
}

/** Runs that may be base64, as in the header of Basic authentication. */
export const base64Runs = /[\w+/-]{6,}={0,2}/g

export const fromBase64 = (run: string): string => Buffer.from(run, 'base64').toString()
