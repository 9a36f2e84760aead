import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import { crashScript } from '../../simulator/lightsail/log-scripts.ts'
import type { Outcome } from '../../simulator/lightsail/outcomes.ts'
import type { Scenario } from '../../simulator/lightsail/scenarios/scenario.ts'
import { arrangeReadyShop, hour } from '../../simulator/lightsail/scenarios/shop.ts'
import { type ActionRun, runAction, type Situation } from './action.ts'

/** Environment values in texts that are not ours: logs, replies, errors, paths. */

const debug = { RUNNER_DEBUG: '1', ACTIONS_STEP_DEBUG: 'true', ACTIONS_RUNNER_DEBUG: 'true' }

const masks = /^::add-mask::.*$/gm

/** Everything that a person or another step can see of a run; masks are instructions to the runner. */
function visible({ log, outputs, summary, state }: ActionRun): string {
  return [log.replace(masks, ''), JSON.stringify([outputs, state]), summary].join('\n')
}

/** Without those of what runs in the scenario. */
function ourMasks({ log }: ActionRun): string[] {
  return (log.match(masks) ?? []).filter((mask) => !mask.includes('correct-horse'))
}

function canary(where: string) {
  return `canary-${where}/7f3a"91&x=y z`
}

/** No form of the canary occurs: each form contains its first or its second half unchanged. */
function expectHidden(run: ActionRun): void {
  expect(visible(run)).not.toMatch(/canary|7f3a|Y2FuYXJ5|NhbmFye|jYW5hcn/)
}

/** shop runs version 3 of deployments that repeat their token in the command and in the health check's path. */
const leaky: Scenario = {
  name: 'leaky',
  sentence: 'shop runs a deployment that repeats its environment elsewhere.',
  arrange: (account) => {
    arrangeReadyShop(account)
    for (const version of [1, 2, 3]) {
      const token = canary(`old-${version}`)
      account.call(
        'CreateContainerServiceDeployment',
        {
          serviceName: 'shop',
          containers: {
            app: {
              image: `ghcr.io/acme/shop:v${version}`,
              environment: {
                TOKEN: token,
                PIN: '4711471147',
                PEM: `-----BEGIN-----\n${token}-pem\n-----END-----`,
              },
              command: ['serve', '--token', token],
              ports: { '8080': 'HTTP' },
            },
          },
          publicEndpoint: {
            containerName: 'app',
            containerPort: 8080,
            healthCheck: { path: `/healthz?token=${encodeURIComponent(token)}` },
          },
        },
        { at: account.now() - (10 - version) * hour, outcome: 'succeeds' },
      )
    }
  },
}

function failing(lines: readonly string[]): Outcome {
  return {
    name: 'tells',
    sentence: 'fails and tells its environment',
    kind: 'failed',
    seconds: { creating: 72, checking: 268, activating: 0 },
    story: crashScript(() => lines),
  }
}

/** The forms in which an app may write what it was given. */
function forms(value: string): string[] {
  return [
    value,
    `TOKEN=${value}`,
    JSON.stringify({ env: { TOKEN: value } }),
    JSON.stringify(JSON.stringify(value)),
    JSON.stringify(value).replaceAll('/', '\\/'),
    `GET /?token=${encodeURIComponent(value)}`,
    `GET /?${new URLSearchParams({ token: value })}`,
    `<p>${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}</p>`,
    `Authorization: Basic ${Buffer.from(`u:${value}`).toString('base64')}`,
    `::error::${value}`,
    `##[error]${value}`,
    [...value].join('\u001b[0m'),
    `${'x'.repeat(1_990)}${value}`,
  ]
}

