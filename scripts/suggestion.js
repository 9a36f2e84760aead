/** What was meant by a name that does not exist: one that contains it, else the nearest by edits; `undefined` if none is near. The demo runs with nothing installed. */

/** @param {string} name @param {readonly string[]} names */
export function suggestion(name, names) {
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
