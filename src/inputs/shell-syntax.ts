/** Shell syntax in a command that no shell will read. */

/** A part of a command's line outside of any quotation. */
export interface PlainPart {
  readonly text: string
  readonly beginsWord: boolean
  readonly endsWord: boolean
  readonly isFirstWord: boolean
}

/**
 * The piece of shell syntax that the plain parts of a line hold, such as `&&`, `$HOME` or `NODE_ENV=…`; `undefined` if
 * none. Patterns such as `*` are none: many programs take them as they are.
 */
export function shellSyntaxIn(parts: readonly PlainPart[]): string | undefined {
  for (const { text, beginsWord, endsWord, isFirstWord } of parts) {
    const assigned = isFirstWord && beginsWord ? /^([A-Za-z_]\w*)\+?=/.exec(text) : null
    if (assigned) return `${assigned[1]}=…`
    if (
      isFirstWord &&
      beginsWord &&
      endsWord &&
      /^(?:cd|source|ulimit|export|\.|\(|\{|if|for|while|!)$/.test(text)
    )
      return text
    if (beginsWord && /^~(?:\/|$)/.test(text)) return '~'
    if (beginsWord && endsWord && text === '#') return '#'
    const [found] = /&&|\|\||2>&1|>>|<<|[|;&<>`]|\$(?:\{[A-Za-z_]\w*|\(|[A-Za-z_]\w*)/.exec(text) ?? []
    if (found !== undefined) return closed(found)
  }
  return undefined
}

/** Programs that read a line of shell themselves. */
function isShell(word: string): boolean {
  return /(?:^|\/)(?:ba|da|a|z|k)?sh$|^(?:cmd|pwsh|powershell|busybox)(?:\.exe)?$/.test(word)
}

/**
 * Warnings about a valid command: nothing in it is expanded, and its first word is one program. `line` is the text of the words;
 * absent for a list, which shows that they are intended.
 */
export function commandWarnings(where: string, words: readonly string[], line?: string): string[] {
  const [first = ''] = words
  if (words.length === 0 || words.some(isShell)) return []
  if (first.trim() === '')
    return [`${where}: the first word is the program, but it is empty; did an expression come out empty?`]
  const advice = 'no shell runs it; to use one, write ["sh", "-c", "…"]'
  if (line === undefined && /^[A-Za-z_]\w*=/.test(first))
    return [`${where}: the first word is taken as a program, not as a variable; use environment-variables`]
  if (/\s/.test(first.trim()))
    return [`${where}: the first word contains spaces and is taken as one program; write one word per entry`]
  const operator = words.find((word) => /^(?:&&?|\|\|?|;|>>?|<<?|2>&1)$/.test(word))
  if (line === undefined && operator !== undefined)
    return [`${where}: "${operator}" reaches the program as a word: ${advice}`]
  const expandable = line === undefined ? words.join('\n') : line.replace(/'[^']*'|\\./gs, '')
  const variable = /\$\{[A-Za-z_]\w*|\$[A-Z_][A-Z0-9_]*|\$\(/.exec(expandable)?.[0]
  return variable === undefined ? [] : [`${where}: nothing expands ${closed(variable)}: ${advice}`]
}

function closed(opening: string): string {
  return opening.startsWith('${') ? `${opening}}` : opening === '$(' ? '$(…)' : opening
}
