import { isUtf8 } from 'node:buffer'

/** Text of a file, or why its bytes are none; `line` is counted from 1. */
export type DecodedText = { readonly text: string } | { readonly issue: string; readonly line?: number }

/** What files begin with that are something else than text, each with its name. */
const signatures: readonly (readonly [bytes: string, name: string])[] = [
  ['1f8b', 'a gzip archive'],
  ['504b0304', 'a ZIP archive (or an office document)'],
  ['28b52ffd', 'a zstd archive'],
  ['25504446', 'a PDF'],
  ['7f454c46', 'a program'],
]

/**
 * The text of a file that should be UTF-8. What Windows writes as "Unicode" (UTF-16 with a byte order mark) is read, too;
 * no other encoding is guessed, since a guess changes values in silence.
 */
export function decodeText(bytes: Buffer): DecodedText {
  const start = bytes.subarray(0, 4).toString('hex')
  if (start === 'fffe0000' || start === '0000feff')
    return { issue: 'is encoded as UTF-32; save it as UTF-8', line: 1 }
  if (start.startsWith('fffe')) return decodeUtf16(bytes)
  if (start.startsWith('feff')) return decodeUtf16(swapped(bytes))
  const known = signatures.find(([signature]) => start.startsWith(signature))
  if (known) return { issue: `is ${known[1]}, not text` }
  const zero = bytes.indexOf(0)
  if (zero >= 0) {
    const isWide = bytes.length > 3 && (bytes[0] === 0) !== (bytes[1] === 0)
    return {
      issue: isWide
        ? 'is encoded as UTF-16 without a byte order mark; save it as UTF-8'
        : 'contains a NUL byte, so it is not text',
      line: lineAt(bytes, zero),
    }
  }
  if (isUtf8(bytes)) return { text: withoutMark(bytes.toString('utf8')) }
  return {
    issue: 'is not UTF-8 here (Latin-1 or Windows-1252, perhaps); save it as UTF-8',
    line: firstBadLine(bytes),
  }
}

function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '')
}

function decodeUtf16(bytes: Buffer): DecodedText {
  if (bytes.length % 2 === 1)
    return { issue: 'starts like UTF-16, but its last character is cut off; save it as UTF-8' }
  const text = withoutMark(bytes.toString('utf16le'))
  const zero = text.indexOf('\0')
  if (zero < 0) return { text }
  return {
    issue: 'contains a NUL character, so it is not text',
    line: text.slice(0, zero).split('\n').length,
  }
}

function swapped(bytes: Buffer): Buffer {
  return bytes.length % 2 === 1 ? bytes : Buffer.from(bytes).swap16()
}

function lineAt(bytes: Buffer, offset: number): number {
  let line = 1
  for (let at = bytes.indexOf(10); at >= 0 && at < offset; at = bytes.indexOf(10, at + 1)) line++
  return line
}

/** No character of UTF-8 holds the byte of a line feed within. */
function firstBadLine(bytes: Buffer): number {
  let line = 1
  for (let from = 0; from <= bytes.length; line++) {
    const end = bytes.indexOf(10, from)
    const to = end < 0 ? bytes.length : end
    if (!isUtf8(bytes.subarray(from, to))) return line
    from = to + 1
  }
  return line
}
