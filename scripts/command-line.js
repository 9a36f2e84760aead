/**
 * What a script was started with. Also for scripts that run with nothing installed: `--help` prints the usage, and a mistake is named
 * together with what was probably meant.
 */
import { parseArgs } from 'node:util'

/** @typedef {import('node:util').ParseArgsOptionsConfig} Options */

/**
 * The options and positionals of this process; ends it with 0 for `--help`, and with 2 for a mistake.
 * @template {Options} Given
 * @param {string} usage
 * @param {Given} [given] beside `--help`
 * @param {{ takesPositionals?: boolean }} [how]
 * @returns {ReturnType<typeof parseArgs<{ options: Given, allowPositionals: true }>>}
 */
export function commandLine(
  usage,
  given = /** @type {Given} */ ({}),
  { takesPositionals: allowPositionals = false } = {},
) {
  const options = { ...given, help: /** @type {const} */ ({ type: 'boolean' }) }
  try {
    const parsed = parseArgs({ allowPositionals, options })
    if (/** @type {{ help?: boolean }} */ (parsed.values).help) {
      console.log(usage)
      process.exit(0)
    }
    return /** @type {any} */ (parsed)
  } catch (error) {
    return mistake(usage, reasonOf(error, options))
  }
}

/** Names a mistake, shows the usage, and ends the process. @param {string} usage @param {string} reason @returns {never} */
export function mistake(usage, reason) {
  console.error(`${reason}\n\n${usage}`)
  process.exit(2)
}

/** @param {string} name @param {readonly string[]} names */
export function didYouMean(name, names) {
  const one = suggestion(name, names)
  return one === undefined ? '' : `; did you mean "${one}"?`
}

/** Node.js adds advice on the syntax, which is not what went wrong. @param {unknown} error of parseArgs @param {Options} options */
function reasonOf(error, options) {
  const message = error instanceof Error ? error.message : String(error)
  const unknown = /^Unknown option '(--?[^']*)'/.exec(message)?.[1]
  if (unknown !== undefined) {
    const flags = Object.keys(options).map((name) => `--${name}`)
    return `There is no option "${unknown}"${didYouMean(unknown, flags)}`
  }
  const unexpected = /^Unexpected argument '([^']*)'/.exec(message)?.[1]
  if (unexpected !== undefined) return `Unexpected argument "${unexpected}"`
  const bare = /^Option '(?:-\w, )?(--[\w-]+) <value>' argument (?:missing|is ambiguous)/.exec(message)?.[1]
  return bare === undefined ? (message.split('. ')[0] ?? message) : `${bare} needs a value`
}

/**
 * What was meant by a name that does not exist: one that contains it, else the nearest by edits; `undefined` if none is near.
 * @param {string} name @param {readonly string[]} names
 */
function suggestion(name, names) {
  const part = names.find((one) => one.startsWith(name)) ?? names.find((one) => one.includes(name))
  if (part !== undefined && name.length > 2) return part
  const [nearest] = names.map((one) => ({ one, edits: edits(name, one) })).sort((a, b) => a.edits - b.edits)
  return nearest && nearest.edits <= Math.max(2, name.length / 3) ? nearest.one : undefined
}

/** Levenshtein's distance. @param {string} a @param {string} b */
function edits(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      const swap = (row[j] ?? 0) + (letter === b[j] ? 0 : 1)
      next.push(Math.min(swap, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
