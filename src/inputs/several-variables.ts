/** Separators that people use between pairs on one line. */
const separators = [/,\s*/, /;\s*/, /&/, /\s+/, /\\n/, /%0A/i] as const

const nextName = /^([A-Za-z_][A-Za-z0-9_]*)=(?!=)/

/**
 * True if `NAME=value` looks like several pairs on one line, as in `A=1,B=2`, `A=1 B=2`, `A=1;B=2`, `A=1&B=2` and `A=1\nB=2`.
 * A value whose first part holds a `=` of its own is a list in itself: options of Java, a query, a connection string.
 */
export function looksLikeSeveral(name: string, value: string): boolean {
  return (
    value.length < 10_000 &&
    separators.some((separator) => {
      const [first = '', ...rest] = value.trim().split(separator)
      const parts = rest.at(-1) === '' ? rest.slice(0, -1) : rest
      return (
        parts.length > 0 &&
        !/[=:?]\/\/|[=?]/.test(first) &&
        !/^[{["']/.test(unquoted(first)) &&
        parts.every((part) => isOfKind(name, nextName.exec(part)?.[1]))
      )
    })
  )
}

/** `"1"` → `1`; people quote in such lines. */
function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, '$2')
}

/** Names on one line have the same case: `Database=` within a value of `CONNECTION` is not a name. */
function isOfKind(name: string, next: string | undefined): boolean {
  return (
    next !== undefined &&
    isCapital(next) === isCapital(name) &&
    (isCapital(name) || next === next.toLowerCase())
  )
}

function isCapital(name: string): boolean {
  return name === name.toUpperCase()
}
