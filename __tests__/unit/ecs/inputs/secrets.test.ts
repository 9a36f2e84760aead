import { describe, expect, test } from '@jest/globals'
import { secretReferenceFault } from '../../../../src/ecs/model/constraints.ts'
import { misplacedSecret, secretValues } from '../../../../src/ecs/model/secret-values.ts'

/** `valueFrom` says where a secret is kept; people write the secret itself there, which must not be shown. */

describe('valueFrom', () => {
  test.each([
    'arn:aws:ssm:eu-central-1:123456789012:parameter/prod/db',
    'arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:db-AbCdEf:my key::',
    '/prod/db-password',
    'prod-db-password',
    'shop_DB_Password.2024:3',
  ])('%s is a place', (valueFrom) => {
    expect(secretReferenceFault(valueFrom)).toBeUndefined()
    expect(misplacedSecret(valueFrom)).toEqual([])
  })

  test.each([
    ['a password', 'hunter2!'],
    ['a token that says what it is', 'ghp_abcdefghijklmnopqrstuvwxyz0123456789'],
    ['a URL with a password', 'postgres://shop:tr0ub4dor@db/shop'],
  ])('%s is none, and is not quoted', (_, valueFrom) => {
    expect(secretReferenceFault(valueFrom)).toMatch(/must be the ARN .* and not the secret itself$/)
    expect(secretReferenceFault(valueFrom)).not.toContain(valueFrom)
    expect(misplacedSecret(valueFrom)).toMatchObject([{ value: valueFrom }])
  })

  test('one that is blank, and one that nobody filled in', () => {
    expect(secretReferenceFault('')).toContain('is blank')
    expect(secretReferenceFault('$DB_ARN')).toContain('contains a variable, which nothing expands')
  })

  test('what may be a name, but looks like a key, is accepted and kept secret', () => {
    const key = 'Zk93jfL20dkQpX8aVb2m'
    expect(secretReferenceFault(key)).toBeUndefined()
    const definition = { containerDefinitions: [{ name: 'app', secrets: [{ name: 'T', valueFrom: key }] }] }
    expect(secretValues(definition)).toMatchObject([{ value: key }])
  })
})
