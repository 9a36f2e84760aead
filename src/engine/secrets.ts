import { printable } from './foreign.ts'

/** The values that may never be shown, and their removal from text that others wrote. */
export interface Secrets {
  add(values: Iterable<string>): void
  /** Every secret so far, longest first. */
  readonly all: readonly string[]
  /** The same text with every secret replaced by `***`. */
  redact(text: string): string
  /** Text of others as it may be shown: one printable line without secrets. */
  clean(text: string): string
}

/**
 * Some values cannot be hidden without blanking half the log, and hold nothing to hide: short ones, small numbers, the
 * words of switches, and whatever the workflow shows anyway (`shown`: names, Region, images).
 */
const isPlain = (value: string, shown: readonly string[]): boolean =>
  value.length < 4 ||
  /^(?:\d{1,5}|true|false|null|none)$/i.test(value) ||
  shown.some((text) => text.includes(value))

export const keepSecrets = (shown: readonly string[]): Secrets => {
  let all: readonly string[] = []
  const redact = (text: string) => all.reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
  return {
    get all() {
      return all
    },
    add: (values) => {
      const known = new Set(all)
      for (const value of values) {
        // A log shows a secret of several lines line by line, or with its quotation marks escaped.
        for (const form of [value, ...value.split(/\r?\n/), JSON.stringify(value).slice(1, -1)]) {
          if (!isPlain(form.trim(), shown)) known.add(form.trim())
        }
      }
      all = [...known].sort((a, b) => b.length - a.length)
    },
    redact,
    // Before, because making it printable may cut or change a secret; after, because it may lay one bare.
    clean: (text) => redact(printable(redact(text))),
  }
}
