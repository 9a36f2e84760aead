import { describe, expect, test } from '@jest/globals'
import { createRedactor } from '../../../src/text/redactor.ts'
import { looksSecret, reachOf } from '../../../src/text/secret-values.ts'

type Reach = ReturnType<typeof reachOf>

/** Made up, in the shape of real ones. */
const random = 'kX9vQ2mLp8RtZ4wN7bYc'
const sha = '1f2e3d4c5b6a79880a1b2c3d4e5f60718293a4b5'

const mask = true
const noMask = false

/** What the runner masks, and where our own texts hide it. */
const decisions: readonly (readonly [name: string, value: string, isMasked: boolean, reach: Reach])[] = [
  // By name.
  ['API_TOKEN', 'tiger-lily', mask, 'everywhere'],
  ['DB_PASSWORD', 'hunter2', mask, 'everywhere'],
  ['POSTGRES_PASSWORD', 'correcthorse', mask, 'everywhere'],
  ['PGPASSWORD', 'tr0ub4dor', mask, 'everywhere'],
  ['MYSQL_ROOT_PWD', 'swordfish', mask, 'everywhere'],
  ['SMTP_PASSWD', 'open sesame now', mask, 'everywhere'],
  ['JWT_SECRET', 'keyboard cat', mask, 'everywhere'],
  ['SECRET_KEY_BASE', 'tomato-soup', mask, 'everywhere'],
  ['stripeSecretKey', 'green-apples', mask, 'everywhere'],
  ['ENCRYPTION_KEY', '550e8400-e29b-41d4-a716-446655440000', mask, 'everywhere'],
  ['SESSION_SECRET', '20260101', mask, 'everywhere'],
  ['SENTRY_DSN', `https://${sha.slice(0, 32)}@o1.ingest.sentry.io/42`, mask, 'everywhere'],
  ['BASIC_AUTH', 'me:let-me-in', mask, 'everywhere'],
  ['APP_CREDENTIALS', 'id=7;word=blue', mask, 'everywhere'],
  ['DEPLOY_PRIVATE_KEY', 'not-really-a-key', mask, 'everywhere'],
  ['SHORT_PASSWORD', 'abcd', mask, 'words'],
  // By credentials within.
  ['DATABASE_URL', 'postgres://u:hunter2@h/db', mask, 'everywhere'],
  ['REDIS', 'redis://:s3same@cache:6379/0', mask, 'everywhere'],
  ['CALLBACK', 'https://app.example.com/in?token=a1b2c3d4', mask, 'everywhere'],
  ['SQL', 'Server=db;User Id=sa;Password=Sesame1', mask, 'everywhere'],
  // By randomness.
  ['VALUE', random, mask, 'everywhere'],
  ['ANYTHING', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', mask, 'everywhere'],
  ['FOLDER', 'Shop/Frontend/Images/2024Q1', noMask, 'everywhere'],
  ['LICENCE', 'A7F3-9K2M-QX81-ZP40-77TB-c9Lm4Qv8Rz2Xp', mask, 'everywhere'],
  ['SOMETHING', sha.slice(0, 32), mask, 'everywhere'],
  ['ACCESS', 'AKIAIOSFODNN7EXAMPLE', mask, 'everywhere'],
  ['GITHUB', 'ghp_0123456789abcdefghijABCDEFGHIJ012345', mask, 'everywhere'],
  ['LOGIN', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc', mask, 'everywhere'],
  ['SLACK_WEBHOOK_URL', 'https://hooks.example.com/services/T0/B0/XqT9zLw2RkP7mNv4', mask, 'everywhere'],
  // Words that hide nothing.
  ['NODE_ENV', 'production', noMask, 'words'],
  ['RAILS_ENV', 'test', noMask, 'words'],
  ['LOG_LEVEL', 'info', noMask, 'words'],
  ['HOST', 'localhost', noMask, 'words'],
  ['BIND', '0.0.0.0', noMask, 'words'],
  ['LANG', 'en_US.UTF-8', noMask, 'words'],
  ['TZ', 'Europe/Berlin', noMask, 'words'],
  ['GREETING', 'welcome', noMask, 'words'],
  ['DB_PASSWORD', 'postgres', noMask, 'words'],
  ['AUTHOR', 'Jane Doe', noMask, 'everywhere'],
  // Hosts, ports, numbers, switches.
  ['DB_HOST', 'db.internal', noMask, 'words'],
  ['DB_ADDRESS', '10.0.3.7:5432', noMask, 'words'],
  ['AUTH', 'login.example.com', noMask, 'words'],
  ['API_URL', 'https://api.example.com/v1', noMask, 'everywhere'],
  ['PORT', '8080', noMask, 'nowhere'],
  ['TOKEN', '12345', noMask, 'nowhere'],
  ['DEBUG', 'true', noMask, 'nowhere'],
  ['CACHE', 'off', noMask, 'nowhere'],
  ['MAX_BYTES', '1048576', noMask, 'words'],
  // Names that only sound like secrets.
  ['KEYBOARD_LAYOUT', 'us-international', noMask, 'everywhere'],
  ['MONKEY', 'capuchin', noMask, 'words'],
  ['TOKEN_TTL', '3600s', noMask, 'words'],
  ['PASSWORD_MIN_LENGTH', '12 characters', noMask, 'everywhere'],
  ['SECRET_NAME', 'prod/shop/db-login', noMask, 'everywhere'],
  ['KEY_FILE', '/run/secrets/tls.key', noMask, 'words'],
  ['PRIMARY_KEY', 'customer-number', noMask, 'everywhere'],
  ['PUBLIC_KEY', random, noMask, 'everywhere'],
  ['NEXT_PUBLIC_STRIPE_KEY', 'pk_live_4eC39HqLyjWDarjtT1zdp7dc', noMask, 'everywhere'],
  ['PASSPORT_STRATEGY', 'google-oauth', noMask, 'everywhere'],
  // Random, and no secrets.
  ['GIT_SHA', sha, noMask, 'everywhere'],
  ['BUILD', '9a8b7c6d', noMask, 'everywhere'],
  ['TENANT_ID', '550e8400-e29b-41d4-a716-446655440000', noMask, 'words'],
  ['STRIPE_PRICE_ID', 'price_1MoBy5LkdIwHu7ixZhnattbh', noMask, 'everywhere'],
  ['IMAGE', `ghcr.io/acme/shop:${sha}`, noMask, 'everywhere'],
  ['TOPIC', 'arn:aws:sns:eu-central-1:123456789012:orders', noMask, 'words'],
  ['VERSION', 'v1.12.3-rc.1', noMask, 'words'],
  ['STARTED_AT', '2026-01-31T12:00:00Z', noMask, 'words'],
  ['HANDLER', 'getUserByEmailAddress2', noMask, 'everywhere'],
  // Our own words.
  ['STATE', 'active', noMask, 'nowhere'],
  ['RESULT', 'success', noMask, 'nowhere'],
]

test.each(decisions)('%s=%s', (name, value, isMasked, reach) => {
  expect({ isMasked: looksSecret({ name, value }), reach: reachOf({ name, value }) }).toEqual({
    isMasked,
    reach,
  })
})

describe('what the runner is told to mask', () => {
  const masksOf = (name: string, value: string, shown: readonly string[] = []): string[] => {
    const masks: string[] = []
    createRedactor(shown, (text) => masks.push(text)).addNamed([{ name, value }])
    return masks
  }

  test('each line of a key, without its first and last', () => {
    const key =
      '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\r\nhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----\n'
    expect(masksOf('TLS', key)).toEqual(['MIIEvQIBADANBgkq', 'hkiG9w0BAQEFAASC'])
  })

  test('each line of a secret of several lines, but those that hide nothing', () => {
    expect(masksOf('SECRET', 'first-line\nproduction\n\nlast-line')).toEqual(['first-line', 'last-line'])
  })

  test('a URL with a password, and the password', () => {
    expect(masksOf('URL', 'amqp://app:p%40ss-word@mq:5672')).toEqual([
      'amqp://app:p%40ss-word@mq:5672',
      'p%40ss-word',
      'p@ss-word',
    ])
  })

  test('the secret leaves of a JSON value', () => {
    expect(masksOf('CONFIG', '{"mode":"production","db":{"password":"hunter2","host":"db"}}')).toEqual([
      'hunter2',
    ])
  })

  test('nothing that the workflow shows anyway', () => {
    expect(masksOf('IMAGE_TOKEN', '9a8b7c6d', ['ghcr.io/acme/shop:9a8b7c6d'])).toEqual([])
  })

  test('each text once, however often a service tells it', () => {
    const masks: string[] = []
    const secrets = createRedactor([], (text) => masks.push(text))
    for (const name of ['TOKEN', 'TOKEN', 'SECRET']) secrets.addNamed([{ name, value: 'hunter2' }])
    expect(masks).toEqual(['hunter2'])
  })

  test('nothing of which only the value is known', () => {
    const masks: string[] = []
    createRedactor([], (text) => masks.push(text)).add(['hunter2', random])
    expect(masks).toEqual([])
  })
})
