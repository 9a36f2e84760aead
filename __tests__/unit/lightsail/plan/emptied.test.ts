import { describe, expect, test } from '@jest/globals'
import { emptiedVariables, emptyNewVariables } from '../../../../src/diff/emptied.ts'
import type { DeploymentSpec } from '../../../../src/lightsail/model/deployment.ts'
import { eachEnvironment, emptiedSettings } from '../../../../src/lightsail/plan/emptied.ts'
import { container, service } from '../../../support/shop.ts'

function spec(environment: Readonly<Record<string, string>>): DeploymentSpec {
  return {
    containers: { app: container({ environment }) },
  }
}

describe('a value that becomes empty', () => {
  test('is told by its name', () => {
    const [said = '', ...others] = emptiedVariables(
      eachEnvironment(spec({ A: 'canary', B: 'x', C: '' }), spec({ A: '', B: 'y', C: '' })),
    )
    expect(said).toContain('app: A has a value now and will be empty')
    expect(said).not.toContain('canary')
    expect(others).toEqual([])
  })
  test('several are told together, blanks count as nothing', () => {
    const [said] = emptiedVariables(eachEnvironment(spec({ A: 'x', B: 'y' }), spec({ A: '', B: '  ' })))
    expect(said).toContain('app: A, B have a value now and will be empty')
  })
  test.each<[string, DeploymentSpec | undefined, DeploymentSpec]>([
    ['what was empty', spec({ A: '' }), spec({ A: '' })],
    ['what is removed', spec({ A: 'x' }), spec({})],
    ['what is new', undefined, spec({ A: '' })],
  ])('not %s', (_, before, after) => {
    expect(emptiedVariables(eachEnvironment(before, after))).toEqual([])
  })
})

test('a new variable without a value is a notice', () => {
  expect(emptyNewVariables(eachEnvironment(undefined, spec({ A: '', B: 'x' }))).join()).toContain(
    'app: A is new and empty',
  )
  expect(emptyNewVariables(eachEnvironment(spec({ A: '' }), spec({ A: '' })))).toEqual([])
})

describe('settings', () => {
  const before = service({
    tags: { team: 'shop', none: '' },
    publicDomainNames: { cert: ['a.example', 'b.example'], old: [] },
  })
  test('a certificate that loses its names, a tag that loses its text', () => {
    const said = emptiedSettings(before, {
      tags: { team: '', none: '', other: '' },
      publicDomainNames: { cert: [], old: [], new: [] },
    })
    expect(said).toEqual([
      expect.stringContaining('the tag team has a value now and will be empty'),
      expect.stringContaining('a.example, b.example will no longer lead to shop: cert lists no domain'),
    ])
  })
  test('what is written is no loss', () => {
    const patch = { tags: { team: 'x' }, publicDomainNames: { cert: ['a.example'] } }
    expect(emptiedSettings(before, patch)).toEqual([])
  })
})
