import { describe, expect, test } from '@jest/globals'
import { scenarioNamed } from '../../simulator/lightsail/scenarios/index.ts'
import { arrangeRunningShop } from '../../simulator/lightsail/scenarios/shop.ts'
import type { Simulator } from '../../simulator/wire/server.ts'
import { runAction, type Situation } from './action.ts'
import { visible } from './helpers.ts'
import { runWithSite } from './site.ts'

const deploy = 'CreateContainerServiceDeployment'

function canary(where: string) {
  return `canary-${where}-7f3a91`
}

describe('environment values', () => {
  const inputs = {
    'container-port': '8080',
    'environment-variables': [
      `PLAIN=${canary('plain')}`,
      `API_KEY<<END`,
      canary('pem-1'),
      canary('pem-2'),
      'END',
      `URL=https://u:${canary('url')}@db/x?a=b,c`,
    ].join('\n'),
    'env-file': '.env',
    command: `serve --token ${canary('plain')}`,
  }
  const files = { '.env': `FROM_FILE="${canary('file')}"\n` }

  test.each([['update'], ['failing-update'], ['first-deploy'], ['disabled-service'], ['deploy-denied']])(
    'never appear: %s',
    async (scenario) => {
      const run = await runAction({ scenario, inputs, files, env: { RUNNER_DEBUG: '1' } })
      expect(visible(run)).not.toContain('canary')
    },
  )

  test('those of the inputs that look like secrets are masked before anything else is printed', async () => {
    const { log } = await runAction({ scenario: 'update', inputs, files })
    const lines = log.split('\n').filter((line) => line !== '')
    const masks = lines.filter((line) => line.startsWith('::add-mask::'))
    expect(lines.slice(0, 4)).toEqual([
      `::add-mask::${canary('pem-1')}`,
      `::add-mask::${canary('pem-2')}`,
      `::add-mask::https://u:${canary('url')}@db/x?a=b,c`,
      `::add-mask::${canary('url')}`,
    ])
    expect(masks.join('\n')).not.toContain(canary('plain'))
  })

  test('wrong inputs are told without them', async () => {
    const run = await runAction({
      scenario: 'update',
      inputs: {
        'environment-variables': `${canary('no-equals')}\nA=${canary('first')}\nA=${canary('second')}\nB<<END\n${canary('open')}`,
        'env-file': '.env',
        scale: 'many',
      },
      files,
    })
    expect(run.outputs['result']).toBe('invalid-input')
    expect(visible(run)).not.toContain('canary')
  })

  test.each([
    ['environment-variables', `{"A": "${canary('a')}", "B": ${canary('b')} : }`],
    ['environment-variables', `A: "${canary('a')}\nB: [${canary('b')}`],
  ])('a map that cannot be read is told without them: %s %j', async (input, text) => {
    const run = await runAction({ scenario: 'update', inputs: { [input]: text } })
    expect(run.outputs['result']).toBe('invalid-input')
    expect(visible(run)).not.toContain('canary')
  })

  test('those of deployment-file never appear, whether it is right or wrong', async () => {
    const right = JSON.stringify({ containers: { app: { image: 'nginx', environment: { A: canary('a') } } } })
    const wrong = [
      `containers: { app: { image: nginx, environment: { A: [${canary('a')}], B: { C: ${canary('b')} } } } }`,
      `containers: { app: { image: nginx, environment: { A: "${canary('a')} } } }`,
      `containers:\n  app:\n    environment:\n      A: ${canary('a')}\n     B: *${canary('b')}`,
      `containers: { app: { image: nginx, environment: ${canary('a')} } }`,
    ]
    for (const text of [right, ...wrong]) {
      const run = await runAction({
        scenario: 'failing-update',
        inputs: { image: '', 'deployment-file': 'd.yml' },
        files: { 'd.yml': text },
      })
      expect(run.outputs['result']).toBe(text === right ? 'failed-kept-previous' : 'invalid-input')
      expect(run.log).not.toContain('canary')
      expect(visible(run)).not.toContain('canary')
    }
  })

  const running = 'correct-horse-battery-staple'

  test('those that already run never appear, not even when an answer is cut in the middle', async () => {
    for (const effect of [{ kind: 'truncate' }, { kind: 'bad-gateway' }] as const) {
      const run = await runAction({
        scenario: 'update',
        faults: [{ operation: 'GetContainerServices', calls: 'every', effect }],
        inputs: { 'max-retries': '0' },
        env: { RUNNER_DEBUG: '1' },
      })
      expect(run.outputs['result']).toBe('unknown')
      expect(run.log).not.toContain(running)
      expect(visible(run)).not.toContain(running)
    }
  })

  test("a container's log that repeats them is shown with *** in their place", async () => {
    const run = await runAction({
      scenario: 'update',
      outcomes: ['missing-variable'],
      inputs: { 'environment-variables': 'HINT=readConfig (/app/config.js:7:11)' },
    })
    expect(run.outputs['reason-code']).toBe('missing-variable')
    expect(visible(run)).toContain('at ***')
    expect(visible(run)).not.toContain('config.js:7:11')
  })

  test('a value that the workflow shows anyway is no secret: masking it would blank the log', async () => {
    const run = await runAction({
      scenario: 'update',
      inputs: { 'environment-variables': 'PORT=8080\nDEBUG=true\nVERSION=9a8b7c\nSERVICE=shop' },
    })
    // Those of what ran before alone.
    for (const [mask] of run.log.matchAll(/^::add-mask::.*$/gm)) expect(mask).toContain(running)
    expect(run.log).toContain('ghcr.io/acme/shop:9a8b7c')
  })
})

