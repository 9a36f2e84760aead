/** Work that is done in the background, one piece after the other, and waited for at the end. */
export interface SerialQueue {
  add(work: () => Promise<unknown>): void
  /** Resolves when all is done; rejects if any of it failed. */
  done(): Promise<void>
}

export function createSerialQueue(): SerialQueue {
  let last: Promise<unknown> = Promise.resolve()
  return {
    add: (work) => {
      last = last.then(work)
      // Only whoever awaits the end gets the error.
      last.catch(() => {})
    },
    done: async () => void (await last),
  }
}
