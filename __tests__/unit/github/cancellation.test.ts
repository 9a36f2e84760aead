import { afterEach, expect, test } from '@jest/globals'
import { cancellationSignal } from '../../../src/github/cancellation.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const
const before = new Map(signals.map((name) => [name, process.listeners(name)]))

afterEach(() => {
  for (const name of signals)
    for (const listener of process.listeners(name))
      if (!before.get(name)?.includes(listener)) process.removeListener(name, listener)
})

test.each(signals)('%s, as a runner of Linux, macOS or Windows cancels with', (name) => {
  const signal = cancellationSignal()
  expect(signal.aborted).toBe(false)
  process.emit(name, name)
  expect(signal.aborted).toBe(true)
})
