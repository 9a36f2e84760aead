import { describe, expect, test } from '@jest/globals'
import { scenarioNamed } from '../../simulator/lightsail/scenarios/index.ts'
import { runAction, writes } from './action.ts'

/** Bugs of other deploy actions, by name: none of them may occur here. */

function deploying(containers: object) {
  return { serviceName: 'shop', containers }
}

describe('false green', () => {
  test('a rolled-back deployment ends green', async () => {
    const run = await runAction({ scenario: 'failing-update' })
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'failed-kept-previous', state: 'RUNNING' } })
  })

  test('success is reported after a failed update, as the old version keeps the service RUNNING', async () => {
    const run = await runAction({ scenario: 'update', outcomes: ['crashes'] })
    expect(run).toMatchObject({ exitCode: 1, outputs: { state: 'RUNNING', 'deployment-state': 'FAILED' } })
    expect(run.outputs['url']).not.toBe('')
  })

  test('a timeout is only a warning', async () => {
    const run = await runAction({
      scenario: 'deployment-never-ends',
      inputs: { 'wait-for-minutes': '0.2' },
    })
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'timed-out' } })
    expect(run.errors).toHaveLength(1)
  })

  test('polling errors, access-denied included, are only warned about', async () => {
    const run = await runAction({
      scenario: 'update',
      faults: [
        {
          operation: 'GetContainerServices',
          calls: ({ ordinal }) => ordinal > 2,
          effect: { kind: 'access-denied' },
        },
      ],
    })
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'unknown' } })
  })

  test('a failed creation is stable, so the step passes', async () => {
    const run = await runAction({ scenario: 'failing-first-deploy' })
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'failed-nothing-serving', state: 'READY' } })
  })

  test('the newest deployment is taken for our own, and a concurrent one is judged instead', async () => {
    const update = scenarioNamed('update')
    const run = await runAction({
      scenario: {
        ...update,
        outcomes: ['crashes'],
        events: [
          {
            dueAt: ({ records }) => {
              const ours = records.services.at(-1)?.deployments.find(({ version }) => version === 18)
              return ours && ours.createdAt + 350_000
            },
            happens: (account, at) =>
              account.call(
                'CreateContainerServiceDeployment',
                deploying({ app: { image: 'ghcr.io/acme/shop:c0ffee' } }),
                { at, outcome: 'succeeds-at-once' },
              ),
          },
        ],
      },
      secondsPerCall: 60,
    })
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: { 'deployment-version': '18', 'deployment-state': 'FAILED' },
    })
  })
})

describe('silent coercion', () => {
  test('max-retries: 0 documented as no retries gives 3', async () => {
    const throttled = {
      operation: 'GetContainerServices',
      calls: 'every',
      effect: { kind: 'throttle' },
    } as const
    const none = await runAction({ scenario: 'update', faults: [throttled], inputs: { 'max-retries': '0' } })
    expect(none.operations).toHaveLength(1)
    const two = await runAction({ scenario: 'update', faults: [throttled], inputs: { 'max-retries': '2' } })
    expect(two.operations).toHaveLength(3)
    expect(two).toMatchObject({
      exitCode: 1,
      outputs: { result: 'unknown', 'reason-code': 'throttled' },
    })
  })

  test('wait-for-minutes: 0 gives 30', async () => {
    const run = await runAction({ scenario: 'update', inputs: { 'wait-for-minutes': '0' } })
    expect(run).toMatchObject({ exitCode: 1, operations: [], outputs: { result: 'invalid-input' } })
  })

  test('an empty service silently only registers', async () => {
    const run = await runAction({ scenario: 'update', inputs: { 'service-name': '' } })
    expect(run).toMatchObject({ exitCode: 1, operations: [], outputs: { result: 'invalid-input' } })
  })

  test('an input is ignored unless another is set', async () => {
    const run = await runAction({
      scenario: 'private-service',
      inputs: { 'service-name': 'jobs', 'public-port': '80' },
    })
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'refused' } })
    expect(writes(run)).toEqual([])
  })

  test('a named variable that does not exist is dropped silently', async () => {
    const run = await runAction({ scenario: 'update', inputs: { 'env-file': 'no-such.env' } })
    expect(run).toMatchObject({ exitCode: 1, operations: [], outputs: { result: 'invalid-input' } })
  })
})

describe('mangled values', () => {
  test('values are split at commas, spaces, quotes, semicolons or equals signs', async () => {
    const values = {
      COMMAS: 'a,b,,c',
      SPACES: ' two  words ',
      QUOTES: `"double" and 'single'`,
      EQUALS: 'a=b==',
      SEMICOLONS: 'a;b;',
      JSON: '{"a": [1, "x"], "b": null}',
      DOLLAR: '$HOME `id` $(id) %PATH%',
      UNICODE: 'grüße 🚀',
      EMPTY: '',
    }
    const lines = Object.entries(values).map(([name, value]) => `${name}=${value}`)
    const run = await runAction({
      scenario: 'update',
      inputs: { 'environment-variables': `${lines.join('\n')}\nMULTI<<EOF\nline 1\n\n  line 3\nEOF` },
    })
    expect(run.calls[1]?.input).toMatchObject({
      containers: { app: { environment: { ...values, MULTI: 'line 1\n\n  line 3' } } },
    })
  })

  test('inputs are spliced into a shell', async () => {
    const hostile = '"; touch pwned; $(touch pwned) `touch pwned` | cat #'
    const inputs = ['service-name', 'image', 'container-name', 'health-check-path', 'region', 'power', 'mode']
    for (const input of inputs) {
      const run = await runAction({ scenario: 'update', inputs: { [input]: hostile } })
      expect(run).toMatchObject({ exitCode: 1, operations: [], outputs: { result: 'invalid-input' } })
    }
    const run = await runAction({ scenario: 'update', inputs: { command: `sh -c 'echo ${hostile}'` } })
    expect(run.outputs['result']).toBe('success')
    expect(run.calls[1]?.input).toMatchObject({
      containers: { app: { command: ['sh', '-c', `echo ${hostile}`] } },
    })
  })
})

describe('leaks and missing outputs', () => {
  test('no outputs on a failing path', async () => {
    const run = await runAction({ scenario: 'quota-zero' })
    expect(run.outputs).toMatchObject({
      result: 'refused',
      'reason-code': 'service-quota',
      'service-name': 'shop',
    })
  })

  test('the full command with environment values is printed', async () => {
    const run = await runAction({
      scenario: 'update',
      inputs: { 'environment-variables': 'TOKEN=hunter2-hunter2', command: 'serve --token hunter2-hunter2' },
    })
    expect(run.log).toContain('["serve","--token","…"]')
    expect(run.log.replace(/^::add-mask::.*$/gm, '')).not.toContain('hunter2')
  })

  test('a wait without end when there is no public endpoint', async () => {
    const run = await runAction({ scenario: 'private-service', inputs: { 'service-name': 'jobs' } })
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'success', url: '' } })
  })

  test('the ARN is built from a guess: it is the one that Lightsail gives', async () => {
    const run = await runAction({ scenario: 'update' })
    expect(run.outputs['service-arn']).toMatch(
      /^arn:aws:lightsail:eu-central-1:123456789012:ContainerService\/[0-9a-f-]{36}$/,
    )
  })
})
