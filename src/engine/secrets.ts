/** The values that may never be shown, and their removal from text that others wrote. */
export interface Secrets {
  add(values: Iterable<string>): void
  /** The same text with every secret replaced by `***`. */
  redact(text: string): string
}

/**
 * Some values cannot be hidden without blanking half the log, and hold nothing to hide: short ones, small numbers, the
 * words of switches, and whatever the workflow shows anyway (`shown`: names, Region, images).
 */
const isPlain = (value: string, shown: readonly string[]): boolean =>
  value.length < 4 ||
  /^(?:\d{1,5}|true|false|null|none)$/i.test(value) ||
  shown.some((text) => text.includes(value))

/** `mask` hears each secret once, before it can occur anywhere; the runner then hides it in the log as well. */
export const keepSecrets = ({
  shown,
  mask,
}: {
  shown: readonly string[]
  mask(secret: string): void
}): Secrets => {
  let secrets: string[] = []
  return {
    add: (values) => {
      const known = new Set(secrets)
      for (const value of values) {
        // A log shows a secret of several lines line by line.
        for (const secret of [
          value,
          ...value.split(/\r?\n/),
          ...JSON.stringify(value).slice(1, -1).split('\n'),
        ]) {
          const bare = secret.trim()
          if (known.has(bare) || isPlain(bare, shown)) continue
          known.add(bare)
          mask(bare)
        }
      }
      secrets = [...known].sort((a, b) => b.length - a.length)
    },
    redact: (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text),
  }
}
