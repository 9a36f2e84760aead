import { visibleLine, withoutJoiners } from './control-sequences.ts'
import { harmless, truncate } from './sanitize.ts'
import { partsOf } from './secret-parts.ts'
import {
  type Disguises,
  LONGEST_FORM,
  LONGEST_SECRET,
  readable,
  secretPattern,
  withoutEncoded,
} from './secret-patterns.ts'
import { looksSecret, type Named, reachOf } from './secret-values.ts'

/** The values that must never be shown, and their removal from untrusted text. */
export interface Redactor {
  /** Secret values without a name. */
  add(values: Iterable<string>): void
  /** Values with their names; those that look like secrets are masked in the runner's log, too. */
  addNamed(variables: Iterable<Named>): void
  /** Every secret so far, longest first. */
  readonly all: readonly string[]
  /** The same text with every secret replaced by `***`; what is longer than can be shown is cut. */
  redact(text: string): string
  /** Untrusted text as it may be shown: one sanitized line without secrets. */
  clean(text: string): string
}

/** Of a longer text only the beginning is read: what is shown, and colours within it. Characters. */
const LEAST_READ = 8_192
const MAX_SHOWN = 2_100

/**
 * Creates a redactor. `shown` is text that the workflow shows anyway (names, Region, images): a value that is contained in it is
 * not redacted. `mask` makes the runner hide a text from now on.
 */
export function createRedactor(
  shown: readonly (string | RegExp)[],
  mask: (text: string) => void = () => undefined,
): Redactor {
  const known = new Map<string, { readonly reach: 'words' | 'everywhere'; readonly disguise: Disguises }>()
  const masked = new Set<string>()
  let all: readonly string[] = []
  let inOrder: readonly Disguises[] = []
  let encoded: readonly string[] = []
  /** Length of the longest secret in its longest form: a text that was cut may end with half of it. */
  let tail = 0

  const isShown = (value: string): boolean =>
    shown.some((text) => (typeof text === 'string' ? text.includes(value) : text.test(value)))

  const learn = (variable: Named): void => {
    const { name } = variable
    // A log shows a secret of several lines line by line.
    for (const value of new Set([variable.value, ...variable.value.split(/\r?\n/)].flatMap(spellings))) {
      const reach = isShown(value) ? 'nowhere' : reachOf({ name, value })
      if (reach === 'nowhere') continue
      for (const piece of piecesOf(value)) {
        if (known.get(piece)?.reach === 'everywhere' || known.get(piece)?.reach === reach) continue
        known.set(piece, { reach, disguise: secretPattern(piece, { wholeWords: reach === 'words' }) })
      }
    }
  }

  /** Each line is a secret of its own, as the runner masks its log line by line. */
  const hideInRunner = ({ name, value }: Named): void => {
    const lineName = /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(value) ? 'private key' : name
    for (const line of value.split(/\r?\n/).map((text) => text.trim())) {
      if (masked.has(line) || isShown(line) || /^-----(?:BEGIN|END)/.test(line)) continue
      if (!looksSecret({ name: lineName, value: line })) continue
      masked.add(line)
      mask(line)
    }
  }

  /** Values that were added before are skipped: each observation returns the same ones. */
  const seen = new Set<string>()
  const add = (variables: Iterable<Named>, { masks }: { masks: boolean }): void => {
    let isNew = false
    for (const variable of variables) {
      const key = JSON.stringify([variable.name, variable.value, masks])
      if (seen.has(key)) continue
      seen.add(key)
      isNew = true
      for (const secret of [variable, ...partsOf(variable)]) {
        learn(secret)
        if (masks) hideInRunner(secret)
      }
    }
    if (isNew) refresh()
  }

  const refresh = (): void => {
    const sorted = [...known].sort(([a], [b]) => b.length - a.length)
    all = sorted.map(([text]) => text)
    inOrder = sorted.map(([, { disguise }]) => disguise)
    encoded = inOrder.flatMap((disguise) => disguise.encoded)
    tail = LONGEST_FORM * (all[0]?.length ?? 0)
  }

  const redactAll = (text: string): string => {
    let rest = text
    const whole = readable(text)
    for (const disguise of inOrder) if (disguise.mayBeIn(whole)) rest = disguise.replace(rest)
    return withoutEncoded(rest, encoded)
  }

  /** The beginning of a long text; `more` characters are behind it. */
  const beginning = (text: string) => {
    const most = Math.max(LEAST_READ, MAX_SHOWN + 2 * tail)
    return { text: text.slice(0, most), more: Math.max(text.length - most, 0) }
  }
  const withoutTail = (text: string, more: number): string =>
    more === 0 ? text : text.slice(0, Math.max(text.length - tail, 0))

  /** A secret may contain invisible characters. */
  const redactLine = (line: string): string => {
    const bare = withoutJoiners(line)
    const redacted = redactAll(line)
    if (bare === line) return redacted
    const bareRedacted = redactAll(bare)
    return bareRedacted === bare ? redacted : bareRedacted
  }

  return {
    get all() {
      return all
    },
    add: (values) =>
      add(
        [...values].map((value) => ({ name: '', value })),
        { masks: false },
      ),
    addNamed: (variables) => add(variables, { masks: true }),
    redact: (text) => {
      const { text: read, more } = beginning(text)
      return shortenedBy(withoutTail(redactAll(read), more), more)
    },
    // Redact twice: flattening to one line can split a secret, or reveal one.
    clean: (text) => {
      const { text: read, more } = beginning(text)
      const line = harmless(redactLine(visibleLine(redactAll(read))))
      return truncate(withoutTail(line, more), more)
    },
  }
}

function shortenedBy(text: string, more: number): string {
  return more === 0 ? text : `${text} … (${more} characters more)`
}

/** As written, as shown in a line, and without invisible characters. */
function spellings(value: string): string[] {
  const line = visibleLine(value)
  return [value, line, withoutJoiners(line)].map((text) => text.trim())
}

/** A pattern for a whole document would cost more than it finds: it is searched in pieces of equal length. */
function piecesOf(value: string): string[] {
  const count = Math.ceil(value.length / LONGEST_SECRET)
  if (count <= 1) return [value]
  const length = Math.ceil(value.length / count)
  return Array.from({ length: count }, (_, index) => value.slice(index * length, (index + 1) * length).trim())
}