describe('a service whose deployments repeat their values elsewhere', () => {
  const neverEnds = {
    outcomes: ['never-ends'],
    inputs: { 'wait-for-minutes': '0.2' },
    secondsPerCall: 1,
  } as const

  test.each<[string, string, Situation]>([
    ['an update', 'success', { outcomes: ['succeeds'] }],
    ['an update with another path', 'success', { inputs: { 'health-check-path': '/', command: 'serve' } }],
    ['an update that fails', 'failed-kept-previous', { outcomes: ['wrong-port'] }],
    ['an update that fails its health check', 'failed-kept-previous', { outcomes: ['health-404'] }],
    ['an update that does not end', 'timed-out', neverEnds],
    ['a plan', 'planned', { inputs: { mode: 'plan' } }],
    [
      'a plan that removes',
      'planned',
      { inputs: { mode: 'plan', 'environment-variables': '{}', command: 'x' } },
    ],
    ['a rollback', 'success', { inputs: { mode: 'rollback', image: '' } }],
    ['a rollback to a version', 'success', { inputs: { mode: 'rollback', image: '', 'rollback-to': '1' } }],
    [
      'a rollback that fails',
      'failed-kept-previous',
      { outcomes: ['slow-start'], inputs: { mode: 'rollback', image: '' } },
    ],
    [
      'a rollback to what does not exist',
      'refused',
      { inputs: { mode: 'rollback', image: '', 'rollback-to': '9' } },
    ],
    ['a look at its status', 'reported', { inputs: { mode: 'status', image: '' } }],
    ['its deletion', 'deleted', { inputs: { mode: 'delete', image: '' } }],
    ['a refusal', 'refused', { inputs: { 'container-name': 'other', image: '', command: 'x' } }],
  ])('%s tells none of them', async (_, result, situation) => {
    const run = await runAction({ scenario: leaky, env: debug, ...situation })
    expect(run.outputs['result']).toBe(result)
    expectHidden(run)
    expect(visible(run)).not.toContain('4711471147')
  })

  test('a verdict about a version that does not verify tells none of them', async () => {
    const run = await runAction({
      scenario: leaky,
      env: debug,
      switches: { urlTemplate: 'loopback' },
      outcomes: ['succeeds-but-answers-500', 'succeeds'],
      inputs: { 'verify-url': 'true', 'verify-minutes': '0.01', 'rollback-on-failure': 'true' },
    })
    expect(run.outputs['result']).toBe('rolled-back')
    expect(run.outputs['reason']).toContain('/healthz?… failed the URL check')
    expectHidden(run)
  })
})

describe("a container's log", () => {
  test.each([
    ['values of the inputs', { 'environment-variables': JSON.stringify({ NEW: canary('new') }) }, 'new'],
    ['values of an env file', { 'env-file': '.env' }, 'file'],
    ['values that were there before', {}, 'old-3'],
  ])('%s are hidden in every form', async (_, inputs, where) => {
    const run = await runAction({
      scenario: leaky,
      env: debug,
      inputs,
      files: { '.env': `FILE='${canary('file')}'` },
      outcomes: [failing([...forms(canary(where)), 'Error: the end'])],
    })
    expect(run.outputs['result']).toBe('failed-kept-previous')
    expect(run.log).toContain('Error: the end')
    expect(run.log.match(/\*\*\*/g)?.length).toBeGreaterThan(10)
    expectHidden(run)
  })

  test('a value of several lines is hidden line by line', async () => {
    const run = await runAction({
      scenario: leaky,
      outcomes: [
        failing(['key:', '-----BEGIN-----', `${canary('old-3')}-pem`, '-----END-----', 'Error: no key']),
      ],
    })
    expect(run.log).toContain('Error: no key')
    expectHidden(run)
  })
})

describe('an error of Lightsail that quotes what it was sent', () => {
  const file = JSON.stringify({
    containers: { app: { image: 'nginx', environment: { TOKEN: canary('file') }, ports: { '80': 'HTTP' } } },
    publicEndpoint: { containerName: 'app', containerPort: 80 },
  })
  const fromFile = { image: '', 'deployment-file': 'd.json' }
  const quoting = (type: string, status?: number) =>
    ({
      kind: 'error',
      type,
      message: `Bad value {TOKEN=${canary('file')}, A=${JSON.stringify(canary('old-3'))}}`,
      ...(status && { status }),
    }) as const

  test.each<
    [
      string,
      Scenario | string,
      'CreateContainerService' | 'CreateContainerServiceDeployment',
      number | undefined,
    ]
  >([
    ['a first deployment is rejected', 'first-deploy', 'CreateContainerService', undefined],
    ['an update is rejected', leaky, 'CreateContainerServiceDeployment', undefined],
    ['an update is answered with 500', leaky, 'CreateContainerServiceDeployment', 500],
  ])('%s: the values of the file are hidden', async (_, scenario, operation, status) => {
    const run = await runAction({
      scenario,
      env: debug,
      inputs: { ...fromFile, 'max-retries': '0' },
      files: { 'd.json': file },
      faults: [{ operation, calls: 'every', effect: quoting('InvalidInputException', status) }],
    })
    expect(run.exitCode).toBe(1)
    expect(visible(run)).toContain('Bad value {TOKEN=***')
    expect(visible(run)).not.toContain('canary-file')
    if (scenario === leaky) expectHidden(run)
  })
})

