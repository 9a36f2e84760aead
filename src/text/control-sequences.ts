/**
 * Terminal control sequences and invisible characters. Each pattern reads a text once: no part can match what its neighbour
 * matches, and none crosses the next escape character. `stripVTControlCharacters` of Node.js and the package `strip-ansi` search
 * for the end of an operating system command up to the end of the text, from each start: 80 kB of `ESC ]8;;` take them a second.
 */

/** Longer than any title or link that a program sets; what does not end by then is text. Characters. */
const MAX_IN_STRING = 4_096
const MAX_PARAMETERS = 256

const sequences = new RegExp(
  [
    // Strings: operating system commands, device control, privacy messages; ended by BEL or ST.
    String.raw`(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u0090\u0098\u009b-\u009f]{0,${MAX_IN_STRING}}(?:\u0007|\u001b\\|\u009c)`,
    // Control sequences: colours, cursor, erasing.
    String.raw`(?:\u001b\[|\u009b)[0-?]{0,${MAX_PARAMETERS}}[ -/]{0,${MAX_PARAMETERS}}[@-~]`,
    // Character sets, keypad, saving and restoring the cursor.
    String.raw`\u001b[()*+][0-9A-Za-z]`,
    String.raw`\u001b[78=>]`,
    // The beginning of a string that has no end.
    String.raw`\u001b[\]PX^_]`,
  ].join('|'),
  'g',
)

/** Most text is. Classes of Unicode are large: a pattern with one takes longer to make than a short text to read. */
export function isAscii(text: string): boolean {
  return /^\p{ASCII}*$/u.test(text)
}

/** All other control characters except line and word separators, and characters that are never visible. */
const unseen = /(?![\t-\r\u0085])\p{Cc}|(?!\u200c|\u200d|[\ufe00-\ufe0f])\p{DI}/gu

const unseenInAscii = /(?![\t-\r])\p{Cc}/gu

/** Joiners and variants, of which emoji and some scripts are made: they stay, and hide nothing (`withoutJoiners`). */
const joiners = /\u200c|\u200d|[\ufe00-\ufe0f]/g

/** Tabs and whatever begins a new line. */
const breaks = /[\t-\r\u0085\u2028\u2029]+/g

/** One line of visible characters; a run of breaks becomes a blank. Linear in the text. */
export function visibleLine(text: string): string {
  const shown = text.replace(sequences, '')
  return shown.replace(isAscii(shown) ? unseenInAscii : unseen, '').replace(breaks, ' ')
}

export function withoutJoiners(line: string): string {
  return line.replace(joiners, '')
}
