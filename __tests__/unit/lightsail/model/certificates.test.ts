import { describe, expect, test } from '@jest/globals'
import { type Certificate, checkCertificates } from '../../../../src/lightsail/model/certificates.ts'
import type { DomainNames } from '../../../../src/lightsail/model/service.ts'

function certificate(differing: Partial<Certificate> = {}): Certificate {
  return {
    name: 'shop',
    status: 'ISSUED',
    names: ['shop.com', 'www.shop.com'],
    validation: [],
    ...differing,
  }
}

function fault(wanted: DomainNames, certificates: readonly Certificate[], attached: DomainNames = {}) {
  return checkCertificates(wanted, attached, certificates, 'eu-central-1')
}

describe('what can be attached', () => {
  test.each<[string, DomainNames, DomainNames]>([
    ['one name', { shop: ['shop.com'] }, {}],
    ['every name', { shop: ['www.shop.com', 'shop.com'] }, {}],
    ['nothing', {}, {}],
    ['a certificate that is gone is detached', { gone: [] }, { gone: ['gone.com'] }],
    [
      'four names, with those of others',
      { shop: ['shop.com', 'www.shop.com'] },
      { other: ['a.org', 'b.org'] },
    ],
    [
      'the domain of a distribution does not count',
      { shop: ['shop.com', 'www.shop.com'] },
      { _: ['1', '2', '3'] },
    ],
    [
      'room made by detaching',
      { shop: ['shop.com', 'www.shop.com'], other: [] },
      { other: ['a.org', 'b.org', 'c.org', 'd.org'] },
    ],
    [
      'names written again count once',
      { shop: ['shop.com'] },
      { shop: ['shop.com'], other: ['a.org', 'b.org', 'c.org'] },
    ],
  ])('%s', (_, wanted, attached) => {
    expect(fault(wanted, [certificate()], attached)).toBeUndefined()
  })
})

describe('what cannot', () => {
  test.each<[string, DomainNames, readonly Certificate[], DomainNames, string]>([
    ['no certificates at all', { shop: ['shop.com'] }, [], {}, 'certificate-missing'],
    [
      'a name near an existing one',
      { shop: ['shop.com'] },
      [certificate({ name: 'Shop' })],
      {},
      'certificate-missing',
    ],
    [
      'a name it does not hold',
      { shop: ['api.shop.com'] },
      [certificate()],
      {},
      'certificate-does-not-cover',
    ],
    [
      'one good name, one bad',
      { shop: ['shop.com', 'x.com'] },
      [certificate()],
      {},
      'certificate-does-not-cover',
    ],
    [
      'five names with those of others',
      { shop: ['shop.com', 'www.shop.com'] },
      [certificate()],
      { other: ['a.org', 'b.org', 'c.org'] },
      'too-many-domains',
    ],
    [
      'a fifth certificate',
      { shop: ['shop.com'] },
      [certificate()],
      { a: ['a.org'], b: ['b.org'], c: ['c.org'], d: ['d.org'] },
      'too-many-domains',
    ],
    ...[
      'PENDING_VALIDATION',
      'EXPIRED',
      'INACTIVE',
      'REVOKED',
      'FAILED',
      'VALIDATION_TIMED_OUT',
      'UNKNOWN',
    ].map((status): [string, DomainNames, readonly Certificate[], DomainNames, string] => [
      status,
      { shop: ['shop.com'] },
      [certificate({ status })],
      {},
      'certificate-not-issued',
    ]),
  ])('%s', (_, wanted, certificates, attached, reasonCode) => {
    expect(fault(wanted, certificates, attached)).toMatchObject({ reasonCode })
  })

  test('a pending one: the DNS records to create', () => {
    const records = ['CNAME _a.shop.com. → _b.acm.', 'CNAME _c.www.shop.com. → _d.acm.']
    const found = fault({ shop: ['shop.com'] }, [
      certificate({ status: 'PENDING_VALIDATION', validation: records }),
    ])
    expect(found?.fix).toContain(records.join('; '))
  })

  test('a failed one: its old records are not the way out', () => {
    const found = fault({ shop: ['shop.com'] }, [
      certificate({ status: 'FAILED', validation: ['CNAME x → y'] }),
    ])
    expect(found?.fix).not.toContain('CNAME')
  })

  test('a missing one: the Region, and the names there are', () => {
    const others = [certificate({ name: 'one' }), certificate({ name: 'two' })]
    const found = fault({ shop: ['shop.com'] }, others)
    expect(found?.message).toContain('"shop" in eu-central-1 (there is one, two)')
    expect(found?.fix).toContain('--region eu-central-1')
  })

  test('a name it does not hold: what it is for, and which names are not', () => {
    const found = fault({ shop: ['shop.com', 'x.com', 'y.com'] }, [certificate()])
    expect(found?.message).toContain('is for shop.com, www.shop.com, not for x.com, y.com')
  })
})