describe('answers that are not what they should be', () => {
  const torn = (body: string) => body.slice(0, body.indexOf('canary-old-3') + 14)

  test.each<[string, (body: string) => string]>([
    ['cut within a value', torn],
    ['with a number for a text', (body) => body.replaceAll('"4711471147"', '4711471147')],
    ['with a map for a text', (body) => body.replaceAll('"4711471147"', `{"x":"${'canary-map'}"}`)],
    ['with nothing for a container', (body) => body.replaceAll(/"app":\{/g, '"none":null,"app":{')],
    ['with a text for the whole', () => '"canary-whole"'],
    ['that are HTML', () => `<html>canary-html</html>`],
  ])('%s tell no value', async (_, alter) => {
    const run = await runAction({
      scenario: leaky,
      env: debug,
      inputs: { 'max-retries': '0', 'wait-for-minutes': '0.1' },
      faults: [
        { operation: 'GetContainerServices', calls: 'every', effect: { kind: 'alter', alter } },
        { operation: 'CreateContainerServiceDeployment', calls: 'every', effect: { kind: 'alter', alter } },
      ],
    })
    expectHidden(run)
    expect(visible(run)).not.toContain('4711471147')
  })
})

describe('the answer of a URL that is verified', () => {
  const answered = async (
    answer: (request: IncomingMessage, response: ServerResponse) => void,
    path: string,
    situation: Situation = {},
  ): Promise<ActionRun> => {
    const server = createServer(answer)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    try {
      return await runAction({
        scenario: leaky,
        env: debug,
        inputs: {
          'environment-variables': JSON.stringify({ NEW: canary('new') }),
          'verify-url': `http://127.0.0.1:${port}${path}`,
          'verify-minutes': '0.05',
        },
        ...situation,
      })
    } finally {
      server.close()
      server.closeAllConnections()
    }
  }

  test('is shown without values: in the body, where it is cut, and in the headers', async () => {
    const run = await answered((_, response) => {
      response.writeHead(500, { server: canary('new'), 'retry-after': encodeURIComponent(canary('old-3')) })
      response.end(`${'x'.repeat(190)}${canary('new')}`)
    }, '/')
    expect(run.outputs['reason-code']).toBe('not-verified')
    expect(visible(run)).toContain('server: ***')
    expectHidden(run)
  })

  test('is shown without values in what it redirects to, and in what was asked', async () => {
    const token = encodeURIComponent(canary('new'))
    const run = await answered((_, response) => {
      response.writeHead(302, { location: `/login?next=${token}` }).end()
    }, `/?token=${token}`)
    expect(run.outputs['reason']).toContain('/?… failed the URL check')
    expectHidden(run)
  })
})

describe('inputs that hold what they should not', () => {
  test.each(['env-file', 'deployment-file', 'service-file'])(
    '%s with content in place of a path',
    async (input) => {
      for (const text of [
        `TOKEN=${canary('path')}`,
        `{"containers":{"app":{"environment":{"A":"canary-x"}}}}`,
        'a: canary-y',
      ]) {
        const run = await runAction({ scenario: 'update', inputs: { [input]: text }, env: debug })
        expect(run.outputs['reason']).toContain(`${input}: must be the path of a file, not its contents`)
        expectHidden(run)
      }
    },
  )

  test.each([
    ['a map as a key', '{{canary}: x}'],
    ['a tag', '!canary {A: !canary x}'],
    ['an anchor', 'A: &canary\nB: *canary-x'],
  ])('%s, of which YAML warns', async (_, text) => {
    const run = await runAction({ scenario: 'update', inputs: { 'environment-variables': text }, env: debug })
    expectHidden(run)
  })

  test('a health check that asks with a value of the environment', async () => {
    const run = await runAction({
      scenario: 'update',
      outcomes: ['health-404'],
      inputs: {
        'environment-variables': 'TOKEN=canary-7f3a',
        'health-check-path': '/healthz?token=canary-7f3a',
      },
      env: debug,
    })
    expect(run.outputs['result']).toBe('failed-kept-previous')
    expect(run.log).toContain('/healthz?token=***')
    expectHidden(run)
  })
})

describe("the service's own URL as a value", () => {
  test('is not masked, so that the output url can leave the job', async () => {
    const urls: string[] = []
    await runAction({
      scenario: 'update',
      afterwards: async (rerun) => {
        const { url = '' } = (await rerun({ 'force-new-deployment': 'true' })).outputs
        urls.push(url)
        const host = new URL(url).host
        const run = await rerun({
          'environment-variables': `URL=${url}\nBASE=${url.slice(0, -1)}\nHOST=${host}\nSCHEME=https\nKEY=${canary('key')}`,
        })
        expect(run.outputs['url']).toBe(url)
        expect(run.outputs['result']).toBe('success')
        expect(ourMasks(run)).toEqual([expect.stringContaining('canary-key')])
        expect(run.log).toContain(url)
      },
    })
    expect(urls[0]).toMatch(/^https:\/\/shop\./)
  })

  test('is masked if a password stands in it', async () => {
    const run = await runAction({
      scenario: 'update',
      inputs: {
        'environment-variables': 'URL=https://me:canary@bank.x1.eu-central-1.cs.amazonlightsail.com/',
      },
    })
    expect(ourMasks(run)).toEqual([
      '::add-mask::https://me:canary@bank.x1.eu-central-1.cs.amazonlightsail.com/',
      '::add-mask::canary',
    ])
  })
})
