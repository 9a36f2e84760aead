/** One source of chance for a whole run: the same seed draws the same numbers in the same order. */
export interface Chance {
  /** From 0 (included) to 1 (not included). */
  next(): number
  /** True in so many of 100 cases. */
  percent(share: number): boolean
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number
  one<const Item>(items: readonly [Item, ...Item[]]): Item
}

export function seeded(seed: number): Chance {
  let state = seed >>> 0
  /** mulberry32. */
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    whole,
    percent: (share) => next() * 100 < share,
    one: (items) => items[whole(0, items.length - 1)] ?? items[0],
  }
}
