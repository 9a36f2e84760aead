import { expect, test } from '@jest/globals'
import { exec } from '../../../src/images/exec.ts'

/** A command, played by Node. */
function run(script: string, onLine: (line: string) => void) {
  const signal = new AbortController().signal
  return exec(process.execPath, ['-e', script], { environment: process.env, signal, onLine })
}

test.each([
  ['as Linux ends lines', 'process.stdout.write("one\\ntwo\\n")'],
  ['as Windows does', 'process.stdout.write("one\\r\\ntwo\\r\\n")'],
])('lines are heard without their ends: %s', async (_, script) => {
  const lines: string[] = []
  await run(script, (line) => lines.push(line))
  expect(lines).toEqual(['one', 'two'])
})
