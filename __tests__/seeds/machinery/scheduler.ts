import { defaultStart, type SimulatorClock } from '../../../simulator/wire/clock.ts'

/** Time that passes only when everybody waits: then the next thing that is due happens, whoever planned it. */
export interface Timeline extends SimulatorClock {
  /** Lets something happen at a moment (epoch milliseconds); the answer takes it back. */
  at(moment: number, happens: () => void): () => void
  /** Resolves after `ms`, or at once when `signal` is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Aborts after `ms`, as `AbortSignal.timeout` does. */
  alarm(ms: number): AbortSignal
  /** Lets time pass until the work is done. Throws if everybody waits and nothing is due any more. */
  until<Result>(work: Promise<Result>): Promise<Result>
}

interface Due {
  readonly moment: number
  readonly happens: () => void
}

/** Every promise that can go on has gone on when the event loop comes round: nothing here waits for the real world. */
function everybodyWaits() {
  return new Promise<void>((resolve) => setImmediate(resolve))
}

export function createTimeline(start: number = defaultStart): Timeline {
  let time = start
  /** In order of time; what was planned first comes first. */
  const queue: Due[] = []

  const at = (moment: number, happens: () => void) => {
    const due = { moment, happens }
    const place = queue.findIndex((other) => other.moment > moment)
    queue.splice(place < 0 ? queue.length : place, 0, due)
    return () => {
      const index = queue.indexOf(due)
      if (index >= 0) queue.splice(index, 1)
    }
  }

  return {
    now: () => time,
    onRequest: () => undefined,
    at,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        const done = () => {
          takeBack()
          signal?.removeEventListener('abort', done)
          resolve()
        }
        const takeBack = at(time + ms, done)
        signal?.addEventListener('abort', done)
      }),
    alarm: (ms) => {
      const controller = new AbortController()
      at(time + ms, () => controller.abort(new DOMException('time ran out', 'TimeoutError')))
      return controller.signal
    },
    until: async (work) => {
      let isDone = false
      const done = () => {
        isDone = true
      }
      work.then(done, done)
      for (;;) {
        await everybodyWaits()
        if (isDone) return await work
        const next = queue.shift()
        if (next === undefined) throw new Error('everybody waits and nothing is due')
        time = Math.max(time, next.moment)
        next.happens()
      }
    },
  }
}
