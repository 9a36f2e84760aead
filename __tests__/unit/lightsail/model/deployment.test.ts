import { describe, expect, test } from '@jest/globals'
import {
  canonicalText,
  type DeploymentSpec,
  environmentOf,
  mainContainer,
  webPorts,
} from '../../../../src/lightsail/model/deployment.ts'
import { container, publicAt, web } from '../../../support/shop.ts'

describe('two deployments are the same', () => {
  const one = container({
    environment: { A: '1', B: '2' },
    ports: { 80: 'HTTP', 53: 'UDP' },
    command: ['a', 'b'],
  })
  const whole: DeploymentSpec = { containers: { x: one, y: container() }, publicEndpoint: publicAt('x', 80) }

  test('whatever the order of their parts', () => {
    const turned = { ...one, environment: { B: '2', A: '1' } }
    expect(
      canonicalText({ publicEndpoint: publicAt('x', 80), containers: { y: container(), x: turned } }),
    ).toBe(canonicalText(whole))
  })

  test.each<[string, DeploymentSpec]>([
    ['an image', { ...whole, containers: { ...whole.containers, y: container({ image: 'z' }) } }],
    [
      'the order of a command',
      { ...whole, containers: { ...whole.containers, x: { ...one, command: ['b', 'a'] } } },
    ],
    [
      'the split of a command',
      { ...whole, containers: { ...whole.containers, x: { ...one, command: ['a b'] } } },
    ],
    [
      'a value',
      { ...whole, containers: { ...whole.containers, x: { ...one, environment: { A: '2', B: '2' } } } },
    ],
    [
      'a protocol',
      { ...whole, containers: { ...whole.containers, x: { ...one, ports: { 80: 'HTTPS', 53: 'UDP' } } } },
    ],
    ['a name', { ...whole, containers: { x: one, z: container() } }],
    ['the endpoint', { ...whole, publicEndpoint: publicAt('x', 81) }],
    ['the health check', { ...whole, publicEndpoint: publicAt('x', 80, { timeoutSeconds: 3 }) }],
    ['that there is no endpoint', { containers: whole.containers }],
  ])('but not if they differ in %s', (_, other) => {
    expect(canonicalText(other)).not.toBe(canonicalText(whole))
  })
})

test.each<[string, DeploymentSpec, string | undefined]>([
  [
    'the public one',
    { containers: { a: container(), b: container() }, publicEndpoint: publicAt('b', 1) },
    'b',
  ],
  ['the first of a private service', { containers: { a: container(), b: container() } }, 'a'],
  ['none of none', { containers: {} }, undefined],
])('the main container is %s', (_, spec, name) => {
  expect(mainContainer(spec)?.[0]).toBe(name)
})

test('only HTTP and HTTPS ports can be public, in the order of their numbers', () => {
  expect(
    webPorts(container({ ports: { 443: 'HTTPS', 80: 'HTTP', 53: 'UDP', 22: 'TCP', 5: 'http' } })),
  ).toEqual([80, 443])
})

test('every variable of every container is known', () => {
  const containers = {
    a: container({ environment: { A: '1', B: '' } }),
    b: container({ environment: { A: '2' } }),
  }
  expect(environmentOf({ ...web, containers })).toEqual([
    { name: 'A', value: '1' },
    { name: 'B', value: '' },
    { name: 'A', value: '2' },
  ])
})