test('five thousand variables: what the log escapes ends no process', async () => {
  const lines = Array.from({ length: 5_000 }, (_, index) => `VARIABLE_${index}=Value-${index}-of-many`)
  const run = await runAction({
    scenario: 'failing-update',
    files: { '.env': lines.join('\n') },
    inputs: { 'env-file': '.env' },
  })
  expect(run.outputs).toMatchObject({ result: 'failed-kept-previous', 'reason-code': 'wrong-port' })
  expect(run.log).toMatch(/\+ app environment .* and 4950 more$/m)
})

describe('environment values never appear', () => {
  const canary = (where: string) => `canary-${where}-7f3a91`
  const running = scenarioNamed('update')
  const scenario = {
    ...running,
    arrange: (account: Simulator['account']) => {
      arrangeRunningShop(account)
      for (const [index, where] of ['old', 'older', 'now'].entries()) {
        const app = {
          image: 'ghcr.io/acme/shop:1',
          environment: { TOKEN: canary(where), [`ONLY_${where.toUpperCase()}`]: canary(`only-${where}`) },
          command: ['serve', '--token', canary(where)],
          ports: { '8080': 'HTTP' },
        }
        account.call(
          deploy,
          {
            serviceName: 'shop',
            containers: { app },
            publicEndpoint: { containerName: 'app', containerPort: 8080 },
          },
          { at: account.now() - (3 - index) * 3_600_000, outcome: 'succeeds-at-once' },
        )
      }
    },
  }

  test.each<[string, Situation]>([
    ['plan', { inputs: { mode: 'plan', 'environment-variables': `TOKEN=${canary('new')}`, command: 'x' } }],
    ['plan of an overwrite', { inputs: { mode: 'plan', 'environment-variables': '{}', command: '[]' } }],
    ['rollback', { inputs: { mode: 'rollback', image: '' } }],
    ['rollback to an older one', { inputs: { mode: 'rollback', image: '', 'rollback-to': '18' } }],
    ['a failing rollback', { outcomes: ['crashes'], inputs: { mode: 'rollback', image: '' } }],
    ['a refused rollback', { inputs: { mode: 'rollback', image: '', 'rollback-to': '99' } }],
    ['status', { inputs: { mode: 'status', image: '' } }],
    ['delete', { inputs: { mode: 'delete', image: '' } }],
    ['settings', { inputs: { image: '', scale: '2', tags: 'a=b' } }],
    ['deploy', { inputs: { command: 'x' } }],
    ['a cut answer', { faults: [{ operation: deploy, calls: 1, effect: { kind: 'truncate' } }] }],
    [
      'a history that cannot be read',
      {
        inputs: { mode: 'rollback', image: '' },
        faults: [
          { operation: 'GetContainerServiceDeployments', calls: 'every', effect: { kind: 'truncate' } },
        ],
      },
    ],
  ])('%s', async (_, situation) => {
    const ended = await runAction({ scenario, env: { RUNNER_DEBUG: '1' }, ...situation })
    expect(ended.outputs['result']).not.toBe('internal')
    expect(visible(ended)).not.toContain('canary')
  })

  test.each(['true', 'false'])('a site that shows them (rollback-on-failure: %s)', async (rollback) => {
    const ended = await runWithSite(
      {
        scenario,
        env: { RUNNER_DEBUG: '1' },
        inputs: { 'environment-variables': `NEW=${canary('new')}`, 'rollback-on-failure': rollback },
      },
      ({ path }) =>
        path === '/'
          ? { status: 302, headers: { location: `/debug?token=${canary('new')}` } }
          : {
              status: 500,
              headers: { server: canary('now') },
              body: `NEW=${canary('new')} TOKEN=${canary('now')}`,
            },
    )
    expect(ended.outputs['verified']).toBe('false')
    expect(visible(ended)).not.toContain('canary')
  })
})
