import { describe, expect, test } from '@jest/globals'
import { serve } from '../support/net/servers.ts'
import { runBundle } from './bundle.ts'

/** No process outlives its report: one that hangs would never end, and neither would the test. */
describe('the process ends when the report is out', () => {
  test('although a program that was asked for credentials goes on', async () => {
    let onAsked: () => void = () => undefined
    const asked = new Promise<void>((resolve) => {
      onAsked = resolve
    })
    const url = await serve((_, response) => {
      response.end()
      onAsked()
    })
    const run = await runBundle({
      env: {
        ...{ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_CONFIG_FILE: 'config' },
        ...{ AWS_SHARED_CREDENTIALS_FILE: 'none', ASKED: url },
      },
      files: {
        config: `[default]\ncredential_process = ${process.execPath} asked.cjs\n`,
        // Ends only when its output is not read any more.
        'asked.cjs': `require('http').get(process.env.ASKED); setInterval(() => process.stdout.write(' '), 100)`,
      },
      during: ({ kill }) => void asked.then(() => kill('SIGINT')),
    })
    expect(run.outputs).toMatchObject({ result: 'cancelled' })
    expect(run.exitCode).toBe(1)
    expect(run.operations).toEqual([])
  })

  test('with a key that no header can hold, which is not sent', async () => {
    const run = await runBundle({ env: { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE\n' } })
    expect(run.exitCode).toBe(1)
    expect(run.operations).toEqual([])
  })
})
