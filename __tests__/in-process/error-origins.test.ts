import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { runAction } from './action.ts'

/** A run without a reply says whose fault that is, and ends with its report. */

async function sts(status: number, body: string) {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(String(request.url))
    response.writeHead(status, { 'content-type': 'text/xml' }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { seen, url: `http://127.0.0.1:${port}`, close: () => server.close() }
}

function refusal(code: string, message: string) {
  return `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`
}

describe('credentials that cannot be used', () => {
  test.each([
    ['AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE\n', 'the access key id contains a line break'],
    ['AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE\r', 'the access key id contains a line break'],
    [
      'AWS_SECRET_ACCESS_KEY',
      'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n',
      'the secret access key contains a line break',
    ],
    ['AWS_SESSION_TOKEN', '"FwoGZXIvYXdzEBYaDHqa0AP"', 'the session token is in quotation marks'],
  ])('%s as it was stored: the run says so at once', async (name, value, message) => {
    const run = await runAction({ scenario: 'update', env: { [name]: value } })
    expect(run.exitCode).toBe(1)
    expect(run.outputs).toMatchObject({ result: 'refused', 'reason-code': 'credentials-invalid' })
    expect(run.outputs['reason']).toContain(message)
    expect(run.errors.join()).toContain('store the secret again')
    expect(run.operations).toEqual([])
    expect(run.log).not.toContain('Health Dashboard')
    expect(run.log).not.toContain(value.trim())
  })

  test.each([
    ['AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 'trust policy'],
    ['InvalidIdentityToken', 'No OpenIDConnect provider found in your account', 'OIDC provider'],
  ])('STS says %s: the role’s trust is named, not its policy', async (code, message, fix) => {
    const folder = mkdtempSync(join(tmpdir(), 'lightsail-token-'))
    writeFileSync(join(folder, 'token'), 'a.b.c')
    const server = await sts(400, refusal(code, message))
    try {
      const run = await runAction({
        scenario: 'update',
        env: {
          AWS_ACCESS_KEY_ID: '',
          AWS_SECRET_ACCESS_KEY: '',
          AWS_SESSION_TOKEN: '',
          AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/deploy',
          AWS_WEB_IDENTITY_TOKEN_FILE: join(folder, 'token'),
          AWS_ENDPOINT_URL_STS: server.url,
        },
      })
      expect(run.outputs).toMatchObject({ result: 'refused', 'reason-code': 'credentials-denied' })
      expect(run.outputs['reason']).toContain(`STS says: ${message}`)
      expect(run.errors.join()).toContain(fix)
      expect(run.errors.join()).not.toContain('"Effect":"Allow"')
      expect(server.seen.length).toBeGreaterThan(0)
      expect(run.operations).toEqual([])
    } finally {
      server.close()
      rmSync(folder, { recursive: true })
    }
  })
})

describe('an endpoint that is not AWS’s', () => {
  test('is named in the log and in the summary', async () => {
    const run = await runAction({ scenario: 'update' })
    expect(run.outputs['result']).toBe('success')
    const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(run.log) ?? []
    expect(run.log).toContain(`The endpoint is ${address}, which is not AWS`)
    expect(run.summary).toContain(`${address?.slice('http://'.length)} (not AWS)`)
    expect(run.log).not.toContain('::warning')
  })

  test('plain http beyond this machine is a warning', async () => {
    const run = await runAction({
      scenario: 'update',
      env: { AWS_ENDPOINT_URL_LIGHTSAIL: 'http://emulator.invalid:4566' },
      inputs: { 'max-retries': '0' },
    })
    expect(run.log).toMatch(/^::warning::the endpoint is http:\/\/emulator\.invalid:4566, which is not AWS/m)
    expect(run.outputs).toMatchObject({ result: 'unknown', 'reason-code': 'no-answer' })
    expect(run.summary).toContain('emulator.invalid:4566 (not AWS)')
  })
})
