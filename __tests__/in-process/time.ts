import { subscribe } from 'node:diagnostics_channel'
import type { ClientRequest } from 'node:http'
import { defaultStart, type SimulatorClock } from '../../simulator/wire/clock.ts'
import type { Clock } from '../../src/runtime/clock.ts'

/**
 * The time of a run in this process. It passes by what the run does, and by nothing else: a second with each request, as
 * in a bundle's own process; and a pause passes at once, as soon as no request is on its way. Limits end with the pauses
 * that reach them, and never because this machine is slow.
 */
export interface RunTime {
  /** Of the run. */
  readonly clock: Clock
  /** Of the simulator: pauses are as long there, and a call takes as long as its test says. */
  readonly there: SimulatorClock
  /** Milliseconds that passed by pauses and limits. */
  passed(): number
  /** So many milliseconds pass between two runs. */
  pass(ms: number): void
  /** Counts the requests of this work, and tells each one's number, from 1; one work at a time. */
  within<Result>(work: () => Promise<Result>, onRequest: (number: number) => void): Promise<Result>
}

interface Due {
  readonly moment: number
  readonly happens: () => void
}

interface Ongoing {
  onStart(request: ClientRequest): void
  pass(ms: number): void
}

let ongoing: Ongoing | undefined
subscribe('http.client.request.start', (message) => {
  ongoing?.onStart((message as { request: ClientRequest }).request)
})

/** So many milliseconds pass for the run that goes on, while an answer is held back: what is limited to fewer ends. */
export function passTime(ms: number): void {
  ongoing?.pass(ms)
}

export function runTime({
  secondsPerCall,
  secondsPerRequest = 1,
}: {
  readonly secondsPerCall: number
  readonly secondsPerRequest?: number
}): RunTime {
  /** Milliseconds that passed by pauses, the requests that were made, and the calls that the simulator got. */
  let passed = 0
  let requests = 0
  let calls = 0
  let onTheirWay = 0
  const pauses: Due[] = []
  const limits: Due[] = []
  let isAwake = false

  const plan = (queue: Due[], ms: number, happens: () => void): (() => void) => {
    const due = { moment: passed + ms, happens }
    const place = queue.findIndex(({ moment }) => moment > due.moment)
    queue.splice(place < 0 ? queue.length : place, 0, due)
    return () => {
      const index = queue.indexOf(due)
      if (index >= 0) queue.splice(index, 1)
    }
  }
  const pass = (ms: number) => {
    passed += ms
    for (const queue of [limits, pauses]) {
      while (queue[0] && queue[0].moment <= passed) queue.shift()?.happens()
    }
  }
  /** Whoever can go on has gone on when the event loop comes round; then the first pause ends. */
  const wake = () => {
    if (isAwake) return
    isAwake = true
    setImmediate(() => {
      isAwake = false
      const [next] = pauses
      if (!next || onTheirWay > 0) return
      pass(Math.max(0, next.moment - passed))
      wake()
    })
  }

  return {
    clock: {
      now: () => defaultStart + passed + requests * secondsPerRequest * 1_000,
      sleep: (ms, signal) =>
        new Promise((resolve) => {
          if (signal?.aborted) return resolve()
          const done = () => {
            takeBack()
            signal?.removeEventListener('abort', done)
            resolve()
          }
          const takeBack = plan(pauses, ms, done)
          signal?.addEventListener('abort', done)
          wake()
        }),
      alarm: (ms) => {
        const controller = new AbortController()
        plan(limits, ms, () => controller.abort(new DOMException('time ran out', 'TimeoutError')))
        return controller.signal
      },
      random: () => 0.5,
    },
    there: {
      now: () => defaultStart + passed + calls * secondsPerCall * 1_000,
      onRequest: () => {
        calls++
      },
    },
    passed: () => passed,
    pass,
    within: async (work, onRequest) => {
      if (ongoing) throw new Error('another run goes on in this process')
      let number = 0
      ongoing = {
        pass,
        onStart: (request) => {
          requests++
          onTheirWay++
          request.once('close', () => {
            onTheirWay--
            wake()
          })
          onRequest(++number)
        },
      }
      try {
        return await work()
      } finally {
        ongoing = undefined
      }
    },
  }
}
