/** Classifies values by the name of their variable. */

/** Characters. */
const LONGEST_NAME = 256

/** `STRIPE_secretKey2` → stripe, secret, key, 2. */
function wordsOf(name: string): string[] {
  return name
    .slice(0, LONGEST_NAME)
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '')
}

const secretWords = new Set(
  'token tokens secret secrets password passwords passwd pwd pass passphrase passcode key keys apikey dsn credential credentials cred creds auth authorization private signature sig salt pepper jwt otp pin seed mnemonic'.split(
    ' ',
  ),
)

/** Written together with others: `PGPASSWORD`, `DBPASS`, `AUTHTOKEN`, `CLIENTSECRET`. */
const secretWithin =
  /passw(?:or)?d|passphrase|secret|(?:api|access|private|auth)key|token$|^(?:db|my|pg|sql)?pass$/

/** The last word says that the value is something about a secret, not the secret. */
const aboutSecrets = new Set(
  'ttl expiry expires expiration lifetime age length len size count limit max min timeout interval days hours minutes seconds ms rate name names id ids type kind alg algorithm method mode scheme strategy provider policy version path file dir directory folder url uri endpoint host hostname port issuer audience realm domain region scope scopes header prefix suffix format encoding layout enabled disabled required optional rotation field column table store backend service server driver arn expire ext extension cookie locale lang user username login email rounds iterations cost bits'.split(
    ' ',
  ),
)

/** Keys of tables, caches and keyboards, and those that are meant to be seen. */
const otherKeys = /^(?:primary|foreign|sort|partition|cache|map|object|index|idempotency|routing|hot)$/
const publicWords = /^(?:public|publishable|anon)$/

/** Things that are random and no secrets: identifiers, digests, what a build is made of. */
const identifierWords = new Set(
  'id ids uuid guid sha sha1 md commit revision rev ref build release version digest hash checksum etag integrity fingerprint thumbprint image tag arn host hostname domain bucket'.split(
    ' ',
  ),
)

/** A token, a password, a key: what its value is called says so. */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name)
  const last = words.at(-1) ?? ''
  if (aboutSecrets.has(last) || isPublicName(name)) return false
  if (/^keys?$/.test(last) && otherKeys.test(words.at(-2) ?? '')) return false
  return words.some((word) => secretWords.has(word) || secretWithin.test(word))
}

/** `NEXT_PUBLIC_STRIPE_KEY`, `VAPID_PUBLIC_KEY`: it is in every page that the app serves. */
export function isPublicName(name: string): boolean {
  return wordsOf(name).some((word) => publicWords.test(word))
}

/** `GIT_SHA`, `STRIPE_PRICE_ID`: randomness says nothing about its value. */
export function isIdentifierName(name: string): boolean {
  return wordsOf(name)
    .slice(-2)
    .some((word) => identifierWords.has(word))
}

/** Whoever knows its URL may post. */
export function isWebhookName(name: string): boolean {
  return wordsOf(name).some((word) => /^webhooks?$/.test(word))
}
