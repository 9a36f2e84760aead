import { describe, expect, test } from '@jest/globals'
import type { Service } from '../../../../src/lightsail/model/service.ts'
import { creationChanges, diffSettings, type ServicePatch } from '../../../../src/lightsail/model/settings.ts'
import type { Change } from '../../../../src/rollout/contract/plan.ts'
import { service } from '../../../support/shop.ts'

function told(changes: readonly Change[]): string[] {
  return changes.map(({ sign, subject, detail }) => `${sign} ${subject}: ${detail}`)
}

function drift(patch: ServicePatch, differing: Partial<Service> = {}) {
  return diffSettings(service(differing), patch)
}

const attached = { cert: ['a.com', 'b.com'], other: ['o.org'], _: ['d1.cloudfront.net'] }

describe('only what is written and differs is corrected', () => {
  test.each<[string, ServicePatch, Partial<Service>]>([
    ['nothing is written', {}, { power: 'large', scale: 9, isDisabled: true, tags: { a: 'b' } }],
    ['the power matches the inputs', { power: 'nano' }, {}],
    ['the scale matches the inputs', { scale: 3 }, { scale: 3 }],
    ['the service is off, as specified', { disabled: true }, { state: 'DISABLED', isDisabled: true }],
    ['the service is on, as specified', { disabled: false }, {}],
    ['the role is on, as specified', { ecrRole: true }, { ecrRole: { isActive: true, principalArn: '' } }],
    ['the role is off, as specified', { ecrRole: false }, {}],
    ['the tags are there, among others', { tags: { a: '1' } }, { tags: { a: '1', b: '2' } }],
    ['an empty tag is there', { tags: { a: '' } }, { tags: { a: '' } }],
    ['no tag is named', { tags: {} }, { tags: { a: '1' } }],
    ['no certificate is named', { publicDomainNames: {} }, { publicDomainNames: attached }],
    [
      'the names are there in another order',
      { publicDomainNames: { cert: ['b.com', 'a.com'] } },
      { publicDomainNames: attached },
    ],
    [
      'a certificate to detach is not attached',
      { publicDomainNames: { gone: [] } },
      { publicDomainNames: attached },
    ],
    ['names that every object has are not attached', { publicDomainNames: { constructor: [] } }, {}],
  ])('%s', (_, patch, seen) => {
    expect(drift(patch, seen)).toEqual({ changes: [], update: undefined, tags: undefined })
  })

  test.each<[string, ServicePatch, Partial<Service>, object, string[]]>([
    ['power', { power: 'small' }, {}, { power: 'small' }, ['~ power: nano → small']],
    ['scale', { scale: 2, power: 'nano' }, {}, { scale: 2 }, ['~ scale: 1 → 2']],
    ['switched off', { disabled: true }, {}, { disabled: true }, ['~ service: enabled → disabled']],
    [
      'switched on',
      { disabled: false },
      { state: 'DISABLED', isDisabled: true },
      { disabled: false },
      ['~ service: disabled → enabled'],
    ],
    [
      'switched on, disabled by its state alone',
      { disabled: false },
      { state: 'DISABLED' },
      { disabled: false },
      ['~ service: disabled → enabled'],
    ],
    ['role on', { ecrRole: true }, {}, { ecrRole: true }, ['~ ECR puller role: off → on']],
    [
      'role off',
      { ecrRole: false },
      { ecrRole: { isActive: true, principalArn: 'arn' } },
      { ecrRole: false },
      ['~ ECR puller role: on → off'],
    ],
    [
      'a first certificate',
      { publicDomainNames: { cert: ['a.com'] } },
      {},
      { publicDomainNames: { cert: ['a.com'] } },
      ['+ domains of cert: a.com'],
    ],
    [
      'another certificate: the foreign one and _ are sent back',
      { publicDomainNames: { new: ['n.net'] } },
      { publicDomainNames: attached },
      { publicDomainNames: { ...attached, new: ['n.net'] } },
      ['+ domains of new: n.net'],
    ],
    [
      'fewer names: the list is what is written',
      { publicDomainNames: { cert: ['b.com'] } },
      { publicDomainNames: attached },
      { publicDomainNames: { ...attached, cert: ['b.com'] } },
      ['~ domains of cert: a.com, b.com → b.com'],
    ],
    [
      'detached: its key is sent with an empty list',
      { publicDomainNames: { cert: [] } },
      { publicDomainNames: attached },
      { publicDomainNames: { ...attached, cert: [] } },
      ['- domains of cert: a.com, b.com'],
    ],
    [
      'one detached, one attached, one as it is',
      { publicDomainNames: { cert: [], other: ['o.org'], new: ['n.net'] } },
      { publicDomainNames: attached },
      { publicDomainNames: { _: attached['_'], cert: [], other: ['o.org'], new: ['n.net'] } },
      ['- domains of cert: a.com, b.com', '+ domains of new: n.net'],
    ],
  ])('%s', (_, patch, seen, update, changes) => {
    const found = drift(patch, seen)
    expect(found.update).toEqual(update)
    expect(found.tags).toBeUndefined()
    expect(told(found.changes)).toEqual(changes)
  })

  test('everything at once is one update and one call for the tags', () => {
    const found = drift(
      {
        power: 'micro',
        scale: 2,
        disabled: true,
        ecrRole: true,
        tags: { a: '1' },
        publicDomainNames: { c: ['c.com'] },
      },
      {},
    )
    expect(found.update).toEqual({
      power: 'micro',
      scale: 2,
      disabled: true,
      ecrRole: true,
      publicDomainNames: { c: ['c.com'] },
    })
    expect(found.tags).toEqual({ a: '1' })
    expect(found.changes).toHaveLength(6)
  })
})

describe('tags are merged by key', () => {
  const tags = { team: 'shop', stage: 'live', blank: '' }
  test.each<[string, ServicePatch['tags'], object, string[]]>([
    ['a new one', { a: '1' }, { a: '1' }, ['+ tag a: 1']],
    ['another value', { team: 'x' }, { team: 'x' }, ['~ tag team: shop → x']],
    ['emptied', { stage: '' }, { stage: '' }, ['~ tag stage: live → (empty)']],
    ['filled', { blank: 'x' }, { blank: 'x' }, ['~ tag blank: (empty) → x']],
    [
      'only those that differ',
      { team: 'shop', stage: 'test' },
      { stage: 'test' },
      ['~ tag stage: live → test'],
    ],
    ['a key is case-sensitive', { Team: 'shop' }, { Team: 'shop' }, ['+ tag Team: shop']],
    [
      'a key that every object has',
      { constructor: 'x' } as Record<string, string>,
      { constructor: 'x' },
      ['+ tag constructor: x'],
    ],
  ])('%s', (_, written, sent, changes) => {
    const found = drift({ tags: written ?? {} }, { tags })
    expect(found.tags).toEqual(sent)
    expect(found.update).toBeUndefined()
    expect(told(found.changes)).toEqual(changes)
  })
})

describe('a new service', () => {
  test('starts with all that is written', () => {
    const patch: ServicePatch = {
      ecrRole: true,
      tags: { team: 'shop' },
      publicDomainNames: { cert: ['b.com', 'a.com'], none: [] },
    }
    expect(told(creationChanges('shop', patch, 'micro', 2))).toEqual([
      '+ service shop: micro × 2',
      '+ ECR puller role: on',
      '+ domains of cert: a.com, b.com',
      '+ tag team: shop',
    ])
  })

  test('a role that stays off is no change', () => {
    expect(creationChanges('shop', { ecrRole: false }, 'nano', 1)).toHaveLength(1)
  })
})
