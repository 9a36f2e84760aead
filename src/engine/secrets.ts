import { base64Runs, disguises, fromBase64 } from './disguise.ts'
import { oneLine, shortened } from './foreign.ts'

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
const isPlain = (value: string, shown: readonly (string | RegExp)[]): boolean =>
  value.length < 4 ||
  /^(?:\d{1,5}|true|false|null|none|\*+)$/i.test(value) ||
  shown.some((text) => (typeof text === 'string' ? text.includes(value) : text.test(value)))

export const keepSecrets = (shown: readonly (string | RegExp)[]): Secrets => {
  const patterns = new Map<string, RegExp>()
  let all: readonly string[] = []
  const redact = (text: string) => {
    const rest = all.reduce((line, secret) => line.replace(patterns.get(secret) ?? secret, '***'), text)
    if (all.length === 0) return rest
    return rest.replace(base64Runs, (run) => {
      const decoded = fromBase64(run)
      return all.some((secret) => decoded.includes(secret)) ? '***' : run
    })
  }
  return {
    get all() {
      return all
    },
    add: (values) => {
      for (const value of values) {
        // A log shows a secret of several lines line by line.
        for (const form of [value, ...value.split(/\r?\n/), oneLine(value)].map((text) => text.trim())) {
          if (!patterns.has(form) && !isPlain(form, shown)) patterns.set(form, disguises(form))
        }
      }
      all = [...patterns.keys()].sort((a, b) => b.length - a.length)
    },
    redact,
    // Before, because making it one line may change a secret; after, because it may lay one bare.
    clean: (text) => shortened(redact(oneLine(redact(text)))),
  }
}
