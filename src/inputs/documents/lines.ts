/** A place in a text, counted from 1; columns count in UTF-16 units. */
export interface LineColumn {
  readonly line: number
  readonly column: number
}

/** Returns a function from offsets to line and column; the text is scanned once. */
export function createLineIndex(text: string): (offset: number) => LineColumn {
  const starts = [0]
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1)
  return (offset) => {
    let [low, high] = [0, starts.length - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}
