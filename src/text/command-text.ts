import { isSecretName } from './secret-names.ts'
import { isTrivial, looksRandom } from './secret-values.ts'

/**
 * A container's command as it may be shown: words and the names of flags, with `…` in place of the flags' values. Commands are not
 * secret, but people put tokens into them.
 */
export function formatCommand(command: readonly string[]): string {
  return command.length === 0
    ? ''
    : JSON.stringify(shownWords(command.map((word) => word.slice(0, MAX_SHOWN))))
}

const HIDDEN = '…'

/** Of one word; a whole plan line is not longer. Characters. */
const MAX_SHOWN = 2_000

function shownWords(words: readonly string[]): string[] {
  return words.map((word, index) => {
    const flag = words[index - 1] ?? ''
    const isValue = /^--?[A-Za-z]/.test(flag) && !flag.includes('=') && !/^--?[A-Za-z]/.test(word)
    return isValue && !isHarmless(flag, word) ? HIDDEN : shownWord(word)
  })
}

/** A small number, a switch, a file: what follows a flag may also be the next argument. */
function isHarmless(flag: string, word: string): boolean {
  return !isSecretName(flag) && (isTrivial(word) || isFile(word))
}

function isFile(word: string): boolean {
  return /^(?:[\w@.-]*\/)*[\w@-]+\.[a-z]{1,5}$/.test(word) && !looksRandom(word)
}

function shownWord(word: string): string {
  const assignment = /^(-{0,2}[A-Za-z][\w.:-]*=)./s.exec(word)?.[1]
  if (assignment !== undefined) return `${assignment}${HIDDEN}`
  // A whole command line in one word, as for a shell.
  if (/\s/.test(word.trim())) return shownWords(word.trim().split(/\s+/)).join(' ')
  // As of mysql: -psecret.
  if (/^-[pu](?=.*[^a-z-]).{4,}$/.test(word)) return `${word.slice(0, 2)}${HIDDEN}`
  const [, scheme, user = '', place = '', query = ''] = url.exec(word) ?? []
  if (scheme === undefined) return looksRandom(word) ? HIDDEN : word
  if (looksRandom(place)) return `${scheme}${HIDDEN}`
  return `${scheme}${user === '' ? '' : `${HIDDEN}@`}${place}${query === '' ? '' : `?${HIDDEN}`}`
}

const url = /^([a-z][a-z\d+.-]*:\/\/)([^/?#]*@)?([^?#]*)(.*)$/is
