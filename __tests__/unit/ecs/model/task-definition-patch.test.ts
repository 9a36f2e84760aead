import { describe, expect, test } from '@jest/globals'
import type { TaskDefinitionPatch } from '../../../../src/ecs/model/patch.ts'
import type { ContainerDefinition } from '../../../../src/ecs/model/task-definition.ts'
import { patchedTaskDefinition } from '../../../../src/ecs/model/task-definition-patch.ts'
import { container, content } from '../shop.ts'

function patched(patch: TaskDefinitionPatch, ...containers: ContainerDefinition[]) {
  return patchedTaskDefinition(patch, { content: content({ containerDefinitions: containers }), tags: {} })
}

function only(patch: TaskDefinitionPatch, before: Partial<ContainerDefinition>) {
  const found = patched(patch, container(before))
  if ('fault' in found) throw new Error(found.fault.message)
  return found.content.containerDefinitions[0]
}

function variable(name: string, value: string) {
  return { name, value }
}
function secret(name: string, valueFrom: string) {
  return { name, valueFrom }
}

describe('variables and secrets', () => {
  const before = {
    environment: [variable('A', '1'), variable('B', '2')],
    secrets: [secret('S', 'x'), secret('T', 'y')],
  }
  test.each<[string, TaskDefinitionPatch, Partial<ContainerDefinition>]>([
    [
      'are merged in their place',
      { environment: { strategy: 'merge', values: { B: '3', C: '4' } } },
      { environment: [variable('A', '1'), variable('B', '3'), variable('C', '4')], secrets: before.secrets },
    ],
    [
      'variables are overwritten, and secrets stay',
      { environment: { strategy: 'overwrite', values: { C: '4' } } },
      { environment: [variable('C', '4')], secrets: before.secrets },
    ],
    ['all variables go', { environment: { strategy: 'overwrite', values: {} } }, { secrets: before.secrets }],
    [
      'a variable becomes a secret',
      { secrets: { A: 'z' } },
      { environment: [variable('B', '2')], secrets: [...before.secrets, secret('A', 'z')] },
    ],
    [
      'a secret becomes a variable',
      { environment: { strategy: 'merge', values: { S: 'plain' } } },
      { environment: [...before.environment, variable('S', 'plain')], secrets: [secret('T', 'y')] },
    ],
    [
      'a secret is kept elsewhere',
      { secrets: { S: 'z' } },
      { environment: before.environment, secrets: [secret('S', 'z'), secret('T', 'y')] },
    ],
  ])('%s', (_, patch, after) => {
    expect(only(patch, before)).toEqual(container(after))
  })
  test('a name such as __proto__ is one', () => {
    const values = JSON.parse('{"__proto__": "1", "constructor": "2"}')
    expect(only({ environment: { strategy: 'merge', values } }, {})?.environment).toEqual([
      variable('__proto__', '1'),
      variable('constructor', '2'),
    ])
  })
})

describe('the rest of a container', () => {
  const awslogs = {
    logDriver: 'awslogs',
    options: { 'awslogs-group': 'a' },
    secretOptions: [secret('x', 'y')],
  }
  test.each<[string, TaskDefinitionPatch, Partial<ContainerDefinition>, Partial<ContainerDefinition>]>([
    [
      'options of the driver are merged',
      { logOptions: { 'awslogs-region': 'b' } },
      { logConfiguration: awslogs },
      { logConfiguration: { ...awslogs, options: { 'awslogs-group': 'a', 'awslogs-region': 'b' } } },
    ],
    [
      'the same driver keeps them',
      { logDriver: 'awslogs' },
      { logConfiguration: awslogs },
      { logConfiguration: awslogs },
    ],
    [
      'another drops them',
      { logDriver: 'splunk', logOptions: { 'splunk-url': 'u' } },
      { logConfiguration: awslogs },
      { logConfiguration: { logDriver: 'splunk', options: { 'splunk-url': 'u' } } },
    ],
    [
      'labels are merged',
      { dockerLabels: { b: '2' } },
      { dockerLabels: { a: '1' } },
      { dockerLabels: { a: '1', b: '2' } },
    ],
    [
      'files replace the list',
      { environmentFiles: ['arn:b'] },
      { environmentFiles: [{ value: 'arn:a', type: 's3' }] },
      { environmentFiles: [{ value: 'arn:b', type: 's3' }] },
    ],
    ['a command', { command: ['a', 'b'] }, { command: ['c'] }, { command: ['a', 'b'] }],
    ['a command is cleared', { command: [] }, { command: ['c'] }, {}],
    [
      'what is not mentioned stays, also what nobody knows',
      { image: 'new:1' },
      { novelty: { a: [1] }, memory: 128 },
      { image: 'new:1', novelty: { a: [1] }, memory: 128 },
    ],
  ])('%s', (_, patch, before, after) => {
    expect(only(patch, before)).toEqual(container(after))
  })
})

describe('which container is meant', () => {
  const [app, web] = [container(), container({ name: 'web' })]
  test('each one that is named', () => {
    const found = patched({ image: 'new:1', images: { web: 'w:1' }, containerNames: ['app'] }, app, web)
    expect(found).toMatchObject({ content: { containerDefinitions: [{ image: 'new:1' }, { image: 'w:1' }] } })
    const both = patched({ image: 'new:1', containerNames: ['app', 'web'] }, app, web)
    expect(both).toMatchObject({
      content: { containerDefinitions: [{ image: 'new:1' }, { image: 'new:1' }] },
    })
  })
  test('images and roles need no name', () => {
    expect(patched({ images: { web: 'w:1' }, taskRoleArn: 'r' }, app, web)).toMatchObject({
      content: { taskRoleArn: 'r', containerDefinitions: [app, { image: 'w:1' }] },
    })
  })
  test.each<[string, TaskDefinitionPatch, string]>([
    ['several', { image: 'new:1' }, 'container-name-needed'],
    ['none of that name', { containerNames: ['ap'] }, 'unknown-container'],
    ['none of that name in images', { images: { wbe: 'x' } }, 'unknown-container'],
    ['no driver for options', { logOptions: { a: 'b' }, containerNames: ['app'] }, 'nothing-to-deploy'],
  ])('%s is a refusal', (_, patch, code) => {
    expect(patched(patch, app, web)).toMatchObject({ fault: { reasonCode: code } })
  })
})
