import { expect, test } from '@jest/globals'
import { callLine, greeting, invocation, listing } from '../../simulator/command-line.ts'
import { outcomes as ecsOutcomes } from '../../simulator/ecs/outcomes/index.ts'
import { scenarios as ecsScenarios } from '../../simulator/ecs/scenarios/index.ts'
import { outcomes } from '../../simulator/lightsail/outcomes.ts'
import { scenarios } from '../../simulator/lightsail/scenarios/index.ts'

test.each([
  [[], { kind: 'serve', target: 'lightsail', scenario: 'update', speed: 1, port: 0, usesDocker: false }],
  [
    ['--scenario', 'failing-update', '--speed', '60', '--port', '4566'],
    {
      kind: 'serve',
      target: 'lightsail',
      scenario: 'failing-update',
      speed: 60,
      port: 4566,
      usesDocker: false,
    },
  ],
  [
    ['--speed=0.5'],
    { kind: 'serve', target: 'lightsail', scenario: 'update', speed: 0.5, port: 0, usesDocker: false },
  ],
  [
    ['--docker', '--registry', 'http://AWS:pass%20word@127.0.0.1:5000'],
    {
      kind: 'serve',
      target: 'lightsail',
      scenario: 'update',
      speed: 1,
      port: 0,
      usesDocker: true,
      registry: { address: '127.0.0.1:5000', username: 'AWS', password: 'pass word' },
    },
  ],
  [
    ['--target', 'ecs'],
    { kind: 'serve', target: 'ecs', scenario: 'shop-on-ecs', speed: 1, port: 0, usesDocker: false },
  ],
  [
    ['--target', 'ecs', '--docker'],
    { kind: 'serve', target: 'ecs', scenario: 'shop-on-ecs', speed: 1, port: 0, usesDocker: true },
  ],
  [['--list'], { kind: 'list', target: 'lightsail' }],
  [['--target=ecs', '--list'], { kind: 'list', target: 'ecs' }],
  [['--help', '--list'], { kind: 'help' }],
])('%j is understood', (argv, expected) => {
  expect(invocation(argv)).toEqual(expected)
})

test.each([
  [['--sped', '60'], '--sped'],
  [['--scenario', 'nope'], 'no scenario "nope"'],
  [['--scenario', 'shop-on-ecs'], 'no scenario "shop-on-ecs"'],
  [['--target', 'ecs', '--scenario', 'update'], 'no scenario "update"'],
  [['--target', 'eks'], '--target "eks"'],
  [['--target', 'ecs', '--registry', 'http://127.0.0.1:5000'], '--registry is for --target lightsail'],
  [['--scenario'], '--scenario'],
  [['--speed', 'fast'], '--speed "fast"'],
  [['--speed', '0'], '--speed "0"'],
  [['--speed', ''], '--speed ""'],
  [['--port', '65536'], '--port "65536"'],
  [['--docker=podman'], "'--docker' does not take an argument"],
  [['--registry', 'nowhere'], 'Invalid URL'],
  [['--port', '-1'], '--port'],
  [['update'], 'update'],
])('%j is a mistake, answered with the flags there are', (argv, part) => {
  const asked = invocation(argv)
  expect(asked.kind).toBe('mistake')
  const message = asked.kind === 'mistake' ? asked.message : ''
  expect(message).toContain(part)
  for (const name of ['--scenario', '--speed', '--port', '--list', '--help']) expect(message).toContain(name)
})

test.each([
  ['lightsail', scenarios, outcomes],
  ['ecs', ecsScenarios, ecsOutcomes],
] as const)('the list for %s has every scenario and every outcome', (target, situations, ends) => {
  for (const name of [...situations.map((scenario) => scenario.name), ...Object.keys(ends)])
    expect(listing(target)).toMatch(new RegExp(`^  ${name} +\\w`, 'm'))
})

test('the greeting can be pasted', () => {
  const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', AWS_REGION: 'eu-central-1' }
  const text = greeting({ target: 'lightsail', scenario: 'update', speed: 60, env })
  expect(text).toContain('export AWS_ENDPOINT_URL=http://127.0.0.1:4566 AWS_REGION=eu-central-1\n')
  expect(text).toContain('60 times')
  expect(greeting({ target: 'ecs', scenario: 'shop-on-ecs', speed: 1, env })).toContain(
    'aws ecs describe-services --cluster prod --services shop',
  )
})

test('a call of another service is told apart', () => {
  const at = Date.UTC(2026, 0, 15, 9)
  expect(callLine({ number: 1, service: 'ecs', operation: 'TagResource', input: {}, at, status: 200 })).toBe(
    '09:00:00  ecs:TagResource  200',
  )
})

test.each([
  [{ status: 200 }, '09:00:00  GetContainerServices  200'],
  [
    { status: 400, errorType: 'ThrottlingException' },
    '09:00:00  GetContainerServices  400  ThrottlingException',
  ],
  [
    { status: 0, dropped: 'after-acceptance' as const },
    '09:00:00  GetContainerServices  dropped  after-acceptance',
  ],
])('a call with %j is one line', (outcome, expected) => {
  const call = { number: 1, operation: 'GetContainerServices', input: {}, at: Date.UTC(2026, 0, 15, 9) }
  expect(callLine({ ...call, ...outcome })).toBe(expected)
})
