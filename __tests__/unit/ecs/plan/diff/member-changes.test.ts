import { expect, test } from '@jest/globals'
import { memberChanges, wordsOf } from '../../../../../src/ecs/plan/diff/member-changes.ts'

function lines(before: unknown, after: unknown) {
  return memberChanges('thing', before, after).map(({ sign, detail }) => `${sign} ${detail}`)
}

test.each<[string, unknown, unknown, string[]]>([
  ['nothing', { a: [1, { b: 'x' }] }, { a: [1, { b: 'x' }] }, []],
  ['a plain value', 60, 90, ['~ 60 → 90']],
  ['a new one', undefined, true, ['+ true']],
  [
    'a network',
    undefined,
    { awsvpcConfiguration: { subnets: ['a', 'b'], assignPublicIp: 'ENABLED' } },
    ['+ subnets a, b, assign public ip ENABLED'],
  ],
  [
    'one entry of several',
    [{ port: 80, name: 'a' }],
    [{ port: 81, name: 'a' }, { port: 1 }],
    ['~ port 80 → 81, 2 port 1'],
  ],
  ['all of it', { a: { b: 1 } }, undefined, ['- a b']],
  [
    'a value whose name is secret',
    { options: { 'splunk-token': 'canary-a' } },
    { options: { 'splunk-token': 'canary-b' } },
    ['~ options splunk-token changed'],
  ],
  [
    'a password in a URL',
    { options: { 'splunk-url': 'https://logs.example.com' } },
    { options: { 'splunk-url': 'https://user:canary-d@logs.example.com' } },
    ['~ options splunk-url https://logs.example.com → …'],
  ],
  [
    'a header that lets somebody in',
    undefined,
    { options: { Header: 'Authorization Bearer canary-e', Host: 'logs.example.com' } },
    ['+ options header …, host logs.example.com'],
  ],
  [
    'where a secret is kept',
    undefined,
    { credentialsParameter: 'arn:aws:secretsmanager:eu-central-1:1:secret:x' },
    ['+ credentials parameter secret:x'],
  ],
  [
    'several members of one parent, which is named once',
    undefined,
    { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/web', 'awslogs-region': 'eu-central-1' } },
    ['+ log driver awslogs, options awslogs-group /ecs/web, awslogs-region eu-central-1'],
  ],
  [
    'an ARN of another account',
    { topic: 'arn:aws:sns:eu-central-1:1:news' },
    { topic: 'arn:aws:sns:eu-central-1:2:news' },
    ['~ topic changed'],
  ],
  ['a new one of those', undefined, { password: 'canary-c' }, ['+ password …']],
  [
    'a secret in a command',
    { command: ['CMD', '--token', 'canary1234567890canary'] },
    { command: ['CMD', '--token', 'canary1234567890canarx'] },
    ['~ command changed'],
  ],
  [
    'very many',
    undefined,
    Object.fromEntries([...'abcdefgh'].map((key) => [key, 1])),
    ['+ a 1, b 1, c 1, d 1, e 1, f 1 and 2 more'],
  ],
])('%s', (_, before, after, expected) => {
  expect(lines(before, after)).toEqual(expected)
  expect(lines(before, after).join()).not.toContain('canary')
})

test.each([
  ['healthCheckGracePeriodSeconds', 'health check grace period seconds'],
  ['enableECSManagedTags', 'enable ECS managed tags'],
  ['awslogs-group', 'awslogs-group'],
  ['sizeInGiB', 'size in GiB'],
])('%s is said as %s', (name, words) => {
  expect(wordsOf(name)).toBe(words)
})
