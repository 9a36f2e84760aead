/** Characters that look like a blank or are invisible, and so are in a text by accident: pasted from a page or a chat. */

interface Unseen {
  readonly first: number
  readonly last: number
  readonly name: string
  /** True for characters that text in non-Latin scripts needs: `Prix à payer : 5 €`, joined emoji. */
  readonly isText?: true
}

const unseen: readonly Unseen[] = [
  { first: 0x00, last: 0x00, name: 'a NUL character' },
  { first: 0xa0, last: 0xa0, name: 'a no-break space', isText: true },
  { first: 0xad, last: 0xad, name: 'a soft hyphen' },
  { first: 0x180e, last: 0x180e, name: 'an invisible separator' },
  { first: 0x2000, last: 0x200a, name: 'a space of a special width', isText: true },
  { first: 0x200b, last: 0x200b, name: 'a zero-width space' },
  { first: 0x200c, last: 0x200d, name: 'a zero-width joiner', isText: true },
  { first: 0x200e, last: 0x200f, name: 'a mark of writing direction' },
  { first: 0x2028, last: 0x2029, name: 'a line separator' },
  { first: 0x202a, last: 0x202e, name: 'a mark of writing direction' },
  { first: 0x202f, last: 0x202f, name: 'a narrow no-break space', isText: true },
  { first: 0x205f, last: 0x205f, name: 'a space of a special width', isText: true },
  { first: 0x2060, last: 0x2064, name: 'an invisible character' },
  { first: 0x2066, last: 0x206f, name: 'a mark of writing direction' },
  { first: 0x3000, last: 0x3000, name: 'an ideographic space', isText: true },
  { first: 0xfeff, last: 0xfeff, name: 'a zero-width no-break space' },
]

/** The first invisible character, by name: `a zero-width space (U+200B)`; `undefined` if there is none. */
export function unseenCharacter(text: string): string | undefined {
  const kind = kindsIn(text)[0]
  return kind && nameOf(kind)
}

/** The same for prose, where joiners and special spaces may be part of the words. */
export function strayCharacter(text: string): string | undefined {
  const kinds = kindsIn(text)
  if (kinds.length === 0) return undefined
  const isForeign = [...text].some((character) => character.charCodeAt(0) > 0x7f && !kindOf(character))
  const stray = kinds.find(({ kind }) => !(isForeign && kind.isText))
  return stray && nameOf(stray)
}

/** The text without invisible characters. */
export function withoutUnseen(text: string): string {
  return kindsIn(text).length === 0 ? text : [...text].filter((character) => !kindOf(character)).join('')
}

interface Found {
  readonly code: number
  readonly kind: Unseen
}

function kindOf(character: string): Unseen | undefined {
  const code = character.charCodeAt(0)
  // Fast path: nearly every character is decided here.
  if (code > 0x00 && code < 0xa0) return undefined
  return unseen.find(({ first, last }) => first <= code && code <= last)
}

/** The first of each kind. */
function kindsIn(text: string): Found[] {
  const found = new Map<Unseen, Found>()
  for (const character of text) {
    const kind = kindOf(character)
    if (kind && !found.has(kind)) found.set(kind, { code: character.charCodeAt(0), kind })
  }
  return [...found.values()]
}

function nameOf({ code, kind }: Found): string {
  return `${kind.name} (U+${code.toString(16).toUpperCase().padStart(4, '0')})`
}
